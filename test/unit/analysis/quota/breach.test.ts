import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockMaxima, breachProbability, breachWithinHour } from '../../../../src/analysis/quota/breach.ts';
import { Random } from '../../../aws-simulator/world/random.ts';

/** Hours of traffic around a level, each with its own noise. */
function hoursOf(count: number, level: (hour: number) => number, noise = 0.1, seed = 'breach'): number[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, hour) => level(hour) * random.lognormal(1, noise));
}

describe('breachProbability', () => {
  it('is near nothing far below the limit and near certain above it', () => {
    const far = breachProbability(
      hoursOf(56 * 24, () => 0.2),
      0,
    );
    for (const p of [far.hour, far.day, far.week]) expect(p).toBeLessThan(0.01);
    const over = breachProbability(
      hoursOf(56 * 24, () => 1.4),
      0,
    );
    for (const p of [over.day, over.week]) expect(p).toBeGreaterThan(0.97);
    // Told from eight days.
    expect(over.hour).toBeGreaterThan(0.9);
  });

  it('is more for a longer time', () => {
    const { hour, day, week } = breachProbability(
      hoursOf(56 * 24, () => 0.8),
      0,
    );
    expect(hour).toBeLessThan(day ?? 0);
    expect(day).toBeLessThan(week ?? 0);
  });

  it('is about how often it happened, where nothing changes', () => {
    // An eighth of 24-hour blocks held an hour above the limit.
    const random = new Random('one of eight');
    let [sum, came] = [0, 0];
    for (let i = 0; i < 200; i += 1) {
      const hours = hoursOf(57 * 24, () => 0.72, 0.14, `one of eight ${random.uint32()}`);
      sum += breachProbability(hours.slice(0, 56 * 24), 0).day ?? 0;
      came += hours.slice(56 * 24).some((share) => share >= 1) ? 1 : 0;
    }
    expect(Math.abs(sum - came) / 200).toBeLessThan(0.08);
  });

  it('knows the time of day and the weekend', () => {
    // Above the limit at 14:00 of weekdays, at a tenth else. Hour 0 is Monday 00:00.
    const level = (hour: number) => (hour % 24 === 14 && Math.floor(hour / 24) % 7 < 5 ? 1.3 : 0.1);
    const at = (hour: number) => breachProbability(hoursOf(8 * 168 + hour, level, 0.02), hour % 168).hour;
    // Wednesday, 14:00 is to come; then Wednesday, 03:00; then Saturday, 14:00.
    expect(at(2 * 24 + 14)).toBeGreaterThan(0.3);
    expect(at(2 * 24 + 3)).toBeLessThan(0.05);
    expect(at(5 * 24 + 14)).toBeLessThan(0.05);
  });

  it('tells the next hour from eight days, whatever is known of the weeks before', () => {
    const hours = hoursOf(56 * 24, (hour) => (hour < 40 * 24 ? 2 : 0.8));
    expect(breachWithinHour(hours, 5)).toBe(breachWithinHour(hours.slice(-8 * 24), 5));
    expect(breachProbability(hours, 5).hour).toBe(breachWithinHour(hours, 5));
  });

  it('sees growth coming', () => {
    const growing = hoursOf(56 * 24, (hour) => 0.9 * 1.1 ** ((hour - 56 * 24) / 168), 0.03);
    const flat = hoursOf(56 * 24, () => 0.85, 0.03);
    expect(breachProbability(growing, 0).week).toBeGreaterThan(breachProbability(flat, 0).week ?? 1);
  });

  it('says nothing of what it has hardly seen', () => {
    const none = { hour: null, day: null, week: null };
    expect(breachProbability([], 0)).toEqual(none);
    expect(breachProbability(Array(56 * 24).fill(0), 0)).toEqual(none);
    // Four days with one call each.
    const sparse = Array(56 * 24).fill(0);
    for (const day of [3, 17, 30, 48]) sparse[day * 24 + 5] = 0.9;
    expect(breachProbability(sparse, 0)).toEqual(none);
    // A few days of history do not tell of a week.
    const short = breachProbability(
      hoursOf(9 * 24, () => 0.8),
      0,
    );
    expect([short.week, short.day === null]).toEqual([null, false]);
  });

  it('is less sure after few active days', () => {
    const days = (active: number) =>
      Array.from({ length: 56 * 24 }, (_, hour) =>
        hour % 24 === 5 && Math.floor(hour / 24) >= 56 - active
          ? 0.5 + 0.02 * (Math.floor(hour / 24) % 3)
          : 0,
      );
    const [few, many] = [breachProbability(days(6), 0).day, breachProbability(days(56), 0).day];
    expect(many).toBeLessThan(0.01);
    expect(few ?? 0).toBeLessThan(0.5);
  });

  it('is a probability, whatever comes', () => {
    const shares = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e9, noNaN: true })), {
      maxLength: 40 * 24,
    });
    fc.assert(
      fc.property(shares, fc.double({ min: 0, max: 168, noNaN: true }), (hours, end) => {
        const { hour, day, week } = breachProbability(hours, end);
        for (const p of [hour, day, week]) if (p !== null) expect(p >= 0 && p <= 1).toBe(true);
        if (day !== null && week !== null) expect(week).toBeGreaterThanOrEqual(day);
        if (hour !== null && day !== null) expect(day).toBeGreaterThanOrEqual(hour);
      }),
    );
  });
});

describe('blockMaxima', () => {
  it('counts whole blocks back from the end', () => {
    const column = Float64Array.from([9, 1, 5, 2, 3, 8, 7, 6]);
    expect(blockMaxima(column, 0, 8, 3)).toEqual([5, 8].map((_, i) => [5, 8][i]));
    expect(blockMaxima(column, 0, 7, 3)).toEqual([5, 8]);
    expect(blockMaxima(column, 2, 8, 3)).toEqual([5, 8]);
    expect(blockMaxima(column, 3, 8, 3)).toEqual([8]);
    expect(blockMaxima(column, 0, 2, 3)).toEqual([]);
  });
});
