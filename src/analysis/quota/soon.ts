/**
 * How likely a quota is reached within the next hour, from the minutes that it is judged by: the same wherever it is.
 * @module
 */
import { blockMaxima, breachWithinHour, HOURS_OF_HOUR } from './breach.ts';
import { hourOfWeekEnding } from './hour-of-week.ts';
import type { Coverage, Measured, PlaceInput } from './measure.ts';

/** Below this share of its limit a quota is years away. */
export const LEAST_SHARE = 0.1;

/** 0 to 1; null on daily quotas, of nearly idle ones, and with too little traffic to tell. */
export function withinHourOf(
  { match, traffic, governing, effective }: Pick<Measured, 'match' | 'traffic' | 'governing' | 'effective'>,
  { coverage, first, fresh }: Pick<PlaceInput, 'coverage' | 'first' | 'fresh'>,
): number | null {
  const { metric, scope } = match.parsed;
  if (coverage === null || !fresh || effective <= 0 || (metric !== 'tpm' && metric !== 'rpm')) return null;
  // Most of what is listed is never called.
  if (traffic === null || (traffic.buckets.length === 0 && scope !== 'mantle')) return null;
  const hours = sharesByHour(governing, coverage, effective);
  if (!hours.some((share) => share >= LEAST_SHARE)) return null;
  return breachWithinHour(hours, hourOfWeekEnding(first + coverage.end));
}

/** Highest share of each of the last hours that tell the next one, the oldest first. */
function sharesByHour(column: Float64Array, { from, end }: Coverage, effective: number): number[] {
  const start = Math.max(from, end - HOURS_OF_HOUR * 60);
  return blockMaxima(column, start, end, 60).map((value) => value / effective);
}
