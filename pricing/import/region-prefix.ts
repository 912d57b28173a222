/**
 * Which Region a usagetype's prefix stands for, learned from products that carry both: sources disagree on some
 * prefixes (CAN2 or CAW1), and `APS3` is ap-south-1.
 * @module
 */
import type { RegionId } from '../../src/domain/ids.ts';

export interface PrefixUse {
  readonly prefix: string;
  readonly region: RegionId;
}

export interface PrefixConflict {
  readonly prefix: string;
  /** Regions that products with this prefix name, with the number of products, most first. */
  readonly regions: readonly { readonly region: RegionId; readonly products: number }[];
}

export interface PrefixTable {
  /** Undefined: not seen, or no Region has more than half of the products. */
  regionOf(prefix: string): RegionId | undefined;
  readonly conflicts: readonly PrefixConflict[];
}

/** A prefix stands for the Region that more than half of its products name; the others are conflicts. */
export function learnPrefixes(uses: Iterable<PrefixUse>): PrefixTable {
  const seen = new Map<string, Map<RegionId, number>>();
  for (const { prefix, region } of uses) {
    const counts = seen.get(prefix) ?? new Map<RegionId, number>();
    seen.set(prefix, counts.set(region, (counts.get(region) ?? 0) + 1));
  }
  const regions = new Map<string, RegionId>();
  const conflicts: PrefixConflict[] = [];
  for (const [prefix, counts] of [...seen].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const named = [...counts]
      .map(([region, products]) => ({ region, products }))
      .sort((a, b) => b.products - a.products || (a.region < b.region ? -1 : 1));
    const all = named.reduce((sum, { products }) => sum + products, 0);
    const [first] = named;
    if (first !== undefined && first.products * 2 > all) regions.set(prefix, first.region);
    if (named.length > 1) conflicts.push({ prefix, regions: named });
  }
  return { regionOf: (prefix) => regions.get(prefix), conflicts };
}
