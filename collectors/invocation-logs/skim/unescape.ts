/**
 * A JSON string's content as UTF-8 bytes, for records that travel inside a string (CloudWatch events).
 * @module
 */
import { BACKSLASH, SPACE } from './ascii.ts';
import { JsonFault } from './fault.ts';

const REPLACEMENT = 0xfffd;

/**
 * Unescapes `bytes[start, end)`, the inside of a JSON string, without making a JavaScript string of it.
 * A surrogate without its pair becomes U+FFFD.
 */
export function unescapeBytes(bytes: Buffer, start: number, end: number): Buffer {
  // Every escape is at least as long as what it stands for.
  const out = Buffer.allocUnsafe(end - start);
  let size = 0;
  let i = start;
  while (i < end) {
    const c = bytes[i] ?? 0;
    if (c < SPACE) throw new JsonFault('a string has a control character', i);
    if (c !== BACKSLASH) {
      out[size++] = c;
      i++;
    } else if (bytes[i + 1] !== 0x75) {
      out[size++] = simpleEscape(i + 1 < end ? bytes[i + 1] : undefined, i);
      i += 2;
    } else {
      const unit = hex4(bytes, i + 2, end);
      const low = pairedLow(bytes, i + 6, end, unit);
      const lone = low < 0 && unit >= 0xd800 && unit <= 0xdfff;
      const code = low < 0 ? unit : 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      size = putCodePoint(out, size, lone ? REPLACEMENT : code);
      i += low < 0 ? 6 : 12;
    }
  }
  return out.subarray(0, size);
}

function simpleEscape(c: number | undefined, at: number): number {
  switch (c) {
    case 0x22:
    case 0x2f:
    case BACKSLASH:
      return c;
    case 0x6e:
      return 0x0a;
    case 0x74:
      return 0x09;
    case 0x72:
      return 0x0d;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    default:
      throw new JsonFault('a string has a bad escape', at);
  }
}

/** The second half of a surrogate pair that `high` starts, or -1. */
function pairedLow(bytes: Buffer, at: number, end: number, high: number): number {
  if (high < 0xd800 || high > 0xdbff || at + 6 > end) return -1;
  if (bytes[at] !== BACKSLASH || bytes[at + 1] !== 0x75) return -1;
  const low = hex4(bytes, at + 2, end);
  return low >= 0xdc00 && low <= 0xdfff ? low : -1;
}

function hex4(bytes: Buffer, at: number, end: number): number {
  let n = 0;
  for (let i = at; i < at + 4; i++) {
    const c = i < end ? (bytes[i] ?? 0) : 0;
    const digit =
      c >= 0x30 && c <= 0x39 ? c - 0x30 : (c | 0x20) >= 0x61 && (c | 0x20) <= 0x66 ? (c | 0x20) - 0x57 : -1;
    if (digit < 0) throw new JsonFault('a string has a bad escape', at - 2);
    n = n * 16 + digit;
  }
  return n;
}

function putCodePoint(out: Buffer, size: number, code: number): number {
  let n = size;
  if (code < 0x80) out[n++] = code;
  else if (code < 0x800) {
    out[n++] = 0xc0 | (code >> 6);
    out[n++] = 0x80 | (code & 0x3f);
  } else if (code < 0x10000) {
    out[n++] = 0xe0 | (code >> 12);
    out[n++] = 0x80 | ((code >> 6) & 0x3f);
    out[n++] = 0x80 | (code & 0x3f);
  } else {
    out[n++] = 0xf0 | (code >> 18);
    out[n++] = 0x80 | ((code >> 12) & 0x3f);
    out[n++] = 0x80 | ((code >> 6) & 0x3f);
    out[n++] = 0x80 | (code & 0x3f);
  }
  return n;
}
