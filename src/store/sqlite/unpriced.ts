/**
 * Usage without a price, as a list to be worked off.
 * @module
 */
import type { TimeRange } from '../../domain/time.ts';
import type { UnpricedUsage } from '../port.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { rowsOf } from './query.ts';

const UNPRICED_TOKENS =
  'u.unpriced_input + u.unpriced_output + u.unpriced_cache_read + u.unpriced_cache_write';

interface Row {
  base: number;
  called: number;
  scope: number;
  region: number;
  tier: number;
  unit: number;
  calls: number;
  tokens: number;
  units: number;
}

/** Per model id, Region, tier and unit, the largest token counts first. */
export function listUnpriced(db: Db, labels: Labels, range: TimeRange): UnpricedUsage[] {
  return db.transaction(() => readUnpriced(db, labels, range))();
}

function readUnpriced(db: Db, labels: Labels, range: TimeRange): UnpricedUsage[] {
  const rows = rowsOf(db, range, 'month');
  if (rows.text === '') return [];
  const text = (id: number): string => labels.textOf(id) ?? '';
  return db
    .prepare<number[], Row>(
      `SELECT m.base, m.called, m.scope, s.region, s.tier, s.unit, sum(u.unpriced_calls) AS calls,
              sum(${UNPRICED_TOKENS}) AS tokens, sum(u.unpriced_units) AS units
       FROM (${rows.text}) u JOIN series s ON s.id = u.series JOIN model_ref m ON m.id = s.model_ref
       GROUP BY 1, 2, 3, 4, 5, 6 HAVING tokens + sum(u.unpriced_units) > 0 ORDER BY tokens DESC, calls DESC, m.called`,
    )
    .all(...rows.params)
    .map((row) => ({
      model: labels.textOf(row.base),
      modelId: text(row.called),
      scope: text(row.scope),
      region: text(row.region),
      tier: text(row.tier),
      unit: text(row.unit),
      invocations: row.calls,
      tokens: row.tokens,
      units: row.units,
    }));
}
