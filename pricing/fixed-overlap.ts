/**
 * The proof that no two entries of a file price one model unit, one term of reserved capacity or one fee.
 * @module
 */
import type { KeyPath } from './catalog-error.ts';
import { regionsOf } from './catalog-rows.ts';
import type { CatalogFile, CatalogModel } from './catalog-schema.ts';
import { FEE_NAMES } from './fee-price.ts';

interface FixedEntry {
  /** What prices of it can meet at: scope and list. */
  readonly group: string;
  readonly regions: readonly string[];
  readonly terms: readonly string[];
  readonly path: KeyPath;
}

/** Paths of every pair of entries with a common Region and term. */
export function findFixedTwins(file: CatalogFile): { readonly first: KeyPath; readonly second: KeyPath }[] {
  return Object.entries(file.models).flatMap(([id, model]) => {
    const entries = entriesOf(model, ['models', id]);
    return entries.flatMap((second, i) =>
      entries
        .slice(0, i)
        .filter((first) => meet(first, second))
        .map((first) => ({ first: first.path, second: second.path })),
    );
  });
}

const COMMITMENTS = ['noCommitment', 'oneMonth', 'sixMonths'] as const;

function entriesOf({ prices = [], provisioned = [], fees = [] }: CatalogModel, path: KeyPath): FixedEntry[] {
  const reserved = prices.flatMap((price, i) => {
    const own = [...path, 'prices', i];
    const rows = price.byRegion?.map((row, j) => ({ ...row, path: [...own, 'byRegion', j] }));
    return (rows ?? [{ ...price, path: own }]).flatMap((row): FixedEntry[] => {
      if (row.reserved === undefined) return [];
      const regions = regionsOf(row.regions ?? [], price.except);
      const terms = Object.keys(row.reserved);
      return [{ group: `reserved ${price.scope}`, regions, terms, path: [...row.path, 'reserved'] }];
    });
  });
  const units = provisioned.map((row, i) => ({
    ...{ group: 'provisioned', regions: regionsOf(row.regions), path: [...path, 'provisioned', i] },
    terms: COMMITMENTS.filter((term) => row[term] !== undefined),
  }));
  const others = fees.map((row, i) => ({
    ...{ group: 'fees', regions: regionsOf(row.regions), path: [...path, 'fees', i] },
    terms: FEE_NAMES.filter((fee) => row[fee] !== undefined),
  }));
  return [...reserved, ...units, ...others];
}

const meet = (a: FixedEntry, b: FixedEntry): boolean =>
  a.group === b.group &&
  a.terms.some((term) => b.terms.includes(term)) &&
  a.regions.some((region) => b.regions.includes(region));
