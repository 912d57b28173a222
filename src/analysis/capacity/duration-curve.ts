/**
 * Demand sorted by size: for which share of the time it is at least so large. Pure.
 * @module
 */

export interface CurvePoint {
  /** Share of all minutes, from 0 (the peak) to 1. */
  readonly share: number;
  readonly value: number;
}

/**
 * @param values of the minutes with demand, in any order
 * @param minutes length of the observation; minutes without demand are zeros
 * @param points at most so many, evenly over the time; the peak is the first
 */
export function durationCurve(values: readonly number[], minutes: number, points = 200): CurvePoint[] {
  if (minutes <= 0) return [];
  const sorted = values.toSorted((a, b) => b - a);
  const last = minutes - 1;
  const steps = Math.min(points, last);
  if (steps === 0) return [{ share: 0, value: sorted[0] ?? 0 }];
  return Array.from({ length: steps + 1 }, (_, i) => {
    const rank = Math.round((i * last) / steps);
    return { share: rank / last, value: sorted[rank] ?? 0 };
  });
}

/** Peak and nearest-rank percentiles over all minutes, idle ones included. */
export interface Spread {
  readonly peak: number;
  readonly p99: number;
  readonly p95: number;
  readonly p50: number;
  readonly mean: number;
}

export function spreadOf(values: readonly number[], minutes: number): Spread {
  const sorted = values.toSorted((a, b) => b - a);
  const percentile = (p: number): number => sorted[minutes - Math.ceil(p * minutes)] ?? 0;
  const sum = values.reduce((total, value) => total + value, 0);
  return {
    peak: sorted[0] ?? 0,
    p99: percentile(0.99),
    p95: percentile(0.95),
    p50: percentile(0.5),
    mean: minutes === 0 ? 0 : sum / minutes,
  };
}
