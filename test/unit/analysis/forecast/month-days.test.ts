import { describe, expect, it } from 'vitest';
import { monthDays } from '../../../../src/analysis/forecast/month-days.ts';
import { sinceBegun } from '../../../../src/analysis/forecast/period.ts';
import { simulate } from '../../../../src/analysis/forecast/simulate.ts';
import { dayOf, type EpochDay, isoDay } from '../../../../src/domain/time.ts';
import { Random } from '../../../aws-simulator/world/random.ts';
import { at } from '../../../support.ts';

/** $100 a day, $20 on weekends, give or take a few; and what `extra` says of a date. */
function history(from: string, to: string, extra: (date: string) => number): [number[], EpochDay] {
  const random = new Random(`month days ${from}`);
  const [first, last] = [dayOf(at(from)), dayOf(at(to))];
  const days: number[] = [];
  for (let day = first; day <= last; day = (day + 1) as EpochDay) {
    const usual = (day + 3) % 7 >= 5 ? 20 : 100;
    days.push(usual * random.lognormal(1, 0.05) + extra(isoDay(day)));
  }
  return [days, last];
}
const day = (date: string) => dayOf(at(date));

describe('monthDays', () => {
  it('finds a batch on the last day of each month, whatever its number', () => {
    const ends = new Set(['2026-08-31', '2026-09-30', '2026-10-31']);
    const [days, last] = history('2026-08-10', '2026-11-15', (date) => (ends.has(date) ? 500 : 0));
    const { plain, extraOf } = monthDays(days, last);
    expect(extraOf(day('2026-11-30'))?.middle).toBeCloseTo(500, -1.5);
    expect(extraOf(day('2026-12-31'))?.middle).toBeCloseTo(500, -1.5);
    expect(extraOf(day('2026-11-29'))).toBeNull();
    expect(extraOf(day('2026-12-30'))).toBeNull();
    // What was extra is in no usual day any more.
    expect(Math.max(...plain)).toBeLessThan(130);
  });

  it('finds one on a day of the month, and on several', () => {
    const fixed = (date: string) => (/-(?:01|15)$/.test(date) ? 300 : 0);
    const [days, last] = history('2026-08-10', '2026-11-20', fixed);
    const { extraOf } = monthDays(days, last);
    expect(extraOf(day('2026-12-01'))?.middle).toBeCloseTo(300, -1.5);
    expect(extraOf(day('2026-12-15'))?.middle).toBeCloseTo(300, -1.5);
    expect(extraOf(day('2026-12-02'))).toBeNull();
  });

  it.each([
    ['twice', new Set(['2026-09-30', '2026-10-31'])],
    ['in two of three months', new Set(['2026-08-31', '2026-10-31'])],
  ])('does not believe what was seen %s', (_, ends) => {
    const [days, last] = history('2026-08-10', '2026-11-15', (date) => (ends.has(date) ? 500 : 0));
    expect(monthDays(days, last).extraOf(day('2026-11-30'))).toBeNull();
  });

  it('sees none in noise, on weekends or in sparse spend', () => {
    for (let seed = 0; seed < 60; seed += 1) {
      const random = new Random(`noise ${seed}`);
      const days = Array.from({ length: 98 }, (_, i) =>
        seed % 3 === 0 && random.chance(0.7) ? 0 : (i % 7 < 2 ? 10 : 100) * random.lognormal(1, 0.6),
      );
      const { extraOf } = monthDays(days, day('2026-11-15'));
      const found = Array.from({ length: 31 }, (_, i) => extraOf((day('2026-11-16') + i) as EpochDay));
      expect(found.filter((extra) => extra !== null)).toEqual([]);
    }
  });
});

describe('a forecast with a batch to come', () => {
  const ends = new Set(['2026-08-31', '2026-09-30', '2026-10-31']);
  const [days, yesterday] = history('2026-08-10', '2026-11-19', (date) => (ends.has(date) ? 500 : 0));
  const past = { days, yesterday, today: 50, restOfToday: [0.5], before: 1_500 };

  it('adds it on its day and not before', () => {
    const path = simulate(past, 10, 'batch') ?? [];
    // From the 29th, a Sunday, to the 30th: a Monday and the batch.
    expect((path[10]?.mid ?? 0) - (path[9]?.mid ?? 0)).toBeCloseTo(600, -2);
    expect((path[9]?.mid ?? 0) - (path[8]?.mid ?? 0)).toBeLessThan(40);
  });

  it('does not add again what has come in', () => {
    const due = { ...past, yesterday: day('2026-11-29'), days: days.concat(Array(10).fill(80)) };
    const [before] = simulate({ ...due, today: 50 }, 0, 'due') ?? [];
    const [after] = simulate({ ...due, today: 550 }, 0, 'due') ?? [];
    expect((before?.mid ?? 0) - 1_550).toBeGreaterThan(400);
    expect((after?.mid ?? 0) - 2_050).toBeLessThan(120);
  });
});

describe('sinceBegun', () => {
  it('begins where a group began, unless it only pauses', () => {
    expect(sinceBegun([0, 0, 0, 5, 6, 7])).toEqual([5, 6, 7]);
    expect(sinceBegun([0, 0, 5, 0, 0, 7])).toEqual([0, 0, 5, 0, 0, 7]);
    expect(sinceBegun([0, 0, 0])).toEqual([0, 0, 0]);
    expect(sinceBegun([5, 0, 0])).toEqual([5, 0, 0]);
    expect(sinceBegun([])).toEqual([]);
  });
});
