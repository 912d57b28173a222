/**
 * Cardinality has a ceiling: each dimension keeps so many distinct values a UTC day, and what comes after is
 * counted under "(other)". One caller with random session names cannot fill the disk.
 * @module
 */
import type { EpochDay } from '../../domain/time.ts';
import type { Db } from './open.ts';

/** Distinct values a day. Sessions and tag values are the caller's to invent; the rest is AWS's or an admin's. */
export const DAILY_CEILINGS = {
  modelId: 1_000,
  /** Models that the price book does not know. */
  model: 200,
  operation: 50,
  tier: 20,
  unit: 500,
  guardrail: 200,
  principal: 5_000,
  agent: 1_000,
  session: 2_000,
  tagKey: 64,
  tagValue: 1_000,
  tagset: 5_000,
} as const;
export type CappedDimension = keyof typeof DAILY_CEILINGS;

/** Days whose seen values are held in memory; older ones are read again from the table. */
const DAYS_IN_MEMORY = 40;

type Seen = Map<string, Set<number>>;

export class Ceilings {
  readonly #limits: Readonly<Record<CappedDimension, number>>;
  readonly #days = new Map<EpochDay, Seen>();
  readonly #load;
  readonly #add;
  readonly #overflow;

  constructor(db: Db, limits: Readonly<Record<CappedDimension, number>> = DAILY_CEILINGS) {
    this.#limits = limits;
    this.#load = db.prepare<[number], { dimension: string; value: number }>(
      'SELECT dimension, value FROM dimension_seen WHERE day = ?',
    );
    this.#add = db.prepare<[number, string, number]>(
      'INSERT OR IGNORE INTO dimension_seen (day, dimension, value) VALUES (?, ?, ?)',
    );
    this.#overflow = db.prepare<[number, string]>(
      `INSERT INTO dimension_overflow (day, dimension, facts) VALUES (?, ?, 1)
       ON CONFLICT (day, dimension) DO UPDATE SET facts = facts + 1`,
    );
  }

  /**
   * Whether an interned value may be kept apart on a day.
   * @param detail separates ceilings within a dimension (the tag key, for tag values)
   */
  admit(day: EpochDay, dimension: CappedDimension, value: number, detail = ''): boolean {
    const name = detail === '' ? dimension : `${dimension}:${detail}`;
    const seen = this.#seen(day, name);
    if (seen.has(value)) return true;
    if (seen.size >= this.#limits[dimension]) return false;
    seen.add(value);
    this.#add.run(day, name, value);
    return true;
  }

  /** Counts a fact whose value was not admitted. */
  count(day: EpochDay, dimension: CappedDimension): void {
    this.#overflow.run(day, dimension);
  }

  /** Forgets what a rolled-back transaction may have admitted. */
  forget(): void {
    this.#days.clear();
  }

  #seen(day: EpochDay, name: string): Set<number> {
    let dimensions = this.#days.get(day);
    if (!dimensions) {
      if (this.#days.size >= DAYS_IN_MEMORY) this.#days.clear();
      dimensions = new Map();
      for (const row of this.#load.all(day)) setOf(dimensions, row.dimension).add(row.value);
      this.#days.set(day, dimensions);
    }
    return setOf(dimensions, name);
  }
}

function setOf(dimensions: Seen, name: string): Set<number> {
  let set = dimensions.get(name);
  if (!set) {
    set = new Set();
    dimensions.set(name, set);
  }
  return set;
}
