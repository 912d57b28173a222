/**
 * Metrics against the data that the simulator has put into its series.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { type CountedCall, countCalls, createMetricsCollector } from '../../../collectors/index.ts';
import { CATALOG } from '../../../collectors/metrics/index.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { dimensionsKey } from '../../../src/domain/metric.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { SOURCES, type Source } from '../../aws-simulator/world/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { type Bench, NOW, openBench } from './bench.ts';

const HOUR = 3600;
const MINUTE = 60;
const EAST = SOURCES.shopEast;
const SPAN = {
  from: Math.floor(NOW / HOUR) * HOUR - 10 * HOUR,
  to: Math.floor(NOW / HOUR) * HOUR - 4 * HOUR,
};

let bench: Bench;
afterEach(() => bench.close());

const collectorFor = (source: Source, client = bench.clients(source.account, source.region).cloudwatch) =>
  createMetricsCollector({
    account: accountId(source.account),
    region: regionId(source.region),
    client,
    firstLookback: HOUR,
  });

type Minutes = Record<string, number>;

/** Every minute of every summed metric of the catalogue, once everything has arrived. */
function truth(source: Source): Minutes {
  const minutes: Minutes = {};
  for (let hour = SPAN.from / HOUR; hour < SPAN.to / HOUR; hour++) {
    for (const { id, data } of bench.aws.metrics.hour(source, hour).values()) {
      const choice = CATALOG.find(({ namespace }) => namespace === id.namespace);
      const spelt = (name: string) => name.toLowerCase().replace(/^(cache\w+token)count$/, '$1s');
      const wanted = choice?.metrics.find(({ metric }) => spelt(metric) === spelt(id.metric));
      if (!wanted?.statistics.includes('Sum')) continue;
      const series = `${id.namespace} ${spelt(id.metric)} ${dimensionsKey(Object.fromEntries(id.dimensions))}`;
      for (const { at, value } of data) {
        const key = `${series} ${new Date((at - (at % 60)) * 1000).toISOString()}`;
        minutes[key] = (minutes[key] ?? 0) + value;
      }
    }
  }
  return minutes;
}

async function stored(source: Source): Promise<Minutes> {
  const minutes: Minutes = {};
  for (const { namespace } of CATALOG) {
    const range = { from: epochSeconds(SPAN.from), to: epochSeconds(SPAN.to) };
    for (const { series, points } of await bench.store.metrics({
      range,
      namespace,
      account: source.account,
      region: source.region,
    })) {
      if (series.statistic !== 'Sum') continue;
      const name = series.metric.toLowerCase().replace(/^(cache\w+token)count$/, '$1s');
      for (const { at, value } of points) {
        minutes[
          `${namespace} ${name} ${dimensionsKey(series.dimensions)} ${new Date(at * 1000).toISOString()}`
        ] = value;
      }
    }
  }
  return minutes;
}

/** Runs until the span is over and its last revision has been read. */
async function collectSpan(run: () => Promise<unknown>, step: number): Promise<void> {
  while (bench.context.now() <= SPAN.to + 4 * HOUR) {
    await run();
    bench.advance(step);
  }
}

async function expectTruth(source: Source = EAST): Promise<void> {
  const wanted = truth(source);
  expect(Object.keys(wanted).length).toBeGreaterThan(100);
  expect(await stored(source)).toEqual(wanted);
}

describe('metrics', () => {
  it.each([
    ['documented spelling of the cache', SOURCES.shopEast],
    ['deployed spelling of the cache', SOURCES.engineeringWest],
  ])('have every minute right (%s)', async (_, source) => {
    bench = await openBench({ start: SPAN.from });
    const collector = collectorFor(source);
    await collectSpan(() => bench.run(collector), 15 * MINUTE);
    await expectTruth(source);
  });

  it.each(['a', 'b', 'c'])('have every minute right with everything going wrong (%s)', async (seed) => {
    bench = await openBench({ start: SPAN.from, seed });
    const { faults } = bench.aws;
    for (const kind of [
      'throttling',
      'internal-error',
      'reset',
      'truncated',
      'html',
      'expired-credentials',
    ] as const) {
      faults.add({ kind, service: 'monitoring', probability: 0.01 });
    }
    faults.add({ kind: 'empty-metrics', probability: 0.05 });
    faults.add({ kind: 'late-metrics', probability: 0.2, seconds: 2 * HOUR });
    const collector = collectorFor(EAST);
    const outcomes = new Set<string>();
    await collectSpan(async () => outcomes.add((await bench.run(collector))?.kind ?? 'well'), 10 * MINUTE);
    expect(outcomes.size).toBeGreaterThan(1);
    for (let i = 1; i <= 7; i++) faults.remove(`fault-${i}`);
    bench.advance(HOUR);
    expect(await bench.run(collector)).toBeUndefined();
    await expectTruth();
  });

  it.each([1, 2])('have every minute right when killed between any two batches (%i)', async (seed) => {
    bench = await openBench({ start: SPAN.from });
    const random = new Random(`kills ${seed}`);
    await collectSpan(() => bench.runAndKill(collectorFor(EAST), random.int(4)), 15 * MINUTE);
    await bench.run(collectorFor(EAST));
    await expectTruth();
  });

  it('are caught up with after hours without a run, idle series too', async () => {
    bench = await openBench({ start: SPAN.from });
    await bench.run(collectorFor(EAST));
    bench.advance(26 * HOUR);
    expect(await bench.run(collectorFor(EAST))).toBeUndefined();
    await expectTruth();
  });

  it('are read back at the grain that CloudWatch still has', async () => {
    bench = await openBench({ days: 20 });
    const collector = collectorFor(EAST);
    const range = { from: epochSeconds(NOW - 18 * 24 * HOUR), to: epochSeconds(NOW) };
    for await (const batch of collector.readRange(range, bench.context)) await bench.commit(collector, batch);
    const series = await bench.store.metrics({ range, namespace: 'AWS/Bedrock', metrics: ['Invocations'] });
    const points = series.flatMap((one) => one.points);
    const periods = new Map<number, number>();
    for (const { at, period } of points) periods.set(period, Math.min(periods.get(period) ?? at, at));
    expect([...periods.keys()].sort((a, b) => a - b)).toEqual([60, 300]);
    expect(periods.get(60) ?? 0).toBeGreaterThan(NOW - 15 * 24 * HOUR);
    const total = points.reduce((sum, { value }) => sum + value, 0);
    const ledger = bench.aws.world.ledger({ from: range.from, to: range.to - 15 * MINUTE }, [EAST]).total();
    expect(total).toBeGreaterThanOrEqual(ledger.invocations - 5);
  });

  it('cost, per Region and month, what the counted calls say', async () => {
    bench = await openBench({ start: SPAN.from });
    const counted: CountedCall[] = [];
    const { cloudwatch } = bench.clients(EAST.account, EAST.region);
    const collector = collectorFor(
      EAST,
      countCalls(cloudwatch, (call) => counted.push(call)),
    );
    await collectSpan(() => bench.run(collector), 15 * MINUTE);
    const asked = counted.filter(({ operation }) => operation === 'GetMetricData');
    const listed = counted.filter(({ operation }) => operation === 'ListMetrics');
    expect(counted.every(({ service }) => service === 'cloudwatch')).toBe(true);
    expect(asked.length).toBe(bench.aws.calls.total('monitoring', 'GetMetricData'));
    const metrics = asked.reduce((sum, { billedUnits }) => sum + billedUnits, 0);
    const hours = (SPAN.to - SPAN.from + 4 * HOUR) / HOUR;
    // A cent for a thousand metrics, a cent for a thousand other requests (Amazon CloudWatch pricing).
    const dollars = ((metrics + listed.length) / 1000) * 0.01 * ((30 * 24) / hours);
    expect(dollars).toBeLessThan(2.5);
  });
});

describe('what cannot be read', () => {
  it('is said with the permission that is missing', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly([]);
    const allow = (action: string) => `allow {"Effect":"Allow","Action":"${action}","Resource":"*"}`;
    expect(await bench.run(collectorFor(EAST))).toMatchObject({
      kind: 'denied',
      hint: allow('cloudwatch:ListMetrics'),
    });
    bench.aws.permissions.allowOnly(['cloudwatch:ListMetrics']);
    expect(await bench.run(collectorFor(EAST))).toMatchObject({
      kind: 'denied',
      hint: allow('cloudwatch:GetMetricData'),
    });
  });

  it('is a listing that suddenly has nothing: the position stays', async () => {
    bench = await openBench({ start: SPAN.from });
    const collector = collectorFor(EAST);
    await bench.run(collector);
    const before = await bench.store.cursor(`metrics:${EAST.account}:${EAST.region}`);
    bench.aws.faults.add({ kind: 'empty-metrics' });
    bench.advance(15 * MINUTE);
    expect(await bench.run(collector)).toMatchObject({ kind: 'unavailable' });
    expect(await bench.store.cursor(`metrics:${EAST.account}:${EAST.region}`)).toBe(before);
  });
});
