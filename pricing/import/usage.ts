/**
 * What a usagetype of the AWS Price List says, once every token of it is understood.
 * @module
 */
import type { PriceScope, RateClass } from '../rates.ts';
import type { CatalogUnit } from '../unit-rule.ts';

/** Token kinds that the price list sells. A cache write without TTL is one of five minutes. */
export const LISTED_KINDS = [
  'input',
  'output',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite30m',
  'cacheWrite1h',
] as const;
export type ListedKind = (typeof LISTED_KINDS)[number];

/** What the price is for. */
export type Meter =
  | { readonly meter: 'tokens'; readonly kind: ListedKind }
  | {
      readonly meter: 'unit';
      readonly unit: CatalogUnit;
      /** `1024x1024`; null: any size. */
      readonly upTo: string | null;
      readonly quality: string | null;
    }
  | { readonly meter: 'reserved'; readonly side: 'input' | 'output'; readonly term: '1-month' | '3-months' }
  | { readonly meter: 'provisioned'; readonly commitment: 'none' | '1-month' | '6-months' }
  | { readonly meter: 'fee'; readonly fee: FeeKind };

/** What a fee is for, as far as a usagetype tells; how training is billed, its unit tells. */
export type FeeKind = 'training' | 'storage' | 'import-minute' | 'import-month';

/** Rows that are understood and price nothing that usage records show. */
export type SkipKind =
  | 'reserved'
  | 'provisioned'
  | 'customization'
  | 'custom-model'
  | 'storage'
  | 'guardrail'
  | 'knowledge-base'
  /** Tokens by modality, which usage records do not tell apart. */
  | 'modality'
  /** Image to image: what was sent is not in usage records. */
  | 'image-edit'
  /** A family, or a variant, that no model id stands for. */
  | 'no-model-id'
  /** The catalogue gives a reason not to price this model. */
  | 'unpriced-on-purpose';

/** Tokens sold at the `bedrock-mantle` endpoint have SKUs of their own; every other row is for `bedrock-runtime`. */
export type Endpoint = 'runtime' | 'mantle';

export interface Usage {
  readonly meter: Meter;
  /** Model name of the dashed form, model id of the mantle form; null where only attributes name the model. */
  readonly name: string | null;
  readonly endpoint: Endpoint;
  readonly scope: PriceScope;
  readonly longContext: boolean;
  readonly rateClass: RateClass;
}

/** How a usagetype, or the part of it behind the Region prefix, was read. */
export type Reading =
  | { readonly status: 'read'; readonly usage: Usage }
  | { readonly status: 'skipped'; readonly kind: SkipKind }
  | { readonly status: 'unknown'; readonly reason: string };

export const unknown = (reason: string): Reading => ({ status: 'unknown', reason });
export const skipped = (kind: SkipKind): Reading => ({ status: 'skipped', kind });
