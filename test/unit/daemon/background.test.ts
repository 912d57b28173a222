import { describe, expect, it } from 'vitest';
import { createSharedLimiter, inBackground } from '../../../src/daemon/collect/background.ts';
import { VirtualTime } from './virtual-time.ts';

const setUp = (perSecond: number, share: number) => {
  const time = new VirtualTime();
  const limiter = createSharedLimiter(
    { perSecond, burst: perSecond, clock: time.clock, wait: time.sleep },
    share,
  );
  return { time, limiter };
};

describe('a limiter shared with history', () => {
  it('lets history have its part of the rate and no more', async () => {
    const { time, limiter } = setUp(10, 0.5);
    let taken = 0;
    void inBackground(async () => {
      for (;;) {
        await limiter.take();
        taken += 1;
      }
    });
    await time.pass(10_000);
    expect(taken).toBeGreaterThanOrEqual(50);
    expect(taken).toBeLessThanOrEqual(51);
  });

  it('never makes a live call wait for a backlog of history', async () => {
    const { time, limiter } = setUp(10, 0.5);
    for (let i = 0; i < 500; i++) void inBackground(() => limiter.take());
    await time.pass(5_000);
    let went = 0;
    for (let i = 0; i < 4; i++) void limiter.take().then(() => (went += 1));
    await time.pass(0);
    expect(went).toBe(4);
  });

  it('keeps both together to the rate', async () => {
    const { time, limiter } = setUp(10, 0.8);
    let taken = 0;
    const forever = async () => {
      for (;;) {
        await limiter.take();
        taken += 1;
      }
    };
    void inBackground(forever);
    void forever();
    await time.pass(10_000);
    // A hundred in ten seconds, and the ten that may go at once after a rest.
    expect(taken).toBeLessThanOrEqual(111);
    expect(taken).toBeGreaterThanOrEqual(100);
  });
});
