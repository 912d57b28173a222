/**
 * Request bodies that were sent again, by their keyed hashes.
 * @module
 */
import type { RepeatQuery, RepeatRow } from '../../domain/drill.ts';
import type { Quantities } from '../../domain/quantities.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { callsOf, hashText, TOKEN_SUMS, type TokenRow, tokensOf } from './calls.ts';
import { type Labels, NONE } from './labels.ts';
import { TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import { SKU_COLUMNS, type SkuRow, skuOf } from './skus.ts';

type Consumed = TokenRow & { units: number };
type GroupRow = Consumed &
  SkuRow & {
    hash: string;
    account: number;
    called: number;
    principal: number;
    agent: number;
    calls: number;
    first_at: EpochSeconds;
    last_at: EpochSeconds;
    series: string;
  };

/**
 * Most calls first. Calls that failed are no repeats: a retry after a throttle had no answer that could have been
 * kept.
 */
export function queryRepeats(db: Db, labels: Labels, query: RepeatQuery): RepeatRow[] {
  const { from, params } = callsOf(db, labels, query.range, query.where);
  const counted = `${from} AND i.prompt_hash IS NOT NULL AND i.error = ${NONE}`;
  const first = db.prepare<[string, EpochSeconds, string], Consumed>(
    `SELECT ${TOKEN_COLUMNS.map(([, column]) => `i.${column}`).join(', ')}, i.units
     FROM json_each(?) few CROSS JOIN invocation i INDEXED BY invocation_by_series ON i.series = few.value
     WHERE i.at = ? AND i.error = ${NONE} AND i.prompt_hash = CAST(? AS INTEGER) ORDER BY i.id LIMIT 1`,
  );
  return db
    .prepare<(number | string)[], GroupRow>(
      `SELECT CAST(i.prompt_hash AS TEXT) AS hash, s.account, m.called, s.principal, s.agent, ${SKU_COLUMNS},
              count(*) AS calls, min(i.at) AS first_at, max(i.at) AS last_at, ${TOKEN_SUMS}, total(i.units) AS units,
              group_concat(DISTINCT i.series) AS series
       ${counted} AND i.prompt_hash IN (SELECT i.prompt_hash ${counted} GROUP BY 1 HAVING count(*) >= ?)
       GROUP BY i.prompt_hash, s.account, m.called, s.principal, s.agent, ${SKU_COLUMNS}
       HAVING count(*) >= ? ORDER BY calls DESC, first_at, i.prompt_hash, s.principal, s.agent, s.account, m.called LIMIT ?`,
    )
    .all(...params, ...params, query.minCalls, query.minCalls, query.limit)
    .map((row) => {
      const sku = skuOf(row, labels);
      const earliest = first.get(`[${row.series}]`, row.first_at, row.hash);
      return {
        promptHash: hashText(BigInt(row.hash)),
        account: labels.textOf(row.account) ?? '',
        region: sku.region,
        modelId: labels.textOf(row.called) ?? '',
        sku,
        principal: labels.textOf(row.principal),
        agent: labels.textOf(row.agent),
        calls: row.calls,
        firstAt: row.first_at,
        lastAt: row.last_at,
        again: less(row, earliest),
      };
    });
}

function less(all: Consumed, first: Consumed | undefined): Quantities {
  const rest = { ...all };
  for (const column of [...TOKEN_COLUMNS.map(([, name]) => name), 'units'] as const) {
    rest[column] -= first?.[column] ?? 0;
  }
  return { ...tokensOf(rest), units: rest.units };
}
