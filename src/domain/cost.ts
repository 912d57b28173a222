/**
 * What pricing answers, and the one function through which the store asks for it.
 * @module
 */
import type { BaseModelId } from './ids.ts';
import type { NanoUsd } from './money.ts';
import type { Quantities, TokenKind } from './quantities.ts';
import type { Sku } from './sku.ts';
import type { EpochSeconds } from './time.ts';

/** Why something has no price. Shown to people with the step that would mend it. */
export type UnpricedReason =
  | 'unknown-model'
  | 'unresolved-profile'
  | 'no-rate-for-region'
  | 'no-rate-for-scope'
  | 'no-rate-for-tier'
  | 'no-rate-for-band'
  | 'no-rate-for-kind'
  | 'no-rate-for-unit'
  | 'no-rate-at-date'
  | 'billed-by-the-hour';

/** Exact integer parts of a roll-up row's cost: `input + output + cacheRead + cacheWrite + units` is the cost. */
export interface CostParts {
  readonly input: NanoUsd;
  readonly output: NanoUsd;
  readonly cacheRead: NanoUsd;
  readonly cacheWrite: NanoUsd;
  readonly units: NanoUsd;
}

/** The cost of some quantities of one SKU. Kinds without a rate are not in `cost`, but in `unpricedTokens`. */
export interface UsageCost {
  readonly cost: CostParts;
  readonly unpricedTokens: number;
  /** Kinds with a quantity and no rate; `units` for non-token units. Empty: fully priced. */
  readonly unpricedKinds: readonly (TokenKind | 'units')[];
  readonly reason: UnpricedReason | null;
}

/** Prices usage. Pure for one `version`: same SKU, hour and quantities, same cost. */
export interface Rater {
  /** Names the price book in force, as in `catalog 2026-11-10 (3f9a2c1b)`. */
  readonly version: string;
  /** @param at any instant within the hour in which the usage happened; prices change on UTC hours at the finest */
  rate(sku: Sku, at: EpochSeconds, quantities: Quantities): UsageCost;
  /** Whether the price book has the model at all, priced or not. */
  knowsModel(model: BaseModelId): boolean;
}
