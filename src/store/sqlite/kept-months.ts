/**
 * Months that are over, as they were reported: compressed text.
 * @module
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { KeptMonth } from '../month-port.ts';
import type { Db } from './open.ts';

/** The table of this file; appended to the migrations. */
export const KEPT_MONTHS =
  'CREATE TABLE kept_month (month TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;';

export function queryKeptMonth(db: Db, month: string): KeptMonth | null {
  const row = db
    .prepare<[string], { body: Buffer }>('SELECT body FROM kept_month WHERE month = ?')
    .get(month);
  return row === undefined ? null : { month, body: gunzipSync(row.body).toString('utf8') };
}

export function putKeptMonth(db: Db, { month, body }: KeptMonth): void {
  db.prepare('INSERT OR REPLACE INTO kept_month (month, body) VALUES (?, ?)').run(month, gzipSync(body));
}
