/**
 * The user's own prices, read and checked: one layer for each item of `pricing.overrides`.
 * @module
 */
import { UsageError } from '../src/domain/errors.ts';
import type { BaseModelId } from '../src/domain/ids.ts';
import { parseModelId } from '../src/domain/model-id.ts';
import { type AttoUsdPerUnit, formatRate, parseRate } from '../src/domain/money.ts';
import { didYouMean } from '../src/domain/nearest.ts';
import { TOKEN_KINDS, type TokenKind } from '../src/domain/quantities.ts';
import { type EpochSeconds, isoInstant, parseInstant } from '../src/domain/time.ts';
import { ALWAYS_FROM, type ModelCard } from './catalog-rows.ts';
import type { PriceOverride, UnitOverride } from './overrides.ts';
import type { OwnPrice } from './own-price.ts';
import { type PriceBook, priceScope } from './price-book.ts';
import { CACHE_WRITE_KIND, type PriceScope, RATE_CLASSES, type RateClass } from './rates.ts';
import { KNOWN_REGIONS } from './regions.ts';
import { CATALOG_UNIT_NAMES, CATALOG_UNITS, type UnitRule } from './unit-rule.ts';

export interface UnitLayer {
  readonly rule: UnitRule;
  readonly rate: AttoUsdPerUnit;
}

/** Which usage an override prices, and how. */
export interface Layer {
  readonly scope: PriceScope | null;
  readonly region: string | null;
  readonly rateClass: RateClass;
  readonly from: EpochSeconds;
  readonly rates: Partial<Record<TokenKind, AttoUsdPerUnit>>;
  readonly units: readonly UnitLayer[];
  readonly key: string;
}

export interface Layers {
  /** Those of the book, and those that the configuration adds. */
  readonly models: ReadonlyMap<BaseModelId, ModelCard>;
  /** Of each model, the weakest first. */
  readonly layers: ReadonlyMap<BaseModelId, Layer[]>;
  readonly own: readonly OwnPrice[];
}

/** @throws UsageError that names the configuration key, for an unknown model, kind, unit, scope, Region or date */
export function layersByModel(book: PriceBook, overrides: readonly PriceOverride[]): Layers {
  const models = withNewModels(book, overrides);
  const byModel = new Map<BaseModelId, Layer[]>();
  const own = overrides.map((override, i): OwnPrice => {
    const key = `pricing.overrides[${i}]`;
    const { base, profile, scope } = parseModelId(override.model);
    const card = base === null ? undefined : models.get(base);
    if (card === undefined) {
      const guess = didYouMean(base ?? override.model, book.models.keys());
      throw new UsageError(`${key}.model: the price book has no model ${override.model}${guess}`, {
        hint:
          base === null
            ? 'name the base model: list the known ids with bedrock-meter prices list'
            : 'list the known ids with bedrock-meter prices list; if it is a model that the price book does not have yet, say newModel: true',
      });
    }
    const fromPrefix = profile === null ? null : (priceScope(scope) ?? null);
    const layer = layerOf(override, key, fromPrefix, card.cacheWriteTtl);
    const layers = byModel.get(card.id) ?? [];
    const twin = layers.find((other) => sameTarget(other, layer));
    if (twin) throw new UsageError(`${key}: prices the same usage as ${twin.key}`);
    byModel.set(card.id, [...layers, layer].sort(weakestFirst));
    return ownPrice(card.id, layer, !book.models.has(card.id));
  });
  return { models, layers: byModel, own };
}

/** Models that only the configuration knows. What it says of their cache writes holds for the kinds that it names. */
function withNewModels(
  book: PriceBook,
  overrides: readonly PriceOverride[],
): ReadonlyMap<BaseModelId, ModelCard> {
  const models = new Map(book.models);
  for (const { model, newModel = false } of overrides) {
    const { base } = parseModelId(model);
    if (!newModel || base === null || models.has(base)) continue;
    models.set(base, { id: base, name: base, provider: OWN_PROVIDER, cacheWriteTtl: null, unpriced: null });
  }
  return models;
}

const OWN_PROVIDER = 'your configuration';

function ownPrice(model: BaseModelId, layer: Layer, newModel: boolean): OwnPrice {
  const { scope, region, rateClass: tier, from, rates, units, key } = layer;
  return {
    ...{ model, scope, region, tier, newModel, key },
    from: Number.isFinite(from) ? isoInstant(from) : null,
    usdPerMillion: Object.fromEntries(Object.entries(rates).map(([kind, rate]) => [kind, formatRate(rate)])),
    usdPerUnit: Object.fromEntries(
      units.map(({ rule, rate }) => [rule.unit, formatRate(rate, CATALOG_UNITS[rule.unit].size)]),
    ),
  };
}

function layerOf(
  { model, scope, region, tier = 'standard', from, usdPerMillion = {}, units = [] }: PriceOverride,
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
  const unitLayers = units.map((one, i) => unitLayer(one, `${key}.units[${i}]`));
  if (Object.keys(rates).length === 0 && units.length === 0) {
    throw new UsageError(`${key}: no rate: usdPerMillion or units`);
  }
  const layerScope = scope === undefined ? scopeOfId : namedScope(scope, key);
  if (scope !== undefined && scopeOfId !== null && layerScope !== scopeOfId) {
    throw new UsageError(
      `${key}.scope: ${scope} contradicts the id ${model}, which is ${scopeOfId}: leave scope out, or name the base model`,
    );
  }
  return { scope: layerScope, region: region ?? null, rateClass, from: start, rates, units: unitLayers, key };
}

function unitLayer({ unit, usd, per = 1 }: UnitOverride, key: string): UnitLayer {
  const name = CATALOG_UNIT_NAMES.find((known) => known === unit);
  if (name === undefined) {
    const names = CATALOG_UNIT_NAMES.join(', ');
    throw new UsageError(
      `${key}.unit: unknown unit ${unit}${didYouMean(unit, CATALOG_UNIT_NAMES)} (one of ${names})`,
    );
  }
  try {
    const rate = parseRate(String(usd), per * CATALOG_UNITS[name].size);
    return { rule: { unit: name, upTo: null, quality: null, lines: null }, rate };
  } catch (cause) {
    throw new UsageError(`${key}.usd: not a decimal price: ${usd}`, { cause });
  }
}

function overrideRates(
  texts: NonNullable<PriceOverride['usdPerMillion']>,
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
  if (ttl === null) return rates;
  // A write without stated TTL and one at the model's default TTL are the same thing on the bill.
  const write = rates[CACHE_WRITE_KIND[ttl]] ?? rates.cacheWrite;
  return write === undefined ? rates : { ...rates, cacheWrite: write, [CACHE_WRITE_KIND[ttl]]: write };
}

function namedScope(scope: string, key: string): PriceScope {
  if (scope === 'global') return 'global';
  if (scope === 'regional' || scope === 'in-region' || scope === 'geo') return 'regional';
  if (scope === 'custom') return 'custom';
  throw new UsageError(
    `${key}.scope: unknown scope ${scope} (one of in-region, geo, regional, global, custom)`,
  );
}

const sameTarget = (a: Layer, b: Layer): boolean =>
  a.scope === b.scope && a.region === b.region && a.rateClass === b.rateClass && a.from === b.from;

function weakestFirst(a: Layer, b: Layer): number {
  const rank = ({ region, scope }: Layer) => (region === null ? 0 : 2) + (scope === null ? 0 : 1);
  return rank(a) - rank(b) || (a.from < b.from ? -1 : Number(a.from > b.from));
}
