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

/** Updates what is known of the ids; false when nothing is new. */
export function applyResolutions(db: Db, labels: Labels, resolutions: readonly ModelResolution[]): boolean {
  const update = db.prepare<[number, number, number, number, number], unknown>(
    'UPDATE model_ref SET base = ?, scope = ? WHERE called = ? AND (base <> ? OR scope <> ?)',
  );
  let changes = 0;
  for (const { called, base, scope } of resolutions) {
    const id = labels.find(called);
    if (id === undefined) continue;
    const [baseId, scopeId] = [labels.intern(base), labels.intern(scope)];
    changes += update.run(baseId, scopeId, id, baseId, scopeId).changes;
  }
  return changes > 0;
}

/** Prices all usage that had no price, whatever its age; money that was known stays. */
export function priceUnpriced(
  db: Db,
  parts: IngestParts,
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
  );
  return changes.reduce((sum, change) => sum + change.rows, 0);
}
