/**
 * Interned strings: one small integer per distinct text, cached in memory while the cache is small.
 * @module
 */
import type { Db } from './open.ts';

/** Interned "no value". */
export const NONE = 0;
/** Entries kept in memory before the cache starts afresh; the table remembers all of them. */
const CACHE_LIMIT = 200_000;

export class Labels {
  readonly #ids = new Map<string, number>();
  readonly #texts = new Map<number, string>();
  readonly #find;
  readonly #add;
  readonly #text;

  constructor(db: Db) {
    this.#find = db.prepare<[string], { id: number }>('SELECT id FROM label WHERE text = ?');
    this.#add = db.prepare<[string]>('INSERT INTO label (text) VALUES (?)');
    this.#text = db.prepare<[number], { text: string }>('SELECT text FROM label WHERE id = ?');
  }

  /** The id of `text`, made if new; {@link NONE} for null. Call within a write transaction. */
  intern(text: string | null): number {
    if (text === null) return NONE;
    const known = this.#ids.get(text) ?? this.find(text);
    if (known !== undefined) return known;
    return this.#remember(text, Number(this.#add.run(text).lastInsertRowid));
  }

  /** The id of `text` if it was ever interned. */
  find(text: string): number | undefined {
    const cached = this.#ids.get(text);
    if (cached !== undefined) return cached;
    const row = this.#find.get(text);
    return row && this.#remember(text, row.id);
  }

  /** The text of an id; null for {@link NONE}. */
  textOf(id: number): string | null {
    if (id === NONE) return null;
    const cached = this.#texts.get(id);
    if (cached !== undefined) return cached;
    const row = this.#text.get(id);
    if (!row) return null;
    this.#remember(row.text, id);
    return row.text;
  }

  /** Forgets what a rolled-back transaction may have interned. */
  forget(): void {
    this.#ids.clear();
    this.#texts.clear();
  }

  #remember(text: string, id: number): number {
    if (this.#ids.size >= CACHE_LIMIT) this.forget();
    this.#ids.set(text, id);
    this.#texts.set(id, text);
    return id;
  }
}
