/**
 * What is billed by the hour and not by use: the reserved tier (per 1,000 tokens a minute) and provisioned
 * throughput (per model unit). No rate of a token follows from these.
 * @module
 */
import type { BaseModelId, RegionId } from '../src/domain/ids.ts';
import { baseModelId } from '../src/domain/ids.ts';
import { regionsOf, sourceText } from './catalog-rows.ts';
import type { CatalogFile } from './catalog-schema.ts';
import type { PriceScope } from './rates.ts';

export interface CapacityPrice {
  readonly model: BaseModelId;
  readonly kind: 'reserved' | 'provisioned';
  /** Null for provisioned throughput, which has no scope. */
  readonly scope: PriceScope | null;
  readonly regions: readonly RegionId[];
  /**
   * Exact decimals in USD per hour, by term: `input1Month`, `output3Months` … for 1,000 tokens a minute;
   * `noCommitment`, `oneMonth`, `sixMonths` for one model unit.
   */
  readonly usdPerHour: Readonly<Record<string, string>>;
  readonly source: string;
  readonly derived: string | null;
}

export function capacityPrices(file: CatalogFile): CapacityPrice[] {
  return Object.entries(file.models).flatMap(([id, entry]) => {
    const model = baseModelId(id);
    const reserved = (entry.prices ?? []).flatMap((price) =>
      (price.byRegion ?? [price]).flatMap((row): CapacityPrice[] => {
        if (row.reserved === undefined) return [];
        const regions = regionsOf(row.regions ?? [], price.except);
        const usdPerHour = present(row.reserved);
        const [source, derived] = [sourceText(file, price.sources), price.derived ?? null];
        return [{ model, kind: 'reserved', scope: price.scope, regions, usdPerHour, source, derived }];
      }),
    );
    const provisioned = (entry.provisioned ?? []).map((unit): CapacityPrice => {
      const { regions, sources, derived = null, verified: _, ...terms } = unit;
      return {
        model,
        kind: 'provisioned',
        scope: null,
        regions: regionsOf(regions),
        usdPerHour: present(terms),
        source: sourceText(file, sources),
        derived,
      };
    });
    return [...reserved, ...provisioned];
  });
}

function present(terms: { readonly [term: string]: string | undefined }): Record<string, string> {
  return Object.fromEntries(Object.entries(terms).filter((e): e is [string, string] => e[1] !== undefined));
}
