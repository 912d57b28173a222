/**
 * Spend to the end of a period, by simulation: futures made of past weeks, drawn at random and moved to the present
 * level, which itself strays from week to week as it did before. Seeded: the same data give the same forecast.
 * @module
 */
import { weeklyLevel, weeksOf } from './level.ts';
import { normal, seededRandom } from './random.ts';

const WEEK = 7;
const PATHS = 400;
/** The interval holds eight futures of ten. */
const LOW = 0.1;
const HIGH = 0.9;
/** Fewer whole days than this say nothing about a week. */
export const FEWEST_DAYS = 7;
/** Fewer are enough for a forecast and too few to trust its interval. */
export const ENOUGH_DAYS = 21;
/** Share of a week's straying that the level is uncertain by from the start. */
const START_STRAY = 0.9;
/** With less than three weeks the straying cannot be seen: the level may be off by this much. */
const DOUBT_OF_FEW = 0.25;

export interface Past {
  /** Spend by whole UTC day, the last one being yesterday; any unit, not negative. */
  readonly days: readonly number[];
  /** Spend of today that is complete. */
  readonly today: number;
  /** Share of a usual day that is still to come today; 0 to 1. */
  readonly restOfToday: number;
  /** Spend of the period before today. */
  readonly before: number;
}

export interface Quantiles {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * Simulates the period's spend up to the end of today and of each day after it.
 * @param daysAfterToday days of the period behind today
 * @param seed names the forecast
 * @returns cumulative spend of the period, one entry for today and each day after; null with less than a week of days
 */
export function simulate(past: Past, daysAfterToday: number, seed: string): Quantiles[] | null {
  if (past.days.length < FEWEST_DAYS) return null;
  const weeks = weeksOf(past.days);
  const level = weeklyLevel(past.days);
  const random = seededRandom(seed);
  const ends = Array.from({ length: daysAfterToday + 1 }, () => new Float64Array(PATHS));
  const few = past.days.length < ENOUGH_DAYS ? DOUBT_OF_FEW : 0;
  for (let path = 0; path < PATHS; path += 1) {
    let sum = past.before + past.today;
    let week: readonly number[] = [];
    let scale = 1;
    let strayed = 0;
    if (level !== null) strayed = Math.hypot(START_STRAY * level.stray, few) * normal(random);
    for (let day = 0; day <= daysAfterToday; day += 1) {
      if (day % WEEK === 0) {
        week = weeks[drawWeek(weeks.length, random)] ?? [];
        scale = scaleOf(week, level?.level ?? null);
      }
      if (level !== null && day > 0) strayed += (level.stray / Math.sqrt(WEEK)) * normal(random);
      // Yesterday was the last day of each past week: today is a week after the first one.
      const usual = (week[day % WEEK] ?? 0) * scale;
      const grown = level === null ? 1 : Math.exp(strayed + (level.growth * day) / WEEK);
      sum += usual * grown * (day === 0 ? past.restOfToday : 1);
      const end = ends[day];
      if (end) end[path] = sum;
    }
  }
  return ends.map(quantilesOf);
}

/** Recent weeks are drawn more often: each is half as likely as the one three weeks later. */
function drawWeek(count: number, random: () => number): number {
  const ratio = 0.5 ** (1 / 3);
  const target = (random() * (1 - ratio ** count)) / (1 - ratio);
  let [at, sum] = [0, 1];
  while (at < count - 1 && sum <= target) {
    at += 1;
    sum += ratio ** at;
  }
  return at;
}

function scaleOf(week: readonly number[], level: number | null): number {
  const sum = week.reduce((all, x) => all + x, 0);
  return level === null || sum === 0 ? 1 : level / sum;
}

function quantilesOf(values: Float64Array): Quantiles {
  const sorted = values.toSorted();
  const at = (p: number) => sorted[Math.min(sorted.length - 1, Math.round(p * (sorted.length - 1)))] ?? 0;
  return { low: at(LOW), mid: at(0.5), high: at(HIGH) };
}
