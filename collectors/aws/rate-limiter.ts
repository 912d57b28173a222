/**
 * A token bucket: so many calls a second, a few at once.
 * @module
 */

export interface RateLimiter {
  /** Resolves when the next call may go out; calls go in the order of their asking. */
  readonly take: () => Promise<void>;
}

export interface RateLimit {
  readonly perSecond: number;
  /** Calls that may go at once after a rest; default: one. */
  readonly burst?: number;
  /** Milliseconds, from any start; never goes back. */
  readonly clock: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Makes a limiter with a full bucket. */
export function createRateLimiter({ perSecond, burst = 1, clock, wait }: RateLimit): RateLimiter {
  const gap = 1000 / perSecond;
  /** When the bucket would be full again. A reservation moves it, so that waiting calls stay in order. */
  let full = clock();
  return {
    take: async () => {
      const now = clock();
      full = Math.max(full, now) + gap;
      const pause = full - now - gap * burst;
      if (pause > 0) await wait(pause);
    },
  };
}
