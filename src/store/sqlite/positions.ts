/**
 * Where sources stand: cursors, objects already read, how the last run ended.
 * @module
 */
import type { EpochSeconds } from '../../domain/time.ts';
import type { Attempt } from '../port.ts';
import type { Db } from './open.ts';

export function setCursor(db: Db, cursor: { readonly name: string; readonly value: string }): void {
  db.prepare('INSERT OR REPLACE INTO cursor (name, value) VALUES (?, ?)').run(cursor.name, cursor.value);
}

export function rememberObjects(db: Db, names: readonly string[], at: EpochSeconds): void {
  const insert = db.prepare('INSERT OR IGNORE INTO object_seen (name, at) VALUES (?, ?)');
  for (const name of names) insert.run(name, at);
}

/** Those of the names that are not remembered, in their order. */
export function unseenObjects(db: Db, names: readonly string[]): string[] {
  const find = db.prepare<[string], { name: string }>('SELECT name FROM object_seen WHERE name = ?');
  return names.filter((name) => find.get(name) === undefined);
}

/** Keeps the last success while runs fail. */
export function noteAttempt(db: Db, { source, at, error, hint }: Attempt): void {
  db.prepare(
    `INSERT INTO source_state (collector, account, region, facts, last_success, last_attempt, error, hint)
     VALUES (?, ?, ?, 0, ?, ?, ?, ?) ON CONFLICT (collector, account, region) DO UPDATE SET
       last_success = coalesce(excluded.last_success, last_success), last_attempt = excluded.last_attempt,
       error = excluded.error, hint = excluded.hint`,
  ).run(
    source.collector,
    source.account ?? '',
    source.region ?? '',
    error === null ? at : null,
    at,
    error,
    hint,
  );
}
