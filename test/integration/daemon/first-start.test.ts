/**
 * History on first start, as `serve` reads it beside live collection: killed again and again it equals the simulator's
 * ledger, and it is read once.
 * @module
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochSeconds } from '../../../src/domain/time.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { manualClock, type RunningSimulator, startSimulator } from '../../aws-simulator/server/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { json, start } from '../cli.ts';
import { type Bench, engineering, NOW, NOW_TEXT, requests, shop, startBench, until } from './support.ts';

const DAYS = 4;
const DAY = 86_400;
/** From the first whole day of the world to the last hour in which everything has been delivered. */
const RANGE = { from: '2026-11-17T00:00:00Z', to: '2026-11-20T12:00:00Z' };
const KILLS = 4;

interface History {
  readonly status: string;
  readonly share: number;
  readonly from: string;
  readonly completeFrom: string;
  readonly records: number;
  readonly etaSeconds: number | null;
  readonly sources: readonly {
    readonly collector: string;
    readonly status: string;
    readonly readBackTo: string;
  }[];
}

describe('serve, for the first time', () => {
  let bench: Bench;
  let simulator: RunningSimulator;
  let file: string;
  const collect = {
    ...{ awsCallsPerSecond: 500, firstLookback: '1h', backfill: `${DAYS}d` },
    everySeconds: { cloudwatchLogs: 5, s3: 5, metrics: 5 },
  };

  beforeAll(async () => {
    bench = await startBench('first-start');
    // The bench's own world is a day long.
    await bench.simulator.close();
    simulator = await startSimulator({
      ...{ seed: 'first-start', now: NOW, days: DAYS, rate: 40, bodies: 'small', rateLimits: 'off' },
      clock: manualClock(NOW * 1000),
    });
    bench = { ...bench, simulator };
    file = bench.configure([shop(), engineering()], { collect });
  });
  afterAll(() => bench.close());

  /** Starts the daemon over a database. */
  async function serve(database: string) {
    const args = ['serve', '--config', file, '--db', database, '--now', NOW_TEXT, '--port', '0'];
    const child = start(args, bench.folder, { ...simulator.env });
    const ended = once(child, 'exit');
    let log = '';
    child.stdout?.resume();
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const url = () => /listens on (http:\S+?)"/.exec(log)?.[1];
    await until('the daemon', () => url() !== undefined || child.exitCode !== null);
    const status = async () => {
      const answer = await fetch(`${url()}/api/status`);
      return (await answer.json()) as { history: History | null };
    };
    return {
      child,
      ended,
      status,
      page: () => fetch(`${url()}/status`).then((one) => one.text()),
      log: () => log,
    };
  }

  const end = async (daemon: Awaited<ReturnType<typeof serve>>, signal: NodeJS.Signals) => {
    daemon.child.kill(signal);
    return (await daemon.ended)[0];
  };

  /** All six sources with a past: three of logs, three of metrics. */
  const isDone = ({ history }: { history: History | null }) =>
    history?.status === 'done' && history.sources.length === 6;

  async function expectLedger(database: string): Promise<void> {
    const by = 'hour,account,region,modelId,principal';
    const asked = ['spend', '--by', by, '--from', RANGE.from, '--to', RANGE.to, '--db', database, '--json'];
    const { rows } = json(await bench.run(...asked));
    const lineOf = (...parts: readonly unknown[]) => JSON.stringify(parts);
    const found = rows.map((row: Record<string, unknown>) => {
      const { input, output, cacheRead, cacheWrite } = row.tokens as Record<string, number>;
      return lineOf(
        ...[Date.parse(String(row.hour)) / 3_600_000, row.account, row.region, row.modelId, row.principal],
        ...[row.invocations, row.failedInvocations, input, output, cacheRead, cacheWrite],
      );
    });
    const places = new Set(['111122223333 us-east-1', '111122223333 us-west-2', '444455556666 us-west-2']);
    const truth = simulator
      .ledger({ from: Date.parse(RANGE.from) / 1000, to: Date.parse(RANGE.to) / 1000 })
      .filter((row) => row.logged && places.has(`${row.account} ${row.region}`))
      .map((row) =>
        lineOf(
          ...[row.hour, row.account, row.region, row.modelId, row.principal],
          ...[row.invocations, row.failedInvocations, row.input, row.output, row.cacheRead, row.cacheWrite],
        ),
      );
    expect(truth.length).toBeGreaterThan(200);
    expect(found.sort()).toEqual(truth.sort());
  }

  /** Sums of a metric by the hour, as the store has them and as CloudWatch's own minutes add up. */
  async function expectMetrics(database: string): Promise<void> {
    const range = { from: Date.parse(RANGE.from) / 1000, to: Date.parse('2026-11-20T09:00:00Z') / 1000 };
    const store = openSqliteStore(database, { readonly: true });
    try {
      const asked = { from: epochSeconds(range.from), to: epochSeconds(range.to) };
      const data = await store.metricSums(
        { range: asked, namespace: 'AWS/Bedrock', metrics: ['InputTokenCount'] },
        3600,
      );
      const found = data.flatMap(({ series, points }) =>
        points.map(({ at, value }) =>
          JSON.stringify([series.account, series.region, series.dimensions.ModelId, at, value]),
        ),
      );
      const minutes = simulator
        .metricMinutes(range)
        .filter(({ namespace, metric }) => namespace === 'AWS/Bedrock' && metric === 'InputTokenCount')
        .filter(({ account, region }) => account === '111122223333' || region === 'us-west-2')
        .filter(({ account }) => account !== '777788889999');
      const hours = Map.groupBy(minutes, ({ account, region, dimensions, minute }) =>
        JSON.stringify([account, region, dimensions[0]?.[1], minute - (minute % 3600)]),
      );
      const truth = [...hours].map(([key, all]) => {
        const sum = all.reduce((total, one) => total + one.sum, 0);
        return JSON.stringify([...(JSON.parse(key) as unknown[]), sum]);
      });
      expect(truth.length).toBeGreaterThan(100);
      expect(found.sort()).toEqual(truth.sort());
    } finally {
      await store.close();
    }
  }

  it('reads its history beside live collection, tells how far it is, and equals the ledger', async () => {
    const database = join(bench.folder, 'calm.db');
    const daemon = await serve(database);
    await until('the whole history', async () => isDone(await daemon.status()), 100_000);
    const { history } = await daemon.status();
    expect(history).toMatchObject({ share: 1, etaSeconds: null });
    expect(history?.from).toBe(
      new Date((NOW - (NOW % DAY) - DAYS * DAY) * 1000).toISOString().replace('.000', ''),
    );
    expect(history?.completeFrom).toBe(history?.from);
    expect(history?.records).toBeGreaterThan(1_000);
    expect(await daemon.page()).toMatch(/Read back to 2026-11-16 \(UTC\)/);
    expect(daemon.log()).toMatch(/history is complete: back to 2026-11-16, [\d,]+ records/);
    expect(await end(daemon, 'SIGTERM')).toBe(0);
    await expectLedger(database);
    await expectMetrics(database);

    // The next life finds nothing left to read: no request goes beyond what live collection asks.
    const again = await serve(database);
    await until('every position', async () => isDone(await again.status()), 60_000);
    expect((await again.status()).history?.records).toBe(0);
    expect(await end(again, 'SIGINT')).toBe(0);
    await expectLedger(database);
  }, 200_000);

  it('killed again and again it goes on where it was, and equals the ledger', async () => {
    const random = new Random('first-start');
    const database = join(bench.folder, 'battered.db');
    let cut = 0;
    for (let i = 0; i < KILLS; i++) {
      const before = requests(bench);
      const daemon = await serve(database);
      const after = 40 + random.int(120);
      await until('requests', () => requests(bench) - before >= after, 60_000);
      if (!isDone(await daemon.status())) cut += 1;
      await end(daemon, 'SIGKILL');
    }
    expect(cut).toBeGreaterThan(1);
    const daemon = await serve(database);
    await until('the whole history', async () => isDone(await daemon.status()), 100_000);
    expect(await end(daemon, 'SIGTERM')).toBe(0);
    await expectLedger(database);
    await expectMetrics(database);
  }, 200_000);
});
