/**
 * One hour row as a value, and its price. The row's cost is a function of its SKU, its hour and its totals, rounded
 * once: the order in which facts arrive cannot move a nano-dollar.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { allTokens, NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import type { Sku } from '../../domain/sku.ts';
import { type EpochHour, startOfHour } from '../../domain/time.ts';
import { bitOf, COST_COLUMNS, KIND_COLUMNS, unpricedSums } from './columns.ts';

/** Integer parts of a row's cost in column order, and the kinds without a rate as bits. */
export interface RowPrice {
  readonly costs: readonly bigint[];
  readonly unpriced: number;
}

export interface HourRow extends RowPrice {
  readonly calls: number;
  readonly failed: number;
  readonly unpricedCalls: number;
  readonly totals: Quantities;
  readonly priceVersion: number;
}

export const NO_PRICE: RowPrice = { costs: COST_COLUMNS.map(() => 0n), unpriced: 0 };

/** What a row's totals cost. */
export function priceOf(sku: Sku, hour: EpochHour, totals: Quantities, rater: Rater): RowPrice {
  if (allTokens(totals) === 0 && totals.units === 0) return NO_PRICE;
  const { cost, unpricedKinds } = rater.rate(sku, startOfHour(hour), totals);
  return {
    costs: [cost.input, cost.output, cost.cacheRead, cost.cacheWrite, cost.units],
    unpriced: unpricedKinds.reduce((bits, kind) => bits | bitOf(kind), 0),
  };
}

/** A row as read with safe integers; the statement selects HOUR_COLUMNS and price_version. */
export function hourRowOf(row: Readonly<Record<string, bigint>>): HourRow {
  const count = (column: string): number => Number(row[column] ?? 0n);
  return {
    calls: count('calls'),
    failed: count('failed'),
    unpricedCalls: count('unpriced_calls'),
    totals: {
      ...NO_QUANTITIES,
      ...Object.fromEntries(KIND_COLUMNS.map(([kind, column]) => [kind, count(column)])),
    },
    costs: COST_COLUMNS.map((column) => row[column] ?? 0n),
    unpriced: count('unpriced'),
    priceVersion: count('price_version'),
  };
}

/** Values of HOUR_COLUMNS. */
export function hourValues(row: HourRow): (number | bigint)[] {
  const counts = [
    row.calls,
    row.failed,
    row.unpricedCalls,
    ...KIND_COLUMNS.map(([kind]) => row.totals[kind]),
  ];
  return [...counts, ...row.costs, row.unpriced];
}

/** What a row adds to its day and month, in the order of MEASURE_COLUMNS. */
export function measureValues(row: HourRow): bigint[] {
  const counts = [
    row.calls,
    row.failed,
    row.unpricedCalls,
    ...KIND_COLUMNS.map(([kind]) => row.totals[kind]),
  ];
  return [...counts.map(BigInt), ...row.costs, ...unpricedSums(row.totals, row.unpriced).map(BigInt)];
}
