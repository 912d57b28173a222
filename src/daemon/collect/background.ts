/**
 * Work that may wait: history beside live collection. What it asks of AWS takes a part of an account's calls per
 * second only, so that a live request never queues behind a backlog of history.
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRateLimiter, type RateLimit, type RateLimiter } from '../../../collectors/aws/index.ts';

interface History {
  readonly waits: boolean;
}
const history = new AsyncLocalStorage<History>();

/** Runs work, and all that it awaits, as work that may wait. */
export function inBackground<T>(work: () => Promise<T>): Promise<T> {
  return history.run({ waits: true }, work);
}

/** Runs work that reads the past at full speed: beside nothing else that could wait for it. */
export function asHistory<T>(work: () => Promise<T>): Promise<T> {
  return history.run({ waits: false }, work);
}

/** Whether what runs reads the past, by either of the two. */
export const isHistory = (): boolean => history.getStore() !== undefined;

/**
 * A limiter whose calls from {@link inBackground} also keep to a part of the rate.
 * @param share of the rate, from 0 to 1
 */
export function createSharedLimiter(limit: RateLimit, share: number): RateLimiter {
  const all = createRateLimiter(limit);
  const patient = createRateLimiter({ ...limit, perSecond: limit.perSecond * share, burst: 1 });
  return {
    take: async () => {
      if (history.getStore()?.waits) await patient.take();
      await all.take();
    },
  };
}
