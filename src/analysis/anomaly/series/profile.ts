/**
 * What a time of day, of a working day or of the week usually brings: the median of its last few values.
 * @module
 */
import { SortedWindow } from '../robust.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1 January 1970 was a Thursday: weeks are cut on Mondays. */
const MONDAY = 3 * DAY;
/** Times of day are not told apart more finely: a step of a minute would leave one value a day. */
const FINEST_SLOT = 1_800;

/** Which times are alike: those of every day, those of Monday to Friday and those of weekends, or of each weekday. */
export type Rhythm = 'day' | 'working day' | 'week';

const PERIODS: Readonly<Record<Rhythm, number>> = { day: DAY, 'working day': 2 * DAY, week: WEEK };

export class Profile {
  readonly #rhythm: Rhythm;
  readonly #slot: number;
  readonly #values: (SortedWindow | undefined)[];
  readonly #capacity: number;
  readonly #enough: number;

  /**
   * @param step seconds between values
   * @param cycles how many values of a time are remembered
   */
  constructor(rhythm: Rhythm, step: number, cycles: number) {
    this.#rhythm = rhythm;
    const period = PERIODS[rhythm];
    this.#slot = Math.max(step, FINEST_SLOT);
    const slots = Math.max(1, Math.ceil(period / this.#slot));
    const perSlot = Math.max(1, Math.round(this.#slot / step));
    this.#values = new Array(slots);
    this.#capacity = Math.min(64, cycles * perSlot);
    this.#enough = Math.min(this.#capacity, rhythm === 'day' ? perSlot + 1 : perSlot);
  }

  /** Which slot an instant falls into. */
  slotOf(at: number): number {
    const ofWeek = (((at + MONDAY) % WEEK) + WEEK) % WEEK;
    const ofDay = ofWeek % DAY;
    const within =
      this.#rhythm === 'week' ? ofWeek : this.#rhythm === 'day' || ofWeek < 5 * DAY ? ofDay : DAY + ofDay;
    return Math.min(this.#values.length - 1, Math.floor(within / this.#slot));
  }

  /** Undefined while the slot has not been seen; of every day, while in one only. */
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
