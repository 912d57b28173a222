import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatRate,
  nanoUsd,
  parseRate,
  parseUsd,
  roundToNano,
  usdString,
} from '../../../src/domain/money.ts';

describe('parseRate', () => {
  it('reads decimals exactly, as atto-dollars per unit', () => {
    // $3.30 per million tokens is 3.3e-6 USD = 3,300,000,000,000 atto-dollars a token.
    expect(parseRate('3.30')).toBe(3_300_000_000_000n);
    // Nova Micro's cache read, $0.00875 per million: 8.75 nano-dollars a thousand tokens.
    expect(parseRate('0.00875')).toBe(8_750_000_000n);
    // The price list's ten decimals per thousand tokens.
    expect(parseRate('0.0000350000', 1_000)).toBe(35_000_000_000n);
    expect(parseRate('0.04', 1)).toBe(40_000_000_000_000_000n);
    expect(parseRate('0')).toBe(0n);
  });

  it.each(['', '-1', '1e-6', '.5', '1.', '1,5', 'NaN', ' 1', '0x10', '0.0000000000001'])(
    'refuses %j',
    (text) => {
      expect(() => parseRate(text)).toThrow(RangeError);
    },
  );

  it('is undone by formatRate', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 0, max: 999_999 }), (whole, fraction) => {
        const text = `${whole}.${String(fraction).padStart(6, '0')}`;
        const shown = formatRate(parseRate(text));
        expect(shown).toBe(text.replace(/\.?0+$/, '') || '0');
      }),
    );
  });

  it('keeps zeros that count', () => {
    expect(formatRate(parseRate('100'))).toBe('100');
    expect(formatRate(parseRate('0'))).toBe('0');
  });
});

describe('amounts', () => {
  it('rounds half up, once', () => {
    expect(roundToNano(499_999_999n)).toBe(0n);
    expect(roundToNano(500_000_000n)).toBe(1n);
    expect(roundToNano(1_500_000_000n)).toBe(2n);
  });

  it('writes nine decimals', () => {
    expect(usdString(nanoUsd(3_933_750n))).toBe('0.003933750');
    expect(usdString(nanoUsd(5_949_095_000n))).toBe('5.949095000');
    expect(usdString(nanoUsd(-1n))).toBe('-0.000000001');
    expect(usdString(nanoUsd(9_007_199_254_740_993_000_000_001n))).toBe('9007199254740993.000000001');
  });

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (n) => parseUsd(usdString(nanoUsd(n))) === n),
    );
  });
});
