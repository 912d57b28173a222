/**
 * When in the week a quota is hot: the highest minute of each hour of the week, UTC.
 * @module
 */

/** 1 January 1970 was a Thursday: this many hours after Monday. */
const EPOCH_IN_WEEK = 3 * 24;
export const HOURS_OF_WEEK = 168;

/** 0 is Monday 00:00-00:59 UTC. @param minute since the epoch */
export const hourOfWeek = (minute: number): number =>
  (Math.floor(minute / 60) + EPOCH_IN_WEEK) % HOURS_OF_WEEK;

/** How far into the week a minute begins, in hours: what ends there. @param minute since the epoch */
export const hourOfWeekEnding = (minute: number): number => (minute / 60 + EPOCH_IN_WEEK) % HOURS_OF_WEEK;

/**
 * Highest share of the limit in each hour of the week over the covered minutes; null where no minute of that hour is
 * covered.
 */
export function hoursOfWeek(
  column: Float64Array,
  first: number,
  { from, end }: { from: number; end: number },
  limit: number,
): (number | null)[] {
  const hours: (number | null)[] = Array.from({ length: HOURS_OF_WEEK }, () => null);
  for (let i = Math.max(0, from); i < Math.min(end, column.length); i += 1) {
    const hour = hourOfWeek(first + i);
    hours[hour] = Math.max(hours[hour] ?? 0, (column[i] ?? 0) / limit);
  }
  return hours;
}
