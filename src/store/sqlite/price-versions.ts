/**
 * Which price books the money of a range comes from.
 * @module
 */
import { nanoUsd } from '../../domain/money.ts';
import { type EpochHour, hourOf, type TimeRange, toWholeHours } from '../../domain/time.ts';
import type { PriceVersionUse } from '../port.ts';
import { COST_COLUMNS } from './columns.ts';
import type { Db } from './open.ts';

/** By name, with the cost of the hour rows that each has priced. */
export function listPriceVersions(db: Db, range: TimeRange): PriceVersionUse[] {
  const whole = toWholeHours(range);
  return db
    .prepare<[EpochHour, EpochHour], { name: string; cost: bigint }>(
      `SELECT v.name, sum(${COST_COLUMNS.join(' + ')}) AS cost
       FROM usage_hour u JOIN price_version v ON v.id = u.price_version
       WHERE u.hour >= ? AND u.hour < ? GROUP BY v.id ORDER BY v.name`,
    )
    .safeIntegers(true)
    .all(hourOf(whole.from), hourOf(whole.to))
    .map(({ name, cost }) => ({ version: name, cost: nanoUsd(cost) }));
}
