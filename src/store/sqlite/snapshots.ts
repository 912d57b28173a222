/**
 * Listings with their history: an item's form is kept from when it was first seen until it changed or went.
 * @module
 */
import type { DatedItem, ItemQuery, Snapshot } from '../../domain/snapshot.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Db } from './open.ts';

interface Row {
  kind: string;
  account: string;
  region: string;
  id: string;
  from_at: EpochSeconds;
  to_at: EpochSeconds | null;
  body: string;
}

/** Compares a listing with what was there, and dates the differences. */
export function putSnapshot(db: Db, { kind, account, region, at, items }: Snapshot) {
  const present = new Map(
    db
      .prepare<[string, string, string], Row>(
        'SELECT * FROM item WHERE kind = ? AND account = ? AND region = ? AND to_at IS NULL',
      )
      .all(kind, account, region)
      .map((row) => [row.id, row]),
  );
  const end = db.prepare(
    'UPDATE item SET to_at = ? WHERE kind = ? AND account = ? AND region = ? AND id = ? AND to_at IS NULL',
  );
  // Twice within a second is a correction, not history.
  const begin = db.prepare(
    'INSERT OR REPLACE INTO item (kind, account, region, id, from_at, to_at, body) VALUES (?, ?, ?, ?, ?, NULL, ?)',
  );
  const counts = { added: 0, changed: 0, removed: 0 };
  for (const { id, body } of new Map(items.map((item) => [item.id, item])).values()) {
    const text = canonicalJson(body);
    const before = present.get(id);
    present.delete(id);
    if (before?.body === text) continue;
    if (before) end.run(at, kind, account, region, id);
    begin.run(kind, account, region, id, at, text);
    counts[before ? 'changed' : 'added'] += 1;
  }
  for (const id of present.keys()) {
    end.run(at, kind, account, region, id);
    counts.removed += 1;
  }
  return counts;
}

/** Items of a kind, ordered by account, Region, id and time. */
export function queryItems(db: Db, query: ItemQuery): DatedItem[] {
  const conditions = ['kind = ?'];
  const params: (string | number)[] = [query.kind];
  for (const column of ['account', 'region', 'id'] as const) {
    const value = query[column];
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    params.push(value);
  }
  if (query.at !== undefined) {
    conditions.push('from_at <= ? AND (to_at IS NULL OR to_at > ?)');
    params.push(query.at, query.at);
  } else if (!query.history) conditions.push('to_at IS NULL');
  return db
    .prepare<(string | number)[], Row>(
      `SELECT * FROM item WHERE ${conditions.join(' AND ')} ORDER BY account, region, id, from_at`,
    )
    .all(...params)
    .map(({ from_at, to_at, body, ...row }) => ({
      ...row,
      from: from_at,
      to: to_at,
      body: JSON.parse(body),
    }));
}

/** Keys in order, so that a listing in another order is no change. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
