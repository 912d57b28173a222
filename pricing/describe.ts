/**
 * What the price book knows, as plain data: `prices show` and `prices list`.
 * @module
 */
import { parseModelId } from '../src/domain/model-id.ts';
import { formatRate } from '../src/domain/money.ts';
import { nearest } from '../src/domain/nearest.ts';
import { BAND_LIMITS, type PromptBand } from '../src/domain/sku.ts';
import { type EpochSeconds, isoInstant } from '../src/domain/time.ts';
import type { CapacityPrice } from './capacity-price.ts';
import type { PriceRow } from './catalog-rows.ts';
import type { FeePrice } from './fee-price.ts';
import type { OwnPrice } from './own-price.ts';
import type { PriceBook } from './price-book.ts';
import type { PricedKind, PriceScope, RateClass } from './rates.ts';
import { CATALOG_UNITS } from './unit-rule.ts';

/** One row of a model's price history. */
export interface PriceLine {
  readonly scope: PriceScope;
  readonly regions: readonly string[];
  readonly tier: RateClass;
  /** ISO instants; null: open. */
  readonly from: string | null;
  readonly to: string | null;
  /** Prompt sizes in tokens: more than `promptAbove`, at most `promptUpTo`; null: no limit. */
  readonly promptAbove: number | null;
  readonly promptUpTo: number | null;
  /** List prices, exact decimals: USD per million tokens by kind, or USD for one `unit`. */
  readonly usdPerMillion: Readonly<Record<string, string>>;
  readonly unit: string | null;
  readonly usd: string | null;
  readonly source: string;
  readonly verified: boolean;
  readonly derived: string | null;
}

export interface ModelDescription {
  readonly model: string;
  readonly name: string;
  readonly provider: string;
  /** Why a known model has no price on purpose. */
  readonly unpriced: string | null;
  readonly cacheWriteTtl: string | null;
  readonly prices: readonly PriceLine[];
  readonly capacity: readonly Omit<CapacityPrice, 'model'>[];
  readonly fees: readonly Omit<FeePrice, 'model'>[];
  /** The configuration's own prices, which win over the list prices above. */
  readonly own: readonly Omit<OwnPrice, 'model'>[];
  readonly priceVersion: string;
}

/**
 * Everything known of a model, all dates; undefined for one that the book does not have.
 * @param id any form of model id
 */
export function describeModel(book: PriceBook, id: string): ModelDescription | undefined {
  const { base } = parseModelId(id);
  const card = base === null ? undefined : book.models.get(base);
  if (card === undefined) return undefined;
  const { name, provider, unpriced, cacheWriteTtl } = card;
  const prices = book.rows.filter((row) => row.model === card.id).map(priceLine);
  const capacity = book.capacity
    .filter((price) => price.model === card.id)
    .map(({ model: _, ...price }) => price);
  const ofModel = ({ model }: { readonly model: string }) => model === card.id;
  const fees = book.fees.filter(ofModel).map(({ model: _, ...price }) => price);
  const own = book.own.filter(ofModel).map(({ model: _, ...price }) => price);
  const priceVersion = book.version;
  return {
    ...{ model: card.id, name, provider, unpriced, cacheWriteTtl, prices, capacity, fees, own },
    priceVersion,
  };
}

/** The known id that is most like an unknown one, for "did you mean". */
export function similarModel(book: PriceBook, id: string): string | undefined {
  return nearest(parseModelId(id).base ?? id, book.models.keys());
}

export interface ModelSummary {
  readonly model: string;
  readonly name: string;
  readonly provider: string;
  readonly unpriced: string | null;
  readonly scopes: readonly PriceScope[];
  readonly regions: number;
  readonly tiers: readonly RateClass[];
  /** Lowest standard rate in force, USD per million tokens, over Regions and prompt sizes; not of customised models. */
  readonly inputFrom: string | null;
  readonly outputFrom: string | null;
  readonly verified: boolean;
  /** Whether the configuration has prices of its own for it. */
  readonly own: boolean;
}

/** One line per model, with what is in force at `at`. */
export function listModels(book: PriceBook, at: EpochSeconds): readonly ModelSummary[] {
  const own = new Set(book.own.map(({ model }) => model));
  return [...book.models.values()].map((card): ModelSummary => {
    const rows = book.rows.filter((row) => row.model === card.id && row.from <= at && at < row.to);
    const standard = rows.filter(
      (row) => row.rateClass === 'standard' && row.unit === null && row.scope !== 'custom',
    );
    return {
      model: card.id,
      name: card.name,
      provider: card.provider,
      unpriced: card.unpriced,
      scopes: [...new Set(rows.map((row) => row.scope))],
      regions: new Set(rows.flatMap((row) => row.regions)).size,
      tiers: [...new Set(rows.map((row) => row.rateClass))],
      inputFrom: lowest(standard, 'input'),
      outputFrom: lowest(standard, 'output'),
      verified: rows.every((row) => row.derived === null),
      own: own.has(card.id),
    };
  });
}

function lowest(rows: readonly PriceRow[], kind: PricedKind): string | null {
  const rates = rows.flatMap((row) => row.rates[kind] ?? []);
  const [least] = rates.sort((a, b) => (a < b ? -1 : Number(a > b)));
  return least === undefined ? null : formatRate(least);
}

function priceLine(row: PriceRow): PriceLine {
  const { scope, regions, rateClass, from, to, bands, unit, rates, source, derived } = row;
  const usdPerMillion: Record<string, string> = {};
  for (const [kind, rate] of Object.entries(rates)) {
    // `cacheWrite` repeats the default TTL's rate; `units` is shown as `usd`.
    if (rate !== null && kind !== 'units' && kind !== 'cacheWrite') usdPerMillion[kind] = formatRate(rate);
  }
  return {
    scope,
    regions,
    tier: rateClass,
    from: Number.isFinite(from) ? isoInstant(from) : null,
    to: Number.isFinite(to) ? isoInstant(to) : null,
    promptAbove: lowerLimit(bands[0] ?? 0),
    promptUpTo: upperLimit(bands.at(-1) ?? 3),
    usdPerMillion,
    unit: unit === null ? null : unitText(row),
    usd:
      unit === null || rates.units === null ? null : formatRate(rates.units, CATALOG_UNITS[unit.unit].size),
    source,
    verified: derived === null,
    derived,
  };
}

const lowerLimit = (band: PromptBand): number | null => BAND_LIMITS[band - 1] ?? null;
const upperLimit = (band: PromptBand): number | null => BAND_LIMITS.find((_, i) => i === band) ?? null;

function unitText({ unit }: PriceRow): string {
  if (unit === null) return 'token';
  const { upTo, quality, lines } = unit;
  const attributes = [upTo && `up to ${upTo.width}x${upTo.height}`, quality, lines && `${lines}p`].filter(
    Boolean,
  );
  return attributes.length === 0 ? unit.unit : `${unit.unit} (${attributes.join(', ')})`;
}
