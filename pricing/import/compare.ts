/**
 * Listed prices beside the price book: what is the same, what is new, what is different, what is gone. A price that is
 * in the book already is never written again, and dated history before a row's start is never touched.
 * @module
 */

import type { AttoUsdPerUnit } from '../../src/domain/money.ts';
import type { PromptBand } from '../../src/domain/sku.ts';
import { type EpochSeconds, epochSeconds } from '../../src/domain/time.ts';
import { ALWAYS_FROM, type PriceRow } from '../catalog-rows.ts';
import type { PriceBook } from '../price-book.ts';
import type { ListedPrice } from './listed-price.ts';
import { groupRows, inForce, rowGroup, timeline } from './row-timeline.ts';

/** A listed price that the book does not have. */
export interface PriceUpdate extends ListedPrice {
  /** Start of the new row, inclusive. */
  readonly from: EpochSeconds;
  /** The price in force until then; null: none. */
  readonly old: AttoUsdPerUnit | null;
  readonly oldSource: string | null;
}

export interface Comparison {
  /** Prices where the book has none. */
  readonly additions: readonly PriceUpdate[];
  /** Prices that differ from the book's: they wait for a person. */
  readonly changes: readonly PriceUpdate[];
  readonly unchanged: number;
  /** Of the unchanged ones, those that the book had by a rule or from a public table only. */
  readonly confirmed: number;
  /** The book prices the same unit by other rules (sizes, qualities): a person has to look. */
  readonly otherRules: readonly ListedPrice[];
  /** Models that the book does not price on purpose. */
  readonly onPurpose: readonly ListedPrice[];
}

/** @param now the time of the import: what is in force then is compared, or at the term's start if that is later */
export function comparePrices(
  book: PriceBook,
  listed: readonly ListedPrice[],
  now: EpochSeconds,
): Comparison {
  const groups = groupRows(book.rows);
  const units = unitGroups(book.rows);
  const additions: PriceUpdate[] = [];
  const changes: PriceUpdate[] = [];
  const otherRules: ListedPrice[] = [];
  const onPurpose: ListedPrice[] = [];
  let unchanged = 0;
  let confirmed = 0;
  for (const price of listed) {
    if ((book.models.get(price.model)?.unpriced ?? null) !== null) {
      onPurpose.push(price);
      continue;
    }
    const group = groups.get(rowGroup(price)) ?? [];
    if (group.length === 0 && price.unit && units.has(`${price.model} ${price.unit.unit}`)) {
      otherRules.push(price);
      continue;
    }
    for (const part of partsByRow(price, group, now)) {
      const old = part.row?.rates[price.kind] ?? null;
      if (old === price.rate) {
        unchanged += 1;
        if (part.row?.derived != null) confirmed += 1;
        continue;
      }
      const oldSource = old === null ? null : (part.row?.source ?? null);
      const update = { ...price, bands: part.bands, from: part.from, old, oldSource };
      (old === null ? additions : changes).push(update);
    }
  }
  return { additions, changes, unchanged, confirmed, otherRules, onPurpose };
}

interface Part {
  readonly bands: readonly PromptBand[];
  readonly row: PriceRow | undefined;
  readonly from: EpochSeconds;
}

/** Prompt sizes that the book prices by one row, together with when a new price could start there. */
function partsByRow(price: ListedPrice, group: readonly PriceRow[], now: EpochSeconds): Part[] {
  const at = epochSeconds(Math.max(now, price.effective));
  const parts: { bands: PromptBand[]; row: PriceRow | undefined; from: EpochSeconds }[] = [];
  for (const band of price.bands) {
    const rows = timeline(group, price.region, band);
    const row = inForce(rows, at);
    const from = startAfter(price, rows, row, at);
    const same = parts.find((part) => part.row === row && part.from === from);
    if (same) same.bands.push(band);
    else parts.push({ bands: [band], row, from });
  }
  return parts;
}

/**
 * The term's start, but not before the row that is in force started, and not before a price that was in force earlier
 * ended: history with a date stays as it is.
 */
function startAfter(
  price: ListedPrice,
  rows: readonly PriceRow[],
  current: PriceRow | undefined,
  at: EpochSeconds,
): EpochSeconds {
  const edges = rows.flatMap((row) => {
    if (row.rates[price.kind] === null) return [];
    return row === current ? [row.from] : row.to <= at ? [row.to] : [];
  });
  return epochSeconds(Math.max(ALWAYS_FROM, price.effective, ...edges));
}

const unitGroups = (rows: readonly PriceRow[]): ReadonlySet<string> =>
  new Set(rows.flatMap(({ model, unit }) => (unit === null ? [] : [`${model} ${unit.unit}`])));
