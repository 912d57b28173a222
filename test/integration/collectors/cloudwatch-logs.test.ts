/**
 * Invocation logs from CloudWatch Logs against the simulator's ledger.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createCloudWatchLogsCollector } from '../../../collectors/index.ts';
import type { CollectedBatch } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { type Bench, NOW, openBench, unlimited } from './bench.ts';
import { ledgerOf, storedOf } from './truth.ts';

const HOUR = 3600;
const MINUTE = 60;
const EAST = SOURCES.shopEast;
const EUROPE = SOURCES.europeWest;
/** Whole hours, the last of them over when the runs end. */
const SPAN = { from: Math.floor(NOW / HOUR) * HOUR - 6 * HOUR, to: Math.floor(NOW / HOUR) * HOUR - 2 * HOUR };

let bench: Bench;
afterEach(() => bench.close());

function collectorFor(
  source: typeof EAST | typeof EUROPE,
  logGroup: string,
  extra: { firstLookback?: number } = {},
) {
  return createCloudWatchLogsCollector({
    account: accountId(source.account),
    region: regionId(source.region),
    client: bench.clients(source.account, source.region).logs,
    logGroup,
    limiter: unlimited,
    ...extra,
  });
}

const east = (extra: { firstLookback?: number } = {}) =>
  collectorFor(EAST, '/aws/bedrock/modelinvocations', extra);

/** Runs every `step` until the span is over and what is late has come. */
async function collectSpan(
  run: () => Promise<unknown>,
  step: number,
  until = SPAN.to + 40 * MINUTE,
): Promise<void> {
  while (bench.context.now() <= until) {
    await run();
    bench.advance(step);
  }
}

async function expectLedger(source: typeof EAST = EAST): Promise<void> {
  const ledger = ledgerOf(bench.aws, source, SPAN);
  expect(Object.keys(ledger).length).toBeGreaterThan(5);
  expect(await storedOf(bench.store, source, SPAN)).toEqual(ledger);
}

describe('a log group', () => {
  it('is read exactly once, run by run', async () => {
    bench = await openBench({ start: SPAN.from });
    const collector = east({ firstLookback: 0 });
    await collectSpan(() => bench.run(collector), 7 * MINUTE);
    await expectLedger();
  });

  it('is caught up with after days without a run', async () => {
    bench = await openBench({ start: SPAN.from });
    await bench.run(east({ firstLookback: 60 }));
    bench.advance(NOW - SPAN.from);
    expect(await bench.run(east())).toBeUndefined();
    await expectLedger();
  });

  it.each(['a', 'b', 'c'])('equals the ledger with everything going wrong (%s)', async (seed) => {
    bench = await openBench({ start: SPAN.from, seed });
    const { faults } = bench.aws;
    for (const kind of [
      'throttling',
      'internal-error',
      'reset',
      'truncated',
      'html',
      'expired-credentials',
      'access-denied',
      'clock-skew',
      'unavailable',
    ] as const) {
      faults.add({ kind, service: 'logs', probability: 0.04 });
    }
    faults.add({ kind: 'throttling', service: 'logs', code: 'Throttling', probability: 0.04 });
    faults.add({ kind: 'expired-page-token', service: 'logs', probability: 0.04 });
    faults.add({ kind: 'late-events', probability: 0.2, seconds: 600 });
    faults.add({ kind: 'duplicate-events', probability: 0.1 });
    faults.add({ kind: 'reordered-events', probability: 0.5 });
    const collector = east({ firstLookback: 0 });
    const outcomes = new Set<string>();
    await collectSpan(async () => outcomes.add((await bench.run(collector))?.kind ?? 'well'), 3 * MINUTE);
    faults.clear();
    await bench.run(collector);
    expect(outcomes).toContain('throttled');
    expect(outcomes).toContain('unavailable');
    await expectLedger();
  });

  it.each([1, 2, 3])('equals the ledger when killed between any two batches (%i)', async (seed) => {
    bench = await openBench({ start: SPAN.from });
    const random = new Random(`kills ${seed}`);
    await collectSpan(() => bench.runAndKill(east({ firstLookback: 0 }), random.int(3)), 4 * MINUTE);
    await bench.run(east());
    await expectLedger();
  });

  it('never has a batch of more than 2,000 facts, and moves its cursor with the last of a window only', async () => {
    bench = await openBench({ rate: 8000 });
    const batches: CollectedBatch[] = [];
    await bench.run(east({ firstLookback: 2 * HOUR }), batches);
    const sizes = batches.flatMap((batch) => (batch.kind === 'facts' ? batch.facts.length : []));
    expect(Math.max(...sizes)).toBe(2000);
    const full = batches.filter((batch) => batch.kind === 'facts' && batch.facts.length === 2000);
    expect(full.every((batch) => batch.kind === 'facts' && batch.cursor === undefined)).toBe(true);
  });

  it("counts other tools' lines once, however often they are read again", async () => {
    bench = await openBench({ start: SPAN.from });
    const collector = east({ firstLookback: 0 });
    const batches: CollectedBatch[] = [];
    await collectSpan(() => bench.run(collector, batches), 5 * MINUTE, SPAN.to);
    const once = await openBench({ start: SPAN.to + 5 * MINUTE });
    const all: CollectedBatch[] = [];
    const whole = createCloudWatchLogsCollector({
      account: accountId(EAST.account),
      region: regionId(EAST.region),
      client: once.clients(EAST.account, EAST.region).logs,
      logGroup: '/aws/bedrock/modelinvocations',
      limiter: unlimited,
      firstLookback: once.context.now() - SPAN.from,
    });
    await once.run(whole, all);
    await once.close();
    const malformed = (list: CollectedBatch[]) =>
      list.reduce((sum, batch) => sum + (batch.kind === 'facts' ? (batch.malformed ?? 0) : 0), 0);
    expect(malformed(all)).toBeGreaterThan(0);
    expect(malformed(batches)).toBe(malformed(all));
  });

  it('reads the past in order, and goes on where it was killed', async () => {
    bench = await openBench();
    const range = { from: epochSeconds(SPAN.from), to: epochSeconds(SPAN.to) };
    for (let killed = true; killed; ) {
      killed = false;
      let left = 2;
      const collector = east();
      for await (const batch of collector.readRange(range, bench.context)) {
        await bench.commit(collector, batch);
        if (--left === 0) {
          killed = true;
          break;
        }
      }
    }
    await expectLedger();
    expect(await Array.fromAsync(east().readRange(range, bench.context))).toEqual([]);
  });

  it('with metadata only has the same counts', async () => {
    bench = await openBench({ start: SPAN.from });
    const collector = collectorFor(EUROPE, 'bedrock-invocations', { firstLookback: 0 });
    await collectSpan(() => bench.run(collector), 20 * MINUTE);
    await expectLedger(EUROPE);
  });
});

describe('what cannot be read', () => {
  it('is said with the permission that is missing', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly([]);
    expect(await bench.run(east())).toMatchObject({
      kind: 'denied',
      hint: `allow {"Effect":"Allow","Action":"logs:FilterLogEvents","Resource":"arn:aws:logs:us-east-1:${EAST.account}:log-group:/aws/bedrock/modelinvocations:*"}`,
    });
  });

  it('is said with the command that finds the right group', async () => {
    bench = await openBench();
    const hint = expect.stringContaining(
      'aws bedrock get-model-invocation-logging-configuration --region us-east-1',
    );
    expect(await bench.run(collectorFor(EAST, '/no/such/group'))).toMatchObject({ kind: 'absent', hint });
    expect(await bench.run(collectorFor(EAST, '/aws/lambda/public-chat'))).toMatchObject({
      kind: 'absent',
      message: expect.stringContaining("is not Bedrock's"),
      hint,
    });
  });

  it('waits for its turn before every request', async () => {
    bench = await openBench();
    let turns = 0;
    const limiter = {
      take: async () => {
        turns += 1;
      },
    };
    const { logs } = bench.clients(EAST.account, EAST.region);
    const account = accountId(EAST.account);
    const region = regionId(EAST.region);
    await bench.run(
      createCloudWatchLogsCollector({
        account,
        region,
        client: logs,
        logGroup: '/aws/bedrock/modelinvocations',
        limiter,
      }),
    );
    expect(turns).toBe(bench.aws.calls.total('logs', 'FilterLogEvents'));
  });
});
