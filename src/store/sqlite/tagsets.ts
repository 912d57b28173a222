/**
 * Interned sets of request metadata.
 * @module
 */
import { NONE } from './labels.ts';
import type { Db } from './open.ts';

const CACHE_LIMIT = 100_000;

export class Tagsets {
  readonly #ids = new Map<string, number>();
  readonly #find;
  readonly #add;
  readonly #addTag;

  constructor(db: Db) {
    this.#find = db.prepare<[string], { id: number }>('SELECT id FROM tagset WHERE canonical = ?');
    this.#add = db.prepare<[string]>('INSERT INTO tagset (canonical) VALUES (?)');
    this.#addTag = db.prepare<[number, number, number]>(
      'INSERT INTO tagset_tag (tagset, key, value) VALUES (?, ?, ?)',
    );
  }

  /** The id of a set of pairs of label ids; {@link NONE} for the empty set. Keys are made unique: last wins. */
  intern(pairs: readonly (readonly [key: number, value: number])[]): number {
    if (pairs.length === 0) return NONE;
    const sorted = [...new Map(pairs)].sort(([a], [b]) => a - b);
    const canonical = JSON.stringify(sorted);
    const cached = this.#ids.get(canonical);
    if (cached !== undefined) return cached;
    const found = this.#find.get(canonical)?.id;
    const id = found ?? Number(this.#add.run(canonical).lastInsertRowid);
    if (found === undefined) for (const [key, value] of sorted) this.#addTag.run(id, key, value);
    if (this.#ids.size >= CACHE_LIMIT) this.#ids.clear();
    this.#ids.set(canonical, id);
    return id;
  }

  forget(): void {
    this.#ids.clear();
  }
}
