/** What the import tests share: offers from rows, and short ways to import them. */
import {
  type ImportOutcome,
  importOffers,
  loadCatalog,
  type Offer,
  type PriceVersion,
  pricesAt,
  readOffer,
} from '../../../../pricing/import/index.ts';
import type { PriceBook } from '../../../../pricing/index.ts';
import type { Sku } from '../../../../src/domain/sku.ts';
import { type OfferRowText, type OfferTextOptions, offerText } from '../../../offer-rows.ts';
import { realisticRows } from '../../../offer-server.ts';
import { instant, skuOf } from '../fixture.ts';

export const catalog = loadCatalog();
export const NOW = instant('2026-11-15');
export const FM = 'AmazonBedrockFoundationModels';

export function offer(
  serviceCode: string,
  region: string,
  rows: readonly OfferRowText[],
  more: Partial<OfferTextOptions> = {},
): Offer {
  const text = offerText({ serviceCode, region, rows, ...more });
  return readOffer({ serviceCode, region, url: `http://test/${serviceCode}/${region}`, text });
}

export const offersOf = (
  rows: ReadonlyMap<string, readonly OfferRowText[]>,
  more: Partial<OfferTextOptions> = {},
) =>
  [...rows].map(([key, own]) => {
    const [serviceCode = '', region = ''] = key.split('/');
    return offer(serviceCode, region, own, more);
  });

export interface Options {
  readonly previous?: PriceVersion | null;
  readonly accept?: boolean;
  readonly at?: string;
}

export function importAll(offers: readonly Offer[], options: Options = {}): ImportOutcome {
  const { previous = null, accept = false, at = '2026-11-15' } = options;
  return importOffers({ offers, catalog, previous, now: instant(at), accept });
}

/** Imports rows of one service code and Region on top of the realistic ones, so that prefixes are known. */
export function importRows(rows: readonly OfferRowText[], options: Options = {}): ImportOutcome {
  const all = realisticRows();
  for (const row of rows) {
    const code = row.usagetype.includes('MP:') ? FM : 'AmazonBedrock';
    const key = `${code}/${row.region}`;
    all.set(key, [
      ...(all.get(key) ?? []).filter((known) => known.usagetype !== row.usagetype || !sameName(known, row)),
      row,
    ]);
  }
  return importAll(offersOf(all), options);
}

const sameName = (a: OfferRowText, b: OfferRowText): boolean =>
  a.attributes?.servicename === b.attributes?.servicename;

/** USD per million tokens of one kind, or the reason why there is no price. */
export function rateIn(
  book: PriceBook,
  model: string,
  kind: 'input' | 'output' | 'cacheRead' | 'cacheWrite5m' | 'cacheWrite30m' | 'cacheWrite1h' | 'cacheWrite',
  sku: Partial<Sku> = {},
  at = '2026-11-15',
): bigint | string | null {
  const found = book.lookup(skuOf(model, sku), instant(at));
  return found.status === 'priced' ? found.rates[kind] : found.reason;
}

export const bookOf = (version: PriceVersion | null): PriceBook => pricesAt(version, catalog);
