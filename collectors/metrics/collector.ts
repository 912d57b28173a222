/**
 * CloudWatch metrics of Bedrock. Three passes at three paces keep the price down: the few metrics that alarms wait for
 * in every run, all metrics of what is active once an hour, everything that is listed once a day.
 * @module
 */
import {
  type CollectContext,
  type CollectedBatch,
  CollectFault,
  type Cursor,
} from '../../src/domain/collector.ts';
import { dimensionsKey, type MetricSeries } from '../../src/domain/metric.ts';
import type { TimeRange } from '../../src/domain/time.ts';
import { type BackfillCollector, backfillCursor, backfillPosition } from '../backfill.ts';
import { discover } from './discover.ts';
import type { MetricsOptions } from './options.ts';
import { affordable } from './pace.ts';
import { byPeriod } from './periods.ts';
import { memoryOf, planRun, readPosition, withSeen, writePosition } from './position.ts';
import { readPoints } from './read-points.ts';

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

/**
 * A collector of the metrics of one account and Region. Its cursor is `{live, full, sweep}`: up to when each pass has
 * read; see `position.ts`.
 */
export function createMetricsCollector(options: MetricsOptions): BackfillCollector {
  const { account, region, every = 300, firstLookback = 86_400 } = options;
  const { liveEvery = 900, fullEvery = 3600, usdPerMonth = 2.2 } = options;
  const name = 'metrics';
  const source = `${name}:${account}:${region}`;
  /** Series that the passes found last, for their pace. */
  const sizes = { live: 0, full: 0 };
  /** Series that the last full pass listed. */
  let listedBefore: readonly MetricSeries[] = [];

  async function* collect(context: CollectContext): Batches {
    const at = readPosition(await context.cursor(source));
    const now = context.now();
    const paced = affordable({ liveEvery, fullEvery, usdPerMonth }, sizes);
    const plan = planRun(at, now, { firstLookback, fullEvery: paced.fullEvery });
    if (plan.pass === 'live' && at !== undefined && now - at.live < paced.liveEvery) return;
    const listed = await discover(options, plan.pass, memoryOf(at, now), context.signal);
    const { series, silent } = listed;
    if (plan.pass !== 'sweep') sizes[plan.pass] = series.length;
    // What has just ceased to be active is read once more: its last minutes may have been revised since.
    const ceased = plan.pass === 'full' ? without(listedBefore, series) : [];
    for (const range of byPeriod(plan, now)) yield* batches([...series, ...ceased], range, context);
    if (plan.pass === 'full') listedBefore = series;
    if (silent.length > 0) {
      throw new CollectFault(
        'unavailable',
        `cloudwatch:ListMetrics lists nothing in ${silent.join(', ')} any more`,
      );
    }
    yield end({ name: source, value: writePosition(withSeen(plan.next, listed, now)) });
  }

  async function* readRange(range: TimeRange, context: CollectContext): Batches {
    const cursor = backfillCursor(source, range);
    const from = backfillPosition(await context.cursor(cursor), range);
    if (from >= range.to) return;
    // ListMetrics forgets what has had no data for two weeks: older series are those that still live.
    const { series } = await discover(options, 'sweep', memoryOf(undefined, context.now()), context.signal);
    for (const part of byPeriod({ from, to: range.to }, context.now())) {
      yield* batches(series, part, context);
      yield end({ name: cursor, value: String(Math.min(part.to, range.to)) });
    }
  }

  async function* batches(
    series: readonly MetricSeries[],
    range: ReturnType<typeof byPeriod>[number],
    { signal }: CollectContext,
  ): Batches {
    for await (const data of readPoints(options, series, range, signal)) {
      if (data.length > 0) yield { kind: 'metrics', data };
    }
  }

  return { name, account, region, every, collect, readRange };
}

/** The position moves only once everything before it has been handed over. */
const end = (cursor: Cursor): CollectedBatch => ({ kind: 'metrics', data: [], cursor });

function without(all: readonly MetricSeries[], others: readonly MetricSeries[]): MetricSeries[] {
  const keys = new Set(others.map(keyOf));
  return all.filter((series) => !keys.has(keyOf(series)));
}

const keyOf = ({ namespace, metric, dimensions, statistic }: MetricSeries): string =>
  `${namespace} ${metric} ${statistic} ${dimensionsKey(dimensions)}`;
