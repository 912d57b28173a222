/**
 * After a week with everything going wrong at once the store equals the simulator's ledger: every invocation once with
 * all its tokens, every minute of every series, every quota and listing, and the bill to the nano-dollar.
 */
import { describe, expect, it } from 'vitest';
import { stormyWeek } from './ledger/week.ts';

/** So much has to be there at least, or the comparison proves nothing. */
const LEAST = { calls: 500, usage: 300, minutes: 10_000, quotas: 300, inventory: 100, bill: 50 };

describe.each(['1', '2'])('a week of world %s with everything going wrong', (seed) => {
  it('is in the store as it was', async () => {
    const { differences, unwell, struck, failures, odd } = await stormyWeek(seed);
    expect(unwell).toEqual([]);
    for (const { what, size, count, first } of differences) {
      expect({ what, count, first }).toEqual({ what, count: 0, first: [] });
      expect([what, size]).toEqual([what, expect.any(Number)]);
      expect(size).toBeGreaterThan(LEAST[what as keyof typeof LEAST]);
    }
    // It did go wrong.
    const { 'object-deleted': _counted, ...requests } = struck;
    expect(Object.entries(requests).filter(([, times]) => times === 0)).toEqual([]);
    expect(odd).toContainEqual(expect.stringContaining('was deleted before it was read'));
    expect(failures.size).toBeGreaterThan(15);
  }, 240_000);
});
