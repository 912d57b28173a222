/**
 * Import of the AWS Price List: offer files in, dated versions of the price book out.
 * @module
 */
import { loadCatalog } from '../load-catalog.ts';
import type { Catalog } from '../parse-catalog.ts';
import { createPriceBook, type PriceBook } from '../price-book.ts';
import { layerCatalog } from './layer.ts';
import { layerName, type PriceVersion, versionCatalog } from './version.ts';
import { currentVersion } from './version-store.ts';

export { loadCatalog } from '../load-catalog.ts';
export { diffBooks, type PriceDifference } from './diff.ts';
export {
  type KnownCheck,
  type PriceBookHealth,
  type PriceBookState,
  type PriceCheck,
  priceBookHealth,
  priceCheckOf,
} from './health.ts';
export { type ImportInput, type ImportOutcome, importOffers } from './import-offers.ts';
export { type ModelEffect, type MoneyEffect, moneyEffect } from './money-effect.ts';
export { type Offer, OfferError, type OfferText, readOffer } from './read-offer.ts';
export type { ImportReport } from './report.ts';
export type { ChangeLine, PriceVersion } from './version.ts';
export {
  confirmVersion,
  currentVersion,
  pricesFolder,
  readPointer,
  readVersion,
  versionMark,
  versionNames,
  writeVersion,
} from './version-store.ts';

/**
 * The packaged prices with the imported version in force laid over them; the version string names both.
 * @param dir folder of imported versions; the packaged prices alone where it has none
 * @throws CatalogError or MeterError when either is broken: nothing is loaded then
 */
export function loadPrices({ dir }: { readonly dir: string }): PriceBook {
  return pricesAt(currentVersion(dir));
}

/**
 * The packaged prices with one version over them; null: alone.
 * @param catalog the packaged catalogue, where it is at hand already
 */
export function pricesAt(version: PriceVersion | null, catalog: Catalog = loadCatalog()): PriceBook {
  if (version === null) return createPriceBook(catalog);
  return createPriceBook(layerCatalog(catalog, versionCatalog(version), layerName(version)));
}
