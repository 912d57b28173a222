/**
 * Two questions about the noise of a metric: does it vary more than it did, and has it stopped to change at all?
 * @module
 */
import { MAD_TO_SIGMA, SortedWindow } from '../robust.ts';
import { TailModel } from '../tail.ts';
import { OwnPast } from './own-past.ts';

/** Deviations count up to this many sigmas: one wild row is a spike, not noise. */
const LARGEST = 6;
/** Added to the mean deviation before logarithms are taken, in sigmas. */
const LEAST = 0.1;
const FEWEST = 60;
const SCALE_ROWS = 800;
/** Median deviation of the logarithm below which more noise is luck. */
const LEAST_SPREAD = 0.05;

/** Mean size of the last deviations, beside what it usually is. */
export class Noise {
  readonly #length: number;
  readonly #last: number[] = [];
  readonly #usual = new SortedWindow(SCALE_ROWS);
  readonly #spread = new SortedWindow(SCALE_ROWS);
  readonly #past: OwnPast;

  /** @param length rows whose deviations are looked at together */
  constructor(length: number) {
    this.#length = length;
    this.#past = new OwnPast(length);
  }

  /** Probability that chance makes the last rows as noisy. @param z sigmas of this row's deviation */
  push(z: number): number {
    this.#last.push(Math.min(LARGEST, z));
    if (this.#last.length > this.#length) this.#last.shift();
    if (this.#last.length < this.#length) return 1;
    let sum = 0;
    for (const x of this.#last) sum += x;
    const log = Math.log(LEAST + sum / this.#length);
    const distance = this.#usual.size === 0 ? 0 : log - this.#usual.median();
    const spread = Math.max(LEAST_SPREAD, MAD_TO_SIGMA * (this.#spread.median() || 0));
    const known = this.#usual.size >= FEWEST;
    const probability = known ? this.#past.push(Math.max(0, distance) / spread) : 1;
    this.#usual.push(log);
    this.#spread.push(Math.abs(distance));
    return distance > 0 && this.#isStillNoisy(sum) ? probability : 1;
  }

  /** The last quarter of the rows is about as noisy as the whole: it is not over. */
  #isStillNoisy(sum: number): boolean {
    const rows = Math.ceil(this.#length / 4);
    let last = 0;
    for (const x of this.#last.slice(-rows)) last += x;
    return last / rows >= sum / this.#length / 2;
  }
}

/** Fewer equal values in a row are never a standstill. */
const FEWEST_EQUAL = 4;

/** The least value there is is rest once it came up this often: nothing may last. */
const FEWEST_RESTS = 3;

/** How long the value has been the same, beside how long it usually is. */
export class Standstill {
  readonly #lengths = new TailModel();
  readonly #longest: number;
  #last = Number.NaN;
  #equal = 1;
  #chance = 1;
  #least = Number.POSITIVE_INFINITY;
  #rests = 0;

  /** @param longest rows after which a standstill is how the metric is now */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /**
   * Probability that chance keeps the value the same for as long.
   * @param repeats probability that a row has the value of the row before, by how coarse and how noisy the metric is
   */
  push(value: number, repeats: number): number {
    if (value !== this.#last) {
      this.#end();
      this.#last = value;
      this.#equal = 1;
      this.#chance = 1;
      return 1;
    }
    this.#equal += 1;
    this.#chance *= repeats;
    const judged = this.#equal >= FEWEST_EQUAL && this.#equal <= this.#longest && !this.#rested(value);
    if (!judged || this.#lengths.size < FEWEST / 2) return 1;
    return Math.max(this.#chance, this.#lengths.survival(this.#equal));
  }

  #rested(value: number): boolean {
    return value === this.#least && this.#rests >= FEWEST_RESTS;
  }

  #end(): void {
    if (Number.isNaN(this.#last)) return;
    if (this.#last < this.#least) {
      this.#least = this.#last;
      this.#rests = 0;
    }
    if (this.#last === this.#least) this.#rests += 1;
    if (!this.#rested(this.#last)) this.#lengths.add(this.#equal);
  }
}
