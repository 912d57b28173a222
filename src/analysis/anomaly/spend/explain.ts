/**
 * Why an incident cost more: who contributed, and whether there were more calls, longer ones, or dearer tokens.
 * @module
 */
import { addMeasures, type Measures, NO_MEASURES, pricedCost, tokensOf } from '../../../domain/measures.ts';
import { addUsd, type NanoUsd, nanoUsd, ZERO_USD } from '../../../domain/money.ts';

export const CONTRIBUTOR_DIMENSIONS = ['model', 'principal', 'agent', 'account'] as const;
export type ContributorDimension = (typeof CONTRIBUTOR_DIMENSIONS)[number];

/** Usage by {@link CONTRIBUTOR_DIMENSIONS}, in that order of keys. */
export interface KeyedMeasures extends Measures {
  readonly key: readonly (string | null)[];
}

export interface Contributor {
  readonly dimension: ContributorDimension;
  readonly value: string | null;
  readonly delta: NanoUsd;
}

/** Parts of the change in cost; they add up to it. */
export interface Causes {
  /** More calls (failed ones included: they can cost). */
  readonly volume: NanoUsd;
  /** More tokens per call. */
  readonly tokensPerCall: NanoUsd;
  /** Fewer tokens read from the cache and more sent anew, at unchanged prices. */
  readonly cacheShare: NanoUsd;
  /** A dearer mix of models, kinds of tokens and prices. */
  readonly mixAndPrice: NanoUsd;
}

const MOST_CONTRIBUTORS = 3;

/** The values that cost most more than before, at most three a dimension; without those that every row shares. */
export function contributorsOf(
  now: readonly KeyedMeasures[],
  before: readonly KeyedMeasures[],
  periods: number,
): Contributor[] {
  return CONTRIBUTOR_DIMENSIONS.flatMap((dimension, at) => {
    const deltas = new Map<string | null, NanoUsd>();
    const add = (rows: readonly KeyedMeasures[], share: (cost: NanoUsd) => NanoUsd) => {
      for (const row of rows) {
        const value = row.key[at] ?? null;
        deltas.set(value, addUsd(deltas.get(value) ?? ZERO_USD, share(pricedCost(row))));
      }
    };
    add(now, (cost) => cost);
    add(before, (cost) => nanoUsd(-cost / BigInt(Math.max(1, periods))));
    return [...deltas]
      .filter(([, delta]) => delta > 0n)
      .sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
      .slice(0, MOST_CONTRIBUTORS)
      .map(([value, delta]) => ({ dimension, value, delta }));
  });
}

/**
 * Splits the change by logarithmic mean shares (LMDI, Ang 2005: parts in proportion to the logarithm of each factor;
 * exact, without a remainder): cost = calls x tokens per call x dollars per token. The last factor is split again by
 * what the cache share alone would have done to it.
 * @returns null where there was no spend before, or none now
 */
export function causesOf(
  now: readonly Measures[],
  before: readonly Measures[],
  periods: number,
): Causes | null {
  const [a, b] = [factors(sumOf(before), Math.max(1, periods)), factors(sumOf(now), 1)];
  if (a === null || b === null || a.cost === b.cost) return null;
  const weight = (b.cost - a.cost) / Math.log(b.cost / a.cost);
  const part = (from: number, to: number) => weight * Math.log(to / from);
  const volume = part(a.calls, b.calls);
  const tokensPerCall = part(a.tokens / a.calls, b.tokens / b.calls);
  const rate = part(a.cost / a.tokens, b.cost / b.tokens);
  const cache = cachePart(a, b, part, rate);
  const nano = (x: number) => nanoUsd(BigInt(Math.round(x)));
  const [first, second, third] = [nano(volume), nano(tokensPerCall), nano(cache)];
  const total = nano(b.cost - a.cost);
  return {
    volume: first,
    tokensPerCall: second,
    cacheShare: third,
    mixAndPrice: nanoUsd(total - first - second - third),
  };
}

interface Factors {
  readonly calls: number;
  readonly tokens: number;
  readonly cost: number;
  /** Of prompt tokens, the share read from the cache. */
  readonly cacheShare: number;
  readonly promptTokens: number;
  readonly promptCost: number;
  readonly readRate: number;
  readonly sentRate: number;
}

function factors(m: Measures, periods: number): Factors | null {
  const cost = Number(pricedCost(m)) / periods;
  const tokens = tokensOf(m) / periods;
  const calls = (m.invocations + m.failedInvocations) / periods;
  if (cost <= 0 || tokens <= 0 || calls <= 0) return null;
  const sent = m.input + m.cacheWrite;
  const prompt = sent + m.cacheRead;
  return {
    ...{ calls, tokens, cost },
    cacheShare: prompt === 0 ? 0 : m.cacheRead / prompt,
    promptTokens: prompt / periods,
    promptCost: Number(m.costInput + m.costCacheWrite + m.costCacheRead) / periods,
    readRate: m.cacheRead === 0 ? 0 : Number(m.costCacheRead) / m.cacheRead,
    sentRate: sent === 0 ? 0 : Number(m.costInput + m.costCacheWrite) / sent,
  };
}

/** What the old prompts would have cost with the new cache share, as far as the rate went the same way. */
function cachePart(a: Factors, b: Factors, part: (from: number, to: number) => number, rate: number): number {
  if (a.readRate === 0 || a.sentRate === 0 || a.cacheShare === 0) return 0;
  const { cacheShare } = b;
  const prompt = a.promptTokens * (cacheShare * a.readRate + (1 - cacheShare) * a.sentRate);
  const changed = part(a.cost, Math.max(a.cost / 1e6, a.cost - a.promptCost + prompt));
  if (changed * rate <= 0) return 0;
  return Math.sign(rate) * Math.min(Math.abs(changed), Math.abs(rate));
}

const sumOf = (rows: readonly Measures[]): Measures => rows.reduce(addMeasures, NO_MEASURES);
