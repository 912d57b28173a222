/**
 * How unusual a deviation is, judged by the deviations before it: the share of earlier ones that were as large
 * (a conformal p-value: right whatever the distribution), and beyond the largest of them a Pareto tail with Hill's
 * estimate of its index. Memory is a histogram of logarithms, so cost does not grow with the stream.
 * @module
 */

const BINS = 512;
const LOWEST = Math.log(1e-3);
const HIGHEST = Math.log(1e6);
const WIDTH = (HIGHEST - LOWEST) / BINS;

/** The tail begins above this share of the history, or above the largest few while there is little of it. */
const TAIL_SHARE = 0.02;
const TAIL_LEAST = 12;
/** What the tail index is taken for before there is evidence: as many deviations of a mildly heavy tail. */
const PRIOR_TAIL = 12;
const PRIOR_INDEX = 0.25;
const INDEX_RANGE = [0.1, 1] as const;
/** The history counts beside this many deviations from a t distribution with three degrees of freedom. */
const PRIOR_COUNT = 4;

/** The tail is found anew after this part of the history came in. */
const REFRESH_SHARE = 500;

/** Where the tail begins: its lowest bin and the logarithm there; its share of all; its index. */
interface Tail {
  readonly bin: number;
  readonly start: number;
  readonly share: number;
  readonly index: number;
}

export class TailModel {
  readonly #counts = new Float64Array(BINS);
  #total = 0;
  #weight = 1;
  #known: Tail | null = null;
  #added = 0;
  readonly #growth: number;

  /** @param memory after this many deviations an old one counts for a third */
  constructor(memory = 10_000) {
    this.#growth = 1 + 1 / memory;
  }

  /** Probability that a deviation of at least `z` (in robust sigmas) comes by chance; in (0, 1]. */
  survival(z: number): number {
    const n = this.#total / this.#weight;
    const prior = studentTail(z);
    if (n < 1) return prior;
    return (n * this.#empirical(Math.log(Math.max(z, 1e-3))) + PRIOR_COUNT * prior) / (n + PRIOR_COUNT);
  }

  /** Remembers a deviation. */
  add(z: number, count = 1): void {
    this.#weight *= this.#growth;
    this.#added += 1;
    const bin = Math.floor((Math.log(Math.max(z, 1e-3)) - LOWEST) / WIDTH);
    const at = Math.max(0, Math.min(BINS - 1, bin));
    this.#counts[at] = (this.#counts[at] ?? 0) + count * this.#weight;
    this.#total += count * this.#weight;
    if (this.#weight > 1e100) this.#rescale();
  }

  /** How many deviations count, older ones for less. */
  get size(): number {
    return this.#total / this.#weight;
  }

  /**
   * The deviation that chance exceeds with probability `p`, by the history alone; infinite while there is none.
   * @param p small: the tail is looked at from its end
   */
  quantile(p: number): number {
    if (this.#total === 0) return Number.POSITIVE_INFINITY;
    const { bin, start, share, index } = this.#tail();
    if (p <= share) return Math.exp(start + index * Math.log(share / p));
    let [at, above] = [bin, share * this.#total];
    while (at > 0 && above < p * this.#total) {
      at -= 1;
      above += this.#counts[at] ?? 0;
    }
    return Math.exp(LOWEST + at * WIDTH);
  }

  #empirical(logZ: number): number {
    const { bin, start, share, index } = this.#tail();
    if (logZ > start) return share * Math.exp(-(logZ - start) / index);
    let [at, above] = [bin, share * this.#total];
    while (at > 0 && LOWEST + at * WIDTH > logZ) {
      at -= 1;
      above += this.#counts[at] ?? 0;
    }
    return Math.min(1, above / this.#total);
  }

  /** Where the tail begins, which share of the history is in it, and Hill's estimate of its index. */
  #tail(): Tail {
    // A long history's tail does not move with one more deviation.
    if (this.#known !== null && this.#added * REFRESH_SHARE < this.size) return this.#known;
    this.#added = 0;
    this.#known = this.#findTail();
    return this.#known;
  }

  #findTail(): Tail {
    const wanted = Math.max(TAIL_SHARE * this.#total, Math.min(TAIL_LEAST * this.#weight, 0.2 * this.#total));
    let [bin, above, logs] = [BINS, 0, 0];
    while (bin > 0 && above < wanted) {
      bin -= 1;
      const count = this.#counts[bin] ?? 0;
      above += count;
      logs += count * (LOWEST + (bin + 0.5) * WIDTH);
    }
    const start = LOWEST + bin * WIDTH;
    const exceeding = above / this.#weight;
    const distance = logs / this.#weight - exceeding * start;
    const index = (distance + PRIOR_TAIL * PRIOR_INDEX) / (exceeding + PRIOR_TAIL);
    return {
      ...{ bin, start, share: above / this.#total },
      index: Math.min(INDEX_RANGE[1], Math.max(INDEX_RANGE[0], index)),
    };
  }

  #rescale(): void {
    for (let i = 0; i < BINS; i += 1) this.#counts[i] = (this.#counts[i] ?? 0) / this.#weight;
    this.#total /= this.#weight;
    this.#weight = 1;
    this.#known = null;
  }
}

/** Both tails of Student's t with three degrees of freedom, in closed form. */
export function studentTail(z: number): number {
  const t = z / Math.sqrt(3);
  // Far out the difference below would be rounding alone; there the tail is its first term.
  if (t > 100) return 4 / (3 * Math.PI * t ** 3);
  return 1 - (2 / Math.PI) * (Math.atan(t) + t / (1 + t * t));
}
