/**
 * Rates made of measures: the same on every page and figure.
 * @module
 */
import { usdPerMillion } from '../../src/domain/format.ts';
import { type Measures, pricedCost, tokensOf, unpricedTokens } from '../../src/domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../src/domain/money.ts';

/** The share of prompt tokens that came from the cache; null without a prompt. */
export function cacheShare(m: Measures): number | null {
  const prompt = m.input + m.cacheRead + m.cacheWrite;
  return prompt === 0 ? null : m.cacheRead / prompt;
}

/** Dollars per million tokens of those that have a price; what is not tokens is left out on both sides. */
export function tokenRate(m: Measures): NanoUsd | null {
  return usdPerMillion(nanoUsd(pricedCost(m) - m.costUnits), tokensOf(m) - unpricedTokens(m));
}

/** A part of an amount as a share, to a hundredth of a percent. */
export function shareOf(part: NanoUsd | null, whole: NanoUsd): number | null {
  return part === null || whole <= 0n ? null : Number((part * 10_000n) / whole) / 10_000;
}
