/**
 * Levels that move: after enough rows far on one side the new level is the normal one, and for a week the old one may
 * come back without a word.
 * @module
 */
import { median } from '../robust.ts';

/** A row this many sigmas away belongs to a shift, whether it is told or not. */
const FAR = 4;
/** The old level is remembered for this many times the rows that a shift takes. */
const REMEMBERED = 7;

export class ShiftWatch {
  readonly #patience: number;
  readonly #run: number;
  /** Consecutive rows far on one side: which, their distances. */
  #side = 0;
  #distances: number[] = [];
  /** The last shift that was taken for normal, while the level may still go back. */
  #shift = 0;
  #age = 0;
  #backRows = 0;

  /**
   * @param patience rows on one side that make a shift
   * @param run rows nearer to the old level that undo it
   */
  constructor(patience: number, run: number) {
    this.#patience = patience;
    this.#run = run;
  }

  /** While a level that was left may come back, a value is as far off as from the nearer of the two. */
  nearer(error: number): number {
    return Math.abs(error + this.#shift) < Math.abs(error) ? error + this.#shift : error;
  }

  /**
   * Takes the distance of a row from where the metric should be.
   * @returns by how much the level moves now; 0: it stays
   */
  push(distance: number, scale: number, anomaly: boolean): number {
    const back = this.#goesBack(distance);
    if (back !== 0) return back;
    const side = anomaly || Math.abs(distance) > FAR * scale ? Math.sign(distance) : 0;
    if (side === 0 || Number.isNaN(side) || side * this.#side < 0) {
      this.#end();
      return 0;
    }
    this.#side = side;
    this.#distances.push(distance);
    if (this.#distances.length < this.#patience) return 0;
    this.#shift = median(this.#distances);
    this.#age = 0;
    this.#backRows = 0;
    this.#end();
    return this.#shift;
  }

  #goesBack(distance: number): number {
    if (this.#shift === 0) return 0;
    this.#age += 1;
    const back = Math.abs(distance + this.#shift) < Math.abs(distance);
    this.#backRows = back ? this.#backRows + 1 : 0;
    const shift = this.#shift;
    if (this.#backRows < this.#run) {
      if (this.#age > REMEMBERED * this.#patience) this.#shift = 0;
      return 0;
    }
    this.#shift = 0;
    this.#end();
    return -shift;
  }

  #end(): void {
    this.#side = 0;
    this.#distances = [];
  }
}
