import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dailyBurn, dailyState, rollingSums } from '../../../../src/analysis/quota/daily.ts';
import { at } from '../../../support.ts';

const DAY = 1440;
const MIDNIGHT = at('2026-11-16T00:00:00Z') / 60;
const column = (length: number, of: (minute: number) => number) =>
  Float64Array.from({ length }, (_, i) => of(i));

describe('dailyBurn', () => {
  it('is even at a burn of one: the limit lasts exactly a day', () => {
    // 1,000 a minute from midnight to noon, 1,440,000 a day allowed.
    const burn = dailyBurn(
      column(720, () => 1_000),
      MIDNIGHT,
      { from: 0, end: 720 },
      1_440_000,
    );
    expect(burn.burn).toEqual({ hour: 1, fiveMinutes: 1 });
    expect(burn.midnight).toEqual({ used: 720_000, utilization: 0.5, exhaustedIn: 720 });
    expect(burn.rolling.used).toBe(720_000);
  });

  it('is critical where the hour and the last minutes both exhaust the day', () => {
    // 10,000 a minute since 06:00, limit 4,000,000: at 12:00 3,600,000 are used, 400,000 last 40 minutes.
    const use = column(720, (minute) => (minute < 360 ? 0 : 10_000));
    const burn = dailyBurn(use, MIDNIGHT, { from: 0, end: 720 }, 4_000_000);
    expect(burn.midnight).toEqual({ used: 3_600_000, utilization: 0.9, exhaustedIn: 40 });
    expect([burn.exhausts, dailyState(burn)]).toEqual([true, 'critical']);
    // The same with the last five minutes quiet is a peak that is over.
    const over = use.map((value, minute) => (minute >= 715 ? 0 : value));
    const quiet = dailyBurn(over, MIDNIGHT, { from: 0, end: 720 }, 4_000_000);
    expect([quiet.exhausts, dailyState(quiet)]).toEqual([false, 'warn']);
  });

  it('lets a rolling day lose what is a day old, and a day from midnight not', () => {
    // Yesterday 18:00 to 24:00 1,000 a minute; today nothing until 12:00, then 1,000.
    const use = column(2160, (minute) =>
      minute >= 1080 && minute < 1440 ? 1_000 : minute >= 2150 ? 1_000 : 0,
    );
    const burn = dailyBurn(use, MIDNIGHT, { from: 0, end: 2160 }, 1_000_000);
    expect([burn.rolling.used, burn.midnight.used]).toEqual([370_000, 10_000]);
    expect(burn.worse).toBe('rolling');
  });

  it('is exhausted now when it is', () => {
    const burn = dailyBurn(
      column(10, () => 100),
      MIDNIGHT,
      { from: 0, end: 10 },
      1_000,
    );
    expect([burn.rolling.exhaustedIn, burn.midnight.exhaustedIn]).toEqual([0, 0]);
  });
});

describe('rollingSums', () => {
  it('agree with adding up', () => {
    const use = fc.array(fc.nat(1_000), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(use, fc.nat(2 * DAY), (values, shift) => {
        const long = column(3 * DAY, (i) => values[i - shift] ?? 0);
        const sums = rollingSums(long);
        for (const i of [0, shift, DAY - 1, DAY, DAY + shift, 3 * DAY - 1]) {
          if (i >= long.length) continue;
          const sum = long.subarray(Math.max(0, i - DAY + 1), i + 1).reduce((a, b) => a + b, 0);
          expect(sums[i]).toBe(sum);
        }
      }),
      { numRuns: 20 },
    );
  });
});
