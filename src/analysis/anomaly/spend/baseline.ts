/**
 * What one scope usually spends at an hour: the median of the same hours of the week, on a logarithmic scale, moved to
 * the present level, with a robust spread. It is asked and taught hour by hour, and knows the past alone.
 *
 * Tiers by age: under a day the median of what there is; under three weeks the same hour of the day; from then on the
 * same hour of the week.
 * @module
 */
import { MAD_TO_SIGMA, median, SortedWindow } from '../robust.ts';

const DAY = 24;
const WEEK = 168;
const WEEKLY_FROM = 3 * WEEK;
const WEEKS_BACK = 5;
const DAYS_BACK = 14;
/** Weight of the last day in the level; a new level is mostly believed after two days. */
const LEVEL_RATE = 0.4;
/** A day's own swing is believed up to this many standard deviations of the swings before, ... */
const MOST_SWING = 1.5;
/** ... once so many days have told of them. */
const FEWEST_DAYS = 5;
/** Spread that is assumed at least, in logarithms: less of it is luck. By tier. */
const LEAST_SPREAD = { start: 0.5, day: 0.3, week: 0.12 } as const;
/** A scope that spends in fewer of its hours than this has no rhythm to compare with. */
const SPARSE_SHARE = 0.15;
const FEWEST_ACTIVE = 5;

export type Tier = keyof typeof LEAST_SPREAD;

/** Expected spend on the scale of {@link HourlyBaseline}: `log1p(cost / unit)`. */
export interface Expectation {
  readonly tier: Tier;
  readonly centre: number;
  readonly sigma: number;
  /** Where spend comes and goes without a rhythm: its active hours are the measure, not its empty ones. */
  readonly sparse: boolean;
}

export class HourlyBaseline {
  readonly #y: number[] = [];
  readonly #slots = Array.from({ length: DAY }, () => new SortedWindow(28));
  readonly #spread = new SortedWindow(4 * WEEK);
  readonly #active = new SortedWindow(4 * WEEK);
  /** How far whole days lay from the level. */
  readonly #swings = new SortedWindow(28);
  #activeHours = 0;
  #level = 0;
  #today: number[] = [];
  #bare = 0;
  #expected: Expectation | null = null;

  /** Hours since the scope's first. */
  get age(): number {
    return this.#y.length;
  }

  /** What to expect of the next hour; null while nothing is known. */
  expect(): Expectation | null {
    const hour = this.#y.length;
    this.#expected = null;
    if (hour < 3) return null;
    const tier: Tier = hour < DAY ? 'start' : hour < WEEKLY_FROM ? 'day' : 'week';
    const { base, found } = this.#base(tier);
    this.#bare = base;
    const sparse = hour >= DAY && this.#activeHours < SPARSE_SHARE * Math.min(hour, 4 * WEEK);
    if (sparse) {
      this.#expected = this.#sparse(tier);
      return this.#expected;
    }
    // The level moves what is there; hours without spend stay without.
    const centre = Math.max(0, base + (this.#level + this.#swing()) * (base / (base + 0.5)));
    const slot = this.#slots[hour % DAY];
    const here = slot !== undefined && slot.size >= 7 ? slot.median() : 0;
    const all = this.#spread.size > 0 ? this.#spread.median() : 0;
    const sigma = Math.max(LEAST_SPREAD[found], MAD_TO_SIGMA * here, MAD_TO_SIGMA * 0.7 * all);
    this.#expected = { tier: found, centre, sigma, sparse: false };
    return this.#expected;
  }

  /** @param y `log1p(cost / unit)`; NaN: unknown, nothing is learnt */
  learn(y: number): void {
    const expected = this.#expected;
    if (!Number.isNaN(y)) {
      if (y > 0) {
        this.#activeHours += 1;
        this.#active.push(y);
      }
      if (expected !== null && !expected.sparse && (y > 0 || expected.centre > 0)) {
        const error = Math.abs(y - expected.centre);
        this.#spread.push(error);
        this.#slots[this.#y.length % DAY]?.push(error);
        if (y + this.#bare > 0.2) this.#today.push(y - this.#bare);
      }
    }
    const leaving = this.#y[this.#y.length - 4 * WEEK];
    if (leaving !== undefined && leaving > 0) this.#activeHours -= 1;
    this.#y.push(y);
    if (this.#y.length % DAY === 0) this.#endDay();
  }

  /** Half of the day must have said something: a burst of an hour moves no level. */
  #endDay(): void {
    if (this.#today.length >= 4) {
      const distance = median(this.#today) - this.#level;
      this.#swings.push(Math.abs(distance));
      this.#level += LEVEL_RATE * distance;
    }
    this.#today = [];
  }

  /**
   * How much dearer this day is than the level, by its hours so far: their median, drawn to nothing by as many hours as
   * the variance of an hour is of that of a day, and never more than days usually are.
   */
  #swing(): number {
    const hours = this.#today.length;
    if (hours === 0 || this.#swings.size < FEWEST_DAYS) return 0;
    const daily = MAD_TO_SIGMA * this.#swings.median();
    const hourly = MAD_TO_SIGMA * this.#spread.median();
    const drawn = (hourly / Math.max(daily, 1e-3)) ** 2;
    const swing = ((median(this.#today) - this.#level) * hours) / (hours + drawn);
    return Math.max(-MOST_SWING * daily, Math.min(MOST_SWING * daily, swing));
  }

  #base(tier: Tier): { base: number; found: Tier } {
    const weekly = tier === 'week' ? this.#back(WEEK, WEEKS_BACK) : [];
    if (weekly.length >= 3) return { base: median(weekly), found: 'week' };
    const daily = tier === 'start' ? [] : this.#back(DAY, DAYS_BACK);
    if (daily.length > 0) return { base: median(daily), found: 'day' };
    return { base: median(this.#y.slice(-DAY).filter((y) => !Number.isNaN(y))) || 0, found: 'start' };
  }

  /** Known values of the same hour, `period` hours apart. */
  #back(period: number, most: number): number[] {
    const found: number[] = [];
    for (let k = 1; k <= most; k += 1) {
      const y = this.#y[this.#y.length - k * period];
      if (y !== undefined && !Number.isNaN(y)) found.push(y);
    }
    return found;
  }

  #sparse(tier: Tier): Expectation {
    const few = this.#active.size < FEWEST_ACTIVE;
    const centre = this.#active.size === 0 ? 0 : this.#active.median();
    const spread = this.#active.size === 0 ? 0 : MAD_TO_SIGMA * this.#activeSpread(centre);
    return { tier, centre, sigma: Math.max(few ? 1 : 0.35, spread), sparse: true };
  }

  #activeSpread(centre: number): number {
    const recent = this.#y.slice(-4 * WEEK).filter((y) => y > 0);
    return median(recent.map((y) => Math.abs(y - centre))) || 0;
  }
}
