/**
 * Prices usage: exact sums, one rounding.
 * @module
 */
import type { CostParts, Rater, UsageCost } from '../src/domain/cost.ts';
import { type NanoUsd, nanoUsd, roundToNano, ZERO_USD } from '../src/domain/money.ts';
import { allTokens, type Quantities, TOKEN_KINDS, type TokenKind } from '../src/domain/quantities.ts';
import type { PriceBook } from './price-book.ts';
import type { Priced } from './price-lookup.ts';
import type { PricedKind } from './rates.ts';

const NO_COST: CostParts = {
  input: ZERO_USD,
  output: ZERO_USD,
  cacheRead: ZERO_USD,
  cacheWrite: ZERO_USD,
  units: ZERO_USD,
};
const CACHE_WRITES = ['cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'] as const;

/** A {@link Rater} over a price book. */
export function raterOf(book: PriceBook): Rater {
  return {
    version: book.version,
    knowsModel: (model) => book.models.has(model),
    rate(sku, at, quantities): UsageCost {
      const found = book.lookup(sku, at);
      if (found.status === 'priced') return costOf(found, quantities);
      const unpricedKinds = kindsWithUsage(quantities);
      const reason = unpricedKinds.length === 0 ? null : found.reason;
      return { cost: NO_COST, unpricedTokens: allTokens(quantities), unpricedKinds, reason };
    },
  };
}

/**
 * The cost of quantities at given rates. Parts are differences of the rounded running sum, so they add up
 * to the rounded total exactly.
 */
export function costOf({ rates }: Priced, quantities: Quantities): UsageCost {
  let exact = 0n;
  let summed = 0n;
  let rounded: bigint = ZERO_USD;
  let unpricedTokens = 0;
  const unpricedKinds: PricedKind[] = [];
  const add = (kind: PricedKind): void => {
    const quantity = quantities[kind];
    if (quantity === 0) return;
    const rate = rates[kind];
    if (rate === null) {
      unpricedKinds.push(kind);
      if (kind !== 'units') unpricedTokens += quantity;
    } else exact += rate * BigInt(quantity);
  };
  const part = (): NanoUsd => {
    if (exact === summed) return ZERO_USD;
    const before = rounded;
    [summed, rounded] = [exact, roundToNano(exact)];
    return nanoUsd(rounded - before);
  };
  add('input');
  const input = part();
  add('output');
  const output = part();
  add('cacheRead');
  const cacheRead = part();
  for (const kind of CACHE_WRITES) add(kind);
  const cacheWrite = part();
  add('units');
  const units = part();
  const reason = unpricedKinds.length === 0 ? null : reasonFor(unpricedKinds);
  return { cost: { input, output, cacheRead, cacheWrite, units }, unpricedTokens, unpricedKinds, reason };
}

const reasonFor = (kinds: readonly PricedKind[]) =>
  kinds.every((kind) => kind === 'units') ? 'no-rate-for-unit' : 'no-rate-for-kind';

function kindsWithUsage(quantities: Quantities): (TokenKind | 'units')[] {
  const kinds: (TokenKind | 'units')[] = TOKEN_KINDS.filter((kind) => quantities[kind] > 0);
  if (quantities.units > 0) kinds.push('units');
  return kinds;
}
