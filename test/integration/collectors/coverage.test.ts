/**
 * Coverage through the real collectors, against what the simulator knows of every call.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createBillCollector,
  createCloudWatchLogsCollector,
  createInventoryCollector,
  createMetricsCollector,
  createS3LogsCollector,
} from '../../../collectors/index.ts';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import type { CoverageRow } from '../../../src/analysis/coverage/coverage.ts';
import { type Coverage, coverage, darkSpend } from '../../../src/answers/coverage.ts';
import { defaultConfig } from '../../../src/config/schema.ts';
import type { Collector } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { isLost } from '../../aws-simulator/server/truth/arrival.ts';
import { metricModelId } from '../../aws-simulator/server/truth/metrics/model-id.ts';
import { SOURCES, type Source } from '../../aws-simulator/world/index.ts';
import { at, testRater } from '../../support.ts';
import { type Bench, NOW, openBench, unlimited } from './bench.ts';

const HOUR = 3600;
const LAST = Math.floor(NOW / HOUR) * HOUR - 3 * HOUR;
const RANGE = { from: epochSeconds(LAST - 20 * HOUR), to: epochSeconds(LAST) };
const LOOKBACK = 42 * HOUR;

let bench: Bench;
let answer: Coverage;
const place = ({ account, region }: Source) => ({ account: accountId(account), region: regionId(region) });

/** As the daemon does: how a run ended is noted. */
async function run(collector: Collector): Promise<void> {
  expect(await bench.run(collector)).toBeUndefined();
  const { name, account, region } = collector;
  const source = { collector: name, account, region };
  await bench.store.noteAttempt({ source, at: bench.context.now(), error: null, hint: null });
}

beforeAll(async () => {
  bench = await openBench({ rate: 240 });
  const { shopEast, shopWest, engineeringWest, europeWest } = SOURCES;
  // Of one Region a fifth of the records is lost on the way.
  bench.aws.faults.add({
    kind: 'lost-records',
    probability: 0.2,
    region: shopEast.region,
    account: shopEast.account,
  });
  for (const source of Object.values<Source>(SOURCES)) {
    const clients = bench.clients(source.account, source.region);
    const { bedrock, runtime, agent, cloudwatch } = clients;
    await run(createInventoryCollector({ ...place(source), bedrock, runtime, agent }));
    await run(createMetricsCollector({ ...place(source), client: cloudwatch, firstLookback: LOOKBACK }));
  }
  for (const [source, logGroup] of [
    [shopEast, '/aws/bedrock/modelinvocations'],
    [shopWest, '/aws/bedrock/modelinvocations'],
    [europeWest, 'bedrock-invocations'],
  ] as const) {
    const client = bench.clients(source.account, source.region).logs;
    const more = { logGroup, limiter: unlimited, firstLookback: LOOKBACK };
    await run(createCloudWatchLogsCollector({ ...place(source), client, ...more }));
  }
  const client = bench.clients(engineeringWest.account, engineeringWest.region).s3;
  const bucket = `bedrock-logs-${engineeringWest.account}-${engineeringWest.region}`;
  await run(createS3LogsCollector({ ...place(engineeringWest), client, bucket }));
  for (const source of [shopEast, SOURCES.engineeringEast, europeWest]) {
    await run(
      createBillCollector({ ...place(source), client: bench.clients(source.account, source.region).costs }),
    );
  }
  answer = await coverage(context(), { range: RANGE, account: null, region: null });
});
afterAll(() => bench.close());

const context = () => ({
  store: bench.store,
  book: loadPriceBook(),
  rater: testRater(),
  config: defaultConfig(),
  now: bench.context.now(),
});

type Tokens = Record<string, number[]>;

/** Calls, input, output, cache reads and writes by hour and id, of the calls of a source that `wanted` picks. */
function truth(
  source: Source,
  wanted: (call: ReturnType<Bench['aws']['world']['callsOf']>[number]) => boolean,
): Tokens {
  const sums: Tokens = {};
  for (let hour = RANGE.from / HOUR; hour < RANGE.to / HOUR; hour++) {
    for (const call of bench.aws.world.callsOf(hour, source)) {
      if (call.outcome.kind === 'failed' || !wanted(call)) continue;
      const { input, output, cacheRead, cacheWrite } = call.tokens;
      add(sums, `${hour} ${metricModelId(call.modelId)}`, [1, input, output, cacheRead, cacheWrite]);
    }
  }
  return sums;
}

function add(sums: Tokens, key: string, more: number[]): void {
  sums[key] = more.map((value, i) => value + (sums[key]?.[i] ?? 0));
}

function darkOf(rows: readonly CoverageRow[]): Tokens {
  const sums: Tokens = {};
  for (const { modelId, hours } of rows) {
    for (const { hour, dark } of hours) {
      const { invocations, input, output, cacheRead, cacheWrite } = dark;
      add(sums, `${hour} ${modelId}`, [invocations, input, output, cacheRead, cacheWrite]);
    }
  }
  return sums;
}

const rowsOf = ({ account, region }: Source, endpoint = 'runtime') =>
  answer.rows.filter((row) => row.account === account && row.region === region && row.endpoint === endpoint);

describe('coverage finds to the token', () => {
  it('all usage of the Region whose logging is off', () => {
    const all = truth(SOURCES.engineeringEast, () => true);
    expect(Object.keys(all).length).toBeGreaterThan(10);
    expect(darkOf(rowsOf(SOURCES.engineeringEast))).toEqual(all);
    expect(
      rowsOf(SOURCES.engineeringEast).map(({ reason, coverage: share }) => [reason, share]),
    ).toContainEqual(['logging-off', 0]);
  });

  it('the records that were lost on the way', () => {
    const { faults } = bench.aws;
    const lost = truth(SOURCES.shopEast, (call) => isLost(call, faults));
    expect(Object.keys(lost).length).toBeGreaterThan(20);
    expect(darkOf(rowsOf(SOURCES.shopEast))).toEqual(lost);
    expect(rowsOf(SOURCES.shopEast).some(({ reason }) => reason === 'partly-logged')).toBe(true);
  });

  it('nothing where every call was logged', () => {
    for (const source of [SOURCES.shopWest, SOURCES.engineeringWest, SOURCES.europeWest]) {
      expect(darkOf(rowsOf(source))).toEqual({});
      const rows = rowsOf(source);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every(({ coverage: share }) => share === null || share === 1)).toBe(true);
      const logged = rows.reduce((sum, row) => sum + row.logged.input, 0);
      const all = Object.values(truth(source, () => true)).reduce((sum, [, input = 0]) => sum + input, 0);
      expect(logged).toBe(all);
    }
  });

  it('the inferences of the mantle endpoint, each counted at one level', () => {
    const wanted: Tokens = {};
    for (let hour = RANGE.from / HOUR; hour < RANGE.to / HOUR; hour++) {
      for (const one of bench.aws.world.inferencesOf(hour, SOURCES.engineeringWest)) {
        if (!one.failed) add(wanted, `${hour} ${one.model}`, [1, one.input, one.output, 0, 0]);
      }
    }
    expect(Object.keys(wanted).length).toBeGreaterThan(2);
    expect(darkOf(rowsOf(SOURCES.engineeringWest, 'mantle'))).toEqual(wanted);
  });

  it('the tokens of the nightly batch job', () => {
    const jobs = bench.aws.world
      .batchJobs(RANGE)
      .filter((job) => job.startedAt >= RANGE.from && job.endedAt < RANGE.to);
    expect(jobs).toHaveLength(1);
    const [row] = rowsOf(SOURCES.shopWest, 'batch');
    // The metric is tokens per minute, rounded in each.
    const minutes = ((jobs[0]?.endedAt ?? 0) - (jobs[0]?.startedAt ?? 0)) / 60 + 1;
    expect(Math.abs((row?.dark.input ?? 0) - (jobs[0]?.inputTokens ?? 0))).toBeLessThanOrEqual(minutes);
    expect(Math.abs((row?.dark.output ?? 0) - (jobs[0]?.outputTokens ?? 0))).toBeLessThanOrEqual(minutes);
    expect(row?.reason).toBe('batch');
  });
});

describe('what is dark', () => {
  it('is named by Region, with the command that mends it', () => {
    expect(answer.darkRegions).toMatchObject([
      {
        ...{ account: SOURCES.engineeringEast.account, region: 'us-east-1', because: 'configuration' },
        command: expect.stringContaining('put-model-invocation-logging-configuration --region us-east-1'),
      },
    ]);
  });

  it('has a price between bounds, or says why not', () => {
    for (const { cost, dark, unpricedTokens, unpricedReason } of answer.rows) {
      if (dark.input + dark.output + dark.cacheRead + dark.cacheWrite === 0) continue;
      expect(cost !== null || (unpricedTokens > 0 && unpricedReason !== null)).toBe(true);
      if (cost) expect(cost.low <= cost.mid && cost.mid <= cost.high).toBe(true);
    }
    expect(answer.total.cost?.mid ?? 0n).toBeGreaterThan(0n);
  });

  it('adds up: days, rows and the total are the same money', async () => {
    const days = answer.days.reduce((sum, { dark }) => sum + (dark?.mid ?? 0n), 0n);
    const rows = answer.rows.reduce((sum, { cost }) => sum + (cost?.mid ?? 0n), 0n);
    expect([days, rows]).toEqual([answer.total.cost?.mid, answer.total.cost?.mid]);
    expect((await darkSpend(context(), RANGE)).cost).toEqual(answer.total.cost);
  });

  it('is not looked for in hours that are too young', async () => {
    const now = { from: RANGE.from, to: epochSeconds(NOW + 2 * HOUR) };
    const later = await coverage(context(), { range: now, account: null, region: null });
    expect(later.comparableUpTo).toBe(Math.floor((NOW - 2 * HOUR) / HOUR) * HOUR);
    const hours = later.rows.flatMap((row) => row.hours.map(({ hour }) => hour * HOUR));
    expect(Math.max(...hours)).toBeLessThan(later.comparableUpTo ?? 0);
    // Of the lossless Region there are young records, and none counts as excess.
    expect(later.rows.every(({ excess }) => excess.input === 0 && excess.invocations === 0)).toBe(true);
  });
});

it('the bill of a day agrees with what is logged and what is dark', async () => {
  // The bench prices by a list of its own.
  const range = { from: at('2026-11-19'), to: at('2026-11-20') };
  const audit = { dryRun: false, now: bench.context.now(), who: 'test', reason: 'real prices' };
  await bench.store.reprice({ range, ...audit }, createRater(loadPriceBook()));
  const billOf = async ({ account }: Source) =>
    (await coverage(context(), { range, account, region: null })).bill;
  // All of Europe's calls are logged and on demand: the simulator's bill has prices of its own, and the same ones.
  const [europe] = await billOf(SOURCES.europeWest);
  expect(europe?.billed).toBeGreaterThan(1_000_000_000n);
  expect(europe).toMatchObject({
    estimated: europe?.billed,
    difference: 0n,
    capacity: 0n,
    share: 0,
    provisional: true,
  });
  // A unit of Nova Pro for a month, at $17.50 an hour.
  const [shop] = await billOf(SOURCES.shopWest);
  expect(shop?.capacity).toBe(24n * 17_500_000_000n);
  expect(shop?.difference).toBe((shop?.billed ?? 0n) - (shop?.capacity ?? 0n) - (shop?.estimated ?? 0n));
});
