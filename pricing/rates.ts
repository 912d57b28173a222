/**
 * Unit prices of one price-list cell, and what kind of cell it is.
 * @module
 */
import type { AttoUsdPerUnit } from '../src/domain/money.ts';
import type { TokenKind } from '../src/domain/quantities.ts';
import type { Sku } from '../src/domain/sku.ts';

/** What carries a rate of its own: the token kinds, and `units` for what is not a token. */
export type PricedKind = TokenKind | 'units';

/** Atto-dollars per token (per unit for `units`); null: no such rate, which is never the same as zero. */
export type Rates = { readonly [K in PricedKind]: AttoUsdPerUnit | null };

export const NO_RATES: Rates = {
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  cacheWrite5m: null,
  cacheWrite30m: null,
  cacheWrite1h: null,
  units: null,
};

/** Times-to-live of a prompt-cache write that have a price of their own. */
export const CACHE_WRITE_TTLS = ['5m', '30m', '1h'] as const;
export type CacheWriteTtl = (typeof CACHE_WRITE_TTLS)[number];

export const CACHE_WRITE_KIND = {
  '5m': 'cacheWrite5m',
  '30m': 'cacheWrite30m',
  '1h': 'cacheWrite1h',
} as const satisfies { readonly [T in CacheWriteTtl]: TokenKind };

/** How AWS sells an on-demand token. A class is its own row of the price list, never a rule. */
export const RATE_CLASSES = ['standard', 'batch', 'flex', 'priority', 'latencyOptimized'] as const;
export type RateClass = (typeof RATE_CLASSES)[number];

/**
 * `regional` is in-Region use and every geographic profile; only `global.` profiles have a rate of their own. `custom`
 * is a customised model, called on demand, under the id of its base model.
 */
export const PRICE_SCOPES = ['regional', 'global', 'custom'] as const;
export type PriceScope = (typeof PRICE_SCOPES)[number];

/**
 * The class that prices a SKU; undefined for combinations that no price list has (batch with a tier, a
 * latency-optimised tier) and for tiers unknown here. The reserved tier is billed by the hour.
 */
export function rateClassOf(sku: Pick<Sku, 'tier' | 'latency' | 'batch'>): RateClass | undefined {
  const { tier, latency, batch } = sku;
  const standard = tier === 'standard' || tier === 'default';
  if (batch) return standard && latency === 'standard' ? 'batch' : undefined;
  if (latency === 'optimized') return standard ? 'latencyOptimized' : undefined;
  if (standard) return 'standard';
  return tier === 'flex' || tier === 'priority' ? tier : undefined;
}
