/**
 * Counts that money depends on: whole, not negative, believable, or the record is refused.
 * @module
 */
import { RecordFault } from './outcome.ts';
import { COLON, isSpace, QUOTE } from './skim/ascii.ts';
import { isThere, numberAt, numberText, typeAt } from './skim/value.ts';

/**
 * No call has more than a thousand million tokens; a number like that is a fault of the writer, and a few of them
 * would overflow sums of money.
 */
const MOST = 1e9;

/**
 * The count at `at`, or null when the key is absent or null.
 * @param path of the object that holds the count, with its last dot; empty at the top
 * @param most the largest believable count
 * @throws RecordFault naming the path for a string, a negative, fractional or absurd number
 */
export function countAt(bytes: Buffer, at: number, path: string, most = MOST): number | null {
  if (!isThere(bytes, at)) return null;
  const n = numberAt(bytes, at);
  if (n !== undefined && n >= 0 && n <= most && Number.isInteger(n)) return n === 0 ? 0 : n;
  throw new RecordFault(`${path}${keyBefore(bytes, at)} ${flaw(bytes, at, n)}`);
}

/** Like {@link countAt} for counts that decide no money: what is no count is null. */
export function softCountAt(bytes: Buffer, at: number): number | null {
  if (!isThere(bytes, at)) return null;
  const n = numberAt(bytes, at);
  return n !== undefined && n >= 0 && n <= MOST && Number.isInteger(n) ? n : null;
}

/** A sum of counts under one path, which is no more believable above the limit than one count. */
export function believable(sum: number, path: string): number {
  if (sum <= MOST) return sum;
  throw new RecordFault(`${path} is not believable (${sum} in all)`);
}

/** Milliseconds at `at`, rounded; null when there are none. */
export function millisecondsAt(bytes: Buffer, at: number): number | null {
  const n = numberAt(bytes, at);
  return n !== undefined && n >= 0 && n <= MOST ? Math.round(n) : null;
}

/** What is wrong with a value that should have been a count. */
export function flaw(bytes: Buffer, at: number, n: number | undefined): string {
  if (n === undefined) {
    const type = typeAt(bytes, at);
    return `is ${type === 'array' || type === 'object' ? 'an' : 'a'} ${type}, not a number`;
  }
  const text = numberText(bytes, at);
  const shown = text.length > 24 ? `${text.slice(0, 24)}…` : text;
  if (n < 0) return `is negative (${shown})`;
  return Number.isInteger(n) ? `is not believable (${shown})` : `is not a whole number (${shown})`;
}

/**
 * The key that stands before the value at `at`. Only wanted keys are ever asked for, so this is a name from
 * this program's own lists.
 */
function keyBefore(bytes: Buffer, at: number): string {
  let end = at - 1;
  while (isSpace(bytes[end]) || bytes[end] === COLON) end--;
  const start = bytes.lastIndexOf(QUOTE, end - 1) + 1;
  return bytes.toString('latin1', start, end);
}
