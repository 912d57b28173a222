/**
 * What Amazon Bedrock usage costs: a dated, sourced price book, and the one function that applies it.
 * @module
 */
import type { Rater } from '../src/domain/cost.ts';
import { loadCatalog } from './load-catalog.ts';
import { type PricingOptions, withPricing } from './overrides.ts';
import { createPriceBook, type PriceBook } from './price-book.ts';
import { raterOf } from './rater.ts';

export { CatalogError } from './catalog-error.ts';
export {
  describeModel,
  listModels,
  type ModelDescription,
  type ModelSummary,
  similarModel,
} from './describe.ts';
export { type Estimate, type EstimateLine, type EstimateRequest, estimate } from './estimate.ts';
export {
  type KnownCheck,
  loadPrices,
  type PriceBookHealth,
  type PriceBookState,
  type PriceCheck,
  priceBookHealth,
  pricesFolder,
  versionMark,
} from './import/index.ts';
export { type PriceOverride, type PricingOptions, withPricing } from './overrides.ts';
export type { PriceBook } from './price-book.ts';
export type { Priced, PriceLookup, Unpriced } from './price-lookup.ts';
export { costOf } from './rater.ts';
export { KNOWN_REGIONS, REGION_CLASSES } from './regions.ts';

/**
 * The packaged price book.
 * @throws CatalogError when any part of the catalogue is broken: nothing is loaded then
 */
export function loadPriceBook(): PriceBook {
  return createPriceBook(loadCatalog());
}

/**
 * Prices usage by a book, with the user's discount and overrides over it.
 * @throws UsageError for an option that is wrong; names its key
 */
export function createRater(book: PriceBook, options: PricingOptions = {}): Rater {
  return raterOf(withPricing(book, options));
}
