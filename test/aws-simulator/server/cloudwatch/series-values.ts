/**
 * The values of one series over time, with CloudWatch's rules of rounding and retention ("GetMetricData").
 * @module
 */
import type { Source } from '../../world/accounts.ts';
import { DAY, HOUR, hourOf } from '../../world/clock.ts';
import type { Simulator } from '../simulator.ts';
import type { SeriesId } from '../truth/metrics/series.ts';
import { seriesKey } from '../truth/metrics/series.ts';
import { asDocumented } from './cache-names.ts';
import { statisticOf } from './statistics.ts';

export interface Wanted {
  readonly series: SeriesId;
  readonly period: number;
  readonly statistic: string;
}

/** Seconds since the epoch; the end is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** Milliseconds since the epoch: what arrived later is not there yet. */
  readonly asOf: number;
}

/** How long points of each period are kept, finest first. */
const RETENTION = [
  { period: 60, kept: 15 * DAY },
  { period: 300, kept: 63 * DAY },
  { period: 3600, kept: 455 * DAY },
] as const;

/** Start and value of each period with data, by time. */
export function valuesOf(
  simulator: Simulator,
  source: Source,
  wanted: Wanted,
  span: Span,
): [number, number][] {
  const id = asDocumented(wanted.series, simulator.cacheMetricNames(source.account));
  const compute = statisticOf(wanted.statistic);
  if (!id) return [];
  const key = seriesKey(id);
  const { period } = wanted;
  const now = span.asOf / 1000;
  const from = roundedStart(span.from, period, now);
  const oldest = now - keptFor(period);
  const periods = new Map<number, number[]>();
  const first = Math.max(hourOf(Math.max(from, oldest)), hourOf(simulator.world.history.from));
  for (let hour = first; hour * HOUR < Math.min(span.to, now); hour++) {
    for (const { at, value, arrives } of simulator.metrics.hour(source, hour).get(key)?.data ?? []) {
      if (arrives > span.asOf || at < from || at < oldest) continue;
      const start = at - (at % period);
      if (start >= span.to) continue;
      const values = periods.get(start);
      if (values) values.push(value);
      else periods.set(start, [value]);
    }
  }
  return [...periods].sort(([x], [y]) => x - y).map(([start, values]) => [start, compute(values)]);
}

/** To the minute within 15 days, then to five, after 63 days to the hour; and to the period. */
export function roundedStart(from: number, period: number, now: number): number {
  const grain = RETENTION.find(({ kept }) => from > now - kept)?.period ?? 3600;
  const step = Math.max(grain, period);
  return from - (from % step);
}

/** Points of a period live as long as those of the coarsest grain that divides it. */
const keptFor = (period: number): number =>
  RETENTION.findLast((each) => period % each.period === 0)?.kept ?? 3 * HOUR;
