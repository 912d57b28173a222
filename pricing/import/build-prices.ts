/**
 * Rows to prices: exactly one price for each model, Region, scope, class, prompt size and kind, or none. Rows that
 * agree (the same model in two service codes, at two endpoints) are one price; rows that do not are an ambiguity that
 * names them all, and nothing is taken from either.
 * @module
 */
import type { BaseModelId } from '../../src/domain/ids.ts';
import { BAND_LIMITS, type PromptBand } from '../../src/domain/sku.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { PriceRow } from '../catalog-rows.ts';
import { type Ambiguity, cellKey, type ListedPrice, type PriceCell, unitRuleOf } from './listed-price.ts';
import type { OfferRow, UnknownRow } from './offer-row.ts';

export interface BuiltPrices {
  /** Sorted by model, scope, class, prompt size, kind and Region. */
  readonly prices: readonly ListedPrice[];
  readonly ambiguous: readonly Ambiguity[];
  /** Long-context rows of models whose limit the book does not know. */
  readonly unknown: readonly UnknownRow[];
}

/** @param bookRows the price book: it says where each model's long context starts, which the price list does not */
export function buildPrices(rows: readonly OfferRow[], bookRows: readonly PriceRow[]): BuiltPrices {
  const limits = contextLimits(bookRows);
  const cells = new Map<string, { readonly cell: PriceCell; readonly rows: OfferRow[] }>();
  const unknown: UnknownRow[] = [];
  for (const row of rows) {
    for (const model of row.models) {
      const bands = bandsOf(row.longContext, limits.get(model));
      if (bands === undefined) {
        const { serviceCode, region, sku, usagetype } = row;
        const reason = `long context of ${model}, whose limit the price book does not know`;
        unknown.push({ serviceCode, region, sku, usagetype, reason });
        continue;
      }
      const cell = cellOf(row, model, bands);
      if (cell === undefined) continue;
      const key = cellKey(cell);
      const group = cells.get(key);
      if (group) group.rows.push(row);
      else cells.set(key, { cell, rows: [row] });
    }
  }
  const prices: ListedPrice[] = [];
  const ambiguous: Ambiguity[] = [];
  for (const [, { cell, rows: own }] of [...cells].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [first] = own;
    if (first === undefined) continue;
    if (own.every((row) => row.rate === first.rate)) prices.push(priceOf(cell, first, own));
    else ambiguous.push({ ...cell, rows: own.map(nameOf) });
  }
  return { prices, ambiguous, unknown };
}

function cellOf(row: OfferRow, model: BaseModelId, bands: readonly PromptBand[]): PriceCell | undefined {
  const { meter, region, scope, rateClass } = row;
  if (meter.meter !== 'tokens' && meter.meter !== 'unit') return undefined;
  const kind = meter.meter === 'tokens' ? meter.kind : 'units';
  return { model, region, scope, rateClass, bands, kind, unit: unitRuleOf(meter) };
}

function priceOf(cell: PriceCell, { rate }: OfferRow, rows: readonly OfferRow[]): ListedPrice {
  const effective = Math.max(...rows.map((row) => row.effective)) as EpochSeconds;
  return { ...cell, rate, effective, sources: [...new Set(rows.map((row) => row.source))].sort() };
}

const nameOf = ({ serviceCode, region, sku, usagetype, rate, endpoint }: OfferRow) => ({
  serviceCode,
  region,
  sku,
  usagetype,
  rate,
  endpoint,
});

/** Where each model's long context starts: the band at which its rows part. Models without bands are absent. */
function contextLimits(rows: readonly PriceRow[]): ReadonlyMap<BaseModelId, PromptBand> {
  const limits = new Map<BaseModelId, PromptBand>();
  for (const { model, bands, unit } of rows) {
    const [first, last] = [bands[0] ?? 0, bands.at(-1) ?? 3];
    if (unit === null && last < BAND_LIMITS.length) limits.set(model, (last + 1) as PromptBand);
    else if (unit === null && first > 0) limits.set(model, first);
  }
  return limits;
}

const ALL_BANDS: readonly PromptBand[] = [0, 1, 2, 3];

function bandsOf(longContext: boolean, limit: PromptBand | undefined): readonly PromptBand[] | undefined {
  if (limit === undefined) return longContext ? undefined : ALL_BANDS;
  return ALL_BANDS.filter((band) => band >= limit === longContext);
}
