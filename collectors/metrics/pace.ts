/**
 * Keeps the price of reading metrics within bounds where there are very many series: every application inference
 * profile is a `ModelId` of its own.
 * @module
 */

/** Series that a pass may read at its usual pace: with 15 minutes and an hour, some 17,000 metrics a day. */
const USUAL = { live: 120, full: 250 } as const;

/** How much rarer a pass over this many series has to be: 1 up to the usual number. */
export function stretch(pass: 'live' | 'full', series: number): number {
  return Math.max(1, series / USUAL[pass]);
}
