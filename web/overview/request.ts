/**
 * The overview's question, read from its address.
 * @module
 */
import { accountIdAsked } from '../../src/config/account-names.ts';
import type { Config } from '../../src/config/schema.ts';
import {
  type DimensionFilter,
  dimensionNames,
  NONE_LABEL,
  parseDimension,
} from '../../src/domain/dimension.ts';
import { UsageError } from '../../src/domain/errors.ts';
import type { StoreDimension, UsageQuery } from '../../src/domain/measures.ts';
import { principalAsLogged } from '../../src/domain/principal.ts';
import { parseRange } from '../../src/domain/range.ts';
import { type EpochSeconds, type TimeRange, toWholeHours } from '../../src/domain/time.ts';
import { queryName } from '../http/parameters.ts';
import { pageState } from './address.ts';

export type Filters = UsageQuery['where'];

/** What the chart stacks. */
export type ChartMeasure = 'cost' | 'tokens';

export interface OverviewRequest {
  /** Whole UTC hours. */
  readonly range: TimeRange;
  /** The span, when the range was asked for as one (`7d`). */
  readonly since: string | null;
  readonly compare: boolean;
  readonly filters: Filters;
  readonly measure: ChartMeasure;
  /** Dimensions of the third table. */
  readonly by: readonly StoreDimension[];
  /** Only table rows that contain this are shown. */
  readonly search: string;
  /** Whether tables show every row. */
  readonly allRows: boolean;
  /** The address, without what is unknown. */
  readonly state: URLSearchParams;
}

const DEFAULT_BREAKDOWN: readonly StoreDimension[] = ['account', 'region'];

/**
 * Reads the query of a page: `from`, `to`, `since` as everywhere, filters named by their dimension.
 * @param accounts those that may be asked for by their name
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseOverviewRequest(
  params: URLSearchParams,
  now: EpochSeconds,
  accounts: Config['accounts'] = [],
): OverviewRequest {
  const state = pageState(params);
  const since = state.get('since');
  const text = {
    from: state.get('from') ?? undefined,
    to: state.get('to') ?? undefined,
    since: since ?? undefined,
  };
  return {
    range: toWholeHours(parseRange(text, now, queryName)),
    since,
    compare: state.get('compare') !== 'none',
    filters: readFilters(state, accounts),
    measure: state.get('measure') === 'tokens' ? 'tokens' : 'cost',
    by: readBreakdown(state),
    search: state.get('q') ?? '',
    allRows: state.get('rows') === 'all',
    state,
  };
}

function readFilters(state: URLSearchParams, accounts: Config['accounts']): Filters {
  return [...new Set(state.keys())].flatMap((key) => {
    const dimension = storeDimension(key);
    if (dimension === undefined) return [];
    const values = state.getAll(key).map((value) => filterValue(dimension, value, accounts));
    return [{ dimension, values } satisfies DimensionFilter];
  });
}

function filterValue(dimension: StoreDimension, value: string, accounts: Config['accounts']): string | null {
  if (value === NONE_LABEL) return null;
  if (dimension === 'account') return accountIdAsked(value, accounts, `account ${value.slice(0, 100)}`);
  return dimension === 'principal' ? principalAsLogged(value) : value;
}

/** A tag key has a parameter of its own, so that a plain form can ask for it. */
function readBreakdown(state: URLSearchParams): readonly StoreDimension[] {
  const tag = state.get('tag');
  if (tag !== null) return [`tag:${tag}`];
  const by = state.get('by');
  if (by === null) return DEFAULT_BREAKDOWN;
  return by.split(',').map((name) => {
    const dimension = storeDimension(name.trim());
    if (dimension !== undefined) return dimension;
    throw new UsageError(`by ${name}: no such dimension; known are ${dimensionNames()}`);
  });
}

function storeDimension(text: string): StoreDimension | undefined {
  const dimension = parseDimension(text);
  return dimension === 'tokenType' ? undefined : dimension;
}
