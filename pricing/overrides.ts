/**
 * The user's own prices, as a layer over a price book: a discount on list prices, and rates that replace
 * them. List prices stay visible beside the effective ones.
 * @module
 */
import { UsageError } from '../src/domain/errors.ts';
import type { BaseModelId } from '../src/domain/ids.ts';
import { parseModelId } from '../src/domain/model-id.ts';
import { type AttoUsdPerUnit, parseRate } from '../src/domain/money.ts';
import { didYouMean } from '../src/domain/nearest.ts';
import { TOKEN_KINDS, type TokenKind } from '../src/domain/quantities.ts';
import { type Sku, TOKEN_UNIT } from '../src/domain/sku.ts';
import { type EpochSeconds, parseInstant } from '../src/domain/time.ts';
import { ALWAYS_FROM } from './catalog-rows.ts';
import { type DiscountPercent, discounter } from './discount.ts';
import { fingerprint } from './fingerprint.ts';
import { type PriceBook, priceScope } from './price-book.ts';
import type { Priced, PriceLookup } from './price-lookup.ts';
import {
  CACHE_WRITE_KIND,
  NO_RATES,
  type PricedKind,
  type PriceScope,
  RATE_CLASSES,
  type RateClass,
  rateClassOf,
} from './rates.ts';
import { KNOWN_REGIONS } from './regions.ts';

/** One item of the configuration's `pricing.overrides`. What is absent matches everything. */
export interface PriceOverride {
  /** Base model id, or a profile id, whose prefix then says the scope. */
  readonly model: string;
  /** `in-region`, `geo`, `regional` (both of them) or `global`. */
  readonly scope?: string | undefined;
  readonly region?: string | undefined;
  /** Rate class; `standard` when absent. */
  readonly tier?: string | undefined;
  /** UTC day or instant, inclusive. */
  readonly from?: string | undefined;
  /** USD per million tokens by kind, exact decimals. */
  readonly usdPerMillion: { readonly [K in TokenKind]?: string | number | undefined };
}

/** The configuration's `pricing`. */
export interface PricingOptions {
  /** Off list prices; rates in `overrides` are taken as they are. */
  readonly discountPercent?: DiscountPercent | undefined;
  readonly overrides?: readonly PriceOverride[] | undefined;
}

interface Layer {
  readonly scope: PriceScope | null;
  readonly region: string | null;
  readonly rateClass: RateClass;
  readonly from: EpochSeconds;
  readonly rates: Partial<Record<TokenKind, AttoUsdPerUnit>>;
  readonly key: string;
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
  const version = `${book.version} with own prices (${fingerprint(JSON.stringify(options))})`;
  const layers = layersByModel(book, overrides);
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
    const own = sku.model === null || sku.unit !== TOKEN_UNIT ? undefined : layers.get(sku.model);
    const matching = own?.filter((layer) => matches(layer, sku, at)) ?? [];
    return matching.length === 0 ? base : overlay(base, matching, version);
  };
  return Object.freeze({ ...book, version, lookup });
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
  if (wanted === undefined || (scope !== null && scope !== wanted)) return false;
  return (region === null || region === sku.region) && rateClass === rateClassOf(sku) && from <= at;
}

/** Layers of each model, the weakest first. */
function layersByModel(book: PriceBook, overrides: readonly PriceOverride[]): Map<BaseModelId, Layer[]> {
  const byModel = new Map<BaseModelId, Layer[]>();
  overrides.forEach((override, i) => {
    const key = `pricing.overrides[${i}]`;
    const { base, profile, scope } = parseModelId(override.model);
    if (base === null || !book.models.has(base)) {
      const guess = didYouMean(base ?? override.model, book.models.keys());
      throw new UsageError(`${key}.model: the price book has no model ${override.model}${guess}`, {
        hint: 'list the known ids with: bedrock-meter prices list',
      });
    }
    const fromPrefix = profile === null ? null : (priceScope(scope) ?? null);
    const layer = layerOf(override, key, fromPrefix, book.models.get(base)?.cacheWriteTtl ?? null);
    const layers = byModel.get(base) ?? [];
    const twin = layers.find((other) => sameTarget(other, layer));
    if (twin) throw new UsageError(`${key}: prices the same usage as ${twin.key}`);
    byModel.set(base, [...layers, layer].sort(weakestFirst));
  });
  return byModel;
}

function layerOf(
  { scope, region, tier = 'standard', from, usdPerMillion }: PriceOverride,
  key: string,
  scopeOfId: PriceScope | null,
  ttl: keyof typeof CACHE_WRITE_KIND | null,
): Layer {
  if (region !== undefined && !(KNOWN_REGIONS as readonly string[]).includes(region)) {
    throw new UsageError(`${key}.region: unknown Region ${region}${didYouMean(region, KNOWN_REGIONS)}`);
  }
  const rateClass = RATE_CLASSES.find((name) => name === tier);
  if (rateClass === undefined) {
    throw new UsageError(`${key}.tier: unknown tier ${tier} (one of ${RATE_CLASSES.join(', ')})`);
  }
  const start = from === undefined ? ALWAYS_FROM : parseInstant(from);
  if (start === undefined) throw new UsageError(`${key}.from: not a UTC day: ${from}`);
  const rates = overrideRates(usdPerMillion, `${key}.usdPerMillion`, ttl);
  const layerScope = scope === undefined ? scopeOfId : namedScope(scope, key);
  return { scope: layerScope, region: region ?? null, rateClass, from: start, rates, key };
}

function overrideRates(
  texts: PriceOverride['usdPerMillion'],
  key: string,
  ttl: keyof typeof CACHE_WRITE_KIND | null,
): Layer['rates'] {
  const rates: Partial<Record<TokenKind, AttoUsdPerUnit>> = {};
  for (const [name, text] of Object.entries(texts)) {
    if (text === undefined) continue;
    const kind = TOKEN_KINDS.find((known) => known === name);
    if (kind === undefined) {
      throw new UsageError(`${key}.${name}: unknown token kind${didYouMean(name, TOKEN_KINDS)}`);
    }
    try {
      rates[kind] = parseRate(String(text));
    } catch (cause) {
      throw new UsageError(`${key}.${name}: not a decimal price: ${text}`, { cause });
    }
  }
  if (Object.keys(rates).length === 0) throw new UsageError(`${key}: no rate`);
  if (ttl === null) return rates;
  // A write without stated TTL and one at the model's default TTL are the same thing on the bill.
  const write = rates[CACHE_WRITE_KIND[ttl]] ?? rates.cacheWrite;
  return write === undefined ? rates : { ...rates, cacheWrite: write, [CACHE_WRITE_KIND[ttl]]: write };
}

function namedScope(scope: string, key: string): PriceScope {
  if (scope === 'global') return 'global';
  if (scope === 'regional' || scope === 'in-region' || scope === 'geo') return 'regional';
  throw new UsageError(`${key}.scope: unknown scope ${scope} (one of in-region, geo, regional, global)`);
}

const sameTarget = (a: Layer, b: Layer): boolean =>
  a.scope === b.scope && a.region === b.region && a.rateClass === b.rateClass && a.from === b.from;

function weakestFirst(a: Layer, b: Layer): number {
  const rank = ({ region, scope }: Layer) => (region === null ? 0 : 2) + (scope === null ? 0 : 1);
  return rank(a) - rank(b) || (a.from < b.from ? -1 : Number(a.from > b.from));
}
