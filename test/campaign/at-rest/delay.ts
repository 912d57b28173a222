/**
 * How long it takes from "AWS shows the log event" to "the dashboard counts it", of every call.
 * @module
 */

/** How many calls were counted at a moment (milliseconds since the epoch). */
export interface Look {
  readonly at: number;
  readonly calls: number;
}

/**
 * Seconds for every call that became visible between two looks, up to the spacing of the looks too long. Collection takes
 * what is there each time, so the n-th call that is shown is the n-th that is counted.
 * @param shownAt when AWS shows each call that the store holds, in milliseconds since the epoch
 * @param looks counts over the same hours, oldest first
 * @param others calls of these hours that are not among `shownAt`
 */
export function delays(shownAt: readonly number[], looks: readonly Look[], others: number): number[] {
  const order = shownAt.toSorted((a, b) => a - b);
  const seconds: number[] = [];
  let known: number | undefined;
  for (const { at, calls } of looks) {
    const now = calls - others;
    if (known !== undefined) {
      for (const shown of order.slice(known, now)) seconds.push((at - shown) / 1000);
    }
    known = Math.max(known ?? 0, now);
  }
  return seconds;
}
