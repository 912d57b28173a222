import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourOfWeek, hoursOfWeek } from '../../../../src/analysis/quota/hour-of-week.ts';
import { hottest, windowStats } from '../../../../src/analysis/quota/statistics.ts';
import { at } from '../../../support.ts';

/** Nearest rank, by its definition. */
function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(p * sorted.length) - 1] ?? 0;
}

describe('windowStats', () => {
  it('agrees with brute force', () => {
    const column = fc.array(fc.oneof(fc.constant(0), fc.nat(1000)), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(
        column,
        fc.nat(400),
        fc.nat(400),
        fc.integer({ min: 1, max: 900 }),
        (values, a, b, limit) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const part = values.slice(from, to);
          const stats = windowStats(Float64Array.from(values), from, to, limit);
          if (part.length === 0) {
            expect(stats).toBeNull();
            return;
          }
          const peak = Math.max(...part);
          expect(stats).toEqual({
            minutes: part.length,
            utilization: {
              peak: peak / limit,
              p99: percentile(part, 0.99) / limit,
              p95: percentile(part, 0.95) / limit,
            },
            peakMinute: peak === 0 ? null : from + part.indexOf(peak),
            over80: part.filter((value) => value >= 0.8 * limit).length,
            over95: part.filter((value) => value >= 0.95 * limit).length,
          });
        },
      ),
    );
  });

  it('counts idle minutes: one minute in a day is no 99th percentile', () => {
    const column = new Float64Array(1440);
    column[700] = 500;
    expect(windowStats(column, 0, 1440, 1000)?.utilization).toEqual({ peak: 0.5, p99: 0, p95: 0 });
  });
});

describe('hottest', () => {
  it('finds the highest values, without zeros', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { maxLength: 60 }),
        fc.integer({ min: 1, max: 8 }),
        (values, count) => {
          const found = hottest(Float64Array.from(values), 0, values.length, count).map((i) => values[i]);
          const expected = values.filter((value) => value > 0).toSorted((a, b) => b - a);
          expect(found).toEqual(expected.slice(0, count));
        },
      ),
    );
  });
});

describe('hours of the week', () => {
  it('begin on Monday at midnight UTC', () => {
    const hour = (iso: string) => hourOfWeek(at(iso) / 60);
    expect(hour('2026-11-16T00:59:00Z')).toBe(0);
    expect(hour('2026-11-15T23:00:00Z')).toBe(167);
    expect(hour('2026-11-18T14:30:00Z')).toBe(2 * 24 + 14);
  });

  it('have the highest minute, and nothing where nothing is covered', () => {
    const column = new Float64Array(180);
    column[61] = 40;
    column[119] = 90;
    const hours = hoursOfWeek(column, at('2026-11-16T00:00:00Z') / 60, { from: 60, end: 180 }, 100);
    expect(hours.slice(0, 4)).toEqual([null, 0.9, 0, null]);
    expect(hours).toHaveLength(168);
  });
});
