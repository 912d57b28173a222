import { describe, expect, it } from 'vitest';
import {
  dayOf,
  epochSeconds,
  hourOf,
  isoDay,
  isoHour,
  isoInstant,
  monthOf,
  parseInstant,
  parseSpan,
  toWholeHours,
} from '../../../src/domain/time.ts';

describe('parseInstant', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-11-21', 1_795_219_200],
    ['2026-11-21T00:00:00Z', 1_795_219_200],
    ['2026-11-21T00:00:00', 1_795_219_200],
    ['2026-11-21T00:00:00.999Z', 1_795_219_200],
    ['2026-11-21T01:30:00+01:30', 1_795_219_200],
    ['2026-11-20T19:00-0500', 1_795_219_200],
    ['2024-02-29T12:00Z', 1_709_208_000],
  ])('reads %s', (text, seconds) => expect(parseInstant(text)).toBe(seconds));

  it.each([
    '',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-11-21T24:00:00Z',
    '2026-11-21T12:60Z',
    '1795219200',
    '2026-11-21T00:00:00+99:00',
  ])('refuses %j', (text) => expect(parseInstant(text)).toBeUndefined());
});

describe('buckets', () => {
  const at = epochSeconds(1_795_219_200 + 3_599);
  it('counts hours and days of UTC, whatever the machine thinks of it', () => {
    expect(process.env.TZ).toBe('Pacific/Chatham');
    expect(isoHour(hourOf(at))).toBe('2026-11-21T00:00:00Z');
    expect(isoDay(dayOf(at))).toBe('2026-11-21');
    expect(isoInstant(at)).toBe('2026-11-21T00:59:59Z');
  });

  it('knows months, leap years and year ends', () => {
    const month = monthOf(parseInstant('2026-12-31T23:59:59Z') ?? at);
    expect([isoInstant(month.from), isoInstant(month.to)]).toEqual([
      '2026-12-01T00:00:00Z',
      '2027-01-01T00:00:00Z',
    ]);
    const february = monthOf(parseInstant('2028-02-10') ?? at);
    expect(february.to - february.from).toBe(29 * 86_400);
  });

  it('widens ranges to whole hours', () => {
    const range = toWholeHours({ from: epochSeconds(3_601), to: epochSeconds(7_200) });
    expect(range).toEqual({ from: 3_600, to: 7_200 });
    expect(toWholeHours({ from: epochSeconds(0), to: epochSeconds(1) })).toEqual({ from: 0, to: 3_600 });
  });
});

describe('parseSpan', () => {
  it.each([
    ['90m', 5_400],
    ['24h', 86_400],
    ['7d', 604_800],
    ['4w', 2_419_200],
  ])('reads %s', (text, seconds) => expect(parseSpan(text)).toBe(seconds));
  it.each(['', '7', 'd', '-1d', '1y', '1.5h', '7 d'])('refuses %j', (text) =>
    expect(parseSpan(text)).toBeUndefined(),
  );
});
