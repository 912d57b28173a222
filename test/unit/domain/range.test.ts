import { describe, expect, it } from 'vitest';
import { parseRange, rangeBefore } from '../../../src/domain/range.ts';
import { isoInstant, type TimeRange } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';

const NOW = at('2026-11-21T14:30:00Z');
const flag = (key: string) => `--${key}`;
const shown = (range: TimeRange) => [isoInstant(range.from), isoInstant(range.to)];
const parse = (text: Parameters<typeof parseRange>[0]) => shown(parseRange(text, NOW, flag));

describe('parseRange', () => {
  it('defaults to the current UTC month', () => {
    expect(parse({})).toEqual(['2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z']);
  });
  it('takes spans up to now', () => {
    expect(parse({ since: '24h' })).toEqual(['2026-11-20T14:30:00Z', '2026-11-21T14:30:00Z']);
  });
  it('takes either end alone', () => {
    expect(parse({ from: '2026-11-10' })).toEqual(['2026-11-10T00:00:00Z', '2026-12-01T00:00:00Z']);
    expect(parse({ from: '2026-10-10' })).toEqual(['2026-10-10T00:00:00Z', '2026-12-01T00:00:00Z']);
    expect(parse({ to: '2026-10-10' })).toEqual(['2026-10-01T00:00:00Z', '2026-10-10T00:00:00Z']);
    expect(parse({ from: '2027-02' })).toEqual(['2027-02-01T00:00:00Z', '2027-03-01T00:00:00Z']);
  });
  it.each([
    [{ since: '1y' }, '--since 1y: not a span such as 24h, 7d or 4w'],
    [{ since: '0h' }, '--since 0h: not a span such as 24h, 7d or 4w'],
    [{ since: '1d', from: '2026-11-01' }, '--since 1d: cannot stand beside --from or --to'],
    [{ from: 'monday' }, '--from monday: not an ISO 8601 time such as 2026-11-01 or 2026-11-01T09:00:00Z'],
    [{ from: '2026-11-02', to: '2026-11-02' }, '--from 2026-11-02: is not before --to 2026-11-02'],
  ])('refuses %j', (text, message) => expect(() => parse(text)).toThrow(message));
});

describe('rangeBefore', () => {
  it('compares whole months with the month before, whatever their lengths', () => {
    expect(shown(rangeBefore({ from: at('2026-03-01'), to: at('2026-04-01') }))).toEqual([
      '2026-02-01T00:00:00Z',
      '2026-03-01T00:00:00Z',
    ]);
  });
  it('compares other ranges with as long a time just before', () => {
    expect(shown(rangeBefore({ from: at('2026-11-20T12:00:00Z'), to: at('2026-11-21T12:00:00Z') }))).toEqual([
      '2026-11-19T12:00:00Z',
      '2026-11-20T12:00:00Z',
    ]);
  });
});
