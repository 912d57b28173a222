/**
 * Hours in a row with spend, of a caller that has no rhythm: a loop shows in how long it goes on before it shows in
 * dollars, as one hour of it costs no more than a usual hour of work.
 * @module
 */
import { SortedWindow } from '../robust.ts';

/** Sessions that are remembered. */
const MEMORY = 60;
/** A session is unusual when it has lasted this many hours longer than any remembered one, ... */
const LONGER_BY = 2;
/** ... begins and goes on so long in this share of hours by chance, ... */
const RARE = 3e-4;
/** ... and has cost more than this many dollar floors, and more than half of the remembered ones. */
const FLOORS = 4;

export class Sessions {
  readonly #lengths: number[] = [];
  readonly #costs = new SortedWindow(MEMORY);
  #ended = 0;
  #hours = 0;
  #length = 0;
  #cost = 0;

  /**
   * @param cost of the next hour, in dollar floors; NaN: unknown, which ends a session
   * @returns hours of the session so far where it is unusual; 0: it is not
   */
  push(cost: number): number {
    this.#hours += 1;
    if (!(cost > 0)) {
      this.#end();
      return 0;
    }
    this.#length += 1;
    this.#cost += cost;
    const usual = this.#costs.size > 0 ? this.#costs.median() : 0;
    if (this.#cost <= Math.max(FLOORS, usual)) return 0;
    if (this.#length < Math.max(0, ...this.#lengths) + LONGER_BY) return 0;
    return this.#chance() <= RARE ? this.#length : 0;
  }

  /** Share of hours in which a session as long as this one begins, were each next hour left to chance. */
  #chance(): number {
    const sessions = this.#lengths.length;
    const active = this.#lengths.reduce((sum, hours) => sum + hours, 0);
    const goesOn = (active - sessions + 1) / (active + 2);
    const begins = (this.#ended + 2) / (this.#hours + 24);
    return begins * goesOn ** (this.#length - 1);
  }

  #end(): void {
    if (this.#length > 0) {
      this.#ended += 1;
      this.#lengths.push(this.#length);
      if (this.#lengths.length > MEMORY) this.#lengths.shift();
      this.#costs.push(this.#cost);
    }
    this.#length = 0;
    this.#cost = 0;
  }
}
