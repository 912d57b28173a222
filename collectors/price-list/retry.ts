/**
 * Another attempt after a growing, random pause: full jitter, as in AWS's article "Exponential Backoff And Jitter".
 * @module
 */
import { FetchError } from './read-text.ts';

export interface RetryPolicy {
  readonly attempts: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** Runs the work until it succeeds, fails for good, or has used up its attempts; throws its last error. */
export async function withRetry<T>(work: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof FetchError && error.again) || attempt >= policy.attempts) throw error;
    }
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
    await policy.sleep(policy.random() * ceiling);
  }
}
