/**
 * The present level of weekly spend, its growth, and how far a week strays from it.
 * @module
 */
import { theilSen } from '../theil-sen.ts';

const WEEK = 7;
const MOST_WEEKS = 8;
/** Weight of the last week in the level; the rest belongs to the weeks before, moved on by their growth. */
const LAST_WEEK = 0.5;
/** Growth is believed as far as there are weeks that show it, and never more than this (in logarithms a week). */
const GROWTH_DOUBT = 1.5;
const MOST_GROWTH = 0.12;
/** A week strays by 4 % before any evidence, which counts as three weeks. */
const PRIOR_STRAY = 0.04;
const PRIOR_WEEKS = 3;

export interface WeeklyLevel {
  /** Spend of the coming week at the present level. */
  readonly level: number;
  /** Change of its logarithm a week. */
  readonly growth: number;
  /** Standard deviation of the logarithm from one week to the next. */
  readonly stray: number;
}

/**
 * Estimates from whole weeks counted back from the last day.
 * @param days spend by day, the last one being yesterday
 * @returns null where a week among the last had no spend at all: then there is no level to speak of
 */
export function weeklyLevel(days: readonly number[]): WeeklyLevel | null {
  const weeks = weeksOf(days).map((week) => Math.log(week.reduce((sum, x) => sum + x, 0)));
  if (weeks.length === 0 || weeks.some((x) => !Number.isFinite(x))) return null;
  const changes = weeks.slice(1).map((older, i) => (weeks[i] ?? 0) - older);
  const typical = theilSen(weeks.map((y, back) => ({ x: -back, y }))) ?? 0;
  const doubted = (typical * changes.length) / (changes.length + GROWTH_DOUBT);
  const growth = Math.max(-MOST_GROWTH, Math.min(MOST_GROWTH, doubted));
  const squares = changes.reduce((sum, x) => sum + (x - growth) ** 2, PRIOR_WEEKS * PRIOR_STRAY ** 2);
  let level = weeks.at(-1) ?? 0;
  for (const week of weeks.toReversed().slice(1)) {
    level = (1 - LAST_WEEK) * (level + growth) + LAST_WEEK * week;
  }
  return {
    level: Math.exp(level + growth),
    growth,
    stray: Math.sqrt(squares / (changes.length + PRIOR_WEEKS)),
  };
}

/** Whole weeks, the latest first, each in order of its days; at most eight. */
export function weeksOf(days: readonly number[]): number[][] {
  const count = Math.min(MOST_WEEKS, Math.floor(days.length / WEEK));
  return Array.from({ length: count }, (_, i) =>
    days.slice(days.length - (i + 1) * WEEK, days.length - i * WEEK),
  );
}
