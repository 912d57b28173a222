/**
 * Leaves of a JSON text that a reader has walked over, read from their offsets.
 * @module
 */
import { BACKSLASH, DOT, MINUS, NINE, OPEN_BRACE, OPEN_BRACKET, QUOTE, ZERO } from './ascii.ts';
import { JsonFault } from './fault.ts';
import { internPlain } from './intern.ts';
import { scalarEnd, stringEnd } from './scan.ts';

/** The offset of a value that is not there. */
export const ABSENT = -1;

export type JsonType = 'string' | 'number' | 'object' | 'array' | 'boolean' | 'null';

/** What kind of value starts at `at`. */
export function typeAt(bytes: Buffer, at: number): JsonType {
  switch (bytes[at]) {
    case QUOTE:
      return 'string';
    case OPEN_BRACE:
      return 'object';
    case OPEN_BRACKET:
      return 'array';
    case 0x74:
    case 0x66:
      return 'boolean';
    case 0x6e:
      return 'null';
    default:
      return 'number';
  }
}

/** Whether there is a value at `at`: absent keys and JSON's null are both nothing. */
export const isThere = (bytes: Buffer, at: number): boolean => at !== ABSENT && bytes[at] !== 0x6e;

/** The string at `at`; undefined when there is none, or something else. */
export function stringAt(bytes: Buffer, at: number): string | undefined {
  if (at === ABSENT || bytes[at] !== QUOTE) return undefined;
  return stringBetween(bytes, at + 1, stringEnd(bytes, at + 1));
}

/** The inside of a string, decoded; the same object for text that repeats. */
export function stringBetween(bytes: Buffer, start: number, end: number): string {
  return internPlain(bytes, start, end) ?? decode(bytes, start, end);
}

/** Decodes the inside of a string. Bytes that are no UTF-8 become U+FFFD. */
export function decode(bytes: Buffer, start: number, end: number): string {
  const raw = bytes.toString('utf8', start, end);
  let plain = true;
  for (let i = start; i < end && plain; i++) {
    const c = bytes[i];
    plain = c !== undefined && c >= 0x20 && c !== BACKSLASH;
  }
  if (plain) return raw;
  try {
    const value: unknown = JSON.parse(`"${raw}"`);
    return String(value);
  } catch {
    // The parser's own message quotes the text, which may be anybody's.
    throw new JsonFault('a string has a bad escape or a control character', start - 1);
  }
}

/** Whether the string at `at` is exactly this ASCII text. */
export function isText(bytes: Buffer, at: number, text: string): boolean {
  if (at === ABSENT || bytes[at] !== QUOTE) return false;
  for (let i = 0; i < text.length; i++) {
    const c = bytes[at + 1 + i];
    if (c === BACKSLASH) return stringAt(bytes, at) === text;
    if (c !== text.charCodeAt(i)) return false;
  }
  return bytes[at + 1 + text.length] === QUOTE;
}

/** The number at `at`; undefined when there is none, or something else. */
export function numberAt(bytes: Buffer, at: number): number | undefined {
  if (at === ABSENT) return undefined;
  let i = at;
  let n = 0;
  let c = bytes[i];
  // Up to 15 digits are exact in a double; everything else goes the slow way.
  for (const stop = at + 15; i < stop && c !== undefined && c >= ZERO && c <= NINE; c = bytes[++i]) {
    n = n * 10 + (c - ZERO);
  }
  const more = c !== undefined && ((c >= ZERO && c <= NINE) || c === DOT || c === 0x65 || c === 0x45);
  if (i > at && !more) return n;
  const first = bytes[at];
  if (first !== MINUS && (first === undefined || first < ZERO || first > NINE)) return undefined;
  return Number(numberText(bytes, at));
}

/** The number or `true` at `at` as text, as `String` writes it; undefined for all else: `false` says nothing. */
export function scalarTextAt(bytes: Buffer, at: number): string | undefined {
  if (at === ABSENT) return undefined;
  if (bytes[at] === 0x74) return 'true';
  const n = numberAt(bytes, at);
  return n === undefined ? undefined : String(n);
}

/** The number at `at` as it is written. */
export function numberText(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, scalarEnd(bytes, at));
}
