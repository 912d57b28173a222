/**
 * What an import read and did, as plain data: the answer of `prices update`.
 * @module
 */
import { formatRate } from '../../src/domain/money.ts';
import type { BuiltPrices } from './build-prices.ts';
import { changeLines, grainOf } from './change-lines.ts';
import type { Classification } from './classify.ts';
import type { Comparison } from './compare.ts';
import { type FixedAmbiguity, type FixedComparison, fixedLines, type ListedFixed } from './fixed-list.ts';
import { bandText, meterText } from './listed-price.ts';
import { rowText, type UnknownRow } from './offer-row.ts';
import type { ChangeLine, OfferSummary, PriceVersion } from './version.ts';

export interface ImportReport {
  readonly offers: readonly OfferSummary[];
  readonly products: number;
  /** Products that became prices. */
  readonly classified: number;
  /** Understood, and no price of usage; by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly unknown: number;
  /** One row for each reason and usagetype. */
  readonly unknownSamples: readonly { readonly row: string; readonly reason: string }[];
  readonly newlyUnknown: number;
  readonly ambiguous: readonly AmbiguousLine[];
  readonly prefixConflicts: readonly string[];
  readonly prices: number;
  readonly unchanged: number;
  /** Of the unchanged, those that the book had by a rule or from a public table only. */
  readonly confirmed: number;
  readonly added: readonly ChangeLine[];
  readonly addedPrices: number;
  readonly changed: readonly ChangeLine[];
  readonly changedPrices: number;
  /** Changed prices that were not taken. */
  readonly pending: number;
  /** Prices of the previous import that are no longer listed; they stay in the book. */
  readonly vanished: readonly { readonly price: string; readonly regions: readonly string[] }[];
  readonly newModels: readonly string[];
  /** Listed prices of models that the catalogue does not price on purpose. */
  readonly onPurpose: number;
  /** Listed unit prices whose sizes or qualities the book divides otherwise. */
  readonly otherRules: number;
}

export interface AmbiguousLine {
  readonly price: string;
  readonly rows: readonly { readonly row: string; readonly usd: string }[];
}

const SAMPLES = 20;

export interface ReportInput {
  readonly classified: Classification;
  readonly unknown: readonly UnknownRow[];
  readonly built: BuiltPrices;
  readonly compared: Comparison;
  readonly fixed: ListedFixed;
  readonly comparedFixed: FixedComparison;
  readonly version: PriceVersion;
  readonly previous: PriceVersion | null;
  readonly accept: boolean;
}

/** Counts and lines of one import. Pure. */
export function importReport(input: ReportInput): ImportReport {
  const { classified, unknown, built, compared, fixed, comparedFixed, version, previous, accept } = input;
  const changedPrices = compared.changes.length + comparedFixed.changes.length;
  return {
    offers: version.offers,
    products: classified.products,
    classified: classified.rows.length - built.unknown.length,
    skipped: countBy(classified.skipped.map(({ kind }) => kind)),
    unknown: unknown.length,
    unknownSamples: samples(unknown),
    newlyUnknown: version.newlyUnknown,
    ambiguous: [...ambiguousLines(built), ...fixed.ambiguous.map(fixedAmbiguity)],
    prefixConflicts: classified.prefixConflicts.map(
      ({ prefix, regions }) =>
        `${prefix || '(none)'}: ${regions.map(({ region, products }) => `${region} (${products})`).join(', ')}`,
    ),
    prices: built.prices.length + fixed.prices.length,
    unchanged: compared.unchanged + comparedFixed.unchanged,
    confirmed: compared.confirmed + comparedFixed.confirmed,
    added: [...changeLines(compared.additions), ...fixedLines(comparedFixed.additions)],
    addedPrices: compared.additions.length + comparedFixed.additions.length,
    changed: [...changeLines(compared.changes), ...fixedLines(comparedFixed.changes)],
    changedPrices,
    pending: accept ? 0 : changedPrices,
    vanished: vanished(previous, version),
    newModels: classified.newModels.map(({ id }) => id).sort(),
    onPurpose: compared.onPurpose.length,
    otherRules: compared.otherRules.length,
  };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function samples(unknown: readonly UnknownRow[]): { row: string; reason: string }[] {
  const byReason = new Map<string, UnknownRow>();
  for (const row of unknown) if (!byReason.has(row.reason)) byReason.set(row.reason, row);
  return [...byReason.values()].slice(0, SAMPLES).map((row) => ({ row: rowText(row), reason: row.reason }));
}

function ambiguousLines({ ambiguous }: BuiltPrices): AmbiguousLine[] {
  return ambiguous.map((cell) => ({
    price: [cell.model, cell.region, cell.scope, cell.rateClass, meterText(cell), bandText(cell.bands)]
      .filter((text) => text !== '')
      .join(' '),
    rows: cell.rows.map((row) => ({ row: rowText(row), usd: formatRate(row.rate, grainOf(cell)) })),
  }));
}

const fixedAmbiguity = ({ price, rows }: FixedAmbiguity): AmbiguousLine => ({
  price,
  rows: rows.map((row) => ({ row: rowText(row), usd: formatRate(row.rate, 1) })),
});

function vanished(
  previous: PriceVersion | null,
  { listed }: PriceVersion,
): { price: string; regions: string[] }[] {
  return Object.entries(previous?.listed ?? {}).flatMap(([price, regions]) => {
    const gone = regions.filter((region) => !(listed[price] ?? []).includes(region));
    return gone.length === 0 ? [] : [{ price, regions: gone }];
  });
}
