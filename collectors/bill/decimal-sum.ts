/**
 * Decimals added up without loss. Line items have more digits than a nano-dollar: they are added first and rounded
 * once.
 * @module
 */
import { plainDecimal } from './amount.ts';

/** Longer numbers are none of a bill. */
const LONGEST = 60;

export class DecimalSum {
  #digits = 0n;
  #scale = 0;

  /** @returns whether the text is a number, and was added */
  add(text: string): boolean {
    const plain = text.length > LONGEST ? undefined : plainDecimal(text);
    if (plain === undefined || plain.length > 2 * LONGEST) return false;
    const point = plain.indexOf('.');
    const scale = point < 0 ? 0 : plain.length - point - 1;
    const digits = BigInt(plain.replace('.', ''));
    const common = Math.max(scale, this.#scale);
    this.#digits =
      this.#digits * 10n ** BigInt(common - this.#scale) + digits * 10n ** BigInt(common - scale);
    this.#scale = common;
    return true;
  }

  /** The exact sum, as in `-12.5`. */
  toString(): string {
    const size = String(this.#digits < 0n ? -this.#digits : this.#digits).padStart(this.#scale + 1, '0');
    const at = size.length - this.#scale;
    const text = this.#scale === 0 ? size : `${size.slice(0, at)}.${size.slice(at)}`;
    return plainDecimal(this.#digits < 0n ? `-${text}` : text) ?? '0';
  }
}
