/**
 * Peaks and percentiles of minutes, as shares of a limit.
 * @module
 */

export interface Utilization {
  readonly peak: number;
  readonly p99: number;
  readonly p95: number;
}

export interface WindowStats {
  /** Minutes that are covered by data: those without calls count as zero, those nobody saw not at all. */
  readonly minutes: number;
  readonly utilization: Utilization;
  /** Minute of the peak; null where nothing was used. */
  readonly peakMinute: number | null;
  readonly over80: number;
  readonly over95: number;
}

/**
 * Statistics of `column[from..to)` as shares of `limit`; null where no minute is covered. Percentiles are nearest
 * rank: the smallest value that at least that share of minutes does not exceed.
 */
export function windowStats(
  column: Float64Array,
  from: number,
  to: number,
  limit: number,
): WindowStats | null {
  const [start, end] = [Math.max(0, from), Math.min(column.length, to)];
  if (end <= start) return null;
  const used = usedOf(column, start, end).sort();
  const minutes = end - start;
  // Minutes without calls are the lowest ranks: they need no sorting.
  const rank = (p: number) => (used[Math.ceil(p * minutes) - 1 - (minutes - used.length)] ?? 0) / limit;
  const over = (share: number) => used.length - lowerBound(used, share * limit);
  const peak = (used.at(-1) ?? 0) / limit;
  return {
    minutes,
    utilization: { peak, p99: rank(0.99), p95: rank(0.95) },
    peakMinute: peak === 0 ? null : column.subarray(start, end).indexOf(used.at(-1) ?? 0) + start,
    over80: over(0.8),
    over95: over(0.95),
  };
}

/** The values above zero. A plain loop: most columns are nearly empty, and there are many. */
function usedOf(column: Float64Array, from: number, to: number): Float64Array {
  const used = new Float64Array(countUsed(column, from, to));
  if (used.length === 0) return used;
  let count = 0;
  for (let i = from; i < to; i += 1) {
    const value = column[i] ?? 0;
    if (value > 0) used[count++] = value;
  }
  return used;
}

/** Index of the first value that is not below `bound`, in ascending values. */
function lowerBound(sorted: Float64Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sum of `column[from..to)`, as far as it is there. */
export function sumOf(column: Float64Array, from: number, to: number): number {
  let sum = 0;
  const end = Math.min(column.length, to);
  for (let i = Math.max(0, from); i < end; i += 1) sum += column[i] ?? 0;
  return sum;
}

/** How many of `column[from..to)` are above zero. */
export function countUsed(column: Float64Array, from: number, to: number): number {
  let count = 0;
  const end = Math.min(column.length, to);
  for (let i = Math.max(0, from); i < end; i += 1) if ((column[i] ?? 0) > 0) count += 1;
  return count;
}

/** The larger of two columns, minute by minute. */
export function larger(a: Float64Array, b: Float64Array | null): Float64Array {
  if (b === null) return a;
  return a.map((value, i) => Math.max(value, b[i] ?? 0));
}

/** Indices of the highest values in `column[from..to)`, highest first; zeros are left out. */
export function hottest(column: Float64Array, from: number, to: number, count: number): number[] {
  const top: number[] = [];
  const end = Math.min(column.length, to);
  for (let i = Math.max(0, from); i < end; i += 1) {
    const value = column[i] ?? 0;
    const last = top.at(-1);
    if (value <= 0 || (top.length >= count && last !== undefined && value <= (column[last] ?? 0))) continue;
    let at = top.length;
    while (at > 0 && (column[top[at - 1] ?? 0] ?? 0) < value) at -= 1;
    top.splice(at, 0, i);
    if (top.length > count) top.pop();
  }
  return top;
}
