/**
 * A short turn of the campaign in `test/campaign`: serve, collect and backfill killed at random moments while
 * everything goes wrong, then compared with the simulator's ledger.
 */
import { expect, it } from 'vitest';
import { killCollection } from '../../campaign/killed-collection.ts';

it('loses nothing and doubles nothing, however it is killed', async () => {
  const options = { kills: 5, seed: '7', rate: 15, longestLifeMilliseconds: 2500 };
  const { kills, unwell, integrity, differences } = await killCollection(options);
  expect([kills, integrity, unwell]).toEqual([5, 'ok', []]);
  for (const { what, size, count, first } of differences) {
    expect({ what, count, first }).toEqual({ what, count: 0, first: [] });
    expect([what, size > 40]).toEqual([what, true]);
  }
}, 180_000);
