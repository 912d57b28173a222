/**
 * Offer files to a version of the price book: classified, compared, and laid over what was imported before.
 * Additions are taken; a different price of something that has one waits until it is accepted.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { dayOf, type EpochSeconds, isoDay, isoInstant } from '../../src/domain/time.ts';
import { ALWAYS_TO, type ModelCard, type PriceRow } from '../catalog-rows.ts';
import { type FixedPrice, fixedPricesOf, layFixed } from '../fixed-price.ts';
import type { Catalog } from '../parse-catalog.ts';
import { createPriceBook } from '../price-book.ts';
import { CACHE_WRITE_TTLS, NO_RATES } from '../rates.ts';
import { buildPrices } from './build-prices.ts';
import { changeLines } from './change-lines.ts';
import { classifyOffers } from './classify.ts';
import { comparePrices, type PriceUpdate } from './compare.ts';
import { compareFixed, fixedLines, listedFixed } from './fixed-list.ts';
import { layerCatalog } from './layer.ts';
import { bandText, type ListedPrice, meterText } from './listed-price.ts';
import { modelNames } from './model-names.ts';
import { type NewModel, shapeOf, type UnknownRow } from './offer-row.ts';
import { overlayRows } from './overlay.ts';
import type { Offer } from './read-offer.ts';
import { type ImportReport, importReport } from './report.ts';
import { toCatalogData } from './to-catalog.ts';
import { readUsagetype } from './usagetype.ts';
import { layerName, type OfferSummary, type PriceVersion, versionCatalog, versionPrint } from './version.ts';

export interface ImportInput {
  readonly offers: readonly Offer[];
  /** The packaged catalogue. */
  readonly catalog: Catalog;
  /** The version in force; null before the first import. */
  readonly previous: PriceVersion | null;
  readonly now: EpochSeconds;
  /** Takes changed prices too. */
  readonly accept: boolean;
}

export interface ImportOutcome {
  readonly version: PriceVersion;
  /** Whether the version says anything that the previous one does not. */
  readonly isNew: boolean;
  readonly report: ImportReport;
}

/**
 * Pure: the same offers give the same version, whatever their order.
 * @throws CatalogError when the result would price some usage twice
 */
export function importOffers({ offers, catalog, previous, now, accept }: ImportInput): ImportOutcome {
  const before = previous === null ? null : versionCatalog(previous);
  const current =
    previous === null || before === null ? catalog : layerCatalog(catalog, before, layerName(previous));
  const book = createPriceBook(current);
  const classified = classifyOffers(offers, modelNames(book.models));
  const built = buildPrices(classified.rows, book.rows);
  const unknown = [...classified.unknown, ...built.unknown];
  const compared = comparePrices(book, built.prices, now);
  const fixed = listedFixed(classified.rows);
  const comparedFixed = compareFixed(fixedPricesOf(current), fixed.prices);
  const takenFixed = accept
    ? [...comparedFixed.additions, ...comparedFixed.changes]
    : comparedFixed.additions;
  const taken = accept ? [...compared.additions, ...compared.changes] : compared.additions;
  const models = withNewModels(book.models, classified.newModels, built.prices);
  const rows = overlayRows(before?.rows ?? [], taken.map(rowOf));
  const keptFixed = layFixed(before === null ? [] : fixedPricesOf(before), takenFixed);
  const listed = { ...listedCells(built.prices), ...listedFixedCells(fixed.prices) };
  const shapes = unknownShapes(unknown);
  const content = {
    offers: offerSummaries(offers),
    catalog: toCatalogData(rows, models, keptFixed),
    pending: accept ? [] : [...changeLines(compared.changes), ...fixedLines(comparedFixed.changes)],
  };
  const print = versionPrint(content);
  const version: PriceVersion = {
    format: 1,
    name: `${isoDay(dayOf(now))}-${print}`,
    importedAt: isoInstant(now),
    previous: previous?.name ?? null,
    published:
      content.offers
        .map(({ published }) => published)
        .sort()
        .at(-1) ?? '',
    products: classified.products,
    unknown: unknown.length,
    unknownShapes: shapes,
    newlyUnknown:
      previous === null ? 0 : shapes.filter((shape) => !previous.unknownShapes.includes(shape)).length,
    listed,
    ...content,
  };
  // The proof that what is written can be read: nothing is written otherwise.
  layerCatalog(catalog, versionCatalog(version), layerName(version));
  const input = { classified, unknown, built, compared, version, previous, accept };
  const report = importReport({ ...input, fixed, comparedFixed });
  return { version, isNew: previous === null || versionPrint(previous) !== print, report };
}

function rowOf(update: PriceUpdate): PriceRow {
  const { model, scope, region, rateClass, bands, from, unit, kind, rate, sources } = update;
  return {
    model,
    scope,
    regions: [region],
    rateClass,
    bands,
    from,
    to: ALWAYS_TO,
    unit,
    rates: { ...NO_RATES, [kind]: rate },
    source: sources.join('; '),
    derived: null,
    file: 'price list',
    path: [],
  };
}

/** Cards for models that the list names by id, and the TTL of cache writes where the book has none: the shortest listed. */
function withNewModels(
  known: ReadonlyMap<BaseModelId, ModelCard>,
  added: readonly NewModel[],
  prices: readonly ListedPrice[],
): ReadonlyMap<BaseModelId, ModelCard> {
  const models = new Map(known);
  for (const { id, name, provider } of added) {
    models.set(id, { id, name, provider, cacheWriteTtl: null, unpriced: null });
  }
  for (const ttl of CACHE_WRITE_TTLS) {
    for (const { model, kind } of prices) {
      const card = models.get(model);
      if (kind !== `cacheWrite${ttl}` || card === undefined || card.cacheWriteTtl !== null) continue;
      models.set(model, { ...card, cacheWriteTtl: ttl });
    }
  }
  return models;
}

function listedCells(prices: readonly ListedPrice[]): Record<string, string[]> {
  const cells: Record<string, string[]> = {};
  for (const price of prices) {
    const { model, scope, rateClass, bands } = price;
    const key = `${model} ${scope} ${rateClass} ${meterText(price)}${bands.length === 4 ? '' : ` ${bandText(bands)}`}`;
    cells[key] = [...(cells[key] ?? []), price.region];
  }
  return cells;
}

function listedFixedCells(prices: readonly FixedPrice[]): Record<string, string[]> {
  const cells: Record<string, string[]> = {};
  for (const { model, scope, kind, term, region } of prices) {
    const key = `${model} ${scope ?? 'any'} ${kind} ${term}`;
    cells[key] = [...(cells[key] ?? []), region];
  }
  return cells;
}

function unknownShapes(rows: readonly UnknownRow[]): string[] {
  const shapes = rows.map(({ serviceCode, usagetype, reason }) =>
    shapeOf(serviceCode, readUsagetype(usagetype).body, reason),
  );
  return [...new Set(shapes)].sort();
}

/** An offer without products says nothing, and one source of the list has no file for it at all. */
function offerSummaries(offers: readonly Offer[]): OfferSummary[] {
  const saying = offers.filter(({ items }) => items.length > 0);
  const byVersion = Map.groupBy(saying, ({ serviceCode, version, published }) =>
    JSON.stringify([serviceCode, version, published]),
  );
  return [...byVersion]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const { serviceCode, version, published } = first;
      return [{ serviceCode, version, published, regions: own.map(({ region }) => region).sort() }];
    });
}
