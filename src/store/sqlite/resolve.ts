/**
 * Ids whose model only the inventory knows: application profiles, provisioned and custom models.
 * @module
 */

import type { ModelResolution } from '../../domain/collector.ts';
import type { Rater } from '../../domain/cost.ts';
import { type EpochSeconds, epochSeconds } from '../../domain/time.ts';
import type { IngestParts } from './ingest.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { reprice } from './reprice.ts';

/**
 * Remembers what is known of the ids, for calls that have come and for those to come.
 * @returns the rows of `model_ref` that mean another model now
 */
export function applyResolutions(db: Db, labels: Labels, resolutions: readonly ModelResolution[]): number[] {
  const remember = db.prepare<[number, number, number]>(
    `INSERT INTO model_resolution (called, base, scope) VALUES (?, ?, ?)
     ON CONFLICT (called) DO UPDATE SET base = excluded.base, scope = excluded.scope`,
  );
  const find = db.prepare<[number, number, number], { id: number }>(
    'SELECT id FROM model_ref WHERE called = ? AND (base <> ? OR scope <> ?)',
  );
  const update = db.prepare<[number, number, number]>(
    'UPDATE model_ref SET base = ?, scope = ? WHERE id = ?',
  );
  return resolutions.flatMap(({ called, base, scope }) => {
    const id = labels.intern(called);
    const [baseId, scopeId] = [labels.intern(base), labels.intern(scope)];
    remember.run(id, baseId, scopeId);
    const refs = find.all(id, baseId, scopeId).map((row) => row.id);
    for (const ref of refs) update.run(baseId, scopeId, ref);
    return refs;
  });
}

/** Prices usage of the ids that had no price, whatever its age; money that was known stays, and so does all other usage. */
export function priceUnpriced(
  db: Db,
  parts: IngestParts,
  refs: readonly number[],
  rater: Rater,
  versionAt: (now: EpochSeconds) => number,
): number {
  const last =
    db.prepare<[], { at: number | null }>('SELECT max(last_ingest) AS at FROM source_state').get()?.at ?? 0;
  const now = epochSeconds(last);
  const range = { from: epochSeconds(0), to: epochSeconds(2 ** 33) };
  const audit = { now, who: 'inventory', reason: 'models behind ids became known' };
  const changes = reprice(
    db,
    parts,
    { range, dryRun: false, onlyUnpriced: true, ...audit },
    rater,
    versionAt(now),
    refs,
  );
  return changes.reduce((sum, change) => sum + change.rows, 0);
}
