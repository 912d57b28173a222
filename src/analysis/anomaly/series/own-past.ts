/**
 * Deviations judged by those before them, where what comes together counts once: of rows that are rare one after the
 * other only the largest is remembered, when they are over (declustering, as for peaks over a threshold). An anomaly
 * that lasts does not make itself usual; one that comes back does. One corrupt value is remembered as no larger than
 * the tail of the others can bring, or it alone would say how far the tail goes.
 * @module
 */
import { TailModel } from '../tail.ts';

/** Rarer than this is an event. */
const RARE = 1e-3;
/** A size that chance brings less often is not believed until it has come up as often as this. */
const BELIEVED = 1e-6;
const TIMES = 3;

export class OwnPast {
  readonly #tail = new TailModel();
  readonly #apart: number;
  readonly #waiting: number[] = [];
  /** The largest peaks of all, in falling order. */
  readonly #peaks: number[] = [];
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
      if (this.#peak > 0 && this.#quiet > this.#apart) this.#remember(this.#peak);
    }
    return probability;
  }

  /** The largest deviation that the past makes believable, in sigmas; infinite while there is no past. */
  get believable(): number {
    return Math.max(this.#tail.quantile(BELIEVED), this.#peaks[TIMES - 1] ?? 0);
  }

  #remember(peak: number): void {
    this.#peaks.push(peak);
    this.#peaks.sort((a, b) => b - a);
    if (this.#peaks.length > TIMES) this.#peaks.length = TIMES;
    this.#tail.add(Math.min(peak, this.believable));
    this.#peak = 0;
  }
}
