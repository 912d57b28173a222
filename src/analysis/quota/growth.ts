/**
 * When growth reaches the limit: Theil-Sen slope of the weekly 99th percentile on a log scale (Sen, "Estimates of the
 * regression coefficient based on Kendall's tau", 1968), with an interval from resampling the weeks.
 * @module
 */
import { seededRandom } from './random.ts';

export interface TimeToThrottle {
  /** Until the weekly 99th percentile reaches the limit, in days from the end of the last week. */
  readonly days: number;
  /** Of the 90 % interval; `high` is null where the slow end of it takes more than ten years. */
  readonly low: number;
  readonly high: number | null;
  /** Growth per week: 0.05 is 5 %. */
  readonly weeklyGrowth: number;
  readonly weeks: number;
}

/** Why there is no estimate. */
export type NoEstimate = 'too-few-weeks' | 'no-growth' | 'at-the-limit';

const LEAST_WEEKS = 3;
const RESAMPLES = 400;
const FARTHEST_DAYS = 3650;

/** Utilisation of one week that is wholly covered: its number, ascending, and its 99th percentile. */
export interface Week {
  readonly week: number;
  readonly p99: number;
}

/** The estimate, or why the data do not carry one. The same weeks give the same answer. */
export function timeToThrottle(weeks: readonly Week[]): TimeToThrottle | NoEstimate {
  const used = weeks.filter(({ p99 }) => p99 > 0).map(({ week, p99 }) => ({ x: week, y: Math.log(p99) }));
  if (used.length < LEAST_WEEKS) return 'too-few-weeks';
  const slope = theilSen(used);
  if (slope === null || slope <= 0) return 'no-growth';
  const slopes = resampledSlopes(used);
  const [low, high] = [quantile(slopes, 0.05), quantile(slopes, 0.95)];
  if (low <= 0) return 'no-growth';
  const last = used.at(-1)?.x ?? 0;
  const level = median(used.map(({ x, y }) => y + slope * (last - x)));
  if (level >= 0) return 'at-the-limit';
  const days = (perWeek: number) => (7 * -level) / perWeek;
  const slowest = days(Math.min(low, slope));
  return {
    days: days(slope),
    low: days(Math.max(high, slope)),
    high: slowest > FARTHEST_DAYS ? null : slowest,
    weeklyGrowth: Math.expm1(slope),
    weeks: used.length,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Median of the slopes between all pairs; null where all points are of one week. */
export function theilSen(points: readonly Point[]): number | null {
  const slopes: number[] = [];
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
  }
  return slopes.length === 0 ? null : median(slopes);
}

function resampledSlopes(points: readonly Point[]): number[] {
  const random = seededRandom(points.length);
  const slopes: number[] = [];
  for (let i = 0; i < RESAMPLES; i += 1) {
    const sample = points.map(() => points[Math.floor(random() * points.length)] ?? { x: 0, y: 0 });
    const slope = theilSen(sample);
    if (slope !== null) slopes.push(slope);
  }
  return slopes.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], p: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0;

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? 0) + high) / 2;
}
