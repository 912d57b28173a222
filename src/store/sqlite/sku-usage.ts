/**
 * Quantities by SKU and day: the input of every question "what would this cost at other prices".
 * @module
 */
import type { SkuUsage, UsageQuery } from '../../domain/measures.ts';
import { nanoUsd } from '../../domain/money.ts';
import { NO_QUANTITIES } from '../../domain/quantities.ts';
import type { EpochDay } from '../../domain/time.ts';
import { COST_COLUMNS, KIND_COLUMNS } from './columns.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { prepareUsage } from './query.ts';
import { SKU_COLUMNS, skuOf, skuRow } from './skus.ts';

/** What was used at all; rows that are taken off others leave groups with nothing. */
const USED = ['calls', 'failed', ...KIND_COLUMNS.map(([, column]) => column)]
  .map((column) => `sum(u.${column})`)
  .join(' + ');

/** Answers {@link Store.skuUsage}; rows ordered by day, then by size. */
export function querySkuUsage(db: Db, labels: Labels, query: Omit<UsageQuery, 'by'>): SkuUsage[] {
  return db.transaction(() => readSkus(db, labels, query))();
}

function readSkus(db: Db, labels: Labels, query: Omit<UsageQuery, 'by'>): SkuUsage[] {
  const prepared = prepareUsage(db, labels, { ...query, by: ['day', 'modelId'] });
  if (prepared === null) return [];
  const sums = [
    'sum(u.calls) AS calls',
    ...KIND_COLUMNS.map(([, column]) => `sum(u.${column}) AS ${column}`),
    `sum(${COST_COLUMNS.map((column) => `u.${column}`).join(' + ')}) AS cost`,
  ];
  return db
    .prepare<(number | string)[], Record<string, bigint>>(
      `SELECT ${prepared.keys[0]} AS day, ${prepared.keys[1]} AS called, ${SKU_COLUMNS}, ${sums.join(', ')}
       ${prepared.from} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
       HAVING ${USED} > 0 ORDER BY 1, cost DESC, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    )
    .safeIntegers(true)
    .all(...prepared.params)
    .map((row) => ({
      sku: skuOf(skuRow(row), labels),
      modelId: labels.textOf(Number(row.called)) ?? '',
      day: Number(row.day) as EpochDay,
      invocations: Number(row.calls),
      quantities: {
        ...NO_QUANTITIES,
        ...Object.fromEntries(KIND_COLUMNS.map(([kind, column]) => [kind, Number(row[column])])),
      },
      cost: nanoUsd(row.cost ?? 0n),
    }));
}
