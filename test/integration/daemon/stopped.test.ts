/**
 * `serve`, asked to end by SIGTERM again and again in the middle of its work, while everything goes wrong at AWS; then
 * compared with the simulator's ledger.
 */
import { expect, it } from 'vitest';
import { killCollection } from '../../campaign/killed-collection.ts';

it('ends with 0 and loses nothing, whenever it is asked to', async () => {
  const options = {
    kills: 3,
    seed: '11',
    rate: 15,
    longestLifeMilliseconds: 4000,
    signal: 'SIGTERM',
  } as const;
  const { kills, ended, unwell, integrity, differences } = await killCollection(options);
  expect([kills, ended, integrity, unwell]).toEqual([3, 0, 'ok', []]);
  for (const { what, size, count, first } of differences) {
    expect({ what, count, first }).toEqual({ what, count: 0, first: [] });
    expect([what, size > 40]).toEqual([what, true]);
  }
}, 180_000);
