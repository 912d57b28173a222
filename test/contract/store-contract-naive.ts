/**
 * Sums as every storage engine must answer them: those of the calls one by one, whatever came when, under which price
 * book, and wherever a range is cut.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MeasureName,
  type Measures,
  NO_MEASURES,
  type StoreDimension,
  type UsageQuery,
} from '../../src/domain/measures.ts';
import { type EpochDay, epochSeconds, isoDay, isoMonth } from '../../src/domain/time.ts';
import type { Store } from '../../src/store/port.ts';
import { at, fact } from '../support.ts';
import { type Book, type Booked, naiveSums, naiveUnpriced, raterOf } from './naive-sums.ts';

const FIRST = at('2026-09-29T00:00:00Z');
const HOURS = 65 * 24;
const NOW = epochSeconds(FIRST + HOURS * 3600);
const SOURCE = { collector: 'file', account: null, region: null };
const ALL = Object.keys(NO_MEASURES) as (keyof Measures)[];
const DIMENSIONS = ['hour', 'day', 'month', 'model', 'region', 'session', 'principal', 'tag:team'] as const;

/** Hours at the edges of days and months as often as any other. */
const anyHour = (): fc.Arbitrary<number> =>
  fc.oneof(
    fc.integer({ min: 0, max: HOURS - 1 }),
    fc
      .tuple(
        fc.constantFrom('2026-10-01', '2026-10-17', '2026-11-01', '2026-12-01'),
        fc.integer({ min: -2, max: 2 }),
      )
      .map(([day, hours]) => (at(day) - FIRST) / 3600 + hours),
  );

/** Sums that no number holds come of few such calls; each is in a row of its own, as rows hold numbers. */
const HUGE = [Number.MAX_SAFE_INTEGER, 2 ** 51 + 1, 2 ** 52 - 3] as const;

const anyCalls = (): fc.Arbitrary<Booked[]> =>
  fc.array(anyCall(), { maxLength: 40 }).map((calls) => calls.map((call, i) => call(i)));

function anyCall(): fc.Arbitrary<(serial: number) => Booked> {
  return fc
    .record({
      hour: anyHour(),
      second: fc.nat(3599),
      model: fc.constantFrom('amazon.nova-lite-v1:0', 'amazon.unpriced-v1:0', 'us.amazon.nocache-v1:0'),
      region: fc.constantFrom('us-east-1', 'eu-west-1'),
      session: fc.constantFrom('a', 'b'),
      team: fc.constantFrom('search', '__proto__', null),
      tokens: fc.record({
        ...{ input: fc.nat(5000), output: fc.nat(900), cacheRead: fc.nat(300) },
        ...{ cacheWrite: fc.nat(3), cacheWrite1h: fc.nat(3) },
      }),
      huge: fc.option(fc.constantFrom(...HUGE), { freq: 4 }),
      units: fc.constantFrom(
        ...([[], [], [{ unit: 'image', quantity: 3 }], [{ unit: 'unknown:image', quantity: 1 }]] as const),
      ),
      onlyUnits: fc.boolean(),
      failed: fc.boolean(),
      book: fc.constantFrom<Book>('first', 'second'),
    })
    .map(
      ({ hour, second, model, region, session, team, tokens, huge, units, onlyUnits, failed, book }) =>
        (serial) => {
          const used = onlyUnits && units.length > 0 ? {} : tokens;
          return {
            book,
            fact: fact({
              at: new Date((FIRST + hour * 3600 + second) * 1000).toISOString(),
              modelId: model,
              ...{ region: region as ReturnType<typeof fact>['region'], units: [...units] },
              arn: `arn:aws:sts::111122223333:assumed-role/app/${huge === null ? session : `huge-${serial}`}`,
              tags: team === null ? {} : { team },
              tokens: huge === null ? used : { output: huge },
              errorCode: failed ? 'ModelErrorException' : null,
            }),
          };
        },
    );
}

const anyRange = () =>
  fc.tuple(anyHour(), anyHour()).map(([a, b]) => ({
    from: epochSeconds(FIRST + Math.min(a, b) * 3600),
    to: epochSeconds(FIRST + (Math.max(a, b) + 1) * 3600),
  }));

const anyFilter = (): fc.Arbitrary<UsageQuery['where']> =>
  fc.oneof(
    fc.constant([]),
    fc.constantFrom<UsageQuery['where']>(
      [{ dimension: 'region', values: ['eu-west-1'] }],
      [{ dimension: 'session', values: ['a', 'b'] }],
      [{ dimension: 'tag:team', values: [null, '__proto__'] }],
      [{ dimension: 'model', values: ['amazon.unpriced-v1:0', 'amazon.nocache-v1:0'] }],
    ),
    anyHour().map((hour): UsageQuery['where'] => {
      const day = Math.floor((FIRST / 3600 + hour) / 24) as EpochDay;
      return [{ dimension: hour % 2 ? 'day' : 'month', values: [hour % 2 ? isoDay(day) : isoMonth(day)] }];
    }),
  );

export function describeNaiveSums(name: string, open: () => Promise<Store>): void {
  /** Each call in a batch of its own where `alone`, so that every order of late facts comes. */
  const withCalls = async (
    calls: readonly Booked[],
    alone: boolean,
    check: (store: Store) => Promise<void>,
  ) => {
    const store = await open();
    try {
      const batches = alone
        ? calls.map((call) => [call])
        : [...Map.groupBy(calls, ({ book }) => book).values()];
      for (const batch of batches) {
        const facts = batch.map((call) => call.fact);
        await store.ingest({ source: SOURCE, facts, now: NOW }, raterOf(batch[0]?.book ?? 'first'));
      }
      await check(store);
    } finally {
      await store.close();
    }
  };

  describe(`${name}: sums of calls one by one`, () => {
    it('are the sums of any question', async () => {
      const grouping = fc.uniqueArray(fc.constantFrom<StoreDimension>(...DIMENSIONS), { maxLength: 3 });
      const groupings = fc.array(grouping, { minLength: 1, maxLength: 4 });
      const measures = fc.uniqueArray(fc.constantFrom<MeasureName>(...ALL, 'cost', 'unpricedTokens'), {
        minLength: 1,
      });
      const question = fc.record({ range: anyRange(), where: anyFilter(), groupings, measures });
      const questions = fc.array(question, { minLength: 1, maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(anyCalls(), fc.boolean(), questions, async (calls, alone, asked) => {
          await withCalls(calls, alone, async (store) => {
            for (const { range, where, groupings: by, measures: of } of asked) {
              const found = await store.sums({ range, where, groupings: by, measures: of });
              expect(found).toHaveLength(by.length);
              for (const [i, keys] of by.entries()) {
                const expected = naiveSums(calls, { range, where, by: keys });
                expect(byKey(found[i] ?? [], of)).toEqual(chosen(expected, of));
                expect(byKey(await store.usage({ range, where, by: keys }), ALL)).toEqual(
                  chosen(expected, ALL),
                );
              }
            }
          });
        }),
        { numRuns: 120 },
      );
    });

    it('are exact where each row is a number and their sum is none', async () => {
      // 2,903 pico-dollars for each of 2^51 + 1, + 3, … tokens: 6.5 * 10^15 nano-dollars a caller, odd ones among them.
      const calls = Array.from({ length: 7 }, (_, i): Booked => {
        const arn = `arn:aws:iam::111122223333:user/own-${i}`;
        const tokens = { output: 2 ** 51 + 1 + 2 * i };
        return { book: 'first', fact: fact({ at: `2026-11-0${i + 1}T09:00:00Z`, arn, tokens }) };
      });
      const question = { range: { from: FIRST, to: NOW }, where: [] };
      const expected = calls.reduce(
        (sum, { fact: call }) => sum + (BigInt(call.tokens.output) * 2_903n + 500n) / 1000n,
        0n,
      );
      await withCalls(calls, false, async (store) => {
        for (const by of [[], ['month'], ['model']] as const) {
          const [rows = []] = await store.sums({ ...question, groupings: [by], measures: ['cost'] });
          expect(rows.map(({ cost }) => cost)).toEqual([expected]);
        }
      });
    });

    it('are what is listed without a price, however the range is cut', async () => {
      await fc.assert(
        fc.asyncProperty(anyCalls(), fc.boolean(), anyRange(), async (calls, alone, range) => {
          await withCalls(calls, alone, async (store) => {
            const found = (await store.unpriced(range)).map(
              ({ modelId, unit, region, invocations, tokens, units }) => ({
                ...{ modelId, unit, region, invocations, tokens, units },
              }),
            );
            const sorted = (rows: typeof found) =>
              rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
            expect(sorted(found)).toEqual(sorted(naiveUnpriced(calls, range) as typeof found));
          });
        }),
        { numRuns: 80 },
      );
    });
  });
}

type Keyed = Partial<Record<MeasureName, unknown>> & { readonly key: readonly (string | null)[] };

function byKey(rows: readonly Keyed[], measures: readonly MeasureName[]): Map<string, unknown[]> {
  const keys = rows.map(({ key }) => JSON.stringify(key));
  expect(new Set(keys).size).toBe(keys.length);
  return new Map(rows.map((row, i) => [keys[i] ?? '', measures.map((measure) => row[measure])]));
}

const chosen = (
  rows: ReadonlyMap<string, Readonly<Record<MeasureName, unknown>>>,
  measures: readonly MeasureName[],
): Map<string, unknown[]> =>
  new Map([...rows].map(([key, row]) => [key, measures.map((measure) => row[measure])]));
