/**
 * Slow rises that no single hour shows: whole days against the same weekdays two to four weeks before.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { median } from '../robust.ts';
import { type DetectOptions, NANO, type SpendSeries } from './series.ts';
import type { Surge } from './surge.ts';

const DAY = 24;
/** Weeks back that a day is compared with; last week may have the rise in it already. */
const WEEKS = [2, 3, 4] as const;
/** Growth a week that is business as usual, at most. */
const USUAL_GROWTH = 1.1;
const MEAN_WEEKS = 3;
/** Days in a row that must be too dear. */
const DAYS = 3;
/** Hours' worth of the dollar floor that a day must be over. */
const FLOORS = 12;

/**
 * Rises that last: each of three days or more costs a margin and some dollars more than growth explains.
 * @param surges of the same scope: a day after one of half a day or longer is explained by it
 */
export function driftsOf(series: SpendSeries, surges: readonly Surge[], options: DetectOptions): Surge[] {
  const first = Math.ceil(series.start / DAY);
  const days = Math.floor((series.start + series.cost.length) / DAY) - first;
  const costs = Array.from({ length: Math.max(0, days) }, (_, day) => dayCost(series, (first + day) * DAY));
  const drifts: Surge[] = [];
  let run: { day: number; cost: number; expected: number }[] = [];
  for (let day = 0; day <= costs.length; day += 1) {
    const judged = day < costs.length ? judge(costs, day, options) : null;
    const explained = surges.some(
      ({ from, to }) => to - from >= 12 && from <= (first + day + 1) * DAY && to >= (first + day - 21) * DAY,
    );
    if (judged !== null && !explained) {
      run.push({ day, ...judged });
      continue;
    }
    if (run.length >= DAYS) drifts.push(driftOf(first, run, options));
    run = [];
  }
  return drifts;
}

function judge(costs: readonly number[], day: number, options: DetectOptions) {
  const before = WEEKS.map((weeks) => costs[day - 7 * weeks] ?? Number.NaN).filter((x) => !Number.isNaN(x));
  const cost = costs[day] ?? Number.NaN;
  if (before.length < WEEKS.length || Number.isNaN(cost)) return null;
  const growth = Math.min(USUAL_GROWTH, Math.max(1, growthOf(costs, day)));
  const expected = median(before) * growth ** MEAN_WEEKS;
  const dearest = Math.max(
    ...costs.slice(Math.max(0, day - 35), Math.max(0, day - 10)).filter((x) => !Number.isNaN(x)),
  );
  const tooDear =
    cost > dearest * (1 + options.margin / 4) &&
    cost > expected * (1 + options.margin) &&
    cost > expected + FLOORS * options.floorUsd * NANO;
  return tooDear && expected > 0 ? { cost, expected } : null;
}

/** Growth a week between the fourth and the second week before. */
function growthOf(costs: readonly number[], day: number): number {
  const week = (back: number) =>
    costs
      .slice(Math.max(0, day - 7 * back), day - 7 * (back - 1))
      .reduce((sum, cost) => sum + (cost || 0), 0);
  const [early, late] = [week(4), week(2)];
  return early > 0 ? Math.sqrt(late / early) : 1;
}

/** NaN where more than a quarter of the day is unknown. */
function dayCost(series: SpendSeries, hour: number): number {
  const hours = series.cost.subarray(hour - series.start, hour - series.start + DAY);
  const known = hours.filter((cost) => !Number.isNaN(cost));
  return known.length < (3 * DAY) / 4 ? Number.NaN : known.reduce((sum, cost) => sum + cost, 0);
}

function driftOf(
  first: number,
  run: readonly { day: number; cost: number; expected: number }[],
  options: DetectOptions,
): Surge {
  const observed = run.reduce((sum, { cost }) => sum + cost, 0);
  const expected = run.reduce((sum, one) => sum + one.expected, 0);
  const from = (first + (run[0]?.day ?? 0)) * DAY;
  return {
    from: from as EpochHour,
    to: (from + run.length * DAY) as EpochHour,
    knownAt: (from + DAYS * DAY) as EpochHour,
    ...{ observed, expected, upper: expected * (1 + options.margin), tail: 1e-3 },
  };
}
