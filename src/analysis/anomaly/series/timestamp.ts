/**
 * Timestamps as exported series carry them.
 * @module
 */
import { parseInstant } from '../../../domain/time.ts';

/** Plain numbers: an index below the first limit, seconds below the second, milliseconds above. */
const FIRST_SECONDS = 1e8;
const FIRST_MILLISECONDS = 1e11;
const INDEX_STEP = 3_600;

/**
 * Reads ISO 8601, `2026/11/21 09:00`, `11/21/2026 9:00` (month first unless that is no month), and epoch seconds or
 * milliseconds. Small numbers count rows; a row then counts as an hour.
 * @returns seconds since the epoch, UTC unless the text says otherwise; undefined when the text is no time
 */
export function parseTimestamp(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^-?\d+(\.\d+)?$/.test(trimmed)) {
    const number = Number(trimmed);
    if (Math.abs(number) < FIRST_SECONDS) return number * INDEX_STEP;
    return Math.abs(number) < FIRST_MILLISECONDS ? number : number / 1000;
  }
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(.*)$/.exec(trimmed);
  if (slashed) {
    const [, first = '', second = '', year = '', rest = ''] = slashed;
    const [month, day] = Number(first) <= 12 ? [first, second] : [second, first];
    return parseInstant(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${clock(rest)}`);
  }
  const [date = '', ...rest] = trimmed.split(/(?=[ T])/);
  return parseInstant(date.replaceAll('/', '-') + clock(rest.join('')));
}

/** A time of day with two digits for its hour. */
const clock = (text: string): string => text.replace(/\s*UTC$/i, 'Z').replace(/^([ T])(\d:)/, '$10$2');
