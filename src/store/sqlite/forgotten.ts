/**
 * Hours whose single calls are no longer all kept. Whether a call of such an hour has been counted cannot be told any
 * more, so that none is counted there again (docs/decisions/007-retention.md).
 * @module
 */
import { type EpochDay, type EpochHour, type EpochSeconds, hourOf } from '../../domain/time.ts';
import type { Db } from './open.ts';

export class ForgottenHours {
  readonly #newest;
  readonly #find;
  readonly #count;
  readonly #known = new Map<string, boolean>();
  #last = -1;

  constructor(db: Db) {
    this.#newest = db.prepare<[], { hour: number | null }>('SELECT max(hour) AS hour FROM forgotten_hour');
    this.#find = db.prepare<[number, number], { hour: number }>(
      'SELECT hour FROM forgotten_hour WHERE hour = ? AND place = ?',
    );
    this.#count = db.prepare<[EpochDay, number]>(
      `INSERT INTO late_fact (day, facts) VALUES (?, ?)
       ON CONFLICT (day) DO UPDATE SET facts = facts + excluded.facts`,
    );
  }

  /** Looks again: another process may have pruned since. Call at the beginning of a transaction. */
  look(): void {
    this.#known.clear();
    this.#last = this.#newest.get()?.hour ?? -1;
  }

  /** Whether the hour of an instant may have lost calls: no hour after the last that did has. */
  mayHave(at: EpochSeconds): boolean {
    return hourOf(at) <= this.#last;
  }

  /** Whether an hour of an account and Region has lost calls. */
  has(place: number, at: EpochSeconds): boolean {
    return this.mayHave(at) && this.#lookUp(place, hourOf(at));
  }

  /** Keeps how many facts of a day were turned away. */
  count(day: EpochDay, facts: number): void {
    this.#count.run(day, facts);
  }

  #lookUp(place: number, hour: EpochHour): boolean {
    const key = `${place}/${hour}`;
    let found = this.#known.get(key);
    if (found === undefined) {
      found = this.#find.get(hour, place) !== undefined;
      this.#known.set(key, found);
    }
    return found;
  }
}

/** Facts turned away, by the UTC day of their call. */
export function queryLateFacts(db: Db, from: EpochDay, to: EpochDay): { day: EpochDay; facts: number }[] {
  return db
    .prepare<[EpochDay, EpochDay], { day: EpochDay; facts: number }>(
      'SELECT day, facts FROM late_fact WHERE day >= ? AND day <= ? ORDER BY day',
    )
    .all(from, to);
}

interface Segment {
  first: number;
  day: EpochDay;
}

/** Which ids arrived on which day: rows are numbered as they come. */
export class Arrivals {
  readonly #last;
  readonly #next;
  readonly #clear;
  readonly #add;

  constructor(db: Db) {
    this.#last = db.prepare<[], Segment>(
      'SELECT first_id AS first, day FROM arrival ORDER BY first_id DESC LIMIT 1',
    );
    this.#next = db.prepare<[], { id: number }>('SELECT coalesce(max(id), 0) + 1 AS id FROM invocation');
    this.#clear = db.prepare<[number]>('DELETE FROM arrival WHERE first_id >= ?');
    this.#add = db.prepare<[number, EpochDay]>('INSERT INTO arrival (first_id, day) VALUES (?, ?)');
  }

  /** Notes the day of the rows that are about to be added. */
  on(day: EpochDay): void {
    const last = this.#last.get();
    const next = this.#next.get()?.id ?? 1;
    if (last?.day === day && last.first <= next) return;
    // Days on which nothing new arrived; and where all rows have gone, numbers begin anew.
    this.#clear.run(next);
    this.#add.run(next, day);
  }
}
