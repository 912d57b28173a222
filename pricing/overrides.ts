/**
 * The user's own prices, as a layer over a price book: a discount on list prices, and rates that replace
 * them. List prices stay visible beside the effective ones.
 * @module
 */
import { type BaseModelId, baseModelId } from '../src/domain/ids.ts';
import type { AttoUsdPerUnit } from '../src/domain/money.ts';
import type { TokenKind } from '../src/domain/quantities.ts';
import { type Sku, TOKEN_UNIT } from '../src/domain/sku.ts';
import type { EpochSeconds } from '../src/domain/time.ts';
import { type DiscountPercent, discounter } from './discount.ts';
import { fingerprint } from './fingerprint.ts';
import { type Layer, layersByModel } from './override-layers.ts';
import { type PriceBook, priceScope } from './price-book.ts';
import type { Priced, PriceLookup } from './price-lookup.ts';
import { NO_RATES, type PricedKind, rateClassOf } from './rates.ts';
import { GUARDRAIL_MODEL, GUARDRAIL_PREFIX, ruleFor } from './unit-rule.ts';

/** One item of the configuration's `pricing.overrides`. What is absent matches everything. */
export interface PriceOverride {
  /** Base model id, or a profile id, whose prefix then says the scope. */
  readonly model: string;
  /** The price book does not know the model, and that is meant; without it, an unknown id is taken for a typo. */
  readonly newModel?: boolean | undefined;
  /** `in-region`, `geo`, `regional` (both of them), `global` or `custom`; absent: all but `custom`. */
  readonly scope?: string | undefined;
  readonly region?: string | undefined;
  /** Rate class; `standard` when absent. */
  readonly tier?: string | undefined;
  /** UTC day or instant, inclusive. */
  readonly from?: string | undefined;
  /** USD per million tokens by kind, exact decimals. */
  readonly usdPerMillion?: { readonly [K in TokenKind]?: string | number | undefined } | undefined;
  /** What is not a token; `per` so many, one when absent. */
  readonly units?: readonly UnitOverride[] | undefined;
}

export interface UnitOverride {
  /** As in the catalogue: `image`, `query`, `video-second`, `content-policy`. */
  readonly unit: string;
  readonly usd: string | number;
  readonly per?: number | undefined;
}

/** The configuration's `pricing`. */
export interface PricingOptions {
  /** Off list prices; rates in `overrides` are taken as they are. */
  readonly discountPercent?: DiscountPercent | undefined;
  readonly overrides?: readonly PriceOverride[] | undefined;
}

/**
 * The book with the user's prices over it. Where several overrides match, a Region beats none, then a scope
 * beats none, then the later `from` wins; kinds that the winner does not name come from the next one.
 * @throws UsageError that names the configuration key, for an unknown model, kind, scope, Region or date
 */
export function withPricing(book: PriceBook, options: PricingOptions = {}): PriceBook {
  const overrides = options.overrides ?? [];
  const discounted = discounter(options.discountPercent ?? 0);
  if (discounted === undefined && overrides.length === 0) return book;
  // Only what prices anything names the version: stored rows of one version are one price.
  const { discountPercent } = options;
  const print = fingerprint(JSON.stringify({ discountPercent, overrides: options.overrides }));
  const version = `${book.version} with own prices (${print})`;
  const { models, layers, own } = layersByModel(book, overrides);
  const memo = new Map<Priced, Priced>();
  const discountedMemo = (found: Priced): Priced => {
    let priced = memo.get(found);
    if (priced === undefined) {
      priced = { ...found, version, rates: discounted ? discounted(found.rates) : found.rates };
      memo.set(found, priced);
    }
    return priced;
  };
  const lookup = (sku: Sku, at: EpochSeconds): PriceLookup => {
    const found = book.lookup(sku, at);
    const base = found.status === 'priced' ? discountedMemo(found) : found;
    const target = pricedModel(sku);
    const matching = (target && layers.get(target)?.filter((layer) => matches(layer, sku, at))) ?? [];
    if (sku.unit !== TOKEN_UNIT) return overlayUnit(base, matching, sku, version);
    const withTokens = matching.filter(({ rates }) => Object.keys(rates).length > 0);
    return withTokens.length === 0 ? base : overlay(base, withTokens, version);
  };
  return Object.freeze({ ...book, version, models, own, lookup });
}

/** Guardrails are priced like a model, whatever model they guard. */
const pricedModel = ({ model, unit }: Sku): BaseModelId | null =>
  unit !== TOKEN_UNIT && unit.startsWith(GUARDRAIL_PREFIX) ? baseModelId(GUARDRAIL_MODEL) : model;

/** The strongest layer that names the unit. */
function overlayUnit(
  base: PriceLookup,
  layers: readonly Layer[],
  { unit }: Sku,
  version: string,
): PriceLookup {
  for (const layer of layers.toReversed()) {
    const rate = ruleFor(unit, layer.units)?.rate;
    if (rate !== undefined) return { ...overlay(base, [], version), rates: { ...NO_RATES, units: rate } };
  }
  return base;
}

function overlay(base: PriceLookup, layers: readonly Layer[], version: string): Priced {
  const listed = base.status === 'priced' ? base : undefined;
  const rates: { [K in PricedKind]: AttoUsdPerUnit | null } = { ...(listed?.rates ?? NO_RATES) };
  for (const layer of layers) Object.assign(rates, layer.rates);
  return {
    status: 'priced',
    rates,
    list: listed?.list ?? NO_RATES,
    version,
    source: ['pricing.overrides of the configuration', ...(listed ? [listed.source] : [])].join('; '),
    verified: listed?.verified ?? true,
    derived: listed?.derived ?? null,
  };
}

function matches({ scope, region, rateClass, from }: Layer, sku: Sku, at: EpochSeconds): boolean {
  const wanted = priceScope(sku.scope);
  // A customised model has a price of its own: only who names it means it.
  if (wanted === undefined || (scope === null ? wanted === 'custom' : scope !== wanted)) return false;
  return (region === null || region === sku.region) && rateClass === rateClassOf(sku) && from <= at;
}
