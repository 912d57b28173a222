/**
 * What dark usage costs, as far as metrics tell: not the service tier, the latency mode, the size of prompts or how long
 * cache writes live. So there is a likely amount and the least and most that it can be. Pure.
 * @module
 */
import { costOf, type PriceBook, type Priced } from '../../../pricing/index.ts';
import { regionId } from '../../domain/ids.ts';
import type { ModelRef } from '../../domain/model-id.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../domain/money.ts';
import { NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import { type PromptBand, type Sku, STANDARD_TIER, TOKEN_UNIT } from '../../domain/sku.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Counts } from './counts.ts';

/** Money between bounds; all three are sums of amounts rounded by id and hour. */
export interface Bounds {
  readonly low: NanoUsd;
  /** Standard tier, smallest prompts, the model's default time for cache writes. */
  readonly mid: NanoUsd;
  readonly high: NanoUsd;
}
export const NO_BOUNDS: Bounds = { low: ZERO_USD, mid: ZERO_USD, high: ZERO_USD };

export const addBounds = (a: Bounds, b: Bounds): Bounds => ({
  low: addUsd(a.low, b.low),
  mid: addUsd(a.mid, b.mid),
  high: addUsd(a.high, b.high),
});

export interface DarkCost {
  /** Null: none of it has a price. */
  readonly cost: Bounds | null;
  readonly unpricedTokens: number;
  /** Pictures: their price goes by size and quality, which this metric does not tell. */
  readonly unpricedImages: number;
  /** In words; null where all of it has a price. */
  readonly reason: string | null;
}

const BANDS: readonly PromptBand[] = [0, 1, 2, 3];
type Variant = Pick<Sku, 'tier' | 'latency' | 'band'>;
const VARIANTS: readonly Variant[] = BANDS.flatMap((band) => [
  ...['standard', 'flex', 'priority'].map((tier) => ({ tier, latency: 'standard' as const, band })),
  { tier: 'standard', latency: 'optimized' as const, band },
]);
/** Batch has no tiers. */
const BATCH_VARIANTS: readonly Variant[] = BANDS.map((band) => ({
  tier: STANDARD_TIER,
  latency: 'standard',
  band,
}));
const LIFETIMES = ['cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'] as const;

/** @param model with its base model and scope as far as anybody knows */
export function darkCost(
  book: PriceBook,
  model: Pick<ModelRef, 'base' | 'scope'>,
  region: string,
  at: EpochSeconds,
  counts: Counts,
  batch: boolean,
): DarkCost {
  const { input, output, cacheRead, cacheWrite, images } = counts;
  const tokens = input + output + cacheRead + cacheWrite;
  const pictures = images > 0 ? 'metrics do not tell the size and quality of pictures' : null;
  const sku = (variant: Variant): Sku => ({
    ...{ model: model.base, scope: model.scope, region: regionId(region), batch, unit: TOKEN_UNIT },
    ...variant,
  });
  if (tokens === 0) {
    return {
      cost: images > 0 ? null : NO_BOUNDS,
      unpricedTokens: 0,
      unpricedImages: images,
      reason: pictures,
    };
  }
  const variants = batch ? BATCH_VARIANTS : VARIANTS;
  const standard = book.lookup(sku({ tier: STANDARD_TIER, latency: 'standard', band: 0 }), at);
  if (standard.status === 'unpriced') {
    return { cost: null, unpricedTokens: tokens, unpricedImages: images, reason: standard.detail };
  }
  const quantities: Quantities = { ...NO_QUANTITIES, input, output, cacheRead, cacheWrite };
  const { unpricedTokens } = costOf(standard, quantities);
  if (unpricedTokens === tokens) {
    const reason = 'the price book has no rate for these kinds of tokens';
    return { cost: null, unpricedTokens, unpricedImages: images, reason };
  }
  // Most variants of a model have no price of their own, or the same one.
  const found = variants.map((variant) => book.lookup(sku(variant), at));
  const distinct = new Set(found.flatMap((one) => (one.status === 'priced' ? one : [])));
  const all = [...distinct].flatMap((one) => costsOf(one, quantities, unpricedTokens));
  const mid = amount(standard, quantities);
  return {
    cost: { low: all.reduce(least, mid), mid, high: all.reduce(most, mid) },
    unpricedTokens,
    unpricedImages: images,
    reason: unpricedTokens > 0 ? 'a kind of these tokens has no rate' : pictures,
  };
}

/** With each lifetime of cache writes that has a price; none where more is unpriced than in the standard. */
function costsOf(found: Priced, quantities: Quantities, unpriced: number): NanoUsd[] {
  const writes = quantities.cacheWrite;
  const kinds = writes === 0 ? [] : LIFETIMES.filter((kind) => found.rates[kind] !== null);
  const ways = [quantities, ...kinds.map((kind) => ({ ...quantities, cacheWrite: 0, [kind]: writes }))];
  return ways.flatMap((way) => (costOf(found, way).unpricedTokens === unpriced ? amount(found, way) : []));
}

function amount(found: Priced, quantities: Quantities): NanoUsd {
  const { cost } = costOf(found, quantities);
  return [cost.output, cost.cacheRead, cost.cacheWrite].reduce(addUsd, cost.input);
}

const least = (a: NanoUsd, b: NanoUsd): NanoUsd => (b < a ? b : a);
const most = (a: NanoUsd, b: NanoUsd): NanoUsd => (b > a ? b : a);
