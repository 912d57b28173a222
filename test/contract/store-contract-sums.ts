/**
 * Sums of some measures by several groupings, as every storage engine must answer them: the same as one by one.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MeasureName,
  pricedCost,
  type StoreDimension,
  type UsageQuery,
  unpricedTokens,
} from '../../src/domain/measures.ts';
import { epochSeconds, parseInstant } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { at, fact, testRater } from '../support.ts';
import { anyFact } from './store-contract.ts';

const NOW = at('2026-11-21T00:00:00Z');
const SOURCE = { collector: 'file', account: null, region: null };
const EVER = { from: at('2020-01-01'), to: at('2030-01-01') };
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';

export function describeSums(name: string, open: () => Promise<Store>): void {
  const withStore = async (facts: readonly InvocationFact[], check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
      await check(store);
    } finally {
      await store.close();
    }
  };

  describe(`${name}: sums`, () => {
    it('are those of the wide question, for any groupings, filters and ranges', async () => {
      const dimension = fc.constantFrom<StoreDimension>(
        ...(['hour', 'day', 'month', 'model', 'principal', 'session', 'region', 'tag:team'] as const),
      );
      const groupings = fc.array(fc.uniqueArray(dimension, { maxLength: 3 }), { minLength: 1, maxLength: 3 });
      const measures = fc.uniqueArray(
        fc.constantFrom<MeasureName>('cost', 'unpricedTokens', 'input', 'cacheWrite', 'unpricedOutput'),
        { minLength: 1 },
      );
      const where = fc.option(fc.constant({ dimension: 'region', values: ['us-east-1'] } as const));
      await fc.assert(
        fc.asyncProperty(
          ...([fc.array(anyFact(), { maxLength: 30 }), groupings, measures, where, fc.nat(200)] as const),
          async (facts, groupings, measures, filter, cut) => {
            const first = Math.min(...facts.map((one) => one.at), EVER.to - 1);
            const range = { from: epochSeconds(Math.max(0, first + (cut - 100) * 3600)), to: EVER.to };
            const question = { range, where: filter === null ? [] : [filter] };
            await withStore(facts, async (store) => {
              const found = await store.sums({ ...question, groupings, measures });
              expect(found).toHaveLength(groupings.length);
              for (const [i, by] of groupings.entries()) {
                expect(sorted(found[i] ?? [])).toEqual(sorted(await oneByOne(store, question, by, measures)));
              }
            });
          },
        ),
        { numRuns: 60 },
      );
    });

    it('come in order of time', async () => {
      const facts = [5, 3, 9, 1].map((day) => fact({ at: `2026-11-0${day}T10:00:00Z` }));
      await withStore(facts, async (store) => {
        const [rows = []] = await store.sums({
          ...{ range: EVER, where: [], measures: ['invocations'], groupings: [['day', 'model']] },
        });
        expect(rows.map(({ key }) => key[0])).toEqual([
          ...['2026-11-01', '2026-11-03', '2026-11-05', '2026-11-09'],
        ]);
        expect(rows.map((row) => row.at)).toEqual(rows.map(({ key }) => parseInstant(key[0] ?? '')));
      });
    });

    it('leave out who called only in an hour that is taken off', async () => {
      const last = fact({ at: '2026-10-31T23:30:00Z', arn: 'arn:aws:iam::111122223333:user/late' });
      const facts = Array.from({ length: 31 }, (_, i) =>
        fact({ at: new Date(Date.UTC(2026, 9, 1 + i, 9)).toISOString() }),
      );
      await withStore([...facts, last], async (store) => {
        const range = { from: at('2026-10-01'), to: at('2026-10-31T23:00:00Z') };
        const [rows = []] = await store.sums({
          ...{ range, where: [], measures: ['invocations'], groupings: [['principal']] },
        });
        expect(rows.map(({ invocations }) => invocations)).toEqual([31]);
        expect(await store.usage({ range, where: [], by: ['principal'] })).toHaveLength(1);
        expect((await store.skuUsage({ range, where: [] })).every((row) => row.invocations > 0)).toBe(true);
      });
    });

    it('are exact beyond what a number holds', async () => {
      // Odd counts near 2^53, of which a number holds neither the sum nor the sum's last digit.
      const big = Number.MAX_SAFE_INTEGER;
      const facts = Array.from({ length: 40 }, (_, i) =>
        fact({
          at: `2026-11-20T1${i % 10}:00:0${Math.floor(i / 10)}Z`,
          modelId: HAIKU,
          tokens: { output: big },
        }),
      );
      await withStore(facts, async (store) => {
        const expected = (await store.skuUsage({ range: EVER, where: [] })).reduce(
          (sum, row) => sum + row.cost,
          0n,
        );
        const [rows = []] = await store.sums({
          ...{ range: EVER, where: [], measures: ['cost'], groupings: [[]] },
        });
        expect(rows.map(({ cost }) => cost)).toEqual([expected]);
        expect(expected).toBeGreaterThan(BigInt(big));
        const [usage] = await store.usage({ range: EVER, where: [], by: [] });
        expect(usage && pricedCost(usage)).toBe(expected);
      });
    });
  });

  describe(`${name}: demand of a whole range`, () => {
    it('is that of its minutes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyFact(), { maxLength: 30 }), async (facts) => {
          await withStore(facts, async (store) => {
            const range = EVER;
            const [minutes, whole] = [
              await store.demand({ range }),
              await store.demand({ range, whole: true }),
            ];
            expect(whole).toEqual(
              minutes.map((series) => ({
                ...series,
                minutes: series.minutes.slice(0, 1),
                counts: Object.fromEntries(
                  Object.entries(series.counts).map(([count, values]) => [
                    count,
                    Float64Array.of(values.reduce((sum, value) => sum + value, 0)),
                  ]),
                ),
              })),
            );
          });
        }),
        { numRuns: 30 },
      );
    });
  });
}

async function oneByOne(
  store: Store,
  question: Omit<UsageQuery, 'by'>,
  by: readonly StoreDimension[],
  measures: readonly MeasureName[],
) {
  const finest = (['hour', 'day', 'month'] as const).find((one) => by.includes(one));
  return (await store.usage({ ...question, by })).map((row) => {
    const text = finest === undefined ? null : row.key[by.indexOf(finest)];
    const all = { ...row, cost: pricedCost(row), unpricedTokens: unpricedTokens(row) };
    return {
      key: row.key,
      at: text == null ? null : parseInstant(finest === 'month' ? `${text}-01` : text),
      ...Object.fromEntries(measures.map((measure) => [measure, all[measure]])),
    };
  });
}

const sorted = (rows: readonly { readonly key: readonly (string | null)[] }[]) =>
  rows.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
