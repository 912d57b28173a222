/**
 * Whether what is above the band is rare enough to be told: one hour, two or three in a row, or a long session.
 * @module
 */
import type { JudgedHour } from './surge.ts';

/** One hour is told alone when chance, as this scope knows it, brings as much in this share of its hours. */
export const RARE_ALONE = 2e-4;
/** Two and three in a row: the product of their chances. Far smaller than one hour's limit, as hours swing together. */
const RARE_TWO = 3e-7;
const RARE_THREE = 1e-9;
/** Each of them must be as rare as this on its own. */
const RARE_EACH = 5e-3;
/** Two in a row of a caller without a rhythm, each. */
const RARE_EACH_SPARSE = 2e-3;

/** What the two hours before say; null: not above the band. */
export type Before = readonly [JudgedHour | null, JudgedHour | null];

/**
 * With how many hours, itself included, this one begins a surge; null: with none.
 * @param before the hour before, and the one before that
 */
export function beginsWith(hour: JudgedHour, [last, earlier]: Before): number | null {
  if (!hour.out) return null;
  if (hour.alone) return 1;
  if (hour.session > 0) return hour.session;
  const each = hour.sparse ? RARE_EACH_SPARSE : RARE_EACH;
  if (hour.tail > each || last === null || last.tail > each) return null;
  const two = hour.tail * last.tail;
  if (hour.sparse || two <= RARE_TWO) return 2;
  return earlier !== null && earlier.tail <= each && two * earlier.tail <= RARE_THREE ? 3 : null;
}
