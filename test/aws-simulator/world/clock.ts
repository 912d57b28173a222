/**
 * UTC instants as whole seconds since the epoch, hours as whole hours. Kept apart from the product's own, so
 * that what checks the product shares no code with it.
 * @module
 */

export const HOUR = 3600;
export const DAY = 86_400;

/** `2026-11-21T09:00:00Z`. */
export const iso = (at: number): string => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

export const hourOf = (at: number): number => Math.floor(at / HOUR);

/** Half-open range of instants in seconds. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const within = (at: number, range: Range): boolean => at >= range.from && at < range.to;

/** The latest instant at `weekday` (0 is Sunday) and `hour` that is not after `at`. */
export function lastWeekly(at: number, weekday: number, hour: number): number {
  const wanted = ((weekday + 3) % 7) * DAY + hour * HOUR; // the epoch began on a Thursday
  return at - ((at - wanted) % (7 * DAY));
}
