/**
 * What a scope's own past says about an excess: how many dollars over, and how many sigmas over, chance brought it
 * before. Bursts that come every day are no news, in whichever of the two they look the same.
 * @module
 */
import { TailModel } from '../tail.ts';

/** Above the band chance brings one hour in a hundred; what begins a surge is rarer still. */
const OUTSIDE = 0.01;
/** With fewer hours the past is too short to tell: the band is this many sigmas wide. */
const FEWEST_HOURS = 100;
const FIRST_SIGMAS = 4;
const SIGMAS = [2, 6] as const;
/** Hours between two looks at the past; its end moves slowly. */
const REFRESH = 24;

export class OwnTail {
  readonly #dollars = new TailModel();
  readonly #sigmas = new TailModel();
  #age = 0;
  #widths = { dollars: Number.POSITIVE_INFINITY, sigmas: FIRST_SIGMAS as number };

  /** Excess that is outside the band: in dollar floors, and in sigmas. The nearer of the two limits holds. */
  get widths(): { readonly dollars: number; readonly sigmas: number } {
    return this.#widths;
  }

  /**
   * Probability that chance brings as much, in dollars or in sigmas.
   * @param both without a rhythm sigmas mean little: then it must be rare in both
   */
  survival(dollars: number, sigmas: number, both: boolean): number {
    const [a, b] = [this.#dollars.survival(dollars), this.#sigmas.survival(sigmas)];
    return both ? Math.max(a, b) : Math.min(1, 2 * Math.min(a, b));
  }

  /** Remembers an hour. @param weight less for an hour of an event that is remembered already */
  add(dollars: number, sigmas: number, weight: number): void {
    this.#dollars.add(dollars, weight);
    this.#sigmas.add(sigmas, weight);
    this.#age += 1;
    if (this.#age < FEWEST_HOURS || this.#age % REFRESH !== 0) return;
    const wide = this.#sigmas.quantile(OUTSIDE);
    this.#widths = {
      dollars: this.#dollars.quantile(OUTSIDE),
      sigmas: Math.max(SIGMAS[0], Math.min(SIGMAS[1], wide)),
    };
  }
}
