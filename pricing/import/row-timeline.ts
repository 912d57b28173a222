/**
 * The price book seen from one cell: which row is in force at an instant.
 * @module
 */
import type { RegionId } from '../../src/domain/ids.ts';
import type { PromptBand } from '../../src/domain/sku.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { PriceRow } from '../catalog-rows.ts';
import { CACHE_WRITE_KIND, type CacheWriteTtl, type Rates } from '../rates.ts';
import type { UnitRule } from '../unit-rule.ts';

/** Rows that can meet: same model, scope, class and unit rule. */
export const rowGroup = (row: Pick<PriceRow, 'model' | 'scope' | 'rateClass' | 'unit'>): string =>
  `${row.model} ${row.scope} ${row.rateClass} ${ruleKey(row.unit)}`;

/** `token`, or the unit with its size, quality and lines. */
export function ruleKey(unit: UnitRule | null): string {
  if (unit === null) return 'token';
  const { upTo, quality, lines } = unit;
  return `${unit.unit} ${upTo ? `${upTo.width}x${upTo.height}` : ''} ${quality ?? ''} ${lines ?? ''}`;
}

/** Rows by {@link rowGroup}, in their order. */
export function groupRows(rows: readonly PriceRow[]): ReadonlyMap<string, readonly PriceRow[]> {
  const groups = new Map<string, PriceRow[]>();
  for (const row of rows) {
    const key = rowGroup(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The rows of a group for one Region and prompt size, earliest first. They do not overlap. */
export function timeline(
  group: readonly PriceRow[],
  region: RegionId,
  band: PromptBand,
): readonly PriceRow[] {
  return group
    .filter((row) => row.regions.includes(region) && row.bands.includes(band))
    .sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
}

/** The one row of a timeline that holds at an instant. */
export const inForce = (rows: readonly PriceRow[], at: EpochSeconds): PriceRow | undefined =>
  rows.find((row) => row.from <= at && at < row.to);

/** Sets the rate of cache writes without TTL to that of the model's default TTL. */
export function withDefaultWrite(rates: Rates, ttl: CacheWriteTtl | null): Rates {
  return ttl === null ? rates : { ...rates, cacheWrite: rates[CACHE_WRITE_KIND[ttl]] };
}
