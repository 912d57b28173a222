/**
 * The two answers of a price lookup. There is no third: what has no price is never a zero.
 * @module
 */
import type { UnpricedReason } from '../src/domain/cost.ts';
import { BAND_LIMITS, type Scope, type Sku } from '../src/domain/sku.ts';
import { type EpochSeconds, isoInstant } from '../src/domain/time.ts';
import type { ModelCard } from './catalog-rows.ts';
import type { Rates } from './rates.ts';

/** The rates in force for a SKU at a time. */
export interface Priced {
  readonly status: 'priced';
  /** What usage costs: list price less discount, or the user's own rate. */
  readonly rates: Rates;
  /** What the catalogue says; equal to `rates` without overrides and discount. */
  readonly list: Rates;
  readonly version: string;
  readonly source: string;
  /** False for figures made by a rule, or seen in no document of AWS or the vendor. */
  readonly verified: boolean;
  /** The rule behind an unverified figure. */
  readonly derived: string | null;
}

export interface Unpriced {
  readonly status: 'unpriced';
  readonly reason: UnpricedReason;
  /** One sentence for people. */
  readonly detail: string;
}

export type PriceLookup = Priced | Unpriced;

export function unpriced(reason: UnpricedReason, detail: string): Unpriced {
  return { status: 'unpriced', reason, detail };
}

/** What is sold by time and not by token, whatever the model; undefined for the rest. */
export function soldByTheHour(scope: Scope, tier: string): Unpriced | undefined {
  if (scope === 'provisioned') {
    return unpriced('billed-by-the-hour', 'provisioned throughput is billed per model unit and hour');
  }
  if (scope === 'imported') {
    return unpriced('billed-by-the-hour', 'imported models are billed per custom model unit and minute');
  }
  if (tier !== 'reserved') return undefined;
  return unpriced('billed-by-the-hour', 'the reserved tier is billed by the hour, per 1,000 tokens a minute');
}

export function noModel(scope: Scope): Unpriced {
  const whose = scope === 'custom' ? 'the base model of this custom model' : 'the model behind this id';
  return unpriced('unresolved-profile', `${whose} is not known`);
}

export function noRegion(card: ModelCard, { scope, region }: Sku): Unpriced {
  return unpriced('no-rate-for-region', `${card.name} has no ${scope} price in ${region}`);
}

export function noTier(card: ModelCard, { tier, latency, batch, region }: Sku): Unpriced {
  const words = [batch ? 'batch' : '', latency === 'optimized' ? 'latency-optimized' : '', `tier ${tier}`];
  return unpriced(
    'no-rate-for-tier',
    `${card.name} has no price for ${words.filter(Boolean).join(', ')} in ${region}`,
  );
}

export function noBand(card: ModelCard, { band }: Sku): Unpriced {
  const sizes = [
    `up to ${BAND_LIMITS[0]} tokens`,
    ...BAND_LIMITS.map((limit) => `of more than ${limit} tokens`),
  ];
  return unpriced('no-rate-for-band', `${card.name} has no price for prompts ${sizes[band]}`);
}

export function noDate(card: ModelCard, at: EpochSeconds): Unpriced {
  return unpriced('no-rate-at-date', `${card.name} has no price in force at ${isoInstant(at)}`);
}
