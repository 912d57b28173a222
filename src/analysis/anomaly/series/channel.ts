/**
 * One question asked of every row: how far is the mean of the last few deviations from nothing? Judged by its own
 * history.
 * @module
 */
import { MAD_TO_SIGMA, SortedWindow } from '../robust.ts';
import { OwnPast } from './own-past.ts';

/** Runs before the first is judged, and runs that the usual size is taken from. */
const FEWEST = 30;
const SCALE_ROWS = 800;
/** Of one row a run counts no more sigmas. */
const MOST = 30;
/** Below this many sigmas a mean is rounding. */
const ROUNDING = 1e-9;
/** Where most runs are exactly as expected, the mean tells what the median cannot. */
export const MEAN_SHARE = 0.4;
export const MEAN_RATE = 0.005;

export class Channel {
  readonly #length: number;
  readonly #errors: number[] = [];
  readonly #scale = new SortedWindow(SCALE_ROWS);
  readonly #past: OwnPast;
  #mean = 0;
  readonly #stride: number;
  #count = 0;

  /**
   * @param length rows that a run has
   * @param stride each of how many runs the usual size is taken from
   */
  constructor(length: number, stride: number) {
    this.#length = length;
    this.#stride = stride;
    this.#past = new OwnPast(length);
  }

  /**
   * Takes the next deviation and judges the run that it ends.
   * @returns probability that a run is as far off by chance; 1 while nothing is known
   */
  push(error: number): number {
    // One corrupt row is not to be the mean of a run; as a run of one it is.
    this.#errors.push(this.#length === 1 ? error : Math.max(-MOST, Math.min(MOST, error)));
    if (this.#errors.length > this.#length) this.#errors.shift();
    if (this.#errors.length < this.#length) return 1;
    let signed = 0;
    for (const x of this.#errors) signed += x / this.#length;
    const mean = Math.abs(signed);
    const usual = Math.max(MAD_TO_SIGMA * (this.#scale.median() || 0), MEAN_SHARE * this.#mean);
    const z = sigmas(mean, Math.max(ROUNDING, usual));
    const known = this.#scale.size >= FEWEST;
    const probability = known ? this.#past.push(z) : 1;
    this.#count += 1;
    if (this.#scale.size < FEWEST || this.#count % this.#stride === 0) this.#scale.push(mean);
    const limit = this.#mean > 0 ? 20 * this.#mean : mean;
    this.#mean += MEAN_RATE * (Math.min(mean, limit) - this.#mean);
    return probability < 1 && this.#isRun(error, signed) ? probability : 1;
  }

  /** Most of the rows are on the mean's side, the last one among them: no echo of one wild row, and not over yet. */
  #isRun(last: number, mean: number): boolean {
    const side = Math.sign(mean);
    const enough = (error: number) => error * side >= Math.abs(mean) / 2;
    if (!enough(last)) return false;
    let rows = 0;
    for (const error of this.#errors) rows += enough(error) ? 1 : 0;
    return 2 * rows >= this.#length;
  }

  /** Forgets the run in hand: rows on both sides of a gap do not make one. */
  interrupt(): void {
    this.#errors.length = 0;
  }
}

/** Zero of zero is no deviation. */
export const sigmas = (size: number, scale: number): number => (size === 0 ? 0 : Math.min(1e6, size / scale));
