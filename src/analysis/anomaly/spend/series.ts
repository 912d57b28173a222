/**
 * What spend detection works on: the cost of one scope by UTC hour.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';

/** What incidents are about, from the broadest to the most telling. */
export const SCOPE_DIMENSIONS = ['total', 'account', 'model', 'principal', 'agent'] as const;
export type ScopeDimension = (typeof SCOPE_DIMENSIONS)[number] | 'region';

export interface Scope {
  readonly dimension: ScopeDimension;
  /** Null for the total. */
  readonly value: string | null;
}

export interface SpendSeries {
  readonly scope: Scope;
  readonly start: EpochHour;
  /**
   * Nano-dollars by hour from `start` on: integers, exact in a double below $9 million an hour. NaN: unknown, because
   * nothing was recorded at all while something always was.
   */
  readonly cost: Float64Array;
}

export interface DetectOptions {
  /** Excess over the expected that is worth a word, in dollars an hour. */
  readonly floorUsd: number;
  /** The same as a share of the expected: 0.5 is half as much again. */
  readonly margin: number;
}

export const DEFAULT_OPTIONS: DetectOptions = { floorUsd: 1, margin: 0.5 };

export const NANO = 1e9;

/** How many same hours of earlier weeks must have had calls, of the last three, for silence to be a gap in the data. */
const BUSY_WEEKS = 2;
const WEEK = 168;

/**
 * Marks gaps: hours in which nothing at all was recorded although most of the same hours of the three weeks before
 * had calls. A quiet hour among quiet hours stays zero.
 * @param busy whether anything was recorded, by hour, in all series together
 * @returns whether each hour is unknown
 */
export function gapsOf(busy: readonly boolean[]): boolean[] {
  return busy.map((recorded, hour) => {
    if (recorded || hour < 3 * WEEK) return false;
    const before = [1, 2, 3].filter((weeks) => busy[hour - weeks * WEEK]).length;
    return before >= BUSY_WEEKS;
  });
}
