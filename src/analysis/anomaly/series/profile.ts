/**
 * What a time of day or of the week usually brings: the median of its last few values.
 * @module
 */
import { SortedWindow } from '../robust.ts';

const DAY = 86_400;
/** 1 January 1970 was a Thursday: weeks are cut on Mondays. */
const MONDAY = 3 * DAY;
/** Times of day are not told apart more finely: a step of a minute would leave one value a day. */
const FINEST_SLOT = 1_800;

export class Profile {
  readonly #period: number;
  readonly #slot: number;
  readonly #values: (SortedWindow | undefined)[];
  readonly #capacity: number;
  readonly #enough: number;

  /**
   * @param period seconds: a day or a week
   * @param step seconds between values
   * @param cycles how many periods back are remembered
   */
  constructor(period: number, step: number, cycles: number) {
    this.#period = period;
    this.#slot = Math.max(step, FINEST_SLOT);
    const slots = Math.max(1, Math.ceil(period / this.#slot));
    const perSlot = Math.max(1, Math.round(this.#slot / step));
    this.#values = new Array(slots);
    this.#capacity = Math.min(64, cycles * perSlot);
    this.#enough = Math.min(this.#capacity, perSlot + 1);
  }

  /** Which slot an instant falls into. */
  slotOf(at: number): number {
    const within = (((at + MONDAY) % this.#period) + this.#period) % this.#period;
    return Math.min(this.#values.length - 1, Math.floor(within / this.#slot));
  }

  /** Undefined while the slot has been seen in one period only. */
  at(slot: number): number | undefined {
    const values = this.#values[slot];
    return values === undefined || values.size < this.#enough ? undefined : values.median();
  }

  add(slot: number, value: number): void {
    let values = this.#values[slot];
    if (values === undefined) {
      values = new SortedWindow(this.#capacity);
      this.#values[slot] = values;
    }
    values.push(value);
  }
}
