import { describe, expect, it } from 'vitest';
import { createRateLimiter } from '../../../../collectors/index.ts';

/** A clock that only waiting moves. */
function limiterWith(perSecond: number, burst?: number) {
  let time = 0;
  const waits: number[] = [];
  const limiter = createRateLimiter({
    perSecond,
    ...(burst === undefined ? {} : { burst }),
    clock: () => time,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  });
  return { limiter, waits, pass: (milliseconds: number) => (time += milliseconds) };
}

describe('a rate limiter', () => {
  it('spaces calls evenly', async () => {
    const { limiter, waits } = limiterWith(5);
    for (let i = 0; i < 4; i++) await limiter.take();
    expect(waits).toEqual([200, 400, 600]);
  });

  it('lets a few through at once after a rest', async () => {
    const { limiter, waits, pass } = limiterWith(5, 3);
    for (let i = 0; i < 4; i++) await limiter.take();
    expect(waits).toEqual([200]);
    pass(10_000);
    for (let i = 0; i < 4; i++) await limiter.take();
    expect(waits).toEqual([200, 200]);
  });

  it('keeps those who wait in order', async () => {
    const { limiter, waits, pass } = limiterWith(10);
    await Promise.all([limiter.take(), limiter.take()]);
    pass(50);
    await limiter.take();
    expect(waits).toEqual([100, 150]);
  });
});
