/**
 * Hours in which callers without a rhythm spend what they usually do when they spend: to the total and the model they
 * are a burst, to who knows the callers they are not.
 * @module
 */
import type { EpochHour } from '../../../domain/time.ts';
import { RARE_ALONE } from './begin.ts';
import type { JudgedHour } from './surge.ts';

/** Share of a broader scope's excess that one caller's usual hour must make up. */
const EXPLAINS = 0.7;

export class UsualBursts {
  readonly #largest = new Map<EpochHour, number>();

  /** Takes the hours of one caller, the first of them at `start`. */
  add(start: EpochHour, hours: readonly JudgedHour[]): void {
    for (const [i, { cost, sparse, tail, alone, session }] of hours.entries()) {
      const usual = sparse && !alone && session === 0 && tail >= RARE_ALONE;
      if (!usual || !(cost > 0)) continue;
      const hour = (start + i) as EpochHour;
      this.#largest.set(hour, Math.max(this.#largest.get(hour) ?? 0, cost));
    }
  }

  /** The hours of a broader scope, without a beginning in those that a caller's usual hour explains. */
  takenFrom(start: EpochHour, hours: readonly JudgedHour[]): JudgedHour[] {
    return hours.map((hour, i) => {
      const burst = this.#largest.get((start + i) as EpochHour) ?? 0;
      if (!hour.out || burst < EXPLAINS * (hour.cost - hour.usual)) return hour;
      return { ...hour, alone: false, session: 0, tail: 1 };
    });
  }
}
