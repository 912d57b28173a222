/**
 * Finds where JSON values end without making anything of them.
 * @module
 */
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  isSpace,
  MINUS,
  NINE,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
} from './ascii.ts';
import { JsonFault } from './fault.ts';

/** Deeper nesting is refused: bodies come from callers, and the stack below has this many places. */
export const MAX_DEPTH = 512;

/**
 * Strings shorter than this are walked in JavaScript, longer ones searched natively: one native call costs
 * about as much as 32 steps, and then runs at memory speed.
 */
const SHORT_STRING = 32;

/**
 * Offset of the quote that ends a string.
 * @param from the first byte after the opening quote
 */
export function stringEnd(bytes: Buffer, from: number): number {
  let i = from;
  for (;;) {
    for (const stop = i + SHORT_STRING; i < stop; i++) {
      const c = bytes[i];
      if (c === QUOTE) return i;
      if (c === BACKSLASH) i++;
    }
    const quote = bytes.indexOf(QUOTE, i);
    if (quote < 0) throw new JsonFault('a string is not closed', from - 1);
    let run = quote;
    while (run > i && bytes[run - 1] === BACKSLASH) run--;
    if (((quote - run) & 1) === 0) return quote;
    i = quote + 1;
  }
}

/** Offset of the first byte at or after `at` that is not white space. */
export function skipSpace(bytes: Buffer, at: number): number {
  let i = at;
  let c = bytes[i];
  while (c !== undefined && c <= SPACE && isSpace(c)) c = bytes[++i];
  return i;
}

/** Whether the container at each open level is an object; reads are synchronous, so one is enough. */
const inObject = new Uint8Array(MAX_DEPTH + 1);

/**
 * Offset of the first byte after the value that starts at `from`, which may be white space. Brackets,
 * commas, colons, numbers and literals are checked; what strings contain is not looked at.
 */
export function valueEnd(bytes: Buffer, from: number): number {
  let pos = from;
  let depth = 0;
  for (;;) {
    pos = skipSpace(bytes, pos);
    const c = bytes[pos];
    if (c === QUOTE) pos = stringEnd(bytes, pos + 1) + 1;
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) throw new JsonFault('nested too deeply', pos);
      const object = c === OPEN_BRACE;
      inObject[depth] = object ? 1 : 0;
      const next = skipSpace(bytes, pos + 1);
      if (bytes[next] !== (object ? CLOSE_BRACE : CLOSE_BRACKET)) {
        pos = object ? afterKey(bytes, next) : next;
        continue;
      }
      pos = next + 1;
      depth--;
    } else pos = scalarEnd(bytes, pos);
    // A value has ended: close what closes, until another value is due.
    for (;;) {
      if (depth === 0) return pos;
      pos = skipSpace(bytes, pos);
      const d = bytes[pos];
      const object = inObject[depth] === 1;
      if (d === COMMA) {
        pos = object ? afterKey(bytes, skipSpace(bytes, pos + 1)) : pos + 1;
        break;
      }
      if (d !== (object ? CLOSE_BRACE : CLOSE_BRACKET)) {
        throw new JsonFault(`expected a comma or the end of an ${object ? 'object' : 'array'}`, pos);
      }
      depth--;
      pos++;
    }
  }
}

function afterKey(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) throw new JsonFault('expected a key', at);
  const colon = skipSpace(bytes, stringEnd(bytes, at + 1) + 1);
  if (bytes[colon] !== COLON) throw new JsonFault('expected a colon', colon);
  return colon + 1;
}

/** Offset of the first byte after the number or literal at `at`. */
export function scalarEnd(bytes: Buffer, at: number): number {
  const c = bytes[at];
  if (c === 0x74) return literalEnd(bytes, at, 'true');
  if (c === 0x66) return literalEnd(bytes, at, 'false');
  if (c === 0x6e) return literalEnd(bytes, at, 'null');
  if (c === undefined) throw new JsonFault('the text ends too early', at);
  return numberEnd(bytes, at);
}

function literalEnd(bytes: Buffer, at: number, word: string): number {
  for (let i = 1; i < word.length; i++) {
    if (bytes[at + i] !== word.charCodeAt(i)) throw new JsonFault('expected a value', at);
  }
  return at + word.length;
}

function numberEnd(bytes: Buffer, at: number): number {
  let i = bytes[at] === MINUS ? at + 1 : at;
  i = bytes[i] === ZERO ? i + 1 : digitsEnd(bytes, i, at);
  if (bytes[i] === DOT) i = digitsEnd(bytes, i + 1, at);
  const c = bytes[i];
  if (c !== 0x65 && c !== 0x45) return i;
  const sign = bytes[i + 1];
  return digitsEnd(bytes, sign === MINUS || sign === 0x2b ? i + 2 : i + 1, at);
}

function digitsEnd(bytes: Buffer, from: number, at: number): number {
  let i = from;
  let c = bytes[i];
  while (c !== undefined && c >= ZERO && c <= NINE) c = bytes[++i];
  if (i === from) throw new JsonFault('expected a value', at);
  return i;
}
