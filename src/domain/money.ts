/**
 * Money is integer. Amounts are nano-dollars (1e-9 USD), unit prices are atto-dollars (1e-18 USD) per
 * unit, both bigint: a month of a large account passes 2^53 nano-dollars, and the cheapest token costs
 * 8.75 nano-dollars. Rounding happens once, when a roll-up row's exact cost becomes nano-dollars.
 * @module
 */

declare const brand: unique symbol;
/** Integer nano-dollars. */
export type NanoUsd = bigint & { readonly [brand]: 'NanoUsd' };
/** Integer atto-dollars for one unit (one token, one image, one second). */
export type AttoUsdPerUnit = bigint & { readonly [brand]: 'AttoUsdPerUnit' };

export const ZERO_USD = 0n as NanoUsd;
export const nanoUsd = (value: bigint): NanoUsd => value as NanoUsd;
export const addUsd = (a: NanoUsd, b: NanoUsd): NanoUsd => (a + b) as NanoUsd;

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;
const ATTO_DIGITS = 18;
const ATTO_PER_NANO = 1_000_000_000n;

/**
 * Parses an exact decimal price in USD for `perUnits` units.
 * @param text digits with an optional fraction, as in `"4.4000000000"`; no sign, no exponent
 * @param perUnits a power of ten: 1_000_000 for a price per million tokens, 1 for one image
 * @throws RangeError when the text is not such a decimal or is finer than an atto-dollar per unit
 */
export function parseRate(text: string, perUnits = 1_000_000): AttoUsdPerUnit {
  const match = DECIMAL.exec(text);
  const shift = Math.log10(perUnits);
  if (!match || !Number.isInteger(shift))
    throw new RangeError(`not a decimal price: ${JSON.stringify(text)}`);
  const fraction = match[2]?.replace(/0+$/, '') ?? '';
  const scale = ATTO_DIGITS - shift - fraction.length;
  if (scale < 0) throw new RangeError(`price finer than 1e-18 USD per unit: ${text}`);
  return (BigInt(match[1] + fraction) * 10n ** BigInt(scale)) as AttoUsdPerUnit;
}

/** Writes a unit price as USD for `perUnits` units, without trailing zeros: `"3.3"`, `"0.00875"`, `"0"`. */
export function formatRate(rate: AttoUsdPerUnit, perUnits = 1_000_000): string {
  return trimZeros(decimal(rate * BigInt(perUnits), ATTO_DIGITS));
}

/** Exact atto-dollars to nano-dollars, half up: the only rounding of a cost. */
export function roundToNano(atto: bigint): NanoUsd {
  return ((atto + ATTO_PER_NANO / 2n) / ATTO_PER_NANO) as NanoUsd;
}

/** USD with nine decimals, the form of every amount in JSON: `"0.003933750"`. */
export function usdString(amount: NanoUsd): string {
  return decimal(amount, 9);
}

/** Reads an amount written by {@link usdString}, or any decimal USD with at most nine decimals. */
export function parseUsd(text: string): NanoUsd {
  const match = DECIMAL.exec(text);
  if (!match || (match[2]?.length ?? 0) > 9)
    throw new RangeError(`not an amount in USD: ${JSON.stringify(text)}`);
  return BigInt(match[1] + (match[2] ?? '').padEnd(9, '0')) as NanoUsd;
}

function decimal(value: bigint, digits: number): string {
  const negative = value < 0n;
  const text = (negative ? -value : value).toString().padStart(digits + 1, '0');
  return `${negative ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

function trimZeros(text: string): string {
  return text.replace(/\.?0+$/, '');
}
