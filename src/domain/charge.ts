/**
 * Charges: what was used and what it costs, at the finest grain that roll-ups keep. Sessions are not told apart.
 * @module
 */
import type { CostParts } from './cost.ts';
import type { UsageQuery } from './measures.ts';
import type { Quantities } from './quantities.ts';
import type { Sku } from './sku.ts';
import type { EpochHour } from './time.ts';

export type ChargeQuery = Omit<UsageQuery, 'by'>;

/** Who used what, through what. */
export interface ChargeParty {
  readonly account: string;
  readonly sku: Sku;
  /** As the caller passed it. */
  readonly modelId: string;
  readonly profile: string | null;
  readonly principal: string | null;
  readonly agent: string | null;
  /** The call's own, else those of the profile it went through. A Map, because keys are the caller's. */
  readonly tags: ReadonlyMap<string, string>;
}

/** One SKU's use by one caller in one UTC hour, as one price book has priced it. */
export interface ChargeHour extends ChargeParty {
  readonly hour: EpochHour;
  /** As in `catalog 2026-11-10 (3f9a2c1b)`. */
  readonly priceVersion: string;
  /** Roll-up rows behind it: the cost of each was rounded once. */
  readonly rows: number;
  readonly quantities: Quantities;
  /** The part of `quantities` that has no price. */
  readonly unpriced: Quantities;
  /** The cost of the rest. */
  readonly cost: CostParts;
}
