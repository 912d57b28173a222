/**
 * How busy an hour is: the week's shape, day-to-day and hour-to-hour noise, and growth.
 * @module
 */
import { DAY, HOUR } from './clock.ts';
import type { Random } from './random.ts';

const WEEKLY_GROWTH = 1.03;

/** Load by UTC hour of a weekday and of a weekend day, in any unit. */
const SHAPES = {
  'office-us': {
    week: [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 3, 7, 12, 16, 17, 15, 14, 16, 17, 15, 10, 5, 2],
    weekend: 0.08,
  },
  'office-eu': {
    week: [0, 0, 0, 0, 0, 1, 5, 12, 17, 18, 15, 12, 15, 17, 16, 12, 6, 3, 2, 1, 1, 1, 0, 0],
    weekend: 0.08,
  },
  public: {
    week: [10, 9, 7, 5, 4, 4, 4, 5, 6, 7, 8, 9, 11, 12, 13, 13, 13, 13, 13, 13, 13, 13, 12, 11],
    weekend: 0.8,
  },
  nightly: {
    week: [0, 0, 40, 60, 50, 20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    weekend: 1,
  },
  steady: { week: Array.from({ length: 24 }, () => 1), weekend: 1 },
} as const satisfies Record<string, { week: readonly number[]; weekend: number }>;
export type Rhythm = keyof typeof SHAPES;

/**
 * How much of the average load falls on an hour: 1 is the mean over a week at `end`.
 * @param random the workload's own generator; only its key is used
 * @param weeklyGrowth how many times as much it is a week later
 */
export function activity(
  rhythm: Rhythm,
  hour: number,
  end: number,
  random: Random,
  weeklyGrowth = WEEKLY_GROWTH,
): number {
  const day = Math.floor((hour * HOUR) / DAY);
  const daily = random.split(`day ${day}`).lognormal(1, 0.08);
  const hourly = random.split(`hour ${hour}`).lognormal(1, 0.12);
  const weeks = (hour * HOUR - end) / (7 * DAY);
  return weekly(rhythm, hour) * daily * hourly * weeklyGrowth ** weeks;
}

function weekly(rhythm: Rhythm, hour: number): number {
  const { week, weekend } = SHAPES[rhythm];
  const load: readonly number[] = week;
  const perWeek = load.reduce((sum, x) => sum + x, 0) * (5 + 2 * weekend);
  const weekday = (Math.floor(hour / 24) + 4) % 7; // the epoch began on a Thursday
  const share = weekday === 0 || weekday === 6 ? weekend : 1;
  return ((load[hour % 24] ?? 0) * share * 168) / perWeek;
}
