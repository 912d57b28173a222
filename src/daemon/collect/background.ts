/**
 * Work that may wait: history beside live collection. What it asks of AWS takes a part of an account's calls per
 * second only, so that a live request never queues behind a backlog of history.
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRateLimiter, type RateLimit, type RateLimiter } from '../../../collectors/aws/index.ts';

const background = new AsyncLocalStorage<true>();

/** Runs work, and all that it awaits, as work that may wait. */
export function inBackground<T>(work: () => Promise<T>): Promise<T> {
  return background.run(true, work);
}

/**
 * A limiter whose calls from {@link inBackground} also keep to a part of the rate.
 * @param share of the rate, from 0 to 1
 */
export function createSharedLimiter(limit: RateLimit, share: number): RateLimiter {
  const all = createRateLimiter(limit);
  const patient = createRateLimiter({ ...limit, perSecond: limit.perSecond * share, burst: 1 });
  return {
    take: async () => {
      if (background.getStore()) await patient.take();
      await all.take();
    },
  };
}
