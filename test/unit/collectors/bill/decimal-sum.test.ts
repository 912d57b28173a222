/**
 * Sums of decimals against integers at a common scale.
 * @module
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecimalSum } from '../../../../collectors/bill/decimal-sum.ts';

function sumOf(texts: readonly string[]): string {
  const sum = new DecimalSum();
  for (const text of texts) expect([text, sum.add(text)]).toEqual([text, true]);
  return String(sum);
}

it.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['1E-12', '-1e-12'], '0'],
  [['-12.50', '0.0000000001'], '-12.4999999999'],
  [
    ['123456789012345678901234567890', '0.000000000000000000000000000001'],
    '123456789012345678901234567890.000000000000000000000000000001',
  ],
])('%j make %s', (texts, sum) => expect(sumOf(texts)).toBe(sum));

it('is exact in any order', () => {
  const part = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 12 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
      const texts = parts.map(([digits, scale]) => `${digits}E-${scale}`);
      const whole = parts.reduce((sum, [digits, scale]) => sum + digits * 10n ** BigInt(12 - scale), 0n);
      expect(sumOf(texts)).toBe(sumOf([`${whole}E-12`]));
      expect(sumOf(texts.toReversed())).toBe(sumOf(texts));
    }),
  );
});

it.each(['', 'NaN', 'Infinity', '1,5', '0x10', '1e999999', '1e999', '9'.repeat(61), '--1', '<script>'])(
  '%j is no number',
  (text) => expect(new DecimalSum().add(text)).toBe(false),
);
