/** When the price list is read, and what is told of it. Time, chance and the reading itself are given. */
import { describe, expect, it } from 'vitest';
import { PRICES_SOURCE } from '../../../../src/answers/price-health.ts';
import type { CheckResult } from '../../../../src/daemon/prices/check.ts';
import { DailyCheck } from '../../../../src/daemon/prices/daily-check.ts';
import { epochSeconds } from '../../../../src/domain/time.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../../support.ts';

const DAY = 86_400;
const START = at('2026-11-20T12:00:00Z');
const WELL: CheckResult = { error: null, hint: null };
const BROKEN: CheckResult = { error: 'no way to AWS', hint: 'look at the proxy' };

/** Runs until the results are used up; returns when readings began, in seconds since the start, and what was told. */
async function play(
  results: readonly (CheckResult | Error)[],
  lastSuccess: number | null = null,
  every = DAY,
) {
  const store = openSqliteStore(':memory:');
  if (lastSuccess !== null) {
    await store.noteAttempt({
      source: PRICES_SOURCE,
      at: epochSeconds(START + lastSuccess),
      error: null,
      hint: null,
    });
  }
  let clock = 0;
  const begun: number[] = [];
  const told: (string | null)[] = [];
  const over = Promise.withResolvers<void>();
  const queue = [...results];
  const check = new DailyCheck({
    ...{ database: ':memory:', source: 'bulk', every, store },
    now: () => epochSeconds(START + clock),
    onState: ({ error }) => told.push(error),
    random: () => 0.5,
    sleep: async (milliseconds, signal) => {
      if (queue.length === 0) {
        over.resolve();
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        return;
      }
      clock += milliseconds / 1000;
    },
    run: async () => {
      begun.push(clock);
      const next = queue.shift();
      if (next instanceof Error) throw next;
      return next ?? WELL;
    },
  });
  await over.promise;
  await check.stop();
  await store.close();
  return { begun, told };
}

describe('the daily check', () => {
  it('reads once, some minutes after the first start, and then every day', async () => {
    expect(await play([WELL, WELL, WELL])).toEqual({ begun: [330, 330 + DAY, 330 + 2 * DAY], told: [] });
  });

  it('a restart does not read again before a day is over', async () => {
    expect((await play([WELL], -DAY + 7_200)).begun).toEqual([7_200]);
    expect((await play([WELL], -3 * DAY)).begun).toEqual([330]);
  });

  it('tries again within the hour after a failure, and tells of it once, and of its end', async () => {
    const { begun, told } = await play([BROKEN, BROKEN, WELL, WELL]);
    expect(begun).toEqual([330, 3_930, 7_530, 7_530 + DAY]);
    expect(told).toEqual(['no way to AWS', null]);
  });

  it('tells of another reason, and of a thread that died', async () => {
    const { told } = await play([BROKEN, new Error('out of memory'), BROKEN]);
    expect(told).toEqual(['no way to AWS', 'out of memory', 'no way to AWS']);
  });

  it('never waits longer than the interval that is set', async () => {
    expect((await play([BROKEN, WELL], null, 3_600)).begun).toEqual([330, 3_930]);
  });
});
