/**
 * Which rows are too wild to learn from: further off than the metric's own past makes believable. One corrupt value
 * would otherwise be in levels, profiles and errors for days. What lasts is believed, and what comes back.
 * @module
 */

/** Fewer sigmas are never too many to learn from. */
const LEAST = 30;
/** A distance is believed once this many were as large. */
const TIMES = 3;

export class WildRows {
  readonly #patience: number;
  /** The largest distances, one of those that come together, in falling order. */
  readonly #largest: number[] = [];
  #rows = 0;
  #peak = 0;

  /** @param patience more rows than that are no corrupt values */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /**
   * Whether the next row teaches nothing.
   * @param distance from the forecast
   * @param sigma usual size of one
   * @param believable sigmas that chance can bring by the past; asked of far rows only
   */
  push(distance: number, sigma: number, believable: () => number): boolean {
    const far = distance > LEAST * sigma;
    if (!far || distance <= Math.max(this.#largest[TIMES - 1] ?? 0, believable() * sigma)) {
      if (this.#rows > 0) this.#remember(this.#peak);
      this.#rows = 0;
      this.#peak = 0;
      return false;
    }
    this.#rows += 1;
    this.#peak = Math.max(this.#peak, distance);
    return this.#rows <= this.#patience;
  }

  #remember(peak: number): void {
    this.#largest.push(peak);
    this.#largest.sort((a, b) => b - a);
    if (this.#largest.length > TIMES) this.#largest.length = TIMES;
  }
}

/** What is learnt of a distance where something has to be. */
export const clipped = (distance: number, sigma: number): number =>
  Math.max(-LEAST * sigma, Math.min(LEAST * sigma, distance));
