/**
 * The SKU: everything that decides a unit price, and nothing else. It is part of every roll-up key, so
 * that repricing never needs raw records.
 * @module
 */
import type { BaseModelId, RegionId } from './ids.ts';

/**
 * Where the price comes from. `geo` is any geographic profile (`us.`, `eu.`, an unknown new prefix);
 * `unresolved` is an application profile or router whose model is not known yet.
 */
export const SCOPES = [
  'in-region',
  'geo',
  'global',
  'provisioned',
  'custom',
  'imported',
  'unresolved',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Open string: AWS adds tiers. `standard` is AWS's `default`. */
export type ServiceTier = string;
export const STANDARD_TIER: ServiceTier = 'standard';

export type LatencyMode = 'standard' | 'optimized';

/**
 * Upper limits (inclusive) of the prompt-size bands kept apart in roll-ups. Price lists band whole requests
 * at 100,000 (Haiku 5.5), 200,000 (Sonnet 4 and 4.5) and 272,000 (GPT-5.6 and later) prompt tokens
 * (pricing facts, section 6). The split does not depend on the model, so a band that a price list gains
 * later at one of these limits is priced without raw records.
 */
export const BAND_LIMITS = [100_000, 200_000, 272_000] as const;
/** 0: up to 100,000 prompt tokens; 1: up to 200,000; 2: up to 272,000; 3: more. */
export type PromptBand = 0 | 1 | 2 | 3;

/** The band of a request by its prompt: input + cache read + cache write tokens. */
export function promptBand(prompt: number): PromptBand {
  if (prompt <= BAND_LIMITS[0]) return 0;
  if (prompt <= BAND_LIMITS[1]) return 1;
  return prompt <= BAND_LIMITS[2] ? 2 : 3;
}

/**
 * What is counted. `token` for token kinds; otherwise what a unit is, with the attributes that set its price:
 * `image:1024x1024:standard`, `video-ms:1280x720`, `query`, `guardrail:contentPolicyUnits`. `unknown:image` and its kin
 * count calls whose quantity the record does not tell; they never have a price.
 */
export type UnitId = string;
export const TOKEN_UNIT: UnitId = 'token';

export interface Sku {
  /** Null while unresolved. */
  readonly model: BaseModelId | null;
  readonly scope: Scope;
  /** Source (calling) Region: a `us.` call is billed where it was made. */
  readonly region: RegionId;
  readonly tier: ServiceTier;
  readonly latency: LatencyMode;
  readonly band: PromptBand;
  readonly batch: boolean;
  readonly unit: UnitId;
}
