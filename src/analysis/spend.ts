/**
 * Spend: usage rows as people, the API and reports see them. Pure; the one place where measures become the
 * numbers of CONTRACT's `spend`.
 * @module
 */
import type { Dimension, DimensionFilter } from '../domain/dimension.ts';
import {
  addMeasures,
  isUnpriced,
  type Measures,
  NO_MEASURES,
  pricedCost,
  storeFilters,
  tokensOf,
  type UsageQuery,
  type UsageRow,
  unpricedTokens,
} from '../domain/measures.ts';
import { type NanoUsd, nanoUsd, usdString } from '../domain/money.ts';
import { TOKEN_TYPES, type TokenType } from '../domain/quantities.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';

/** What the user asks: `by` and `where` may name `tokenType`, which splits measures instead of grouping rows. */
export interface SpendRequest {
  readonly range: TimeRange;
  readonly by: readonly Dimension[];
  readonly where: readonly DimensionFilter[];
}

/** One row with its dimension values, before it is written out. */
export interface SpendRow {
  readonly values: Readonly<Partial<Record<Dimension, string | null>>>;
  readonly measures: Measures;
}

export interface Spend {
  readonly range: TimeRange;
  readonly by: readonly Dimension[];
  /** In order of time where grouped by time; then dearest first, without any price last; then by values. */
  readonly rows: readonly SpendRow[];
  readonly total: Measures;
}

/** The part of a request that the store answers. */
export function storeQuery(request: SpendRequest): UsageQuery {
  return {
    range: request.range,
    by: request.by.filter((dimension) => dimension !== 'tokenType'),
    where: storeFilters(request.where),
  };
}

/**
 * Builds the answer from the store's rows for {@link storeQuery}.
 * By `tokenType`, tokens and cost are split exactly; calls appear in every type they used, and once in the total.
 */
export function spend(request: SpendRequest, stored: readonly UsageRow[]): Spend {
  const dimensions = storeQuery(request).by;
  const types = wantedTypes(request.where);
  const splitting = request.by.includes('tokenType') || types !== null;
  const rows = stored.flatMap((row): SpendRow[] => {
    const values: Partial<Record<Dimension, string | null>> = {};
    dimensions.forEach((dimension, i) => {
      values[dimension] = row.key[i] ?? null;
    });
    if (!splitting) return [{ values, measures: row }];
    const parts = splitByType(row).filter(({ type }) => types === null || types.has(type));
    if (request.by.includes('tokenType')) {
      return parts.map(({ type, measures }) => ({ values: { ...values, tokenType: type }, measures }));
    }
    const measures = parts.map((part) => part.measures).reduce(addMeasures, NO_MEASURES);
    return parts.length === 0 ? [] : [{ values, measures: withCalls(measures, row) }];
  });
  const total = rows.map((row) => row.measures).reduce(addMeasures, NO_MEASURES);
  const calls = stored.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
  return {
    range: request.range,
    by: request.by,
    rows: rows.toSorted((a, b) => byTime(a, b) || byCost(a, b)),
    total: splitting ? withCalls(total, calls) : total,
  };
}

/** The values of `tokenType` that filters keep; null where none is by it. */
export function wantedTypes(where: readonly DimensionFilter[]): ReadonlySet<string | null> | null {
  const filters = where.filter((filter) => filter.dimension === 'tokenType');
  const [first, ...rest] = filters.map((filter) => new Set(filter.values));
  return first ? rest.reduce((all, next) => all.intersection(next), first) : null;
}

/** Where each token type keeps its cost and its unpriced tokens. */
const TYPE_FIELDS = {
  input: ['costInput', 'unpricedInput'],
  output: ['costOutput', 'unpricedOutput'],
  cacheRead: ['costCacheRead', 'unpricedCacheRead'],
  cacheWrite: ['costCacheWrite', 'unpricedCacheWrite'],
} as const satisfies Record<TokenType, readonly [keyof Measures, keyof Measures]>;

/** The types a row used, each with its own tokens and cost; `units` for what is not tokens. */
function splitByType(m: Measures): { type: TokenType | 'units' | null; measures: Measures }[] {
  const calls = withCalls(NO_MEASURES, m);
  const parts: ReturnType<typeof splitByType> = TOKEN_TYPES.filter((type) => m[type] > 0).map((type) => {
    const [cost, unpriced] = TYPE_FIELDS[type];
    return { type, measures: { ...calls, [type]: m[type], [cost]: m[cost], [unpriced]: m[unpriced] } };
  });
  if (m.units > 0) {
    const units = { units: m.units, costUnits: m.costUnits, unpricedUnits: m.unpricedUnits };
    parts.push({ type: 'units', measures: { ...calls, ...units } });
  }
  // Calls that used nothing (throttled, blocked) have no type, and are not dropped.
  if (parts.length === 0) parts.push({ type: null, measures: calls });
  return parts;
}

function withCalls(m: Measures, calls: Measures): Measures {
  return {
    ...m,
    invocations: calls.invocations,
    failedInvocations: calls.failedInvocations,
    unpricedInvocations: calls.unpricedInvocations,
  };
}

/** The cost, or null where there is usage and none of it has a price. */
export function costOf(m: Measures): NanoUsd | null {
  return isUnpriced(m) ? null : pricedCost(m);
}

/** ISO texts of one grain sort as they follow each other. */
function byTime(a: SpendRow, b: SpendRow): number {
  const time = ({ values }: SpendRow) => values.hour ?? values.day ?? values.month ?? '';
  return compareText(time(a), time(b));
}

function byCost(a: SpendRow, b: SpendRow): number {
  const [costA, costB] = [costOf(a.measures) ?? nanoUsd(-1n), costOf(b.measures) ?? nanoUsd(-1n)];
  if (costA !== costB) return costA > costB ? -1 : 1;
  const tokens = tokensOf(b.measures) - tokensOf(a.measures);
  return tokens !== 0 ? tokens : compareText(JSON.stringify(a.values), JSON.stringify(b.values));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Measures as JSON: money as decimal strings, tokens as integers. */
export interface MeasuresJson {
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly tokens: { input: number; output: number; cacheRead: number; cacheWrite: number };
  readonly units: number;
  readonly cost: string | null;
  readonly unpriced: { invocations: number; tokens: number };
}

export function measuresJson(m: Measures): MeasuresJson {
  const cost = costOf(m);
  return {
    invocations: m.invocations,
    failedInvocations: m.failedInvocations,
    tokens: { input: m.input, output: m.output, cacheRead: m.cacheRead, cacheWrite: m.cacheWrite },
    units: m.units,
    cost: cost === null ? null : usdString(cost),
    unpriced: { invocations: m.unpricedInvocations, tokens: unpricedTokens(m) },
  };
}

/**
 * CONTRACT's JSON of `spend`, the same from the CLI and the API.
 * @param coverage how much of the usage the rows are; left out where nothing can be said
 */
export function spendJson(answer: Spend, coverage: unknown = null) {
  return {
    from: isoInstant(answer.range.from),
    to: isoInstant(answer.range.to),
    rows: answer.rows.map((row) => ({ ...row.values, ...measuresJson(row.measures) })),
    total: { ...measuresJson(answer.total), cost: usdString(pricedCost(answer.total)) },
    ...(coverage === null ? {} : { coverage }),
  };
}
