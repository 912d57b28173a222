/**
 * What every storage engine must keep, and may let go: no answer about money changes, and nothing is counted twice.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accountId, regionId } from '../../src/domain/ids.ts';
import type { MetricPoint, MetricSeries } from '../../src/domain/metric.ts';
import {
  type EpochMinute,
  type EpochSeconds,
  epochSeconds,
  hourOf,
  SECONDS_PER_DAY,
} from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { PruneOutcome, Store } from '../../src/store/port.ts';
import { at, fact, testRater } from '../support.ts';

const START = at('2026-03-01T12:00:00Z');
const on = (days: number, seconds = 0): EpochSeconds =>
  epochSeconds(START + days * SECONDS_PER_DAY + seconds);
const iso = (when: EpochSeconds): string => new Date(when * 1000).toISOString();
const EVER = { from: at('2020-01-01'), to: at('2030-01-01') };
const SOURCE = { collector: 'file', account: null, region: null };
const WEEK = { invocationDays: 7 };

export function describeRetention(name: string, open: () => Promise<Store>): void {
  const withStore = async (check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await check(store);
    } finally {
      await store.close();
    }
  };
  const ingest = (store: Store, now: EpochSeconds, facts: readonly InvocationFact[]) =>
    store.ingest({ source: SOURCE, facts, now }, testRater());
  const call = (when: EpochSeconds, text: Parameters<typeof fact>[0] = {}) =>
    fact({ at: iso(when), tokens: { input: 1_000 }, ...text });
  const kept = async (store: Store) =>
    (await store.invocations({ range: EVER, where: [], limit: 1_000 })).map((row) => row.requestId);
  const finest = async (store: Store) => {
    const rows = await store.usage({
      range: EVER,
      by: ['hour', 'session', 'modelId', 'account', 'region'],
      where: [],
    });
    return rows.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
  };
  const inputOf = async (store: Store) =>
    (await store.usage({ range: EVER, by: [], where: [] })).reduce((sum, row) => sum + row.input, 0);

  describe(`${name}: retention of single calls`, () => {
    it('lets go of what arrived long ago, and of no money', async () => {
      await withStore(async (store) => {
        const [old, middle, fresh] = [call(START), call(on(1)), call(on(8))];
        await ingest(store, START, [old]);
        await ingest(store, on(1), [middle]);
        await ingest(store, on(8), [fresh]);
        const before = await finest(store);
        expect(await pruneAll(store, on(8), { invocationDays: 8 })).toMatchObject({ invocations: 0 });
        expect(await pruneAll(store, on(8), WEEK)).toMatchObject({ invocations: 1 });
        expect(await kept(store)).toEqual([middle.requestId, fresh.requestId]);
        expect(await finest(store)).toEqual(before);
        expect(await inputOf(store)).toBe(3_000);
      });
    });

    it('counts from the day of arrival: history read today can be read again tomorrow', async () => {
      await withStore(async (store) => {
        const history = [call(on(-400)), call(on(-30)), call(on(-400, 3_600))];
        await ingest(store, START, history);
        await ingest(store, on(7), [call(on(7))]);
        expect(await pruneAll(store, on(7), WEEK)).toMatchObject({ invocations: 0 });
        expect(await ingest(store, on(7), history)).toMatchObject({ inserted: 0, duplicates: 3, late: 0 });
        await ingest(store, on(8), [call(on(8))]);
        expect(await pruneAll(store, on(8), WEEK)).toMatchObject({ invocations: 3 });
      });
    });

    it('counts nothing again that it has let go, and says how much was turned away', async () => {
      await withStore(async (store) => {
        const facts = [call(START), call(on(0, 10)), call(on(-2))];
        await ingest(store, START, facts);
        await ingest(store, on(9), [call(on(9))]);
        await pruneAll(store, on(9), WEEK);
        const before = await finest(store);
        expect(await ingest(store, on(9), facts)).toMatchObject({
          inserted: 0,
          duplicates: 0,
          late: 3,
          unpriced: 0,
        });
        expect(await ingest(store, on(10), [...facts, ...facts])).toMatchObject({ inserted: 0, late: 6 });
        expect(await finest(store)).toEqual(before);
        expect(await store.lateFacts(EVER)).toEqual([
          { day: '2026-02-27', facts: 3 },
          { day: '2026-03-01', facts: 6 },
        ]);
        expect(await store.lateFacts({ from: at('2026-03-02'), to: at('2026-04-01') })).toEqual([]);
      });
    });

    it('still takes what was never read: other hours of that day, other accounts and Regions, any age', async () => {
      await withStore(async (store) => {
        await ingest(store, START, [call(START)]);
        await ingest(store, on(9), [call(on(9))]);
        await pruneAll(store, on(9), WEEK);
        const news = [
          call(on(0, 3_600)),
          call(on(0, -1)),
          call(START, { account: accountId('999900001111') }),
          call(START, { region: regionId('eu-west-1') }),
          call(on(-400)),
        ];
        expect(await ingest(store, on(9), news)).toMatchObject({ inserted: 5, late: 0 });
        expect(await inputOf(store)).toBe(7_000);
      });
    });

    it('tells a call it still knows from one that it cannot know', async () => {
      await withStore(async (store) => {
        const [early, late] = [call(START), call(START)];
        await ingest(store, START, [early]);
        await ingest(store, on(5), [late]);
        await ingest(store, on(9), [call(on(9))]);
        await pruneAll(store, on(9), WEEK);
        expect(await ingest(store, on(9), [early, late, call(START)])).toMatchObject({
          inserted: 0,
          duplicates: 1,
          late: 2,
        });
      });
    });

    it('stands still while nothing arrives: who comes back after a long time finds where it was', async () => {
      await withStore(async (store) => {
        const last = call(START);
        await ingest(store, START, [last]);
        expect(await pruneAll(store, on(500), WEEK)).toMatchObject({ invocations: 0 });
        expect(await ingest(store, on(500), [last, call(on(0, 60))])).toMatchObject({
          inserted: 1,
          duplicates: 1,
        });
      });
    });

    it('is not misled by a clock that once was wrong', async () => {
      await withStore(async (store) => {
        const facts = [0, 1, 2, 3].map((day) => call(on(day)));
        await ingest(store, START, facts.slice(0, 1));
        await ingest(store, on(3_000), facts.slice(1, 2));
        await ingest(store, on(2), facts.slice(2, 3));
        await ingest(store, on(9), facts.slice(3));
        expect(await pruneAll(store, on(9), WEEK)).toMatchObject({ invocations: 1 });
        expect(await kept(store)).toEqual(facts.slice(1).map((one) => one.requestId));
        await ingest(store, on(20), [call(on(20))]);
        expect(await pruneAll(store, on(20), WEEK)).toMatchObject({ invocations: 2 });
        expect(await ingest(store, on(20), facts.slice(1, 2))).toMatchObject({ duplicates: 1, late: 0 });
      });
    });

    it('never doubles and never loses, whatever comes in which order, and however often', async () => {
      const facts = Array.from({ length: 24 }, (_, i) =>
        call(on(Math.floor(i / 4) * 9, (i % 4) * 1_800), { tokens: { input: 2 ** i } }),
      );
      const step = fc.record({
        days: fc.nat(5),
        chosen: fc.array(fc.nat(facts.length - 1), { maxLength: 8 }),
        prune: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
          await withStore(async (store) => {
            let now: EpochSeconds = START;
            const counted = new Set<InvocationFact>();
            for (const { days, chosen, prune } of steps) {
              now = epochSeconds(now + days * SECONDS_PER_DAY);
              for (const one of chosen.flatMap((i) => facts[i] ?? [])) {
                const known = new Set(await kept(store));
                const lost = [...counted].filter(
                  (other) => hourOf(other.at) === hourOf(one.at) && !known.has(other.requestId),
                );
                const { inserted, duplicates, late } = await ingest(store, now, [one]);
                expect(inserted + duplicates + late).toBe(1);
                // Turned away is only what belongs to an hour that has lost calls.
                expect(inserted === 1).toBe(!counted.has(one) && lost.length === 0);
                expect(duplicates === 1).toBe(known.has(one.requestId));
                if (inserted === 1) counted.add(one);
              }
              if (prune) {
                const before = await finest(store);
                await pruneAll(store, now, WEEK);
                expect(await finest(store)).toEqual(before);
              }
              // Each fact is a power of two: the sum says which were counted, and how often.
              expect(await inputOf(store)).toBe([...counted].reduce((sum, one) => sum + one.tokens.input, 0));
            }
          });
        }),
        { numRuns: 60 },
      );
    });
  });

  describe(`${name}: retention of minutes`, () => {
    it('lets go of callers after 16 days and of demand after 90', async () => {
      await withStore(async (store) => {
        const one = call(START, { modelId: 'amazon.nova-lite-v1:0' });
        await ingest(store, START, [one]);
        const callers = () =>
          store.callers({
            ...{ account: one.account, region: one.region, modelIds: [one.model.called] },
            minutes: [(START / 60) as EpochMinute],
          });
        const demand = () => store.demand({ range: EVER });
        await pruneAll(store, on(16), WEEK);
        expect([(await callers()).length, (await demand()).length]).toEqual([1, 1]);
        expect(await pruneAll(store, on(16, 60), WEEK)).toMatchObject({ minutes: 1 });
        expect([(await callers()).length, (await demand()).length]).toEqual([0, 1]);
        await pruneAll(store, on(90), WEEK);
        expect((await demand()).length).toBe(1);
        await pruneAll(store, on(90, 60), WEEK);
        expect(await demand()).toEqual([]);
        expect(await inputOf(store)).toBe(1_000);
      });
    });
  });

  describe(`${name}: retention of metrics`, () => {
    const series: MetricSeries = {
      account: accountId('111122223333'),
      region: regionId('us-east-1'),
      namespace: 'AWS/Bedrock',
      metric: 'InputTokenCount',
      dimensions: { ModelId: 'us.x' },
      statistic: 'Sum',
    };
    const p95: MetricSeries = { ...series, metric: 'InvocationLatency', statistic: 'p95' };
    const query = { range: EVER, namespace: 'AWS/Bedrock' };
    const put = (store: Store, of: MetricSeries, points: readonly MetricPoint[]) =>
      store.putMetrics({ data: [{ series: of, points }] });
    const point = (when: EpochSeconds, value: number, period = 60): MetricPoint => ({
      at: when,
      period,
      value,
    });
    const points = async (store: Store) => (await store.metrics(query)).flatMap((found) => found.points);
    const sums = async (store: Store) => [
      await store.metricSums(query, 3_600),
      await store.metricSums(query, 86_400),
    ];

    it('folds minutes of sums into hours after 16 days; the last hour waits until the series goes on', async () => {
      await withStore(async (store) => {
        const minutes = [
          point(START, 1),
          point(on(0, 60), 2),
          point(on(0, 3_540), 4),
          point(on(0, 3_600), 8),
        ];
        await put(store, series, minutes);
        expect(await pruneAll(store, on(16, 3_599), WEEK)).toMatchObject({ points: 0 });
        const before = await sums(store);
        expect(await pruneAll(store, on(17), WEEK)).toMatchObject({ points: 3 });
        expect(await points(store)).toEqual([point(START, 7, 3_600), point(on(0, 3_600), 8)]);
        expect(await sums(store)).toEqual(before);
        // The collector comes back and brings the rest of the hour that it had begun.
        await put(store, series, [point(on(0, 3_900), 16, 300), point(on(0, 7_200), 32, 300)]);
        await pruneAll(store, on(17), WEEK);
        expect(await points(store)).toEqual([
          point(START, 7, 3_600),
          point(on(0, 3_600), 24, 3_600),
          point(on(0, 7_200), 32, 300),
        ]);
      });
    });

    it('does not double what is read again, finer or coarser, and takes a later reading of an hour', async () => {
      await withStore(async (store) => {
        await put(store, series, [point(START, 1), point(on(0, 60), 2), point(on(20), 5)]);
        await pruneAll(store, on(20), WEEK);
        await put(store, series, [point(START, 1), point(on(0, 60), 2), point(on(0, 300), 3, 300)]);
        await pruneAll(store, on(20), WEEK);
        expect(await points(store)).toEqual([point(START, 3, 3_600), point(on(20), 5)]);
        await put(store, series, [point(START, 4, 3_600), point(on(20), 9, 300)]);
        expect(await points(store)).toEqual([point(START, 4, 3_600), point(on(20), 5)]);
      });
    });

    it('takes no coarser reading over the time of finer ones, wherever they lie in it', async () => {
      await withStore(async (store) => {
        await put(store, series, [point(on(0, 600), 1)]);
        await put(store, series, [point(START, 99, 3_600), point(on(0, 300), 7, 300)]);
        expect(await points(store)).toEqual([point(on(0, 300), 7, 300), point(on(0, 600), 1)]);
        await put(store, series, [point(on(0, 599), 99, 300)]);
        expect(await points(store)).toHaveLength(2);
      });
    });

    it('folds history that is read later, too', async () => {
      await withStore(async (store) => {
        await put(store, series, [point(on(0), 1), point(on(40), 1)]);
        await pruneAll(store, on(40), WEEK);
        await put(store, series, [point(on(-20), 2, 300), point(on(-20, 300), 4, 300)]);
        await pruneAll(store, on(40), WEEK);
        expect(await points(store)).toEqual([
          point(on(-20), 6, 3_600),
          point(on(0), 1, 3_600),
          point(on(40), 1),
        ]);
      });
    });

    it('drops other statistics after 90 days, and never adds them', async () => {
      await withStore(async (store) => {
        await put(store, p95, [point(START, 800), point(on(0, 60), 900)]);
        await pruneAll(store, on(90), WEEK);
        expect(await points(store)).toEqual([point(START, 800), point(on(0, 60), 900)]);
        expect(await pruneAll(store, on(90, 1), WEEK)).toMatchObject({ points: 1 });
        expect(await points(store)).toEqual([point(on(0, 60), 900)]);
      });
    });

    it('answers the same sums before and after, whatever is read again in between', async () => {
      const reading = fc.record({
        minute: fc.nat(60 * 24 * 3),
        value: fc.nat(1_000),
        period: fc.constantFrom(60, 60, 300, 3_600),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(reading, { maxLength: 60 }),
          fc.array(fc.nat(20), { maxLength: 6 }),
          async (all, days) => {
            const read = all.map(({ minute, value, period }) => {
              const start = START + minute * 60;
              return point(epochSeconds(start - (start % period)), value, period);
            });
            await withStore(async (store) => {
              await put(store, series, read);
              let now = START;
              for (const more of days) {
                now = epochSeconds(now + more * SECONDS_PER_DAY);
                const before = await sums(store);
                await pruneAll(store, now, WEEK);
                expect(await sums(store)).toEqual(before);
                // What was counted in minutes is in the hours: reading minutes again changes nothing where these are.
                const hours = new Set(
                  (await points(store)).filter(({ period }) => period === 3_600).map((one) => hourOf(one.at)),
                );
                await put(
                  store,
                  series,
                  read.filter((one) => one.period < 3_600 && hours.has(hourOf(one.at))),
                );
                expect(await sums(store)).toEqual(before);
              }
            });
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}

/** Every step until there is no more. */
export async function pruneAll(
  store: Store,
  now: EpochSeconds,
  retention: Parameters<Store['prune']>[1],
): Promise<Omit<PruneOutcome, 'more'>> {
  const sum = { invocations: 0, minutes: 0, points: 0 };
  for (;;) {
    const step = await store.prune(now, retention);
    sum.invocations += step.invocations;
    sum.minutes += step.minutes;
    sum.points += step.points;
    if (!step.more) return sum;
  }
}
