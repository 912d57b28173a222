/**
 * A slope that single wild points do not move: the median of the slopes between all pairs of points (Sen, "Estimates of
 * the regression coefficient based on Kendall's tau", 1968).
 * @module
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Null where all points are of one `x`. */
export function theilSen(points: readonly Point[]): number | null {
  const slopes: number[] = [];
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
  }
  return slopes.length === 0 ? null : median(slopes);
}

/** The middle value, or the mean of the two in the middle; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? upper) + upper) / 2;
}
