import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_PAUSE,
  LONGEST_PAUSE,
  pauseAfterFailure,
  SHORTEST_PAUSE,
  SLOW_POLL,
} from '../../../src/daemon/collect/back-off.ts';

const passing = fc.constantFrom('throttled', 'unavailable', 'misread', 'store', 'defect');
const lasting = fc.constantFrom('denied', 'absent');
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const failures = fc.integer({ min: 1, max: 10_000 });
const every = fc.integer({ min: 5, max: 604_800 });

describe('the pause after a failure', () => {
  it('grows with failures in a row, and stays within its bounds', () => {
    fc.assert(
      fc.property(passing, failures, every, chance, (kind, n, seconds, random) => {
        const pause = pauseAfterFailure(kind, n, seconds, () => random);
        const longest = Math.max(LONGEST_PAUSE, seconds / 4);
        const ceiling = Math.min(longest, FIRST_PAUSE * 2 ** (n - 1));
        expect(pause).toBeGreaterThanOrEqual(SHORTEST_PAUSE);
        expect(pause).toBeLessThanOrEqual(Math.max(SHORTEST_PAUSE, ceiling));
      }),
    );
  });

  it('is spread over the whole of it: full jitter', () => {
    const at = (random: number) => pauseAfterFailure('throttled', 4, 60, () => random);
    expect([at(0), at(0.5), at(0.999_999)]).toEqual([1, 40, expect.closeTo(80, 3)]);
  });

  it('is slow and steady where a person has to mend it, and light enough to light up soon', () => {
    fc.assert(
      fc.property(lasting, failures, every, chance, (kind, n, seconds, random) => {
        const pause = pauseAfterFailure(kind, n, seconds, () => random);
        expect(pause).toBeGreaterThanOrEqual(SLOW_POLL);
        expect(pause).toBeLessThanOrEqual(Math.max(LONGEST_PAUSE, seconds / 24) * 1.1);
      }),
    );
  });

  it('asks Cost Explorer, at a cent a request, a few times a day and not a hundred', () => {
    const DAY = 86_400;
    expect(pauseAfterFailure('unavailable', 30, DAY, () => 0.5)).toBe(3 * 3600);
    expect(pauseAfterFailure('denied', 30, DAY, () => 0)).toBe(3600);
  });
});
