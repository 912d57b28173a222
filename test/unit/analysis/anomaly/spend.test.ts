import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectIncidents, incidentsOfSeries } from '../../../../src/analysis/anomaly/spend/detect.ts';
import { causesOf, contributorsOf } from '../../../../src/analysis/anomaly/spend/explain.ts';
import { UsualBursts } from '../../../../src/analysis/anomaly/spend/explained.ts';
import { type NewcomerHour, newcomersOf } from '../../../../src/analysis/anomaly/spend/newcomers.ts';
import {
  DEFAULT_OPTIONS,
  gapsOf,
  NANO,
  type Scope,
  type SpendSeries,
} from '../../../../src/analysis/anomaly/spend/series.ts';
import { type JudgedHour, judgeHours, surgesOf } from '../../../../src/analysis/anomaly/spend/surge.ts';
import { NO_MEASURES } from '../../../../src/domain/measures.ts';
import { nanoUsd } from '../../../../src/domain/money.ts';
import type { EpochHour } from '../../../../src/domain/time.ts';
import { Random } from '../../../aws-simulator/world/random.ts';

// A Monday, 00:00 UTC.
const START = 496_728 as EpochHour;
const WEEKS = 7;
const HOURS = WEEKS * 168;
const END = (START + HOURS) as EpochHour;
const TOTAL: Scope = { dimension: 'total', value: null };

/** About `usd` an hour at work, little at night and at weekends. */
function office(usd: number, seed: string, growth = 1): number[] {
  const random = new Random(seed);
  return Array.from({ length: HOURS }, (_, hour) => {
    const [clock, day] = [hour % 24, Math.floor(hour / 24) % 7];
    const busy = day < 5 && clock >= 8 && clock < 18 ? 1 : 0.1;
    return usd * busy * growth ** (hour / 168) * random.lognormal(1, 0.15);
  });
}

function series(scope: Scope, usd: readonly number[]): SpendSeries {
  return { scope, start: START, cost: Float64Array.from(usd, (x) => Math.round(x * NANO)) };
}

const add = (usd: readonly number[], from: number, to: number, extra: number): number[] =>
  usd.map((x, hour) => (hour >= from && hour < to ? x + extra : x));

const find = (usd: readonly number[]) => incidentsOfSeries(series(TOTAL, usd), END, DEFAULT_OPTIONS);

/** Thursday of the sixth week, 03:00. */
const NIGHT = 5 * 168 + 3 * 24 + 3;

describe('surges', () => {
  it('are not found in an ordinary seven weeks, growing or not', () => {
    expect(find(office(20, 'plain'))).toEqual([]);
    expect(find(office(20, 'growing', 1.06))).toEqual([]);
  });

  it('are found within two hours, at night where a working hour would cost as much', () => {
    const [incident, ...more] = find(add(office(20, 'night'), NIGHT, NIGHT + 4, 18));
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ kind: 'surge', from: START + NIGHT, to: START + NIGHT + 4 });
    expect((incident?.knownAt ?? 0) - START - NIGHT).toBeLessThanOrEqual(2);
    // Four hours of $18 above $2.
    expect(Number(incident?.impact) / NANO).toBeGreaterThan(65);
    expect(Number(incident?.impact) / NANO).toBeLessThan(80);
  });

  it('need dollars as well as a share: a tenfold of cents is nothing', () => {
    expect(find(add(office(0.02, 'cents'), NIGHT, NIGHT + 6, 0.5))).toEqual([]);
  });

  it('need a share as well as dollars: a fifth more of much is nothing', () => {
    const usd = office(1000, 'large');
    expect(find(usd.map((x, hour) => (hour >= NIGHT && hour < NIGHT + 30 ? x * 1.2 : x)))).toEqual([]);
  });

  it('end when the new level has become usual', () => {
    const found = find(office(20, 'step').map((x, hour) => (hour >= NIGHT ? x * 3 : x)));
    expect(found.filter(({ kind }) => kind === 'surge').length).toBeLessThanOrEqual(2);
    const last = Math.max(...found.map(({ to }) => to));
    expect(last - START - NIGHT).toBeLessThan(5 * 24);
  });

  it('are not what spend does less of', () => {
    expect(find(office(20, 'less').map((x, hour) => (hour >= NIGHT && hour < NIGHT + 30 ? 0 : x)))).toEqual(
      [],
    );
  });

  it('are no news where bursts come every day', () => {
    const random = new Random('bursts');
    const usd = office(20, 'under bursts').map((x) =>
      random.chance(0.06) ? x + random.lognormal(40, 0.4) : x,
    );
    expect(find(usd).length).toBeLessThan(2);
  });

  it('begin after the same hours whatever follows: no look-ahead', () => {
    const usd = add(office(20, 'causal'), NIGHT, NIGHT + 4, 30);
    const whole = judgeHours(series(TOTAL, usd), DEFAULT_OPTIONS);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: HOURS }), (cut) => {
        const part = judgeHours(series(TOTAL, usd.slice(0, cut)), DEFAULT_OPTIONS);
        expect(part).toEqual(whole.slice(0, cut));
      }),
      { numRuns: 15 },
    );
  });

  it('are told at the same hour however much follows', () => {
    const usd = add(office(20, 'told'), NIGHT, NIGHT + 4, 18).map((x, hour) =>
      hour >= NIGHT + 200 && hour < NIGHT + 206 ? x * 2.2 : x,
    );
    const whole = find(usd);
    expect(whole.length).toBeGreaterThan(0);
    const told = ({ id, knownAt }: { id: string; knownAt: number }) => `${id} ${knownAt}`;
    fc.assert(
      fc.property(fc.integer({ min: NIGHT, max: NIGHT + 210 }), (cut) => {
        const part = incidentsOfSeries(series(TOTAL, usd), (START + cut) as EpochHour, DEFAULT_OPTIONS);
        expect(part.map(told).sort()).toEqual(
          whole
            .filter(({ knownAt }) => knownAt <= START + cut)
            .map(told)
            .sort(),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('keep their id while they go on', () => {
    const usd = add(office(20, 'id'), NIGHT, NIGHT + 8, 40);
    const at = (hours: number) =>
      incidentsOfSeries(series(TOTAL, usd), (START + NIGHT + hours) as EpochHour, DEFAULT_OPTIONS);
    const [early, late, over] = [at(2), at(7), at(12)].map(([one]) => one);
    expect(early?.id).toMatch(/^surge-[0-9a-f]{16}$/);
    expect([late?.id, over?.id]).toEqual([early?.id, early?.id]);
    expect([early?.ongoing, late?.ongoing, over?.ongoing]).toEqual([true, true, false]);
  });

  it('stand hostile numbers', () => {
    const cost = fc.array(fc.oneof(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.constant(Number.NaN)), {
      minLength: 0,
      maxLength: 400,
    });
    fc.assert(
      fc.property(cost, (all) => {
        const one: SpendSeries = { scope: TOTAL, start: START, cost: Float64Array.from(all, Math.round) };
        for (const { score } of incidentsOfSeries(one, (START + all.length) as EpochHour, DEFAULT_OPTIONS)) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

describe('a caller that is active a few hours a week', () => {
  const caller: Scope = { dimension: 'principal', value: 'now and then' };
  /** One hour of about `usd` on three days a week, at another clock hour each time. */
  const now = (usd: number, seed: string): number[] => {
    const random = new Random(seed);
    return Array.from({ length: HOURS }, (_, hour) => {
      const [clock, day] = [hour % 24, Math.floor(hour / 24)];
      return day % 7 < 5 && day % 2 === 0 && clock === (7 * day) % 24 ? usd * random.lognormal(1, 0.3) : 0;
    });
  };
  const judged = (usd: readonly number[]) =>
    incidentsOfSeries(series(caller, usd), END, DEFAULT_OPTIONS).map(({ from, to, knownAt }) => ({
      ...{ from: from - START, to: to - START, knownAt: knownAt - START },
    }));

  it('is told of once it goes on for hours that it never did, though each costs as usual', () => {
    const usd = now(10, 'goes on');
    expect(judged(usd)).toEqual([]);
    // Every session so far was an hour: three are two longer than any. Each hour costs what an hour costs.
    const noon = NIGHT + 9;
    expect(judged(add(usd, noon, noon + 6, 10))).toEqual([{ from: noon, to: noon + 6, knownAt: noon + 3 }]);
    expect(judged(add(usd, noon, noon + 2, 10))).toEqual([]);
  });

  it('is told of at the same hour however much follows', () => {
    const usd = add(now(10, 'sessions'), NIGHT + 9, NIGHT + 15, 10);
    const whole = judged(usd).map(({ from, knownAt }) => `${from} ${knownAt}`);
    fc.assert(
      fc.property(fc.integer({ min: NIGHT + 5, max: NIGHT + 20 }), (cut) => {
        const part = judged(usd.slice(0, cut)).map(({ from, knownAt }) => `${from} ${knownAt}`);
        expect(part).toEqual(cut >= NIGHT + 12 ? whole : []);
      }),
    );
  });

  it('is not told of for long sessions that cost less than a usual one, nor for ones that it often has', () => {
    expect(judged(add(now(50, 'cheap'), NIGHT, NIGHT + 6, 2))).toEqual([]);
    const long = (hour: number) => hour % 168 >= 40 && hour % 168 < 46;
    const usual = Array.from({ length: HOURS }, (_, hour) => (long(hour) ? 10 : 0));
    expect(judged(add(usual, NIGHT, NIGHT + 6, 10))).toEqual([]);
  });

  it('explains a burst of the total by an hour that is usual for it, of seven tenths or more', () => {
    const hour = (usd: number, more: Partial<JudgedHour>): JudgedHour => ({
      ...{ cost: usd * NANO, expected: 0, upper: 0, tier: 'week', tail: 1, out: false },
      ...{ usual: 0, sparse: true, alone: false, session: 0, ...more },
    });
    const broad = { tail: 1e-5, out: true, alone: true, sparse: false, usual: 10 * NANO };
    const beginsAt = (usd: number, of: JudgedHour) => {
      const bursts = new UsualBursts();
      bursts.add(START, [hour(0, {}), of]);
      return surgesOf(START, bursts.takenFrom(START, [hour(10, {}), hour(usd, broad)])).map(
        ({ from }) => from,
      );
    };
    // 35 of 50 over the usual $10 are seven tenths; of 51 they are not.
    expect(beginsAt(60, hour(35, {}))).toEqual([]);
    expect(beginsAt(61, hour(35, {}))).toEqual([START + 1]);
    // A caller that is out itself explains nothing, nor does one with a rhythm.
    expect(beginsAt(60, hour(35, { out: true, alone: true, tail: 1e-5 }))).toEqual([START + 1]);
    expect(beginsAt(60, hour(35, { out: true, session: 3, tail: 2e-4 }))).toEqual([START + 1]);
    expect(beginsAt(60, hour(35, { sparse: false }))).toEqual([START + 1]);
  });
});

describe('slow rises', () => {
  it('are found as drift where no hour stands out', () => {
    const usd = office(20, 'leak').map((x, hour) => x * 1.05 ** Math.max(0, (hour - 4 * 168) / 24));
    const drift = find(usd).find(({ kind }) => kind === 'drift');
    // 5 % a day doubles in two weeks; half as much again as usual growth, three days in a row, takes a little longer.
    expect(drift).toBeDefined();
    expect((drift?.knownAt ?? 0) - START).toBeLessThan(4 * 168 + 18 * 24);
  });
});

describe('one cause', () => {
  const calm = office(20, 'calm');
  const loop = add(office(4, 'loop'), NIGHT, NIGHT + 5, 60);
  const all = calm.map((x, hour) => x + (loop[hour] ?? 0));
  const input = (scopes: readonly [Scope, readonly number[]][]) => ({
    ...{ newcomers: [], start: START, completeTo: END, options: DEFAULT_OPTIONS },
    series: scopes.map(([scope, usd]) => series(scope, usd)),
  });

  it('is one incident, told of the most specific scope', () => {
    const found = detectIncidents(
      input([
        [TOTAL, all],
        [{ dimension: 'account', value: '111122223333' }, all],
        [{ dimension: 'model', value: 'm' }, all],
        [{ dimension: 'principal', value: 'calm' }, calm],
        [{ dimension: 'principal', value: 'loop' }, loop],
        [{ dimension: 'agent', value: 'LOOP000001' }, loop],
      ]),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.scope).toEqual({ dimension: 'agent', value: 'LOOP000001' });
    expect(found[0]?.seenIn.map(({ scope }) => scope.dimension).sort()).toEqual([
      'account',
      'model',
      'principal',
      'total',
    ]);
  });

  it('is a model where many callers rise together', () => {
    const callers = Array.from({ length: 8 }, (_, i) => add(office(5, `caller ${i}`), NIGHT, NIGHT + 5, 12));
    const sum = callers[0]?.map((_, hour) => callers.reduce((x, one) => x + (one[hour] ?? 0), 0)) ?? [];
    const found = detectIncidents(
      input([
        [TOTAL, sum],
        [{ dimension: 'model', value: 'm' }, sum],
        ...callers.map((usd, i): [Scope, number[]] => [{ dimension: 'principal', value: `p${i}` }, usd]),
      ]),
    );
    expect(found[0]?.scope).toEqual({ dimension: 'model', value: 'm' });
  });

  it('is not another one that happens at the same time', () => {
    const other = add(office(4, 'other'), NIGHT, NIGHT + 5, 50);
    const found = detectIncidents(
      input([
        [TOTAL, all.map((x, hour) => x + (other[hour] ?? 0))],
        [{ dimension: 'principal', value: 'loop' }, loop],
        [{ dimension: 'principal', value: 'other' }, other],
      ]),
    );
    expect(found.map(({ scope }) => scope.value)).toEqual(['loop', 'other']);
    expect(found[0]?.seenIn.map(({ scope }) => scope.dimension)).toEqual(['total']);
  });
});

describe('newcomers', () => {
  const hour = (at: number, value: string | null, usd: number, unpricedTokens = 0): NewcomerHour => ({
    ...{ value, hour: (START + at) as EpochHour, cost: usd * NANO, unpricedTokens },
  });
  const found = (dimension: 'model' | 'principal' | 'region', rows: readonly NewcomerHour[]) =>
    newcomersOf(dimension, rows, START, END, DEFAULT_OPTIONS);

  it('are new after a week without them, once they cost something', () => {
    const [one, ...more] = found('model', [
      hour(300, 'new', 0.4),
      hour(302, 'new', 0.7),
      hour(310, 'new', 9),
    ]);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      kind: 'new-model',
      from: START + 300,
      knownAt: START + 303,
      impact: 10_100_000_000n,
    });
  });

  it('are news for their first day, however seldom they are used', () => {
    const rows = [hour(300, 'new', 5), hour(304, 'new', 5)];
    const goesOn = (hours: number) =>
      newcomersOf('model', rows, START, (START + 300 + hours) as EpochHour, DEFAULT_OPTIONS)[0]?.ongoing;
    expect([8, 23, 24, 40].map(goesOn)).toEqual([true, true, false, false]);
  });

  it('are not new in the first week, without a value, or past a ceiling', () => {
    expect(found('model', [hour(100, 'old', 50), hour(300, null, 50), hour(300, '(other)', 50)])).toEqual([]);
  });

  it('are new without a price by their tokens', () => {
    expect(found('model', [hour(300, 'unpriced', 0, 12_000)])).toMatchObject([
      { unpricedTokens: 12_000, impact: 0n },
    ]);
    expect(found('model', [hour(300, 'unpriced', 0, 200)])).toEqual([]);
  });

  it('come and go as people without a word, but not as Regions', () => {
    expect(found('principal', [hour(300, 'someone', 3)])).toEqual([]);
    expect(found('region', [hour(300, 'ap-south-2', 0.2)])).toMatchObject([{ kind: 'new-region' }]);
  });
});

describe('gaps', () => {
  it('are hours without anything where there always was something', () => {
    const busy = Array.from({ length: HOURS }, (_, i) => i % 24 >= 8 && i !== 4 * 168 + 12);
    const gaps = gapsOf(busy);
    expect(gaps.flatMap((gap, i) => (gap ? [i] : []))).toEqual([4 * 168 + 12]);
  });
});

describe('causes', () => {
  const measures = (
    calls: number,
    input: number,
    cacheRead: number,
    usd: { input: number; read: number },
  ) => ({
    ...{ ...NO_MEASURES, invocations: calls, input, cacheRead },
    costInput: nanoUsd(BigInt(Math.round(usd.input * 1e9))),
    costCacheRead: nanoUsd(BigInt(Math.round(usd.read * 1e9))),
  });

  it('add up to the change, and name more calls where there were only more calls', () => {
    const causes = causesOf(
      [measures(300, 3000, 0, { input: 3, read: 0 })],
      [measures(100, 1000, 0, { input: 1, read: 0 })],
      1,
    );
    expect(causes).toEqual({ volume: 2_000_000_000n, tokensPerCall: 0n, cacheShare: 0n, mixAndPrice: 0n });
  });

  it('name the cache where less was read from it', () => {
    // Same calls and tokens; reads at a tenth of the price of input: 900 read of 1,000, then 100 of 1,000.
    const before = measures(100, 100, 900, { input: 1, read: 0.9 });
    const now = measures(100, 900, 100, { input: 9, read: 0.1 });
    const causes = causesOf([now], [before], 1);
    expect(causes?.cacheShare).toBe(7_200_000_000n);
    expect(Object.values(causes ?? {}).reduce((sum: bigint, x) => sum + x, 0n)).toBe(7_200_000_000n);
  });

  it('compare with the mean of the weeks before', () => {
    const row = (usd: number, who: string) => ({
      ...measures(1, 1, 0, { input: usd, read: 0 }),
      key: ['model', who, null, '111122223333'],
    });
    const found = contributorsOf([row(10, 'a'), row(2, 'b')], [row(1, 'a'), row(3, 'a'), row(9, 'b')], 2);
    expect(found.filter(({ dimension }) => dimension === 'principal')).toEqual([
      { dimension: 'principal', value: 'a', delta: 8_000_000_000n },
    ]);
  });
});
