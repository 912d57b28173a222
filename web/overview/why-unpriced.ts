/**
 * Why usage has no price, as the price book says it.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import { baseModelId, regionId } from '../../src/domain/ids.ts';
import { SCOPES, type Sku } from '../../src/domain/sku.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { UnpricedUsage } from '../../src/store/port.ts';

/** One sentence. The list does not carry every part of a SKU, so a price may exist for a sibling: then it says so. */
export function whyUnpriced(book: PriceBook, usage: UnpricedUsage, at: EpochSeconds): string {
  const scope = SCOPES.find((known) => known === usage.scope) ?? 'unresolved';
  const sku: Sku = {
    model: usage.model === null ? null : baseModelId(usage.model),
    scope,
    region: regionId(usage.region),
    tier: usage.tier,
    latency: 'standard',
    band: 0,
    batch: false,
    unit: usage.unit,
  };
  const found = book.lookup(sku, at);
  return found.status === 'unpriced'
    ? found.detail
    : 'the price book has this model, but not for this kind of token, latency mode, prompt size or date';
}
