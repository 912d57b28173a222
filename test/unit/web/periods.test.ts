import { describe, expect, it } from 'vitest';
import { isoInstant, type TimeRange } from '../../../src/domain/time.ts';
import { bucketSize, bucketsOf } from '../../../web/overview/buckets.ts';
import { periodsOf } from '../../../web/overview/periods.ts';
import { wordingOf } from '../../../web/overview/wording.ts';
import { at } from '../../support.ts';

const range = (from: string, to: string): TimeRange => ({ from: at(from), to: at(to) });
const text = (r: TimeRange | null) =>
  r && `${isoInstant(r.from).slice(0, 16)} ${isoInstant(r.to).slice(0, 16)}`;
const NOVEMBER = range('2026-11-01', '2026-12-01');
const LONG_AGO = at('2026-01-01');

function periods(r: TimeRange, now: string, dataUpTo = now, span: number | null = null, dataFrom = LONG_AGO) {
  return periodsOf(r, { dataUpTo: at(dataUpTo), dataFrom }, at(now), { compare: true, span });
}

describe('what is compared', () => {
  it('a running month: its complete hours, with as many of the month before', () => {
    const { complete, running, before } = periods(NOVEMBER, '2026-11-21T14:30:00Z', '2026-11-21T14:28:00Z');
    expect(text(complete)).toBe('2026-11-01T00:00 2026-11-21T14:00');
    expect(text(running)).toBe('2026-11-21T14:00 2026-12-01T00:00');
    expect(text(before)).toBe('2026-10-01T00:00 2026-10-21T14:00');
  });

  it('an hour that is just over still waits for its logs', () => {
    expect(text(periods(NOVEMBER, '2026-11-21T14:10:00Z').complete)).toBe(
      '2026-11-01T00:00 2026-11-21T13:00',
    );
  });

  it('only as far as data reach', () => {
    const { complete, before } = periods(NOVEMBER, '2026-11-21T14:30:00Z', '2026-11-19T03:20:00Z');
    expect(text(complete)).toBe('2026-11-01T00:00 2026-11-19T04:00');
    expect(text(before)).toBe('2026-10-01T00:00 2026-10-19T04:00');
  });

  it('never more than the month before has: 30 March against February', () => {
    const march = range('2026-03-01', '2026-04-01');
    expect(text(periods(march, '2026-03-31T12:30:00Z').before)).toBe('2026-02-01T00:00 2026-03-01T00:00');
  });

  it('a closed month: with the whole month before, whatever their lengths', () => {
    const { running, before } = periods(range('2026-10-01', '2026-11-01'), '2026-11-21T14:30:00Z');
    expect(running).toBeNull();
    expect(text(before)).toBe('2026-09-01T00:00 2026-10-01T00:00');
  });

  it('a rolling day: with the same hours of the day before', () => {
    const day = range('2026-11-20T14:00:00Z', '2026-11-21T15:00:00Z');
    const { complete, before } = periods(day, '2026-11-21T14:30:00Z', '2026-11-21T14:28:00Z', 86_400);
    expect(text(complete)).toBe('2026-11-20T14:00 2026-11-21T14:00');
    expect(text(before)).toBe('2026-11-19T14:00 2026-11-20T14:00');
  });

  it('any other range: with the same length before it', () => {
    const three = range('2026-11-04', '2026-11-07');
    expect(text(periods(three, '2026-11-21T14:30:00Z').before)).toBe('2026-11-01T00:00 2026-11-04T00:00');
  });

  it.each([
    ['too-early', '2026-11-01T00:20:00Z', LONG_AGO],
    ['nothing-before', '2026-11-21T14:30:00Z', at('2026-11-02')],
    ['partly-before', '2026-11-21T14:30:00Z', at('2026-10-02')],
  ])('nothing when it is %s', (why, now, dataFrom) => {
    const answer = periods(NOVEMBER, now, now, null, dataFrom);
    expect(answer.noComparison).toBe(why);
    expect(answer.before).toBeNull();
  });

  it('nothing when the store is empty, or it is switched off', () => {
    const now = at('2026-11-21T14:30:00Z');
    const on = { compare: true, span: null };
    expect(periodsOf(NOVEMBER, { dataUpTo: null, dataFrom: null }, now, on)).toMatchObject({
      complete: null,
      running: NOVEMBER,
      noComparison: 'too-early',
    });
    const full = { dataUpTo: now, dataFrom: LONG_AGO };
    expect(periodsOf(NOVEMBER, full, now, { ...on, compare: false }).noComparison).toBe('off');
  });
});

describe('what periods are called', () => {
  const now = '2026-11-21T14:30:00Z';
  it.each([
    [NOVEMBER, null, 'so far in November', 'October at this point'],
    [range('2026-10-01', '2026-11-01'), null, 'in October', 'September'],
    [range('2025-12-01', '2026-01-01'), null, 'in December 2025', 'November 2025'],
    [range('2026-11-14T14:00:00Z', '2026-11-21T15:00:00Z'), '7d', 'in the last 7 days', 'the 7 days before'],
    [range('2026-11-20T14:00:00Z', '2026-11-21T15:00:00Z'), '1d', 'in the last day', 'the day before'],
    [range('2026-11-04', '2026-11-07'), null, 'from 4 to 6 Nov', 'the same time before'],
    [range('2026-11-04', '2026-11-05'), null, 'on 4 Nov', 'the same time before'],
  ])('%j', (r, since, words, before) => {
    expect(wordingOf(periods(r, now), since, at(now))).toEqual({ range: words, before });
  });
});

describe('buckets', () => {
  it.each([
    [range('2026-11-18T14:00:00Z', '2026-11-21T15:00:00Z'), 'hour', 73],
    [range('2026-11-18T13:00:00Z', '2026-11-21T15:00:00Z'), 'day', 4],
    [NOVEMBER, 'day', 30],
    [range('2025-10-15', '2026-12-01'), 'month', 14],
  ])('cover the range without a gap', (r, size, count) => {
    expect(bucketSize(r)).toBe(size);
    const buckets = bucketsOf(r, bucketSize(r));
    expect(buckets).toHaveLength(count);
    expect(buckets[0]?.range.from).toBeLessThanOrEqual(r.from);
    expect(buckets.at(-1)?.range.to).toBeGreaterThanOrEqual(r.to);
    buckets.reduce((a, b) => {
      expect(b.range.from).toBe(a.range.to);
      return b;
    });
  });
});
