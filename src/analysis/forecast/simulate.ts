/**
 * Spend to the end of a period, by simulation: futures made of past weeks, drawn at random and moved to the present
 * level, which itself strays from week to week as it did before. Seeded: the same data give the same forecast.
 * @module
 */
import type { EpochDay } from '../../domain/time.ts';
import { weeklyLevel, weeksOf } from './level.ts';
import { monthDays } from './month-days.ts';
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
/** The level is uncertain by this share of a week's straying from the start. */
const START_STRAY = 1.15;
/** And strays on by this share of it from week to week. */
const WALK_STRAY = 0.45;
/** With less than three weeks the straying cannot be seen: the level may be off by this much. */
const DOUBT_OF_FEW = 0.25;

export interface Past {
  /** Spend by whole UTC day, the last one being yesterday; any unit, not negative. */
  readonly days: readonly number[];
  readonly yesterday: EpochDay;
  /** Spend of today that is complete. */
  readonly today: number;
  /** Which share of each of some recent days came after this time of day; 0 to 1, at least one of them. */
  readonly restOfToday: readonly number[];
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
  const { plain, extraOf } = monthDays(past.days, past.yesterday);
  const weeks = weeksOf(plain);
  const level = weeklyLevel(plain);
  const random = seededRandom(seed);
  const ends = Array.from({ length: daysAfterToday + 1 }, () => new Float64Array(PATHS));
  const extras = ends.map((_, day) => extraOf((past.yesterday + 1 + day) as EpochDay));
  const few = past.days.length < ENOUGH_DAYS ? DOUBT_OF_FEW : 0;
  const grown = (strayed: number, day: number) =>
    level === null ? 1 : Math.exp(strayed + (level.growth * day) / WEEK);
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
      if (level !== null && day > 0)
        strayed += ((WALK_STRAY * level.stray) / Math.sqrt(WEEK)) * normal(random);
      // Yesterday was the last day of each past week: today is a week after the first one.
      const usual = (week[day % WEEK] ?? 0) * scale * grown(strayed, day);
      const extra = extras[day] ?? null;
      const more = extra === null ? 0 : extra.middle * Math.exp(extra.spread * normal(random));
      sum += day === 0 ? restOfToday(past, usual, more, random) : usual + more;
      const end = ends[day];
      if (end) end[path] = sum;
    }
  }
  return ends.map(quantilesOf);
}

/** As on one of the recent days. What today's extra has already brought is not to come again. */
function restOfToday(
  { today, restOfToday: shares }: Past,
  usual: number,
  more: number,
  random: () => number,
): number {
  const rest = shares[Math.floor(random() * shares.length)] ?? 1;
  const brought = Math.max(0, today - usual * (1 - rest));
  return usual * rest + Math.max(0, more - brought);
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
