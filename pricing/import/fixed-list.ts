/**
 * Reserved capacity, model units and fees of the price list, beside those of the book. Like every price: exactly one
 * row or nothing, additions are taken, and what differs waits for a person. They have no dates: a model unit costs
 * what the book says now.
 * @module
 */
import { formatRate } from '../../src/domain/money.ts';
import { type FixedPrice, fixedKey } from '../fixed-price.ts';
import type { OfferRow } from './offer-row.ts';
import type { ChangeLine } from './version.ts';

export interface FixedAmbiguity {
  readonly price: string;
  readonly rows: readonly OfferRow[];
}

export interface ListedFixed {
  readonly prices: readonly FixedPrice[];
  readonly ambiguous: readonly FixedAmbiguity[];
}

/** Prices of rows that no usage has; other rows are passed over. */
export function listedFixed(rows: readonly OfferRow[]): ListedFixed {
  const cells = new Map<string, { price: FixedPrice; rows: OfferRow[] }>();
  for (const row of rows) {
    for (const price of pricesOf(row)) {
      const key = fixedKey(price);
      const cell = cells.get(key);
      if (cell) cell.rows.push(row);
      else cells.set(key, { price, rows: [row] });
    }
  }
  const sorted = [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
  const agree = ({ price, rows: own }: { price: FixedPrice; rows: OfferRow[] }) =>
    own.every(({ rate }) => rate === price.rate);
  return {
    prices: sorted.filter(agree).map(({ price, rows: own }) => ({
      ...price,
      source: [...new Set(own.map(({ source }) => source))].sort().join('; '),
    })),
    ambiguous: sorted
      .filter((cell) => !agree(cell))
      .map(({ price, rows: own }) => ({ price: fixedKey(price), rows: own })),
  };
}

const COMMITMENTS = { none: 'noCommitment', '1-month': 'oneMonth', '6-months': 'sixMonths' } as const;
const TERMS = { '1-month': '1Month', '3-months': '3Months' } as const;

function pricesOf({ meter, models, region, scope, rate, source, fee }: OfferRow): FixedPrice[] {
  const common = { region, rate, source, derived: null };
  switch (meter.meter) {
    case 'reserved': {
      const term = `${meter.side}${TERMS[meter.term]}`;
      return models.map((model) => ({ ...common, model, kind: 'reserved', scope, term }));
    }
    case 'provisioned': {
      const term = COMMITMENTS[meter.commitment];
      return models.map((model) => ({ ...common, model, kind: 'provisioned', scope: null, term }));
    }
    case 'fee':
      return fee === null
        ? []
        : models.map((model) => ({ ...common, model, kind: 'fee', scope: null, term: fee }));
    default:
      return [];
  }
}

/** A listed price that the book does not have, with the book's. */
export interface FixedUpdate extends FixedPrice {
  readonly old: FixedPrice | null;
}

export interface FixedComparison {
  readonly additions: readonly FixedUpdate[];
  readonly changes: readonly FixedUpdate[];
  readonly unchanged: number;
  readonly confirmed: number;
}

export function compareFixed(book: readonly FixedPrice[], listed: readonly FixedPrice[]): FixedComparison {
  const known = new Map(book.map((price) => [fixedKey(price), price]));
  const updates = listed.map((price): FixedUpdate => ({ ...price, old: known.get(fixedKey(price)) ?? null }));
  const same = updates.filter(({ old, rate }) => old?.rate === rate);
  return {
    additions: updates.filter(({ old }) => old === null),
    changes: updates.filter(({ old, rate }) => old !== null && old.rate !== rate),
    unchanged: same.length,
    confirmed: same.filter(({ old }) => old !== null && old.derived !== null).length,
  };
}

/** Regions that share everything else are one line. */
export function fixedLines(updates: readonly FixedUpdate[]): ChangeLine[] {
  const lines = new Map<string, ChangeLine>();
  for (const { model, scope, kind, term, rate, old, source, region } of updates) {
    const line = {
      ...{ model, scope: scope ?? ('any' as const), tier: kind, prompt: '', kind: term },
      old: old === null ? null : formatRate(old.rate, 1),
      new: formatRate(rate, 1),
      ...{ oldSource: old?.source ?? null, source, from: null },
    };
    const key = JSON.stringify(line);
    const known = lines.get(key);
    if (known) known.regions.push(region);
    else lines.set(key, { ...line, regions: [region] });
  }
  return [...lines]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, line]) => ({ ...line, regions: line.regions.sort() }));
}
