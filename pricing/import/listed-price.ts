/**
 * One price of the price list, in the terms of the price book.
 * @module
 */
import type { BaseModelId, RegionId } from '../../src/domain/ids.ts';
import type { AttoUsdPerUnit } from '../../src/domain/money.ts';
import { BAND_LIMITS, type PromptBand } from '../../src/domain/sku.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { PriceScope, RateClass } from '../rates.ts';
import { parsePixelSize, type UnitRule } from '../unit-rule.ts';
import type { OfferRow, RowName } from './offer-row.ts';
import type { ListedKind, Meter } from './usage.ts';

/** What has one price at a time. */
export interface PriceCell {
  readonly model: BaseModelId;
  readonly region: RegionId;
  readonly scope: PriceScope;
  readonly rateClass: RateClass;
  readonly bands: readonly PromptBand[];
  /** `units` with a rule, or a token kind without one. */
  readonly kind: ListedKind | 'units';
  readonly unit: UnitRule | null;
}

export interface ListedPrice extends PriceCell {
  readonly rate: AttoUsdPerUnit;
  /** The latest start of the terms that print it. */
  readonly effective: EpochSeconds;
  /** Catalogue sources, as in `AWS Price List AmazonBedrock 2026-10-08`. */
  readonly sources: readonly string[];
}

/** Rows that print different prices for one thing: something tells them apart that was not seen. */
export interface Ambiguity extends PriceCell {
  readonly rows: readonly (RowName & Pick<OfferRow, 'rate' | 'endpoint'>)[];
}

/** Text by which cells are compared and sorted. */
export const cellKey = (cell: PriceCell): string =>
  `${cell.model} ${cell.scope} ${cell.rateClass} ${cell.bands.join('')} ${meterText(cell)} ${cell.region}`;

/** `input`, `cacheWrite1h`, `image up to 1024x1024 premium`. */
export function meterText({ kind, unit }: Pick<PriceCell, 'kind' | 'unit'>): string {
  if (unit === null) return kind;
  const { upTo, quality, lines } = unit;
  const size = upTo === null ? '' : ` up to ${upTo.width}x${upTo.height}`;
  return `${unit.unit}${size}${quality === null ? '' : ` ${quality}`}${lines === null ? '' : ` ${lines}p`}`;
}

/** `> 200000`, `<= 200000`, or nothing for every prompt size. */
export function bandText(bands: readonly PromptBand[]): string {
  const limits: readonly number[] = BAND_LIMITS;
  const [lower, upper] = [limits[(bands[0] ?? 0) - 1], limits[bands.at(-1) ?? limits.length]];
  return [lower === undefined ? '' : `> ${lower}`, upper === undefined ? '' : `<= ${upper}`]
    .filter((text) => text !== '')
    .join(', ');
}

/** The rule of a meter; null for tokens. Only for meters that usage shows. */
export function unitRuleOf(meter: Extract<Meter, { meter: 'tokens' | 'unit' }>): UnitRule | null {
  if (meter.meter === 'tokens') return null;
  const { unit, upTo, quality } = meter;
  const size = upTo === null ? null : (parsePixelSize(upTo) ?? null);
  return { unit, upTo: size, quality, lines: null };
}
