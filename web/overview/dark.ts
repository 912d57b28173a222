/**
 * What only metrics saw of the overview's range.
 * @module
 */
import { formatUsd } from '../../src/domain/format.ts';
import type { NanoUsd } from '../../src/domain/money.ts';
import type { EpochSeconds, TimeRange } from '../../src/domain/time.ts';
import type { PageAnswers } from '../answers/kept.ts';
import type { Filters } from './request.ts';

export interface DarkUsage {
  /** The likely cost of what is dark; null: none of it has a price. */
  readonly cost: NanoUsd | null;
  readonly low: NanoUsd | null;
  readonly high: NanoUsd | null;
  readonly tokens: number;
  readonly unpricedTokens: number;
  /** Share of the metrics' tokens that are logged. */
  readonly logged: number | null;
  readonly comparableUpTo: EpochSeconds | null;
}

/**
 * Null where nothing is dark or nothing was measured, and under filters that cannot be told of calls without a record.
 */
export async function darkUsage(
  page: PageAnswers,
  range: TimeRange,
  filters: Filters,
): Promise<DarkUsage | null> {
  const found = await page.ask('spendCoverage', { range, where: filters });
  if (found === null) return null;
  const { dark, cost, coverage, unpricedTokens, comparableUpTo } = found;
  const tokens = dark.input + dark.output + dark.cacheRead + dark.cacheWrite;
  if (tokens === 0 && dark.invocations === 0) return null;
  return {
    ...{ cost: cost?.mid ?? null, low: cost?.low ?? null, high: cost?.high ?? null },
    ...{ tokens, unpricedTokens, logged: coverage, comparableUpTo },
  };
}

/** `incl. $12.30 seen only by metrics`; empty where nothing dark has a price. */
export const darkWords = (dark: DarkUsage | null): string =>
  dark === null || dark.cost === null || dark.cost === 0n
    ? ''
    : `incl. ${formatUsd(dark.cost)} seen only by metrics`;
