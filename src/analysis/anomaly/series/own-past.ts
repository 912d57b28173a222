/**
 * Deviations judged by those before them, where what comes together counts once: of rows that are rare one after the
 * other only the largest is remembered, when they are over (declustering, as for peaks over a threshold). An anomaly
 * that lasts does not make itself usual; one that comes back does.
 * @module
 */
import { TailModel } from '../tail.ts';

/** Rarer than this is an event. */
const RARE = 1e-3;

export class OwnPast {
  readonly #tail = new TailModel();
  readonly #apart: number;
  readonly #waiting: number[] = [];
  #peak = 0;
  #quiet = 0;

  /** @param apart rows without an event that part two; as long a deviation waits before it is remembered */
  constructor(apart: number) {
    this.#apart = apart;
  }

  /** Probability that chance brings a deviation of `z` sigmas or more; remembers it. */
  push(z: number): number {
    const probability = this.#tail.survival(z);
    if (probability < RARE) {
      this.#peak = Math.max(this.#peak, z);
      this.#quiet = 0;
      // What built up to it belongs to it.
      this.#waiting.length = 0;
    } else {
      this.#quiet += 1;
      this.#waiting.push(z);
      if (this.#waiting.length > this.#apart) this.#tail.add(this.#waiting.shift() ?? 0);
      if (this.#peak > 0 && this.#quiet > this.#apart) {
        this.#tail.add(this.#peak);
        this.#peak = 0;
      }
    }
    return probability;
  }
}
