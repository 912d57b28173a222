import { describe, expect, it } from 'vitest';
import { restAfter, WarmUp } from '../../../../src/daemon/answers/warm-up.ts';

const MINUTE = 60_000;

describe('the rest between rounds', () => {
  it('is 49 times the work, so that work is a fiftieth of the time', () => {
    const noon = Date.UTC(2026, 10, 20, 12);
    expect(restAfter(4_000, noon)).toBe(196_000);
  });

  it('is a minute at least, and ends before answers are too old', () => {
    const noon = Date.UTC(2026, 10, 20, 12);
    expect(restAfter(0, noon)).toBe(MINUTE);
    expect(restAfter(60_000, noon)).toBe(14 * MINUTE);
  });

  it('ends with the hour, when pages begin to ask for another range', () => {
    expect(restAfter(4_000, Date.UTC(2026, 10, 20, 12, 59, 30))).toBe(30_000);
  });
});

describe('the warm-up', () => {
  it('tells a failure once, goes on, and ends when it is stopped', async () => {
    const told: string[] = [];
    const ends = [new Error('no  such\ntable'), new Error('no such table'), null, new Error('no such table')];
    let asked = 0;
    const rests: number[] = [];
    const enough = Promise.withResolvers<void>();
    const warmUp = new WarmUp({
      ask: () => {
        const end = ends[asked++];
        return end ? Promise.reject(end) : Promise.resolve();
      },
      onFault: (message) => told.push(message),
      elapsed: () => asked * 2_000,
      clock: () => Date.UTC(2026, 10, 20, 12),
      sleep: (milliseconds, signal) => {
        rests.push(milliseconds);
        if (rests.length < 5) return Promise.resolve();
        enough.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    }).start();
    await enough.promise;
    await warmUp.stop();
    expect(told).toEqual(['no such table', 'no such table']);
    expect(rests).toEqual(Array(5).fill(98_000));
    expect(asked).toBe(5);
  });
});
