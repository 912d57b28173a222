/**
 * Columns of the roll-up tables and what they hold, in one order everywhere.
 * @module
 */
import type { Quantities } from '../../domain/quantities.ts';
import { TOKEN_COLUMNS } from './measures.ts';

/** Kinds in the order of their bits in `usage_hour.unpriced`, with their columns. */
export const KIND_COLUMNS = [...TOKEN_COLUMNS, ['units', 'units']] as const;
export const COUNT_COLUMNS = [
  'calls',
  'failed',
  'unpriced_calls',
  ...KIND_COLUMNS.map(([, column]) => column),
] as const;
export const COST_COLUMNS = [
  'cost_input',
  'cost_output',
  'cost_cache_read',
  'cost_cache_write',
  'cost_units',
] as const;

/** Kinds whose quantities add up to each of the coarse rows' unpriced sums. */
export const UNPRICED_KINDS = {
  unpriced_input: ['input'],
  unpriced_output: ['output'],
  unpriced_cache_read: ['cacheRead'],
  unpriced_cache_write: ['cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'],
  unpriced_units: ['units'],
} as const satisfies Record<string, readonly (keyof Quantities)[]>;
const UNPRICED_COLUMNS = Object.keys(UNPRICED_KINDS) as (keyof typeof UNPRICED_KINDS)[];

/** What an hour row holds beside its key and price version. */
export const HOUR_COLUMNS = [...COUNT_COLUMNS, ...COST_COLUMNS, 'unpriced'] as const;
/** Everything that is summed over roll-up rows; the columns of day and month rows. */
export const MEASURE_COLUMNS = [...COUNT_COLUMNS, ...COST_COLUMNS, ...UNPRICED_COLUMNS] as const;
/** {@link MEASURE_COLUMNS} of an hour row, as SQL. */
export const HOUR_MEASURES = [
  ...COUNT_COLUMNS,
  ...COST_COLUMNS,
  ...UNPRICED_COLUMNS.map((sum) => `${UNPRICED_KINDS[sum].map(unpricedSql).join(' + ')} AS ${sum}`),
];

/** The bit of a kind in `usage_hour.unpriced`. */
export function bitOf(kind: keyof Quantities): number {
  return 1 << KIND_COLUMNS.findIndex(([name]) => name === kind);
}

/** The quantity of a kind in an hour row, as far as it has no price. */
export function unpricedSql(kind: keyof Quantities): string {
  const column = KIND_COLUMNS.find(([name]) => name === kind)?.[1];
  return `iif(unpriced & ${bitOf(kind)}, ${column}, 0)`;
}

/** The unpriced sums of a row, in column order. */
export function unpricedSums(totals: Quantities, unpriced: number): number[] {
  return UNPRICED_COLUMNS.map((column) =>
    UNPRICED_KINDS[column].reduce((sum, kind) => sum + (unpriced & bitOf(kind) ? totals[kind] : 0), 0),
  );
}
