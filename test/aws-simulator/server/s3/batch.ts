/**
 * The objects that Bedrock's log delivery writes: a few minutes' records each, gzipped, under UTC hours.
 * @module
 */
import { gzipSync } from 'node:zlib';
import type { Source } from '../../world/accounts.ts';
import type { Call } from '../../world/call.ts';
import { DAY, HOUR } from '../../world/clock.ts';
import { batchName, hourFolder } from '../../world/delivery.ts';
import { Random } from '../../world/random.ts';
import type { Simulator } from '../simulator.ts';
import { duplicateAfter } from '../truth/arrival.ts';
import { toBucket } from '../truth/deliveries.ts';

export interface S3Object {
  readonly key: string;
  /** Milliseconds since the epoch: when it appears. */
  readonly lastModified: number;
  readonly body: Buffer;
}

const WINDOW_SECONDS = 300;
const LARGEST_BATCH = 500;

/** The batches in one hour's folder, also those that are not delivered yet. */
export function batchesIn(simulator: Simulator, source: Source, bucket: string, hour: number): S3Object[] {
  const lookBack = simulator.hourFolder === 'invocation' ? 0 : 1 + Math.ceil(longestDelay(simulator) / HOUR);
  const hours = Array.from({ length: lookBack + 1 }, (_, i) => hour - lookBack + i);
  return hours.flatMap((each) => {
    const calls = simulator.deliveries.of(each, source, toBucket(bucket));
    const seconds = windowOf(simulator, each);
    const windows = [...Map.groupBy(calls, (call) => Math.floor(call.at / seconds)).values()];
    return windows.flatMap(inBatches).flatMap((batch) => {
      const lastModified = deliveredAt(simulator, batch);
      const folder = simulator.hourFolder === 'invocation' ? each : Math.floor(lastModified / (HOUR * 1000));
      if (folder !== hour) return [];
      const name = batchName(lastModified, randomOf(batch).hex(2));
      const key = `${hourFolder(source, hour, simulator.world.keyPrefix)}/${name}`;
      return [{ key, lastModified, body: contentOf(simulator, batch) }];
    });
  });
}

/** Seconds of calls that one object of an hour holds. */
function windowOf({ world, olderDeliverySeconds }: Simulator, hour: number): number {
  const isOlder = (hour + 1) * HOUR <= world.history.to - DAY;
  return isOlder ? (olderDeliverySeconds ?? WINDOW_SECONDS) : WINDOW_SECONDS;
}

function inBatches(calls: readonly Call[]): Call[][] {
  const count = Math.ceil(calls.length / LARGEST_BATCH);
  return Array.from({ length: count }, (_, i) => calls.slice(i * LARGEST_BATCH, (i + 1) * LARGEST_BATCH));
}

const randomOf = (batch: readonly Call[]): Random => new Random(`batch ${batch[0]?.requestId}`);

/** Three quarters of a minute or so after the last record; later where deliveries are late. */
function deliveredAt(simulator: Simulator, batch: readonly Call[]): number {
  const last = batch.at(-1);
  if (!last) return 0;
  const { account, region } = last.source;
  const late = simulator.faults.strikes('late-events', last.requestId, { account, region });
  const extra = late ? late.share * (late.fault.seconds ?? 600) * 1000 : 0;
  return Math.round((last.at + 45) * 1000 + randomOf(batch).split('delay').int(30_000) + extra);
}

function longestDelay(simulator: Simulator): number {
  const late = simulator.faults.list().filter((fault) => fault.kind === 'late-events');
  return Math.max(0, ...late.map((fault) => fault.seconds ?? 600));
}

/** Lines of JSON; now and then in two gzip members, as concatenated files are. */
function contentOf(simulator: Simulator, batch: readonly Call[]): Buffer {
  const lines = batch.map((call) => `${simulator.world.lineOf(call)}\n`);
  const again = batch.filter((call) => duplicateAfter(call, simulator.faults) !== null);
  for (const call of again) lines.push(`${simulator.world.lineOf(call)}\n`);
  const cut = randomOf(batch).split('members').chance(0.1) ? Math.ceil(lines.length / 2) : lines.length;
  const members = [lines.slice(0, cut), lines.slice(cut)].filter((member) => member.length > 0);
  return Buffer.concat(members.map((member) => gzipSync(member.join(''), { level: 1 })));
}
