/**
 * One question asked of every row: how far is the mean of the last few errors from nothing? Judged by its own history.
 * @module
 */
import { MAD_TO_SIGMA, SortedWindow } from '../robust.ts';
import { TailModel } from '../tail.ts';

/** Runs before the first is judged, and runs that the usual size is taken from. */
const FEWEST = 30;
const SCALE_ROWS = 800;
/** Where most runs are exactly as expected, the mean tells what the median cannot. */
export const MEAN_SHARE = 0.4;
export const MEAN_RATE = 0.005;

export class Channel {
  readonly #length: number;
  readonly #errors: number[] = [];
  readonly #scale = new SortedWindow(SCALE_ROWS);
  readonly #tail = new TailModel();
  #mean = 0;
  /** Judged, and not remembered yet: a run that builds up must not make itself look usual. */
  readonly #waiting: [z: number, weight: number][] = [];

  /** @param length rows that a run has */
  constructor(length: number) {
    this.#length = length;
  }

  /**
   * Takes the next error and judges the run that it ends.
   * @param floor below this a mean is rounding
   * @returns probability that a run is as far off by chance; 1 while nothing is known
   */
  push(error: number, floor: number): number {
    this.#errors.push(error);
    if (this.#errors.length > this.#length) this.#errors.shift();
    if (this.#errors.length < this.#length) return 1;
    const signed = this.#errors.reduce((sum, x) => sum + x / this.#length, 0);
    const mean = Math.abs(signed);
    const usual = Math.max(MAD_TO_SIGMA * (this.#scale.median() || 0), MEAN_SHARE * this.#mean);
    const z = sigmas(mean, Math.max(floor, usual));
    const known = this.#scale.size >= FEWEST;
    const probability = known ? this.#tail.survival(z) : 1;
    if (known) this.#waiting.push([z, weightOf(probability)]);
    if (this.#waiting.length > this.#length) this.#tail.add(...(this.#waiting.shift() ?? [0, 0]));
    this.#scale.push(mean);
    this.#mean += MEAN_RATE * (mean - this.#mean);
    return probability < 1 && this.#isRun(error, signed) ? probability : 1;
  }

  /** Most of the rows are on the mean's side, the last one among them: no echo of one wild row, and not over yet. */
  #isRun(last: number, mean: number): boolean {
    const side = Math.sign(mean);
    const enough = (error: number) => error * side >= Math.abs(mean) / 2;
    return enough(last) && 2 * this.#errors.filter(enough).length >= this.#length;
  }

  /** Forgets the run in hand: rows on both sides of a gap do not make one. */
  interrupt(): void {
    this.#errors.length = 0;
  }
}

/** Anomalies teach little about what is usual: the same again is one again, a few times. */
export const weightOf = (probability: number): number => (probability < 1e-3 ? 0.15 : 1);

/** Zero of zero is no deviation. */
export const sigmas = (size: number, scale: number): number => (size === 0 ? 0 : Math.min(1e6, size / scale));
