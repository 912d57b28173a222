/**
 * What only metrics saw of the overview's range, kept for a minute: it is a comparison of every hour, and changes slowly.
 * @module
 */
import { spendCoverage } from '../../src/answers/coverage.ts';
import type { DimensionFilter } from '../../src/domain/dimension.ts';
import { formatUsd } from '../../src/domain/format.ts';
import type { NanoUsd } from '../../src/domain/money.ts';
import type { EpochSeconds, TimeRange } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { answersOf, type WebDeps } from '../deps.ts';
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

/** Younger answers are as good as new; older ones are shown while the next is being made, up to a point. */
const FRESH_SECONDS = 60;
const STALE_SECONDS = 900;
const MOST_KEPT = 32;

type SpendCoverage = Awaited<ReturnType<typeof spendCoverage>>;
interface Kept {
  readonly at: EpochSeconds;
  readonly answer: Promise<SpendCoverage>;
  /** Whether the next one is being made. */
  renewing: boolean;
}
const kept = new WeakMap<Store, Map<string, Kept>>();

/** The coverage of a range: at most a minute old where it is asked for all the time, and never older than a quarter of an hour. */
export function keptCoverage(
  deps: WebDeps,
  range: TimeRange,
  where: readonly DimensionFilter[],
): Promise<SpendCoverage> {
  const answers = kept.get(deps.store) ?? new Map<string, Kept>();
  kept.set(deps.store, answers);
  const key = JSON.stringify([range.from, range.to, where]);
  const now = deps.now();
  const known = answers.get(key);
  const age = known ? now - known.at : Number.POSITIVE_INFINITY;
  if (known && age >= 0 && age < STALE_SECONDS) {
    if (age >= FRESH_SECONDS && !known.renewing) {
      known.renewing = true;
      // After this request has been answered.
      setImmediate(() => keep(answers, key, deps, range, where));
    }
    return known.answer;
  }
  return keep(answers, key, deps, range, where);
}

function keep(
  answers: Map<string, Kept>,
  key: string,
  deps: WebDeps,
  range: TimeRange,
  where: readonly DimensionFilter[],
): Promise<SpendCoverage> {
  const answer = spendCoverage(answersOf(deps), { range, where });
  // A failure is the next request's to find out again.
  answer.catch(() => answers.delete(key));
  answers.delete(key);
  answers.set(key, { at: deps.now(), answer, renewing: false });
  for (const oldest of answers.keys()) {
    if (answers.size <= MOST_KEPT) break;
    answers.delete(oldest);
  }
  return answer;
}

/**
 * Null where nothing is dark or nothing was measured, and under filters that cannot be told of calls without a record.
 */
export async function darkUsage(
  deps: WebDeps,
  range: TimeRange,
  filters: Filters,
): Promise<DarkUsage | null> {
  const found = await keptCoverage(deps, range, filters);
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
