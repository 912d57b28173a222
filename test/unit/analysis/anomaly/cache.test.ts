import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCacheRegressions } from '../../../../src/analysis/anomaly/cache/incidents.ts';
import { type CacheHour, cacheRegressions } from '../../../../src/analysis/anomaly/cache/regression.ts';
import type { Incident } from '../../../../src/analysis/anomaly/spend/incident.ts';
import { nanoUsd } from '../../../../src/domain/money.ts';
import type { EpochHour } from '../../../../src/domain/time.ts';

const WHO = 'arn:aws:sts::111122223333:assumed-role/support';
const START = 495_000;
const PROMPT = 1_000_000;

/** An hour of a million prompt tokens at $2 sent, $2.50 written, $0.20 read: prices in nano-dollars a token. */
function hour(at: number, share: number, more: Partial<CacheHour> = {}): CacheHour {
  const [read, write] = [Math.round(share * PROMPT), Math.round((1 - share) * PROMPT * 0.8)];
  const input = PROMPT - read - write;
  return {
    ...{ hour: (START + at) as EpochHour, principal: WHO, model: 'claude' },
    ...{ input, cacheRead: read, cacheWrite: write },
    ...{ costInput: input * 2000, costCacheRead: read * 200, costCacheWrite: write * 2500 },
    ...more,
  };
}

const hours = (from: number, to: number, share: number, more: Partial<CacheHour> = {}) =>
  Array.from({ length: to - from }, (_, i) => hour(from + i, share, more));
const find = (rows: readonly CacheHour[], completeTo = 10_000) =>
  cacheRegressions(rows, (START + completeTo) as EpochHour);

describe('a cache regression', () => {
  it('is what was read and is sent again, at the prices of the hour', () => {
    const [found, ...more] = find([...hours(0, 100, 0.9), ...hours(100, 103, 0.1), ...hours(103, 110, 0.9)]);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ principal: WHO, model: 'claude', usual: 0.9, ongoing: false });
    expect(found?.knownAt).toBe(START + 102);
    expect(found?.hours.map((one) => one.hour - START)).toEqual([100, 101, 102]);
    // 800,000 tokens more were sent: of what is sent a fifth is input: 0.2 x 2,000 + 0.8 x 2,500 = 2,400 less 200.
    expect(found?.hours[0]?.lost).toBeCloseTo(800_000 * 2200, 3);
    // At half of 0.9 it would have been told of 0.35 million: what is told begins there.
    expect(found?.hours[0]?.lostAtHalf).toBeCloseTo((800_000 - 350_000) * 2200, 3);
  });

  it.each([
    ['one hour, a cold start', [...hours(0, 100, 0.9), hour(100, 0.1), ...hours(101, 110, 0.9)]],
    ['half of the usual share', [...hours(0, 100, 0.8), ...hours(100, 110, 0.4)]],
    ['too little history', [...hours(0, 5, 0.9), ...hours(5, 30, 0.1)]],
    ['a cache that was never read', [...hours(0, 100, 0.1), ...hours(100, 110, 0.01)]],
    [
      'hours with too few tokens',
      [
        ...hours(0, 100, 0.9),
        ...hours(100, 110, 0, { input: 19_999, cacheWrite: 0, costInput: 19_999 * 2000 }),
      ],
    ],
    [
      // $1.76 / 50 an hour is $0.84 a day.
      'less than a dollar a day',
      [...hours(0, 100, 0.9), ...hours(100, 110, 0.1)].map((row) => ({
        ...row,
        costInput: row.costInput / 50,
        costCacheRead: row.costCacheRead / 50,
        costCacheWrite: row.costCacheWrite / 50,
      })),
    ],
    ['another caller', [...hours(0, 100, 0.9), ...hours(100, 110, 0.1, { principal: 'other' })]],
  ])('is not %s', (_what, rows) => {
    expect(find(rows)).toEqual([]);
  });

  it('goes on over a quiet night, and ends with the first hour that is read again', () => {
    const rows = [...hours(0, 100, 0.9), ...hours(100, 104, 0.1), ...hours(116, 118, 0.1)];
    expect(find(rows)).toMatchObject([{ ongoing: true, hours: { length: 6 } }]);
    expect(find([...rows, hour(118, 0.5)])).toMatchObject([{ ongoing: false, hours: { length: 6 } }]);
  });

  it('is what is usual after a week', () => {
    const found = find([...hours(0, 100, 0.9), ...hours(100, 400, 0.1)]);
    expect(found).toMatchObject([{ ongoing: false, hours: { length: 168 } }]);
  });

  it('is known from its second hour on, and from nothing later', () => {
    const rows = [...hours(0, 100, 0.9), ...hours(100, 110, 0.1)];
    expect(find(rows, 101)).toEqual([]);
    expect(find(rows, 102)).toMatchObject([{ knownAt: START + 102, ongoing: true }]);
  });

  it('loses nothing negative, and not more than the prompts cost, whatever the hours', () => {
    const anyHour = fc.tuple(fc.nat(60), fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(fc.array(anyHour, { maxLength: 60 }), (drawn) => {
        const distinct = new Map(drawn);
        const rows = [...hours(0, 40, 0.9), ...[...distinct].map(([at, share]) => hour(40 + at, share))];
        for (const { hours: judged } of find(rows.reverse())) {
          expect(judged.map((one) => one.hour)).toEqual(judged.map((one) => one.hour).toSorted());
          for (const { cost, lost, lostAtHalf } of judged) {
            expect(lost).toBeGreaterThanOrEqual(lostAtHalf);
            expect(lostAtHalf).toBeGreaterThanOrEqual(0);
            expect(lost).toBeLessThanOrEqual(cost);
          }
        }
      }),
    );
  });
});

describe('as an incident', () => {
  const END = (START + 110) as EpochHour;
  const regressions = find([...hours(0, 100, 0.9), ...hours(100, 103, 0.1), ...hours(103, 110, 0.9)], 110);
  /** 3 x 800,000 x 2,200. */
  const LOST = 5_280_000_000n;

  const surge = (impact: bigint, value = WHO): Incident => ({
    ...{ id: 'surge-1', kind: 'surge', scope: { dimension: 'principal', value } },
    ...{ from: (START + 100) as EpochHour, to: (START + 102) as EpochHour, ongoing: false },
    ...{ knownAt: (START + 101) as EpochHour, observed: nanoUsd(impact), expected: nanoUsd(0n) },
    ...{ upper: nanoUsd(0n), impact: nanoUsd(impact), usdPerDay: nanoUsd(impact), score: 1 },
    ...{ unpricedTokens: 0, seenIn: [] },
  });

  it('has the dollars that were lost, and what would not have been told', () => {
    const [found] = withCacheRegressions([], regressions, END);
    expect(found).toMatchObject({
      ...{ kind: 'cache-regression', scope: { dimension: 'principal', value: WHO }, impact: LOST },
      ...{ from: START + 100, to: START + 103, knownAt: START + 102, ongoing: false },
      // 3 x 1,000,000 tokens: 0.1 read at 200 and 0.9 sent at 2,400 on average.
      observed: 3n * (100_000n * 200n + 900_000n * 2400n),
    });
    expect(found?.usdPerDay).toBe(LOST * 8n);
  });

  it('takes in the surge that it explains, and leaves every other', () => {
    // Its first two hours lost 3.52: enough for a surge of 5.8, not for one of 6.
    const explained = withCacheRegressions([surge(5_800_000_000n)], regressions, END);
    expect(explained.map(({ kind }) => kind)).toEqual(['cache-regression']);
    expect(explained[0]?.seenIn).toMatchObject([{ id: 'surge-1' }]);
    const larger = withCacheRegressions([surge(6_000_000_000n)], regressions, END);
    expect(larger.map(({ kind }) => kind)).toEqual(['surge', 'cache-regression']);
    expect(withCacheRegressions([surge(1n, 'other')], regressions, END)).toHaveLength(2);
  });

  it('is one for all models of a caller', () => {
    const other = { model: 'nova' };
    const both = find([
      ...[...hours(0, 100, 0.9), ...hours(100, 103, 0.1)],
      ...[...hours(0, 100, 0.9, other), ...hours(101, 105, 0.1, other)],
    ]);
    expect(both).toHaveLength(2);
    const found = withCacheRegressions([], both, END);
    expect(found).toMatchObject([{ from: START + 100, to: START + 105, knownAt: START + 102 }]);
    expect(found[0]?.impact).toBe((LOST * 7n) / 3n);
  });
});
