/**
 * Whether AWS holds a listed quota on requests at all. Its user guide (Quotas for the bedrock-runtime endpoint, 2026)
 * names quotas on tokens alone, while Service Quotas still lists requests per minute for many models.
 * @module
 */
import type { EpochSeconds } from '../../domain/time.ts';
import type { Coverage, Measured } from './measure.ts';
import { startOfMinute } from './minutes.ts';

/** Minutes in a row without a throttled call in which more was accepted than the limit lets through. */
export interface Exceeded {
  /** Of these minutes, those with more accepted requests than the limit. */
  readonly minutes: number;
  /** Most accepted requests of one of them. */
  readonly highest: number;
  /** The last of them. */
  readonly lastAt: EpochSeconds;
}

/** One minute or two may be what was saved before, and clocks that differ. */
const LEAST_MINUTES = 3;

/**
 * A limit that saves up what is not used for a minute lets `n + 1` times its value through in `n` minutes, and no more.
 * Where more was accepted and nothing refused, it is not in force.
 * @param first minute of the columns' first entry, since the epoch
 */
export function exceededOf(one: Measured, coverage: Coverage, first: number): Exceeded | null {
  const { match, traffic, effective, quota } = one;
  if (match.parsed.metric !== 'rpm' || traffic === null || effective <= 0) return null;
  // Most of what is listed is never called.
  if (traffic.buckets.length === 0) return null;
  // What was accepted under another value proves nothing.
  const since = quota.appliedSince === null ? 0 : Math.ceil(quota.appliedSince / 60) - first;
  let found: Exceeded | null = null;
  let run = { minutes: 0, highest: 0, excess: 0 };
  const none = run;
  for (let i = Math.max(coverage.from, since, 0); i < coverage.end; i += 1) {
    const accepted = traffic.used[i] ?? 0;
    const excess = run.excess + accepted - effective;
    if (excess <= 0 || traffic.buckets.some(({ throttled }) => (throttled[i] ?? 0) > 0)) {
      run = none;
      continue;
    }
    const over = accepted > effective;
    run = {
      minutes: run.minutes + (over ? 1 : 0),
      highest: Math.max(run.highest, accepted),
      excess,
    };
    if (over && run.minutes >= LEAST_MINUTES && excess > effective) {
      found = { minutes: run.minutes, highest: run.highest, lastAt: startOfMinute(first + i) };
    }
  }
  return found;
}
