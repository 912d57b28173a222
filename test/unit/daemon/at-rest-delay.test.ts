import { expect, it } from 'vitest';
import { delays } from '../../campaign/at-rest/delay.ts';

it('says of every call how long after AWS showed it the dashboard counted it', () => {
  // Three calls that are shown after 1, 2 and 31 s, beside 10 others of the same hours; the first look only says what was there.
  const looks = [
    { at: 1_500, calls: 11 },
    { at: 30_000, calls: 11 },
    { at: 40_000, calls: 12 },
    { at: 60_000, calls: 13 },
    { at: 61_000, calls: 13 },
  ];
  expect(delays([31_000, 1_000, 2_000], looks, 10)).toEqual([38, 29]);
});
