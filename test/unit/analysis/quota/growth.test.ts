import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeToThrottle } from '../../../../src/analysis/quota/growth.ts';
import { theilSen } from '../../../../src/analysis/theil-sen.ts';

const weeks = (values: readonly number[]) => values.map((p99, i) => ({ week: i - values.length, p99 }));

describe('timeToThrottle', () => {
  it('finds the date of steady growth exactly', () => {
    // 10 % a week from 0.25: 0.25 x 1.1^7 after eight weeks. ln(1 / 0.4872) / ln 1.1 = 7.545 weeks = 52.8 days.
    const values = Array.from({ length: 8 }, (_, i) => 0.25 * 1.1 ** i);
    const found = timeToThrottle(weeks(values));
    expect(found).toMatchObject({ weeks: 8 });
    if (typeof found === 'string') return;
    expect(found.days).toBeCloseTo((7 * Math.log(1 / (0.25 * 1.1 ** 7))) / Math.log(1.1), 6);
    expect(found.weeklyGrowth).toBeCloseTo(0.1, 9);
    // Straight as it is, the weeks to come may stray: by days, not by months.
    expect(found.low).toBeGreaterThan(0.6 * found.days);
    expect(found.high ?? Number.POSITIVE_INFINITY).toBeLessThan(1.6 * found.days);
  });

  it('gives an interval that widens with noise, and holds the estimate', () => {
    const noise = [1, 1.08, 0.95, 1.04, 0.93, 1.06, 0.97, 1.02, 0.96, 1.05];
    const found = timeToThrottle(weeks(noise.map((factor, i) => 0.2 * 1.12 ** i * factor)));
    if (typeof found === 'string') throw new Error(`no estimate: ${found}`);
    expect(found.low).toBeLessThan(found.days);
    expect(found.high ?? Number.POSITIVE_INFINITY).toBeGreaterThan(found.days);
    const quiet = timeToThrottle(weeks(noise.map((_, i) => 0.2 * 1.12 ** i)));
    if (typeof quiet === 'string') throw new Error(`no estimate: ${quiet}`);
    expect(found.days - found.low).toBeGreaterThan(1.5 * (quiet.days - quiet.low));
  });

  it('is surer after more weeks of the same', () => {
    const steady = Array.from({ length: 12 }, (_, i) => 0.2 * 1.1 ** i);
    const [all, few] = [timeToThrottle(weeks(steady)), timeToThrottle(weeks(steady.slice(-5)))];
    if (typeof all === 'string' || typeof few === 'string') throw new Error(`no estimate: ${all} ${few}`);
    const width = ({ low, high }: typeof all) => (high ?? Number.POSITIVE_INFINITY) - low;
    expect(width(few)).toBeGreaterThan(1.2 * width(all));
  });

  it('is silent where the data do not carry one', () => {
    expect(timeToThrottle([])).toBe('too-few-weeks');
    expect(timeToThrottle(weeks([0.2, 0.3]))).toBe('too-few-weeks');
    // Three points are on a line too easily.
    expect(timeToThrottle(weeks([0.2, 0.25, 0.31]))).toBe('too-few-weeks');
    expect(timeToThrottle(weeks([0, 0, 0, 0.2, 0.3, 0.4]))).toBe('too-few-weeks');
    expect(timeToThrottle(weeks([0.4, 0.4, 0.4, 0.4]))).toBe('no-growth');
    expect(timeToThrottle(weeks([0.6, 0.5, 0.4, 0.3]))).toBe('no-growth');
    // Up and down without a direction.
    expect(timeToThrottle(weeks([0.3, 0.5, 0.2, 0.45, 0.35, 0.4, 0.25, 0.5]))).toBe('no-growth');
    expect(timeToThrottle(weeks([0.9, 1.1, 1.3, 1.6]))).toBe('at-the-limit');
  });

  it('says the same on every run', () => {
    const values = fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(values, (p99) => {
        const found = timeToThrottle(weeks(p99));
        expect(timeToThrottle(weeks(p99))).toEqual(found);
        if (typeof found === 'string') return;
        expect(found.low).toBeLessThanOrEqual(found.days);
        expect(found.high ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(found.days);
        expect(found.low).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('theilSen', () => {
  it('is the median of all slopes: one wild week does not move it', () => {
    const points = [0, 1, 2, 3, 4, 5, 6].map((x) => ({ x, y: x === 3 ? 100 : 2 * x }));
    expect(theilSen(points)).toBe(2);
    expect(theilSen([{ x: 1, y: 1 }])).toBeNull();
  });
});
