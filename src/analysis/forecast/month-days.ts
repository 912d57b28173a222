/**
 * Days of the month on which more is spent than on others like them, month after month: batches on the first, invoices
 * on the last day. They are taken out of the usual days and added where they are due.
 * @module
 */
import { type EpochDay, firstOfMonth } from '../../domain/time.ts';
import { median } from '../theil-sen.ts';

const WEEK = 7;
/** Usual is the middle of the same weekday this many weeks before and after. */
const WEEKS_AROUND = 3;
/** So many months must have shown it, and each of them. */
export const FEWEST_MONTHS = 3;
/** More than usual: this many robust sigmas, and this share of an average day. */
const SIGMAS = 4;
const LEAST_SHARE = 0.5;
/** And more than all but this share of other days are above theirs. */
const RARE = 0.1;
/** A standard deviation of the logarithm: what differs more from month to month is no habit. */
const MOST_SPREAD = 0.5;
/** Days of the month are counted from its first, and so many from its last. */
const LAST_FROM_START = 28;
const LAST_FROM_END = 10;
/** How far one month's extra is from another's, before any evidence; it counts as two months. */
const PRIOR_SPREAD = 0.2;
const PRIOR_MONTHS = 2;

/** What a day of the month brings on top of the usual. */
export interface Extra {
  /** In the unit of the days. */
  readonly middle: number;
  /** Standard deviation of its logarithm. */
  readonly spread: number;
}

export interface MonthDays {
  /** The days with the extras taken out. */
  readonly plain: readonly number[];
  readonly extraOf: (day: EpochDay) => Extra | null;
}

/**
 * @param days spend by day, not negative
 * @param lastDay the date of the last of them
 */
export function monthDays(days: readonly number[], lastDay: EpochDay): MonthDays {
  const usual = days.map((_, i) => usualAt(days, i));
  const excess = days.map((value, i) => value - (usual[i] ?? value));
  const sigma = 1.4826 * median(excess.map(Math.abs));
  const average = usual.reduce((sum, x) => sum + x, 0) / Math.max(1, usual.length);
  // Most days are without spend: there is no usual day to be above.
  if (median(days) === 0) return { plain: days, extraOf: () => null };
  const rare = excess.toSorted((a, b) => b - a)[Math.floor(RARE * excess.length)] ?? 0;
  const bound = Math.max(SIGMAS * sigma, LEAST_SHARE * average, rare);
  const firstDay = lastDay - days.length + 1;
  const found = new Map<string, number[]>();
  for (const i of days.keys()) {
    for (const key of keysOf((firstDay + i) as EpochDay)) found.set(key, [...(found.get(key) ?? []), i]);
  }
  const extras = new Map<string, Extra>();
  const struck = new Set<number>();
  for (const [key, at] of found) {
    if (at.length < FEWEST_MONTHS || !at.every((i) => (excess[i] ?? 0) > bound)) continue;
    const extra = extraFrom(at.map((i) => excess[i] ?? 0));
    if (extra.spread > MOST_SPREAD) continue;
    extras.set(key, extra);
    for (const i of at) struck.add(i);
  }
  return {
    plain: days.map((value, i) => (struck.has(i) ? (usual[i] ?? value) : value)),
    extraOf: (day) => {
      const due = keysOf(day).flatMap((key) => extras.get(key) ?? []);
      return due.toSorted((a, b) => b.middle - a.middle)[0] ?? null;
    },
  };
}

/** `s1` is the first day of a month, `e0` its last. */
function keysOf(day: EpochDay): string[] {
  const first = firstOfMonth(day);
  const next = firstOfMonth((first + 31) as EpochDay);
  const [start, end] = [day - first + 1, next - 1 - day];
  return [...(start <= LAST_FROM_START ? [`s${start}`] : []), ...(end < LAST_FROM_END ? [`e${end}`] : [])];
}

function usualAt(days: readonly number[], i: number): number {
  const like: number[] = [];
  for (let weeks = -WEEKS_AROUND; weeks <= WEEKS_AROUND; weeks += 1) {
    const value = weeks === 0 ? undefined : days[i + weeks * WEEK];
    if (value !== undefined) like.push(value);
  }
  return like.length === 0 ? (days[i] ?? 0) : median(like);
}

function extraFrom(seen: readonly number[]): Extra {
  const logs = seen.map(Math.log);
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const squares = logs.reduce((sum, x) => sum + (x - mean) ** 2, PRIOR_MONTHS * PRIOR_SPREAD ** 2);
  return { middle: median(seen), spread: Math.sqrt(squares / (logs.length - 1 + PRIOR_MONTHS)) };
}
