/**
 * Amounts as Cost Explorer writes them: decimals of any length, sometimes with an exponent (`1.23E-5`), negative for
 * corrections. Never a float.
 * @module
 */
import { type NanoUsd, nanoUsd } from '../../src/domain/money.ts';

const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const NANO_DIGITS = 9;

/** Nano-dollars, rounded half away from zero; undefined when the text is no number. */
export function nanoAmount(text: string): NanoUsd | undefined {
  const match = AMOUNT.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + NANO_DIGITS;
  const size = shift >= 0 ? digits * 10n ** BigInt(shift) : divideHalfUp(digits, 10n ** BigInt(-shift));
  return nanoUsd(sign === '-' ? -size : size);
}

const divideHalfUp = (value: bigint, by: bigint): bigint => (value + by / 2n) / by;

/** The exact decimal without exponent and without zeros at the end; undefined when the text is no number. */
export function plainDecimal(text: string): string | undefined {
  const match = AMOUNT.exec(text.trim());
  if (!match) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const padded = digits
    .padStart(digits.length + Math.max(0, -point), '0')
    .padEnd(Math.max(digits.length, point), '0');
  const at = Math.max(0, point);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const tail = padded.slice(at).replace(/0+$/, '');
  const size = tail === '' ? head : `${head}.${tail}`;
  return sign === '-' && /[1-9]/.test(size) ? `-${size}` : size;
}
