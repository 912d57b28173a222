/**
 * Single calls of a range that match filters: what invocations, sessions, repeats and latencies are read from.
 * @module
 */
import type { CallFilter, InvocationQuery, InvocationRow } from '../../domain/drill.ts';
import type { TokenCounts } from '../../domain/quantities.ts';
import type { EpochSeconds, TimeRange } from '../../domain/time.ts';
import { matchingSeries } from './dimensions.ts';
import { requestIdOf } from './invocations.ts';
import type { Labels } from './labels.ts';
import { TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import { SKU_COLUMNS, type SkuRow, skuOf } from './skus.ts';

/** Up to so many series are looked up one by one; calls of more are read in order of time. */
const FEW_SERIES = 256;

/** A source of calls `i` with their series `s` and model `m`, and its parameters. */
export interface CallSource {
  readonly from: string;
  readonly params: readonly (number | string)[];
}

/** SQL for the calls of a range, by whichever index has less to read. */
export function callsOf(db: Db, labels: Labels, range: TimeRange, where: readonly CallFilter[]): CallSource {
  const series = where.length === 0 ? null : matchingSeries(db, labels, where);
  const joins = 'CROSS JOIN series s ON s.id = i.series CROSS JOIN model_ref m ON m.id = s.model_ref';
  const within = 'WHERE i.at >= ? AND i.at < ?';
  const { from, to } = range;
  if (series === null) {
    return { from: `FROM invocation i INDEXED BY invocation_by_at ${joins} ${within}`, params: [from, to] };
  }
  const ids = JSON.stringify(series);
  if (series.length > FEW_SERIES) {
    return {
      from: `FROM invocation i INDEXED BY invocation_by_at ${joins} ${within}
        AND i.series IN (SELECT value FROM json_each(?))`,
      params: [from, to, ids],
    };
  }
  return {
    from: `FROM json_each(?) few CROSS JOIN invocation i INDEXED BY invocation_by_series ON i.series = few.value
      ${joins} ${within}`,
    params: [ids, from, to],
  };
}

/** Sums of the token columns: exact below 2^53, and never an overflow. */
export const TOKEN_SUMS = TOKEN_COLUMNS.map(([, column]) => `total(i.${column}) AS ${column}`).join(', ');
/** Tokens of the request side of one call. */
export const PROMPT_SQL =
  'i.input + i.cache_read + i.cache_write + i.cache_write_5m + i.cache_write_30m + i.cache_write_1h';

export type TokenRow = { readonly [C in (typeof TOKEN_COLUMNS)[number][1]]: number };

export function tokensOf(row: TokenRow): TokenCounts {
  return {
    input: row.input,
    output: row.output,
    cacheRead: row.cache_read,
    cacheWrite: row.cache_write,
    cacheWrite5m: row.cache_write_5m,
    cacheWrite30m: row.cache_write_30m,
    cacheWrite1h: row.cache_write_1h,
  };
}

/** 64 bits as 16 hexadecimal digits. */
export function hashText(hash: bigint): string {
  return BigInt.asUintN(64, hash).toString(16).padStart(16, '0');
}

type CallRow = TokenRow &
  SkuRow & {
    id: number;
    at: EpochSeconds;
    request: Buffer;
    account: number;
    operation: number;
    called: number;
    principal: number;
    session: number;
    agent: number;
    error: number;
    stop_reason: number;
    max_tokens: number | null;
    tool_uses: number | null;
    latency_ms: number | null;
    first_byte_ms: number | null;
    /** Decimal text: 64 bits are more than a number holds. */
    hash: string | null;
  };

const CALL_COLUMNS = `i.id, i.at, i.request, s.account, s.operation, m.called, s.principal, s.session, s.agent,
  ${SKU_COLUMNS}, ${TOKEN_COLUMNS.map(([, column]) => `i.${column}`).join(', ')}, i.error, i.stop_reason,
  i.max_tokens, i.tool_uses, i.latency_ms, i.first_byte_ms, CAST(i.prompt_hash AS TEXT) AS hash`;

/** The earliest calls of the range, ordered by time and then by arrival. */
export function queryInvocations(db: Db, labels: Labels, query: InvocationQuery): InvocationRow[] {
  const { range, where, limit } = query;
  const series = where.length === 0 ? null : matchingSeries(db, labels, where);
  const rows =
    series !== null && series.length <= FEW_SERIES
      ? earliestOf(db, series, range, limit)
      : earliest(db, callsOf(db, labels, range, where), limit);
  return rows.map((row) => invocationOf(row, labels));
}

function earliest(db: Db, { from, params }: CallSource, limit: number): CallRow[] {
  return db
    .prepare<(number | string)[], CallRow>(`SELECT ${CALL_COLUMNS} ${from} ORDER BY i.at, i.id LIMIT ?`)
    .all(...params, limit);
}

/** Each series hands over its earliest calls, none of which is later than what is already found. */
function earliestOf(db: Db, series: readonly number[], range: TimeRange, limit: number): CallRow[] {
  const select = db.prepare<number[], CallRow>(
    `SELECT ${CALL_COLUMNS} FROM invocation i INDEXED BY invocation_by_series
     CROSS JOIN series s ON s.id = i.series CROSS JOIN model_ref m ON m.id = s.model_ref
     WHERE i.series = ? AND i.at >= ? AND i.at < ? ORDER BY i.at, i.id LIMIT ?`,
  );
  let found: CallRow[] = [];
  let to: number = range.to;
  for (const id of series) {
    found.push(...select.all(id, range.from, to, limit));
    if (found.length <= limit) continue;
    found = found.toSorted((a, b) => a.at - b.at || a.id - b.id).slice(0, limit);
    to = (found.at(-1)?.at ?? to) + 1;
  }
  return found.toSorted((a, b) => a.at - b.at || a.id - b.id).slice(0, limit);
}

function invocationOf(row: CallRow, labels: Labels): InvocationRow {
  const text = (id: number) => labels.textOf(id);
  const sku = skuOf(row, labels);
  return {
    at: row.at,
    requestId: requestIdOf(row.request),
    account: text(row.account) ?? '',
    region: sku.region,
    operation: text(row.operation),
    modelId: text(row.called) ?? '',
    model: sku.model,
    scope: sku.scope,
    sku,
    principal: text(row.principal),
    session: text(row.session),
    agent: text(row.agent),
    tokens: tokensOf(row),
    errorCode: text(row.error),
    stopReason: text(row.stop_reason),
    maxTokens: row.max_tokens === null || row.max_tokens < 0 ? null : row.max_tokens,
    toolUses: row.tool_uses,
    latencyMs: row.latency_ms,
    firstByteMs: row.first_byte_ms,
    promptHash: row.hash === null ? null : hashText(BigInt(row.hash)),
  };
}
