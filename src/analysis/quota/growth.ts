/**
 * When growth reaches the limit: Theil-Sen slope of the weekly 99th percentile on a log scale, with the interval of a
 * line whose slope, level and weeks to come are all uncertain.
 * @module
 */
import { median, type Point, theilSen } from '../theil-sen.ts';

export interface TimeToThrottle {
  /** Until the weekly 99th percentile reaches the limit, in days from the end of the last week. */
  readonly days: number;
  /** Of the 90 % interval: 0 where it may be any day; `high` is null where the slow end takes more than ten years. */
  readonly low: number;
  readonly high: number | null;
  /** Growth per week: 0.05 is 5 %. */
  readonly weeklyGrowth: number;
  readonly weeks: number;
}

/** Why there is no estimate. */
export type NoEstimate = 'too-few-weeks' | 'no-growth' | 'at-the-limit';

const LEAST_WEEKS = 4;
const FARTHEST_WEEKS = 520;
/** Weeks stray by this much before any evidence, in logarithms, which counts as two weeks. */
const PRIOR_STRAY = 0.05;
const PRIOR_WEEKS = 2;
/** How much of the straying stays: the level itself wanders by this share of it a week. */
const WANDERS = 0.7;

/** Utilisation of one week that is wholly covered: its number, ascending, and its 99th percentile. */
export interface Week {
  readonly week: number;
  readonly p99: number;
}

/** The estimate, or why the data do not carry one. */
export function timeToThrottle(weeks: readonly Week[]): TimeToThrottle | NoEstimate {
  const used = weeks.filter(({ p99 }) => p99 > 0).map(({ week, p99 }) => ({ x: week, y: Math.log(p99) }));
  if (used.length < LEAST_WEEKS) return 'too-few-weeks';
  const slope = theilSen(used);
  if (slope === null || slope <= 0) return 'no-growth';
  const last = used.at(-1)?.x ?? 0;
  const level = median(used.map(({ x, y }) => y + slope * (last - x)));
  if (level >= 0) return 'at-the-limit';
  const doubt = doubtOf(used, slope, level);
  if (slope <= doubt.sigmas * doubt.ofSlope) return 'no-growth';
  const low = crossing((ahead) => level + slope * ahead + doubt.at(ahead));
  const high = crossing((ahead) => level + slope * ahead - doubt.at(ahead));
  const days = (7 * -level) / slope;
  return {
    days,
    low: Math.min(days, 7 * (low ?? 0)),
    high: high === null ? null : Math.max(days, 7 * high),
    weeklyGrowth: Math.expm1(slope),
    weeks: used.length,
  };
}

/** How far the line may be off, so many weeks ahead. */
interface Doubt {
  readonly sigmas: number;
  readonly ofSlope: number;
  readonly at: (ahead: number) => number;
}

function doubtOf(points: readonly Point[], slope: number, level: number): Doubt {
  const last = points.at(-1)?.x ?? 0;
  const count = points.length;
  const squares = points.reduce((sum, { x, y }) => sum + (y - level - slope * (x - last)) ** 2, 0);
  const freedom = count - 2 + PRIOR_WEEKS;
  const variance = (squares + PRIOR_WEEKS * PRIOR_STRAY ** 2) / freedom;
  const middle = points.reduce((sum, { x }) => sum + x, 0) / count;
  const around = points.reduce((sum, { x }) => sum + (x - middle) ** 2, 0);
  const wanders = WANDERS ** 2 * variance;
  // A wandering level is seen as growth, too: over so many weeks it gets that far.
  const ofSlope = Math.sqrt(variance / around + wanders / count);
  const sigmas = studentAt95(freedom);
  return {
    sigmas,
    ofSlope,
    at: (ahead) =>
      sigmas *
      Math.sqrt(variance * (1 + 1 / count) + wanders * ahead + (ofSlope * (ahead + last - middle)) ** 2),
  };
}

/** The first time at which the line is at the limit, in weeks; null: not within ten years. */
function crossing(line: (ahead: number) => number): number | null {
  const step = 0.05;
  for (let ahead = 0; ahead <= FARTHEST_WEEKS; ahead += step) if (line(ahead) >= 0) return ahead;
  return null;
}

/** Student's t that 5 % exceed. */
function studentAt95(freedom: number): number {
  const known = [6.31, 2.92, 2.35, 2.13, 2.02, 1.94, 1.89, 1.86, 1.83, 1.81];
  return known[freedom - 1] ?? 1.645 + 1.52 / freedom;
}
