/**
 * The usual size of a forecast's errors, as a standard deviation: of the last rows, and of this time of a working day
 * or of a weekend.
 * @module
 */
import { MAD_TO_SIGMA, SortedWindow } from '../robust.ts';
import { MEAN_RATE, MEAN_SHARE } from './channel.ts';

const DAY = 86_400;
const HOUR = 3_600;
/** 1 January 1970 was a Thursday. */
const MONDAY = 3 * DAY;

/** Errors that the usual size is taken from; of a time of day. */
const ROWS = 400;
const SLOT_ROWS = 48;
const SLOTS = 48;
/** The size of all errors counts beside those of a time of day as this many. */
const PRIOR_ROWS = 6;

export class Spread {
  readonly #all = new SortedWindow(ROWS);
  readonly #bySlot: SortedWindow[];
  #mean = Number.NaN;

  /** @param step seconds between rows */
  constructor(step: number) {
    this.#bySlot = step < DAY ? Array.from({ length: SLOTS }, () => new SortedWindow(SLOT_ROWS)) : [];
  }

  get size(): number {
    return this.#all.size;
  }

  /** Usual size of an error at an instant, seconds since the epoch; 0 while there is none. */
  at(at: number): number {
    const all = MAD_TO_SIGMA * (this.#all.median() || 0);
    const slot = this.#bySlot[slotOf(at)];
    const rows = slot?.size ?? 0;
    const here = slot === undefined || rows === 0 ? all : MAD_TO_SIGMA * slot.median();
    return Math.max(
      (rows * here + PRIOR_ROWS * all) / (rows + PRIOR_ROWS),
      MEAN_SHARE * (this.#mean || 0) * (all > 0 ? Math.min(1, here / all) : 1),
    );
  }

  add(at: number, size: number): void {
    this.#all.push(size);
    this.#bySlot[slotOf(at)]?.push(size);
    const limit = this.#mean > 0 ? 20 * this.#mean : size;
    this.#mean = Number.isNaN(this.#mean)
      ? size
      : this.#mean + MEAN_RATE * (Math.min(size, limit) - this.#mean);
  }
}

const slotOf = (at: number): number => {
  const ofWeek = (((at + MONDAY) % (7 * DAY)) + 7 * DAY) % (7 * DAY);
  return Math.floor((ofWeek % DAY) / HOUR) + (ofWeek >= 5 * DAY ? 24 : 0);
};
