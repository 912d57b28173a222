/**
 * The proof that no two price rows answer for one SKU at one time.
 * @module
 */
import type { PriceRow } from './catalog-rows.ts';
import type { UnitRule } from './unit-rule.ts';

export interface Overlap {
  readonly first: PriceRow;
  readonly second: PriceRow;
}

/**
 * Every pair of rows that match the same model, scope, Region, class, prompt band and unit at a common
 * instant. Complete: all rows of a (model, scope, class) are compared pair by pair, and two rows meet
 * exactly when each of their ranges does.
 */
export function findOverlaps(rows: readonly PriceRow[]): Overlap[] {
  const groups = new Map<string, PriceRow[]>();
  for (const row of rows) {
    const key = `${row.model} ${row.scope} ${row.rateClass} ${row.unit?.unit ?? 'token'}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const found: Overlap[] = [];
  for (const group of groups.values()) {
    group.forEach((second, i) => {
      for (const first of group.slice(0, i)) if (meet(first, second)) found.push({ first, second });
    });
  }
  return found;
}

function meet(a: PriceRow, b: PriceRow): boolean {
  return (
    a.from < b.to &&
    b.from < a.to &&
    a.bands.some((band) => b.bands.includes(band)) &&
    sameUnits(a.unit, b.unit) &&
    a.regions.some((region) => b.regions.includes(region))
  );
}

/** Rules with different size limits share units on purpose: the narrowest limit prices them. */
function sameUnits(a: UnitRule | null, b: UnitRule | null): boolean {
  if (a === null || b === null) return a === b;
  const limit = ({ upTo }: UnitRule) => (upTo ? `${upTo.width}x${upTo.height}` : '');
  const agree = <T>(x: T | null, y: T | null) => x === null || y === null || x === y;
  return limit(a) === limit(b) && agree(a.quality, b.quality) && agree(a.lines, b.lines);
}
