/**
 * Measures as sums of columns of roll-up rows.
 * @module
 */
import type { MeasureName } from '../../domain/measures.ts';
import { COST_COLUMNS, KIND_COLUMNS, UNPRICED_KINDS, unpricedSql } from './columns.ts';
import type { Grain } from './cover.ts';

const CACHE_WRITES = KIND_COLUMNS.flatMap(([, column]) => (column.startsWith('cache_write') ? [column] : []));
/** Columns that a measure is the sum of; those without a price differ by table. */
const COLUMNS: Readonly<Partial<Record<MeasureName, readonly string[]>>> = {
  invocations: ['calls'],
  failedInvocations: ['failed'],
  input: ['input'],
  output: ['output'],
  cacheRead: ['cache_read'],
  cacheWrite: CACHE_WRITES,
  units: ['units'],
  cost: COST_COLUMNS,
  costInput: ['cost_input'],
  costOutput: ['cost_output'],
  costCacheRead: ['cost_cache_read'],
  costCacheWrite: ['cost_cache_write'],
  costUnits: ['cost_units'],
  unpricedInvocations: ['unpriced_calls'],
};
/** Sums of the quantities of kinds without a price. */
const UNPRICED: Readonly<Partial<Record<MeasureName, readonly (keyof typeof UNPRICED_KINDS)[]>>> = {
  unpricedInput: ['unpriced_input'],
  unpricedOutput: ['unpriced_output'],
  unpricedCacheRead: ['unpriced_cache_read'],
  unpricedCacheWrite: ['unpriced_cache_write'],
  unpricedUnits: ['unpriced_units'],
  unpricedTokens: ['unpriced_input', 'unpriced_output', 'unpriced_cache_read', 'unpriced_cache_write'],
};
/** What a group has that was used at all: all but costs, which nothing has without a quantity. */
export const ACTIVITY = ['calls', 'failed', ...KIND_COLUMNS.map(([, column]) => column)].join(' + ');

/** Whether a measure is the sum of columns that every table has; the others are read of what has no price. */
export const isPlain = (measure: MeasureName): boolean => COLUMNS[measure] !== undefined;

/** A measure of a row `u` of a table. */
export function expressionOf(measure: MeasureName, grain: Grain): string {
  const plain = COLUMNS[measure];
  if (plain) return plain.map((column) => `u.${column}`).join(' + ');
  const sums = UNPRICED[measure] ?? [];
  if (grain !== 'hour') return sums.map((column) => `u.${column}`).join(' + ');
  return sums.flatMap((column) => UNPRICED_KINDS[column].map(unpricedSql)).join(' + ');
}

/** Measures in nano-dollars. */
export const MONEY: ReadonlySet<MeasureName> = new Set<MeasureName>([
  'cost',
  'costInput',
  'costOutput',
  'costCacheRead',
  'costCacheWrite',
  'costUnits',
]);
