/**
 * A product of the price list, fully understood, or why it is not.
 * @module
 */
import type { BaseModelId, RegionId } from '../../src/domain/ids.ts';
import type { AttoUsdPerUnit } from '../../src/domain/money.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { Fee } from '../fee-price.ts';
import type { PriceScope, RateClass } from '../rates.ts';
import type { Endpoint, Meter, SkipKind } from './usage.ts';

/** Names a product for people: which file, which SKU, what it says. */
export interface RowName {
  readonly serviceCode: string;
  readonly region: string;
  readonly sku: string;
  readonly usagetype: string;
}

export interface OfferRow extends RowName {
  readonly region: RegionId;
  /** One product can have several ids. */
  readonly models: readonly BaseModelId[];
  readonly meter: Meter;
  /** Which fee it is, once its unit has told; null for other meters. */
  readonly fee: Fee | null;
  readonly scope: PriceScope;
  readonly longContext: boolean;
  readonly rateClass: RateClass;
  readonly endpoint: Endpoint;
  readonly rate: AttoUsdPerUnit;
  /** Start of the term; AWS dates the terms of a published list, often to the first of a month. */
  readonly effective: EpochSeconds;
  /** `AWS Price List AmazonBedrock 2026-10-08`: title and date of the catalogue source. */
  readonly source: string;
}

export interface UnknownRow extends RowName {
  readonly reason: string;
}

export interface SkippedRow extends RowName {
  readonly kind: SkipKind;
}

/** A model that the price list names by id and the book does not have. */
export interface NewModel {
  readonly id: BaseModelId;
  readonly name: string;
  readonly provider: string;
}

export interface Classified {
  readonly rows: readonly OfferRow[];
  readonly skipped: readonly SkippedRow[];
  readonly unknown: readonly UnknownRow[];
  readonly newModels: readonly NewModel[];
  /** Products read, the sum of the three. */
  readonly products: number;
}

/** The same row in every Region: what makes an unknown row a new one. */
export const shapeOf = (serviceCode: string, body: string, reason: string): string =>
  `${serviceCode} ${body}: ${reason}`;

/** `AmazonBedrock us-east-1 USE1-NovaLite-input-tokens (SKU ABC)`. */
export const rowText = ({ serviceCode, region, sku, usagetype }: RowName): string =>
  `${serviceCode} ${region} ${usagetype} (SKU ${sku})`;
