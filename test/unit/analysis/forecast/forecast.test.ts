import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetPeriod, budgetState } from '../../../../src/analysis/budget/budget.ts';
import { forecastPeriod, type GroupSpend } from '../../../../src/analysis/forecast/period.ts';
import { simulate } from '../../../../src/analysis/forecast/simulate.ts';
import { nanoUsd } from '../../../../src/domain/money.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  hourOf,
  isoInstant,
  monthOf,
} from '../../../../src/domain/time.ts';
import { at } from '../../../support.ts';

const NOVEMBER = monthOf(at('2026-11-01'));
const NOON = at('2026-11-20T12:00:00Z');

/** The same spend every day; half of each day comes after noon. */
function steady(usd: number, from: string, until = NOON): GroupSpend {
  const days = new Map<EpochDay, number>();
  for (let day = dayOf(at(from)); day < dayOf(until); day = (day + 1) as EpochDay) days.set(day, usd * 1e9);
  days.set(dayOf(until), (usd * 1e9) / 2);
  const so = [...days].filter(([day]) => day >= dayOf(NOVEMBER.from)).reduce((sum, [, x]) => sum + x, 0);
  return { byDay: days, restOfToday: [0.5], actual: nanoUsd(BigInt(so)) };
}

describe('forecastPeriod', () => {
  const frame = { period: NOVEMBER, asOf: NOON, dataFrom: at('2026-09-01') };

  it('carries the same spend on to the end', () => {
    const { forecast, reason, path } = forecastPeriod(steady(10, '2026-09-01'), frame, 'steady');
    expect(reason).toBeNull();
    // 30 days of $10; 19.5 of them are spent.
    expect(Number(forecast?.mid) / 1e9).toBeCloseTo(300, -1);
    expect(forecast && forecast.low < forecast.mid && forecast.mid < forecast.high).toBe(true);
    expect(forecast && forecast.low >= 195_000_000_000n).toBe(true);
    expect(path).toHaveLength(11);
    expect(path[0]?.day).toBe(dayOf(NOON));
  });

  it('knows the weekend', () => {
    const group = steady(10, '2026-09-01');
    const days = new Map([...group.byDay].map(([day, x]) => [day, (day + 3) % 7 >= 5 ? 0 : x]));
    const asOf = at('2026-11-20T24:00:00Z'.replace('20T24', '21T00'));
    const { path } = forecastPeriod(
      { byDay: days, restOfToday: [1], actual: nanoUsd(0n) },
      { ...frame, asOf },
      'weekend',
    );
    // 21 and 22 November 2026 are Saturday and Sunday: nothing is added.
    expect(path[0]?.mid).toBe(path[1]?.mid);
    expect(Number(path[2]?.mid) - Number(path[1]?.mid)).toBeGreaterThan(5e9);
  });

  it('is the same for the same data', () => {
    const make = () => forecastPeriod(steady(10, '2026-09-01'), frame, 'same');
    expect(make()).toEqual(make());
  });

  it('says aloud when there are too few days', () => {
    const few = forecastPeriod(
      steady(10, '2026-11-16'),
      { ...frame, dataFrom: at('2026-11-15T05:00:00Z') },
      'few',
    );
    expect(few.forecast).toBeNull();
    expect(few.reason).toMatch(/4 whole days of history; a forecast needs 7/);
    const rough = forecastPeriod(steady(10, '2026-11-08'), { ...frame, dataFrom: at('2026-11-08') }, 'rough');
    const sure = forecastPeriod(steady(10, '2026-09-01'), frame, 'rough');
    expect(rough.reason).toMatch(/only 12 whole days/);
    const width = ({ forecast }: typeof rough) => Number((forecast?.high ?? 0n) - (forecast?.low ?? 0n));
    expect(width(rough)).toBeGreaterThan(1.3 * width(sure));
  });

  it('has nothing to say of months that are over or have not begun', () => {
    const group = steady(10, '2026-09-01');
    expect(forecastPeriod(group, { ...frame, period: monthOf(at('2026-10-01')) }, '').reason).toMatch(/over/);
    expect(forecastPeriod(group, { ...frame, period: monthOf(at('2027-01-01')) }, '').reason).toMatch(
      /not begun/,
    );
  });

  it('never falls, and is never below what is spent', () => {
    const days = fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 7, maxLength: 60 });
    fc.assert(
      fc.property(days, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(25), (all, rest, ahead) => {
        const path =
          simulate(
            { days: all, yesterday: dayOf(NOON), today: 5, restOfToday: [rest], before: 7 },
            ahead,
            'any',
          ) ?? [];
        expect(path).toHaveLength(ahead + 1);
        let last = 12;
        for (const { low, mid, high } of path) {
          expect(low <= mid && mid <= high && mid >= last).toBe(true);
          last = mid;
        }
      }),
      { numRuns: 30 },
    );
  });

  it('forecasts nothing for what spends nothing', () => {
    const zero = { byDay: new Map(), restOfToday: [0.5], actual: nanoUsd(0n) };
    expect(forecastPeriod(zero, frame, '').forecast).toEqual({ low: 0n, mid: 0n, high: 0n });
  });
});

describe('budgetPeriod', () => {
  it.each([
    ['day', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    // 20 November 2026 is a Friday.
    ['week', '2026-11-16T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['month', '2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'],
  ] as const)('is the UTC %s', (period, from, to) => {
    const range = budgetPeriod(period, NOON);
    expect([isoInstant(range.from), isoInstant(range.to)]).toEqual([from, to]);
  });

  it('begins a week on Monday at midnight', () => {
    expect(isoInstant(budgetPeriod('week', at('2026-11-16')).from)).toBe('2026-11-16T00:00:00Z');
    expect(isoInstant(budgetPeriod('week', at('2026-11-15T23:59:59Z')).from)).toBe('2026-11-09T00:00:00Z');
  });
});

describe('budgetState', () => {
  const limits = { usd: 100, thresholds: [50, 80, 100], forecast: [100] };
  const hours = [30, 25, 30].map((usd, i) => ({
    hour: (hourOf(at('2026-11-02')) + 24 * i) as EpochHour,
    cost: nanoUsd(BigInt(usd) * 1_000_000_000n),
  }));
  const spent = nanoUsd(85_000_000_000n);
  const usd = (n: number) => nanoUsd(BigInt(n) * 1_000_000_000n);

  it('tells when each threshold was passed', () => {
    const state = budgetState(limits, hours, spent, { forecast: null, reason: null, path: [] });
    expect(state.percent).toBe(85);
    expect(state.crossed.map(({ percent, at: when }) => [percent, isoInstant(when)])).toEqual([
      [50, '2026-11-03T01:00:00Z'],
      [80, '2026-11-04T01:00:00Z'],
    ]);
    expect(state.runsOut).toBeNull();
  });

  it('counts a threshold that is met to the nano-dollar', () => {
    const exact = [{ hour: hourOf(NOON), cost: nanoUsd(50_000_000_000n) }];
    const nothing = { forecast: null, reason: null, path: [] };
    expect(budgetState(limits, exact, nanoUsd(50_000_000_000n), nothing).crossed).toHaveLength(1);
    const less = [{ hour: hourOf(NOON), cost: nanoUsd(49_999_999_999n) }];
    expect(budgetState(limits, less, nanoUsd(49_999_999_999n), nothing).crossed).toHaveLength(0);
  });

  it.each([
    [110, 120, 130, 'almost certain'],
    [90, 101, 130, 'likely'],
    [80, 95, 100, 'possible'],
  ])('says how sure a forecast of %i to %i is', (low, mid, high, certainty) => {
    const forecast = { low: usd(low), mid: usd(mid), high: usd(high) };
    const path = [{ ...forecast, day: dayOf(NOON) }];
    const state = budgetState(limits, hours, spent, { forecast, reason: null, path });
    expect(state.forecastCrossed).toEqual([{ percent: 100, certainty }]);
    expect(state.runsOut).toEqual(mid >= 100 ? { at: at('2026-11-21'), forecast: true } : null);
  });

  it('runs out in the hour in which it was spent', () => {
    const state = budgetState({ ...limits, usd: 55 }, hours, spent, {
      forecast: null,
      reason: null,
      path: [],
    });
    expect(state.runsOut).toEqual({ at: at('2026-11-03T01:00:00Z'), forecast: false });
  });
});
