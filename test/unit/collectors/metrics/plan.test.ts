import { describe, expect, it } from 'vitest';
import { CATALOG, choiceFor } from '../../../../collectors/metrics/catalog.ts';
import { affordable } from '../../../../collectors/metrics/pace.ts';
import { byPeriod } from '../../../../collectors/metrics/periods.ts';
import {
  memoryOf,
  type Position,
  planRun,
  readPosition,
  writePosition,
} from '../../../../collectors/metrics/position.ts';
import { epochSeconds, isoInstant, parseInstant } from '../../../../src/domain/time.ts';

const at = (text: string) => parseInstant(text) ?? epochSeconds(0);
const PACE = { firstLookback: 86_400, fullEvery: 3600 };

const position = (live: string, full: string, sweep: string): Position => ({
  live: at(live),
  full: at(full),
  sweep: at(sweep),
  seen: {},
  active: {},
});

function plan(before: Position | undefined, now: string) {
  const { pass, from, to, next } = planRun(before, at(now), PACE);
  const times = [next.live, next.full, next.sweep].map(isoInstant);
  return { pass, from: isoInstant(from), to: isoInstant(to), next: times };
}

describe('a run', () => {
  const now = '2026-11-20T12:00:30Z';
  const minute = '2026-11-20T12:00:00Z';

  it('is a sweep at first', () => {
    expect(plan(undefined, now)).toEqual({
      pass: 'sweep',
      from: '2026-11-19T12:00:00Z',
      to: minute,
      next: [minute, minute, minute],
    });
  });

  it('reads the last quarter of an hour again in between', () => {
    const before = position('2026-11-20T11:45:00Z', '2026-11-20T11:30:00Z', '2026-11-20T00:00:00Z');
    expect(plan(before, now)).toEqual({
      pass: 'live',
      from: '2026-11-20T11:30:00Z',
      to: minute,
      next: [minute, '2026-11-20T11:30:00Z', '2026-11-20T00:00:00Z'],
    });
  });

  it('reads the last three hours again once an hour', () => {
    const before = position('2026-11-20T11:45:00Z', '2026-11-20T11:00:00Z', '2026-11-20T00:00:00Z');
    expect(plan(before, now)).toEqual({
      pass: 'full',
      from: '2026-11-20T08:00:00Z',
      to: minute,
      next: [minute, minute, '2026-11-20T00:00:00Z'],
    });
  });

  it('looks at everything that is listed once a day', () => {
    const before = position('2026-11-20T11:45:00Z', '2026-11-20T11:00:00Z', '2026-11-19T12:00:00Z');
    expect(plan(before, now)).toMatchObject({ pass: 'sweep', from: '2026-11-19T09:00:00Z' });
  });

  it('begins anew behind a position that a wrong clock has left in the future', () => {
    const before = position('2027-01-01', '2027-01-01', '2027-01-01');
    expect(plan(before, now)).toMatchObject({ pass: 'sweep', next: [minute, minute, minute] });
  });

  it('reads back what it wrote, and takes nothing else for a position', () => {
    const before = position('2026-11-20T11:45:00Z', '2026-11-20T11:00:00Z', '2026-11-19T12:00:00Z');
    expect(readPosition(writePosition(before))).toEqual(before);
    for (const text of [undefined, '', '1795000000', '{"live":1}', '[]'])
      expect(readPosition(text)).toBeUndefined();
  });
});

describe('periods', () => {
  const cut = (from: string, to: string) =>
    byPeriod({ from: at(from), to: at(to) }, at('2026-11-20T12:34:56Z')).map(
      (range) => `${range.period} ${isoInstant(range.from)} ${isoInstant(range.to)}`,
    );

  it('are minutes for two weeks', () => {
    expect(cut('2026-11-10T00:00:00Z', '2026-11-20T12:34:00Z')).toEqual([
      '60 2026-11-10T00:00:00Z 2026-11-20T12:34:00Z',
    ]);
  });

  it('are as fine as CloudWatch still has them, oldest first, and meet without a gap', () => {
    expect(cut('2026-01-01T00:02:00Z', '2026-11-20T12:34:00Z')).toEqual([
      '3600 2026-01-01T00:00:00Z 2026-09-18T14:00:00Z',
      '300 2026-09-18T14:00:00Z 2026-11-05T14:00:00Z',
      '60 2026-11-05T14:00:00Z 2026-11-20T12:34:00Z',
    ]);
  });

  it('end where CloudWatch has nothing any more', () => {
    expect(cut('2020-01-01', '2021-01-01')).toEqual([]);
  });
});

describe('the catalogue', () => {
  const runtime = CATALOG[0];
  if (runtime === undefined) throw new Error('no catalogue');

  it('knows metrics in any case', () => {
    expect(choiceFor(runtime, 'outputtokencount')?.metric).toBe('OutputTokenCount');
    expect(choiceFor(runtime, 'SomethingNew')).toBeUndefined();
  });

  it('sums what is counted and never what takes time', () => {
    for (const { metrics } of CATALOG) {
      for (const { metric, statistics } of metrics) {
        expect(statistics.includes('Sum'), metric).toBe(!/Latency|Time|Pending/.test(metric));
      }
    }
  });

  it('has a reason for each metric, and each only once', () => {
    for (const { metrics } of CATALOG) {
      expect(metrics.every(({ why }) => why.length > 0)).toBe(true);
      expect(new Set(metrics.map(({ metric }) => metric.toLowerCase())).size).toBe(metrics.length);
    }
  });
});

describe('the price', () => {
  const pace = { liveEvery: 900, fullEvery: 3600, usdPerMonth: 2.2 };
  const dollars = (series: { live: number; full: number }) => {
    const { liveEvery, fullEvery } = affordable(pace, series);
    return (((86_400 / liveEvery) * series.live + (86_400 / fullEvery) * series.full) * 30 * 0.01) / 1000;
  };

  it('changes nothing while there are few series', () => {
    expect(affordable(pace, { live: 0, full: 0 })).toEqual({ liveEvery: 900, fullEvery: 3600 });
    expect(affordable(pace, { live: 30, full: 150 })).toEqual({ liveEvery: 900, fullEvery: 3600 });
  });

  it.each([60, 600, 60_000])('stays under its ceiling with %i series', (live) => {
    expect(dollars({ live, full: live * 4 })).toBeLessThanOrEqual(2.2001);
  });

  it('of two Regions with twenty models each is less than five dollars a month', () => {
    // All that a busy model has: 3 live metrics; 9 metrics in the hour, two of them in two statistics.
    expect(2 * dollars({ live: 60, full: 220 })).toBeLessThan(5);
  });
});

describe('after a gap longer than what ListMetrics calls active', () => {
  it('everything is listed, since what has ceased meanwhile would be missed', () => {
    const before = position('2026-11-20T08:30:00Z', '2026-11-20T08:00:00Z', '2026-11-20T02:00:00Z');
    expect(plan(before, '2026-11-20T10:59:00Z').pass).toBe('full');
    expect(plan(before, '2026-11-20T11:00:00Z')).toMatchObject({
      pass: 'sweep',
      from: '2026-11-19T23:00:00Z',
    });
  });
});

describe('a listing that is empty', () => {
  const now = at('2026-11-20T12:00:00Z');
  const known = (text: string) => ({ 'AWS/Bedrock': at(text) });
  const sweptAt = (text: string, more: Partial<Position>) => ({ ...position(text, text, text), ...more });

  it.each([
    ['was there an hour ago', { seen: known('2026-11-20T11:00:00Z') }, true, true],
    ['was there, but is long gone', { seen: known('2026-11-20T05:00:00Z') }, false, false],
    ['had data within two weeks', { active: known('2026-11-08T12:00:00Z') }, false, true],
    ['had data before that', { active: known('2026-11-06T12:00:00Z') }, false, false],
    ['was never there', {}, false, false],
  ])('of a namespace that %s', (_, more, wasThere, mustBeListed) => {
    const memory = memoryOf(sweptAt('2026-11-19T12:00:00Z', more), now);
    expect([memory.wasThere('AWS/Bedrock'), memory.mustBeListed('AWS/Bedrock')]).toEqual([
      wasThere,
      mustBeListed,
    ]);
  });

  it('is believed in the end, and on the first run', () => {
    const active = known('2026-11-16T00:00:00Z');
    expect(memoryOf(sweptAt('2026-11-17T12:00:00Z', { active }), now).mustBeListed('AWS/Bedrock')).toBe(
      false,
    );
    expect(memoryOf(undefined, now).mustBeListed('AWS/Bedrock')).toBe(false);
  });
});
