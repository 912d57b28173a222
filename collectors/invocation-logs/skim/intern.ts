/**
 * Strings that repeat from record to record, found again by their bytes: no decoding, no garbage, and one
 * object per value, so that maps keyed by them are quick.
 * @module
 */
import { BACKSLASH, SPACE } from './ascii.ts';

const LONGEST = 256;
const SLOTS = 2048;
/** Only text that reads the same as bytes and as a string: printable ASCII without escapes. */
const slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined);

/**
 * The text `bytes[start, end)`, or undefined when it is not plain: long, empty, or with any byte but printable
 * ASCII, or a backslash. A newcomer takes its slot; there is nothing to grow.
 */
export function internPlain(bytes: Buffer, start: number, end: number): string | undefined {
  const length = end - start;
  if (length > LONGEST || length === 0) return undefined;
  const slot = slotOf(bytes, start, end);
  const known = slots[slot];
  if (known !== undefined && isSame(known, bytes, start, length)) return known;
  for (let i = start; i < end; i++) {
    const c = bytes[i] ?? 0;
    if (c < SPACE || c > 0x7e || c === BACKSLASH) return undefined;
  }
  const text = bytes.toString('latin1', start, end);
  slots[slot] = text;
  return text;
}

/** The ends of names differ most. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  let hash = (end - start) * 31 + (bytes[start] ?? 0);
  for (let i = Math.max(start, end - 8); i < end; i++) hash = (Math.imul(hash, 33) ^ (bytes[i] ?? 0)) | 0;
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}

function isSame(text: string, bytes: Buffer, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = length - 1; i >= 0; i--) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
