/**
 * A discount on list prices, exact to the atto-dollar.
 * @module
 */
import { UsageError } from '../src/domain/errors.ts';
import type { AttoUsdPerUnit } from '../src/domain/money.ts';
import type { PricedKind, Rates } from './rates.ts';

/** Percent from 0 to 100, with at most six decimals. Text keeps it exact; a number is read as it prints. */
export type DiscountPercent = string | number;

const PERCENT = /^(\d{1,3})(?:\.(\d{1,6}))?$/;
const SCALE = 1_000_000n;
const WHOLE = 100n * SCALE;

/**
 * What turns list rates into discounted ones; undefined for no discount.
 * @throws UsageError for anything that is not a percentage from 0 to 100
 */
export function discounter(percent: DiscountPercent): ((rates: Rates) => Rates) | undefined {
  const match = PERCENT.exec(String(percent));
  const off = match ? BigInt(match[1] + (match[2] ?? '').padEnd(6, '0')) : -1n;
  if (off < 0n || off > WHOLE) {
    throw new UsageError(`pricing.discountPercent: ${percent} is not a percentage from 0 to 100`);
  }
  if (off === 0n) return undefined;
  const apply = (rate: AttoUsdPerUnit): AttoUsdPerUnit =>
    ((rate * (WHOLE - off) + WHOLE / 2n) / WHOLE) as AttoUsdPerUnit;
  return (rates) => {
    const discounted: { [K in PricedKind]: AttoUsdPerUnit | null } = { ...rates };
    for (const kind of Object.keys(rates) as PricedKind[]) {
      const rate = rates[kind];
      if (rate !== null) discounted[kind] = apply(rate);
    }
    return discounted;
  };
}
