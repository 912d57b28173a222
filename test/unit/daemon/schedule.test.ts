import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextBeat, nextLook, PLACES, staggeredStart, toStart } from '../../../src/daemon/collect/schedule.ts';

const source = fc.record({
  key: fc.uuid(),
  account: fc.constantFrom('a', 'b', 'c'),
  dueAt: fc.integer({ min: 0, max: 100_000 }),
  runningSince: fc.option(fc.integer({ min: 0, max: 100_000 })),
});
const sources = fc.uniqueArray(source, { selector: ({ key }) => key, maxLength: 40 });

describe('what starts', () => {
  it('is due, is not running, and leaves no account more places than it has', () => {
    fc.assert(
      fc.property(sources, fc.integer({ min: 0, max: 100_000 }), (all, now) => {
        const started = toStart(all, now, PLACES);
        for (const { dueAt, runningSince } of started)
          expect([dueAt <= now, runningSince]).toEqual([true, null]);
        for (const account of ['a', 'b', 'c']) {
          const fresh = all.filter(
            (one) =>
              one.account === account &&
              one.runningSince !== null &&
              now - one.runningSince < PLACES.graceMilliseconds,
          );
          const own = started.filter((one) => one.account === account);
          expect(own.length).toBeLessThanOrEqual(Math.max(0, PLACES.perAccount - fresh.length));
        }
      }),
    );
  });

  it('is whatever is due in an account whose runs all hang', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (hung) => {
        const all = Array.from({ length: hung }, (_, i) => ({
          key: `hung ${i}`,
          account: 'a',
          dueAt: 0,
          runningSince: 0,
        }));
        const due = { key: 'due', account: 'a', dueAt: 6_000, runningSince: null };
        expect(toStart([...all, due], 6_000, PLACES)).toEqual([due]);
      }),
    );
  });

  it('is the longest overdue first', () => {
    const of = (key: string, dueAt: number) => ({ key, account: 'a', dueAt, runningSince: null });
    const all = [of('late', 50), of('later', 10), of('ahead', 200)];
    expect(toStart(all, 100, PLACES).map(({ key }) => key)).toEqual(['later', 'late']);
  });
});

describe('when to look again', () => {
  it('is never in the past, and no later than the next that is due', () => {
    fc.assert(
      fc.property(sources, fc.integer({ min: 0, max: 100_000 }), (all, now) => {
        const next = nextLook(all, now, PLACES);
        const ahead = all.filter((one) => one.runningSince === null && one.dueAt > now);
        if (next !== null) expect(next).toBeGreaterThan(now);
        for (const { dueAt } of ahead) expect(next).toBeLessThanOrEqual(dueAt);
      }),
    );
  });
});

it('spreads first runs in their order', () => {
  const starts = Array.from({ length: 7 }, (_, i) => staggeredStart(i, 7, 20_000));
  expect(starts[0]).toBe(0);
  expect(starts).toEqual([...starts].sort((a, b) => a - b));
  expect(starts.at(-1)).toBeLessThan(20_000);
});

it('keeps the beat of a source, and does not catch up on beats it missed', () => {
  expect(nextBeat(1_000, 60_000, 5_000)).toBe(61_000);
  expect(nextBeat(1_000, 60_000, 300_000)).toBe(300_000);
});
