/** Laws of the rater over the whole catalogue. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { PriceRow } from '../../../pricing/catalog-rows.ts';
import { roundToNano } from '../../../src/domain/money.ts';
import { allTokens, NO_QUANTITIES, type Quantities, TOKEN_KINDS } from '../../../src/domain/quantities.ts';
import type { Sku } from '../../../src/domain/sku.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import { book, holds, instant, rater, skuOf, totalOf } from './fixture.ts';

const count = fc.oneof(fc.constant(0), fc.nat(5_000), fc.integer({ min: 0, max: 2_000_000_000 }));
const anyQuantities: fc.Arbitrary<Quantities> = fc.record({
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite: count,
  cacheWrite5m: count,
  cacheWrite30m: count,
  cacheWrite1h: count,
  units: count,
});
const anyRow = fc.constantFrom(...book.rows.filter((row) => row.unit === null));
const anyTime = fc.integer({ min: instant('2024-01-01'), max: instant('2027-01-01') }).map(epochSeconds);

/** A SKU that the row prices. */
function skuFor(row: PriceRow): Sku {
  const { model, scope, regions, rateClass, bands } = row;
  const tier = rateClass === 'flex' || rateClass === 'priority' ? rateClass : 'standard';
  return {
    ...skuOf('amazon.any'),
    model,
    scope: scope === 'regional' ? 'geo' : scope,
    region: regions[0] ?? skuOf('amazon.any').region,
    band: bands[0] ?? 0,
    batch: rateClass === 'batch',
    latency: rateClass === 'latencyOptimized' ? 'optimized' : 'standard',
    tier,
  };
}

const within = ({ from, to }: PriceRow): EpochSeconds =>
  epochSeconds(Number.isFinite(from) ? from : Number.isFinite(to) ? to - 1 : instant('2026-01-01'));

describe('rater', () => {
  it('adds parts up to the exact sum, rounded once', () => {
    holds([anyRow, anyQuantities], (row, q) => {
      const exact = TOKEN_KINDS.reduce((sum, kind) => sum + (row.rates[kind] ?? 0n) * BigInt(q[kind]), 0n);
      return totalOf(rater.rate(skuFor(row), within(row), q)) === roundToNano(exact);
    });
  });

  it('never gives a negative part', () => {
    holds([anyRow, anyTime, anyQuantities], (row, at, q) => {
      const { cost } = rater.rate(skuFor(row), at, q);
      return Object.values(cost).every((part) => part >= 0n);
    });
  });

  it('is linear in every kind within a band: n times as much costs n times as much', () => {
    holds([anyRow, fc.constantFrom(...TOKEN_KINDS), fc.nat(10_000), fc.nat(50)], (row, kind, n, k) => {
      // A million tokens of any listed rate are a whole number of nano-dollars, so rounding cannot differ.
      const cost = (quantity: number) =>
        totalOf(rater.rate(skuFor(row), within(row), { ...NO_QUANTITIES, [kind]: quantity * 1_000_000 }));
      return cost(n * k) === cost(n) * BigInt(k);
    });
  });

  it('counts every token once: as priced, or as unpriced', () => {
    holds([anyRow, anyTime, anyQuantities], (row, at, q) => {
      const found = book.lookup(skuFor(row), at);
      const { unpricedTokens, unpricedKinds, reason } = rater.rate(skuFor(row), at, q);
      const priced = TOKEN_KINDS.filter((kind) => found.status === 'priced' && found.rates[kind] !== null);
      const pricedTokens = priced.reduce((sum, kind) => sum + q[kind], 0);
      const complete = unpricedKinds.length === 0;
      return pricedTokens + unpricedTokens === allTokens(q) && complete === (reason === null);
    });
  });

  it('gives the same cost at every second of an hour', () => {
    holds([anyRow, anyTime, fc.nat(3_599), anyQuantities], (row, at, second, q) => {
      const hour = epochSeconds(at - (at % 3_600));
      const [first, later] = [hour, epochSeconds(hour + second)].map((t) => rater.rate(skuFor(row), t, q));
      return JSON.stringify(first, text) === JSON.stringify(later, text);
    });
  });

  it('answers from the row whose dates hold the instant, and from no other', () => {
    holds([anyRow, anyTime], (row, at) => {
      const found = book.lookup(skuFor(row), at);
      const inForce = row.from <= at && at < row.to;
      return !inForce || (found.status === 'priced' && found.rates === row.rates);
    });
  });
});

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);
