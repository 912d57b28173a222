import { describe, expect, it } from 'vitest';
import {
  formatCount,
  formatShare,
  formatUsd,
  relativeChange,
  usdPerMillion,
} from '../../../src/domain/format.ts';
import { nanoUsd } from '../../../src/domain/money.ts';

const usd = (nano: bigint) => nanoUsd(nano);

describe('formatUsd', () => {
  it.each([
    [12_345_670_000_000n, '$12,345.67'],
    [0n, '$0.00'],
    [4_200_000n, '$0.0042'],
    [4_249_000n, '$0.0042'],
    [9_999_999n, '$0.0099'],
    [10_000_000n, '$0.01'],
    [9n, '$0.000000009'],
    [-1_234_500_000_000n, '-$1,234.50'],
    [999_995_000_000n, '$1,000.00'],
  ])('%s nano-dollars', (nano, text) => expect(formatUsd(usd(nano))).toBe(text));
  it('shows what is unknown as such', () => expect(formatUsd(null)).toBe('—'));
});

describe('counts and shares', () => {
  it.each([
    [0, '0'],
    [950, '950'],
    [1_000, '1.00 k'],
    [12_400, '12.4 k'],
    [1_240_000, '1.24 M'],
    [999_499, '999 k'],
    [999_500, '1.00 M'],
    [999_999, '1.00 M'],
    [7_200_000_000, '7.20 B'],
  ])('%s', (n, text) => expect(formatCount(n)).toBe(text));

  it('has no share of nothing', () => {
    expect(formatShare(0, 0)).toBe('—');
    expect(formatShare(1, 3)).toBe('33.3 %');
  });

  it('gives the price of a mix and the change between amounts', () => {
    // $1.10 for 500,000 tokens is $2.20 per million.
    expect(usdPerMillion(usd(1_100_000_000n), 500_000)).toBe(2_200_000_000n);
    expect(usdPerMillion(usd(1n), 0)).toBeNull();
    expect(relativeChange(usd(200n), usd(246n))).toBe(0.23);
    expect(relativeChange(usd(0n), usd(1n))).toBeNull();
  });
});
