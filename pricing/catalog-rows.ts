/**
 * A checked catalogue file as flat rows: one row is one set of rates for Regions, dates, prompt sizes and
 * one rate class.
 * @module
 */
import type { BaseModelId, RegionId } from '../src/domain/ids.ts';
import { baseModelId } from '../src/domain/ids.ts';
import { type AttoUsdPerUnit, parseRate } from '../src/domain/money.ts';
import { BAND_LIMITS, type PromptBand } from '../src/domain/sku.ts';
import { type EpochSeconds, epochSeconds, parseInstant } from '../src/domain/time.ts';
import type { KeyPath } from './catalog-error.ts';
import { PUBLISHED_ZERO } from './catalog-fields.ts';
import type { CatalogFile, CatalogModel, CatalogPrice, CatalogUnitPrice } from './catalog-schema.ts';
import {
  CACHE_WRITE_KIND,
  type CacheWriteTtl,
  NO_RATES,
  type PricedKind,
  type PriceScope,
  RATE_CLASSES,
  type RateClass,
  type Rates,
} from './rates.ts';
import { REGION_CLASSES, type RegionClass } from './regions.ts';
import { CATALOG_UNITS, parsePixelSize, type UnitRule } from './unit-rule.ts';

/** Open ends of an effective range. */
export const ALWAYS_FROM = epochSeconds(Number.NEGATIVE_INFINITY);
export const ALWAYS_TO = epochSeconds(Number.POSITIVE_INFINITY);

export interface PriceRow {
  readonly model: BaseModelId;
  readonly scope: PriceScope;
  readonly regions: readonly RegionId[];
  readonly rateClass: RateClass;
  readonly bands: readonly PromptBand[];
  /** Inclusive. */
  readonly from: EpochSeconds;
  /** Exclusive. */
  readonly to: EpochSeconds;
  /** Null: token rates. */
  readonly unit: UnitRule | null;
  readonly rates: Rates;
  /** Titles and dates of the documents behind it. */
  readonly source: string;
  /** Null: printed by an AWS or vendor document. Otherwise the rule that made it, or where else it was seen. */
  readonly derived: string | null;
  readonly file: string;
  readonly path: KeyPath;
}

/** Rows of every model of a file, in the file's order. */
export function rowsOf(file: CatalogFile, fileName: string): PriceRow[] {
  return Object.entries(file.models).flatMap(([id, model]) =>
    (model.prices ?? []).flatMap((entry, i) => {
      const shared = {
        model: baseModelId(id),
        scope: entry.scope,
        bands: bandsBetween(Number(entry.promptAbove ?? 0), Number(entry.promptUpTo ?? Infinity)),
        from: edge(entry.from, ALWAYS_FROM),
        to: edge(entry.to, ALWAYS_TO),
        source: sourceText(file, entry.sources),
        derived: entry.derived ?? null,
        file: fileName,
      };
      const path = ['models', id, 'prices', i];
      if (!entry.byRegion) {
        const regions = regionsOf(entry.regions ?? [], entry.except);
        return cellRows(entry, model.cacheWriteTtl, { ...shared, regions }, path);
      }
      return entry.byRegion.flatMap((row, j) => {
        const regions = regionsOf(row.regions);
        return cellRows(row, model.cacheWriteTtl, { ...shared, regions }, [...path, 'byRegion', j]);
      });
    }),
  );
}

type Cells = Pick<CatalogPrice, RateClass | 'units'>;
type Shared = Omit<PriceRow, 'rateClass' | 'unit' | 'rates' | 'path'>;

/** One row for each rate class, and one for each unit. */
function cellRows(cells: Cells, ttl: CacheWriteTtl | undefined, shared: Shared, path: KeyPath): PriceRow[] {
  const rows: PriceRow[] = [];
  for (const rateClass of RATE_CLASSES) {
    const texts = cells[rateClass];
    if (texts === undefined) continue;
    rows.push({
      ...shared,
      rateClass,
      unit: null,
      rates: tokenRates(texts, ttl),
      path: [...path, rateClass],
    });
  }
  for (const [i, text] of (cells.units ?? []).entries()) {
    const rates = { ...NO_RATES, units: unitRate(text) };
    const rateClass = text.class ?? 'standard';
    rows.push({ ...shared, rateClass, unit: unitRule(text), rates, path: [...path, 'units', i] });
  }
  return rows;
}

const edge = (text: string | undefined, open: EpochSeconds): EpochSeconds =>
  text === undefined ? open : (parseInstant(text) ?? open);

/** `AWS Price List 2026-08-20; Bedrock pricing page 2026-07-24`. */
export function sourceText(file: CatalogFile, keys: readonly string[]): string {
  return keys.map((key) => `${file.sources[key]?.title} ${file.sources[key]?.date}`).join('; ');
}

/** The Regions that a class or list stands for. */
export function regionsOf(
  regions: RegionClass | readonly string[],
  except: readonly string[] = [],
): readonly RegionId[] {
  const all = typeof regions === 'string' ? REGION_CLASSES[regions] : (regions as readonly RegionId[]);
  return except.length === 0 ? all : all.filter((region) => !except.includes(region));
}

/** Bands of prompts above `above` and up to `upTo` tokens; both are band limits, 0 or Infinity. */
function bandsBetween(above: number, upTo: number): readonly PromptBand[] {
  const uppers = [...BAND_LIMITS, Infinity];
  return ([0, 1, 2, 3] as const).filter((band) => {
    const [lower, upper] = [uppers[band - 1] ?? 0, uppers[band] ?? Infinity];
    return lower >= above && upper <= upTo;
  });
}

const USD_PER_MILLION = 1_000_000;
const exact = (text: string, perUnits: number): AttoUsdPerUnit =>
  text === PUBLISHED_ZERO ? (0n as AttoUsdPerUnit) : parseRate(text, perUnits);

function tokenRates(texts: NonNullable<CatalogPrice['standard']>, ttl: CacheWriteTtl | undefined): Rates {
  const rates: { [K in PricedKind]: AttoUsdPerUnit | null } = { ...NO_RATES };
  for (const [kind, text] of Object.entries(texts)) {
    if (text !== undefined) rates[kind as PricedKind] = exact(text, USD_PER_MILLION);
  }
  rates.cacheWrite = ttl === undefined ? null : rates[CACHE_WRITE_KIND[ttl]];
  return rates;
}

function unitRate({ usd, per, unit }: CatalogUnitPrice): AttoUsdPerUnit {
  return exact(usd, Number(per ?? 1) * CATALOG_UNITS[unit].size);
}

function unitRule({ unit, upTo, quality, lines }: CatalogUnitPrice): UnitRule {
  return {
    unit,
    upTo: upTo === undefined ? null : (parsePixelSize(upTo) ?? null),
    quality: quality ?? null,
    lines: lines === undefined ? null : Number.parseInt(lines, 10),
  };
}

/** The parts of a model's entry that are not rows. */
export interface ModelCard {
  readonly id: BaseModelId;
  readonly name: string;
  readonly provider: string;
  readonly cacheWriteTtl: CacheWriteTtl | null;
  readonly unpriced: string | null;
}

export function modelCard(id: string, model: CatalogModel, provider: string): ModelCard {
  return {
    id: baseModelId(id),
    name: model.name,
    provider,
    cacheWriteTtl: model.cacheWriteTtl ?? null,
    unpriced: model.unpriced ?? null,
  };
}
