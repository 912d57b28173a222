/**
 * Robust statistics over short windows: medians that a few wild values cannot move.
 * @module
 */

/** From the median absolute deviation to the standard deviation of a normal distribution. */
export const MAD_TO_SIGMA = 1.4826;

/** The middle value, or the mean of the two in the middle; NaN of nothing. Sorts `values` in place. */
export function medianInPlace(values: Float64Array): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  values.sort();
  const upper = values[n >> 1] ?? Number.NaN;
  return n % 2 === 1 ? upper : ((values[(n >> 1) - 1] ?? upper) + upper) / 2;
}

export const median = (values: Iterable<number>): number => medianInPlace(Float64Array.from(values));

/** The last values of a stream, always in order: medians without sorting anew. */
export class SortedWindow {
  readonly #ring: Float64Array;
  readonly #sorted: Float64Array;
  #count = 0;
  #next = 0;

  constructor(capacity: number) {
    this.#ring = new Float64Array(capacity);
    this.#sorted = new Float64Array(capacity);
  }

  get size(): number {
    return this.#count;
  }

  /** Adds a finite value; the oldest one leaves when the window is full. */
  push(value: number): void {
    if (this.#count === this.#ring.length) this.#remove(this.#ring[this.#next] ?? 0);
    this.#ring[this.#next] = value;
    this.#next = (this.#next + 1) % this.#ring.length;
    const at = this.#position(value);
    this.#sorted.copyWithin(at + 1, at, this.#count);
    this.#sorted[at] = value;
    this.#count += 1;
  }

  /** NaN while empty. */
  median(): number {
    const half = this.#count >> 1;
    const upper = this.#count === 0 ? Number.NaN : (this.#sorted[half] ?? Number.NaN);
    return this.#count % 2 === 1 ? upper : ((this.#sorted[half - 1] ?? upper) + upper) / 2;
  }

  #remove(value: number): void {
    const at = this.#position(value);
    this.#sorted.copyWithin(at, at + 1, this.#count);
    this.#count -= 1;
  }

  /** The first place whose value is not less. */
  #position(value: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
