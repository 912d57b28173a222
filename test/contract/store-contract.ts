/**
 * What every storage engine must do. Each engine's test file calls {@link describeStore} with a way to open it.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rater } from '../../src/domain/cost.ts';
import { accountId, regionId } from '../../src/domain/ids.ts';
import {
  addMeasures,
  type Measures,
  NO_MEASURES,
  pricedCost,
  type UsageQuery,
} from '../../src/domain/measures.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import { allTokens, NO_QUANTITIES, type TokenCounts } from '../../src/domain/quantities.ts';
import type { Sku } from '../../src/domain/sku.ts';
import { dayOf, epochSeconds, hourOf, isoDay } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { at, fact, TEST_RATES_PICO, testRater } from '../support.ts';

const NOW = at('2026-11-21T00:00:00Z');
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };
const SOURCE = { collector: 'file', account: null, region: null };

export function describeStore(name: string, open: () => Promise<Store>): void {
  const withStore = async (facts: readonly InvocationFact[], check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      if (facts.length > 0) await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
      await check(store);
    } finally {
      await store.close();
    }
  };
  const ask = (store: Store, by: UsageQuery['by'] = [], where: UsageQuery['where'] = [], range = NOVEMBER) =>
    store.usage({ range, by, where });

  describe(`${name}: facts`, () => {
    it('counts a fact once, within a batch and across batches', async () => {
      const one = fact({ tokens: { input: 1000 } });
      await withStore([one, one], async (store) => {
        const again = await store.ingest({ source: SOURCE, facts: [one, fact()], now: NOW }, testRater());
        expect(again).toMatchObject({ inserted: 1, duplicates: 1, unpriced: 0 });
        const [row] = await ask(store);
        expect(row).toMatchObject({ invocations: 2, input: 1000 });
      });
    });

    it('tells equal request ids of two accounts and two Regions apart', async () => {
      const one = fact({ tokens: { input: 10 } });
      const other = { ...one, account: fact().account.replace('1', '9') as typeof one.account };
      const elsewhere = { ...one, region: 'eu-west-1' as typeof one.region };
      await withStore([one, other, elsewhere], async (store) => {
        expect((await ask(store))[0]).toMatchObject({ invocations: 3, input: 30 });
      });
    });

    it('keeps request ids that are no UUIDs apart, whatever they look like', async () => {
      const ids = ['a', 'b', '0000000000000000', 'x'.repeat(64), 'x'.repeat(65), 'ü', 'A'];
      await withStore(
        ids.map((requestId) => fact({ requestId })),
        async (store) => expect((await ask(store))[0]).toMatchObject({ invocations: ids.length }),
      );
    });

    it('counts successes and failures apart, and tokens of both', async () => {
      const facts = [
        fact({ tokens: { input: 5, output: 7 } }),
        fact({ errorCode: 'ThrottlingException' }),
        fact({ errorCode: 'ModelTimeoutException', tokens: { input: 100 } }),
      ];
      await withStore(facts, async (store) => {
        expect((await ask(store))[0]).toMatchObject({
          invocations: 1,
          failedInvocations: 2,
          input: 105,
          output: 7,
        });
      });
    });

    it('moves the cursor with its facts, and not at all when the batch fails', async () => {
      await withStore([], async (store) => {
        const cursor = { name: 'file:/logs/a.gz', value: '17' };
        await store.ingest({ source: SOURCE, facts: [fact()], cursor, now: NOW }, testRater());
        expect(await store.cursor('file:/logs/a.gz')).toBe('17');
        const broken = {
          ...testRater(),
          rate: () => {
            throw new Error('price book on fire');
          },
        };
        const next = {
          source: SOURCE,
          facts: [fact({ tokens: { input: 1 } })],
          cursor: { ...cursor, value: '99' },
          now: NOW,
        };
        await expect(store.ingest(next, broken)).rejects.toThrow('price book on fire');
        expect(await store.cursor('file:/logs/a.gz')).toBe('17');
        expect((await ask(store))[0]).toMatchObject({ invocations: 1 });
        expect(await store.ingest(next, testRater())).toMatchObject({ inserted: 1 });
        expect((await ask(store))[0]).toMatchObject({ invocations: 2, input: 1 });
      });
    });

    it('remembers how fresh each source is', async () => {
      await withStore(
        [fact({ at: '2026-11-20T10:00:00Z' }), fact({ at: '2026-11-19T10:00:00Z' })],
        async (store) => {
          expect(await store.sources()).toMatchObject([
            { ...SOURCE, lastEventAt: at('2026-11-20T10:00:00Z'), lastIngestAt: NOW, facts: 2 },
          ]);
          // Read again, nothing is new.
          const again = [fact({ at: '2026-11-20T10:00:00Z', requestId: 'r-1' })];
          for (const now of [NOW, NOW])
            await store.ingest({ source: SOURCE, facts: again, now }, testRater());
          expect((await store.sources())[0]?.facts).toBe(3);
          expect(await store.extent()).toEqual({
            from: at('2026-11-19T10:00:00Z'),
            to: at('2026-11-20T11:00:00Z'),
          });
        },
      );
    });
  });

  describe(`${name}: money`, () => {
    it('rounds the exact cost of an hour row once', async () => {
      // 0.7 nano-dollars a token: three calls of one token are 2.1, rounded 2 (not 1 + 1 + 1).
      const facts = [1, 2, 3].map(() => fact({ tokens: { input: 1 } }));
      await withStore(facts, async (store) => {
        const rows = await ask(store);
        expect(rows.map((row) => pricedCost(row))).toEqual([2n]);
      });
    });

    it('shows usage without a price with its tokens, and nothing in the cost', async () => {
      const facts = [
        fact({ modelId: 'amazon.unpriced-v1:0', tokens: { input: 40, output: 2 } }),
        fact({ modelId: 'amazon.unpriced-v1:0', errorCode: 'AccessDeniedException' }),
        fact({ modelId: 'amazon.nocache-v1:0', tokens: { input: 1000, cacheRead: 300 } }),
      ];
      await withStore(facts, async (store) => {
        const rows = await ask(store, ['model']);
        const unpriced = rows.find((row) => row.key[0] === 'amazon.unpriced-v1:0');
        expect(unpriced).toMatchObject({
          unpricedInvocations: 1,
          unpricedInput: 40,
          unpricedOutput: 2,
          costInput: 0n,
        });
        const partly = rows.find((row) => row.key[0] === 'amazon.nocache-v1:0');
        expect(partly).toMatchObject({
          unpricedInvocations: 1,
          unpricedInput: 0,
          unpricedCacheRead: 300,
          costInput: 700n,
        });
        expect(await store.unpriced(NOVEMBER)).toMatchObject([
          { model: 'amazon.nocache-v1:0', tokens: 300, invocations: 1 },
          { model: 'amazon.unpriced-v1:0', tokens: 42, invocations: 1 },
        ]);
      });
    });

    it('counts what is not tokens in units, once per call', async () => {
      const units = [{ unit: 'image:1024x1024:standard', quantity: 3 }];
      const guarded = [{ unit: 'guardrail:topicPolicyUnits', quantity: 2 }];
      const facts = [
        fact({ modelId: 'amazon.nova-canvas-v1:0', units }),
        fact({ tokens: { input: 10 }, units: guarded }),
      ];
      await withStore(facts, async (store) => {
        const [row] = await ask(store);
        expect(row).toMatchObject({ invocations: 2, units: 5, input: 10, unpricedInvocations: 0 });
        // 3 x 40,000.123 and 2 x 40,000.123 nano-dollars, each row rounded: 120,000 + 80,000.
        expect(row?.costUnits).toBe(200_000n);
      });
    });
  });

  const dearer = (): Rater => ({
    version: 'dearer prices',
    knowsModel: () => true,
    rate: (sku, when, quantities) => {
      const double = Object.fromEntries(Object.entries(quantities).map(([kind, n]) => [kind, 2 * n]));
      const model = 'amazon.nova-lite-v1:0' as typeof sku.model;
      return testRater().rate({ ...sku, model }, when, { ...NO_QUANTITIES, ...double });
    },
  });
  const facts = [
    fact({ at: '2026-10-31T23:00:00Z', tokens: { input: 1_000 } }),
    fact({ at: '2026-11-01T00:00:00Z', tokens: { input: 10_000, output: 100 } }),
    fact({
      at: '2026-11-20T00:00:00Z',
      modelId: 'amazon.nocache-v1:0',
      tokens: { input: 1_000, cacheRead: 300 },
    }),
    fact({ at: '2026-11-20T00:10:00Z', modelId: 'amazon.nocache-v1:0', tokens: { input: 1_000 } }),
    fact({ at: '2026-11-20T00:20:00Z', modelId: 'amazon.unpriced-v1:0', tokens: { input: 1_000 } }),
  ];
  const request = { range: NOVEMBER, dryRun: false, now: NOW, who: 'jane', reason: 'contract rates' };

  describe(`${name}: repricing`, () => {
    /** Everything doubled, caching priced for all, and models called `unpriced` priced too. */
    // Input costs 0.7 nano-dollars a token, output 2.9, cache reads 0.07.
    const expected = [
      {
        model: 'amazon.nocache-v1:0',
        before: 1_400n,
        after: 2_842n,
        unpricedTokensBefore: 300,
        unpricedTokensAfter: 0,
      },
      {
        model: 'amazon.unpriced-v1:0',
        before: 0n,
        after: 1_400n,
        unpricedTokensBefore: 1_000,
        unpricedTokensAfter: 0,
      },
      {
        model: 'anthropic.claude-haiku-4-5-20251001-v1:0',
        before: 7_290n,
        after: 14_580n,
        unpricedTokensBefore: 0,
        unpricedTokensAfter: 0,
      },
    ].map((change) => ({ month: '2026-11', rows: 1, ...change }));

    it('says what would change, and changes nothing, in a dry run', async () => {
      await withStore(facts, async (store) => {
        const before = await everyHour(store);
        expect(await store.reprice({ ...request, dryRun: true }, dearer())).toEqual(expected);
        expect(await everyHour(store)).toEqual(before);
        expect(await store.repricings()).toEqual([]);
      });
    });

    it('changes what it said, once, within its range, and keeps who did it and why', async () => {
      await withStore(facts, async (store) => {
        expect(await store.reprice(request, dearer())).toEqual(expected);
        expect(await store.reprice(request, dearer())).toEqual([]);
        for (const by of [[], ['day'], ['session', 'hour']] satisfies UsageQuery['by'][]) {
          const rows = await ask(store, by);
          expect(rows.reduce((sum, row) => sum + pricedCost(row), 0n)).toBe(2_842n + 1_400n + 14_580n);
          expect(rows.reduce((sum, row) => sum + row.unpricedInvocations, 0)).toBe(0);
        }
        const october = { from: at('2026-10-01'), to: at('2026-11-01') };
        expect((await ask(store, [], [], october)).map((row) => pricedCost(row))).toEqual([700n]);
        const audit = {
          who: 'jane',
          reason: 'contract rates',
          at: NOW,
          range: NOVEMBER,
          priceVersion: 'dearer prices',
        };
        expect(await store.repricings()).toMatchObject([
          { rows: 0 },
          { ...audit, before: 8_690n, after: 18_822n, rows: 3 },
        ]);
      });
    });

    it('comes back to where it was, calls without a price included', async () => {
      await withStore(facts, async (store) => {
        const before = await everyHour(store);
        await store.reprice(request, dearer());
        await store.reprice(request, testRater());
        expect(await everyHour(store)).toEqual(before);
      });
    });

    it('is not done by late facts: what was priced keeps its money, what is new costs what it costs now', async () => {
      await withStore([fact({ tokens: { input: 1_000 } })], async (store) => {
        const late = [fact({ tokens: { input: 10 } })];
        await store.ingest({ source: SOURCE, facts: late, now: NOW }, dearer());
        expect((await ask(store)).map((row) => pricedCost(row))).toEqual([700n + 14n]);
        await store.ingest({ source: SOURCE, facts: [fact({ tokens: { input: 20 } })], now: NOW }, dearer());
        expect((await ask(store, ['session'])).map((row) => pricedCost(row))).toEqual([700n + 14n + 28n]);
        // Each price book stands for what it has priced, in the range that is asked about.
        expect((await store.priceVersions(request.range)).map(({ cost }) => cost).toSorted()).toEqual([
          42n,
          700n,
        ]);
        const before = { from: at('2020-01-01T00:00:00Z'), to: at('2020-02-01T00:00:00Z') };
        expect(await store.priceVersions(before)).toEqual([]);
      });
    });

    it('is not done by late facts where a kind had no price, or has lost it', async () => {
      const mixed = (tokens: Partial<TokenCounts>) => fact({ modelId: 'amazon.nocache-v1:0', tokens });
      await withStore([mixed({ input: 1_000, cacheRead: 300 })], async (store) => {
        await store.ingest({ source: SOURCE, facts: [mixed({ input: 10 })], now: NOW }, dearer());
        // 700 stays; 10 tokens at 1.4; the 300 cache reads keep having no price.
        expect((await ask(store))[0]).toMatchObject({
          costInput: 714n,
          costCacheRead: 0n,
          unpricedCacheRead: 300,
        });
        await store.ingest({ source: SOURCE, facts: [mixed({ cacheRead: 100 })], now: NOW }, dearer());
        expect((await ask(store))[0]).toMatchObject({ costCacheRead: 14n, unpricedCacheRead: 300 });
        await store.ingest({ source: SOURCE, facts: [mixed({ cacheRead: 50 })], now: NOW }, testRater());
        expect((await ask(store))[0]).toMatchObject({
          costInput: 714n,
          costCacheRead: 14n,
          unpricedCacheRead: 350,
        });
        // Only what has no price gets one.
        expect(await store.reprice({ ...request, onlyUnpriced: true }, dearer())).toMatchObject([
          { before: 700n, after: 749n },
        ]);
        expect((await ask(store))[0]).toMatchObject({
          costInput: 714n,
          costCacheRead: 63n,
          unpricedCacheRead: 0,
          unpricedInvocations: 0,
        });
      });
    });

    it('moves no known money for any sequence of late facts under changing price books', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(anyFact(), fc.boolean()), { maxLength: 30 }), async (sequence) => {
          await withStore([], async (store) => {
            let sum = 0n;
            for (const [one, dear] of sequence) {
              const rater = dear ? dearer() : testRater();
              await store.ingest({ source: SOURCE, facts: [one], now: NOW }, rater);
              const cost = (await ask(store)).reduce((all, row) => all + pricedCost(row), 0n);
              // A row is rounded once, so one more fact moves the sum by its exact cost, give or take a rounding.
              const { cost: parts } = rater.rate(skuOf(one), one.at, { ...one.tokens, units: 0 });
              const exact = Object.values(parts).reduce((all, part) => all + part, 0n);
              expect(cost - sum - exact >= -1n && cost - sum - exact <= 1n).toBe(true);
              sum = cost;
            }
          });
        }),
        { numRuns: 30 },
      );
    });

    it('hands out quantities by SKU and day for any other question about prices', async () => {
      await withStore(facts, async (store) => {
        const rows = await store.skuUsage({
          range: NOVEMBER,
          where: [{ dimension: 'scope', values: ['in-region'] }],
        });
        expect(
          rows.map(({ sku, day, quantities, cost }) => [
            isoDay(day),
            sku.model,
            quantities.input,
            quantities.cacheRead,
            cost,
          ]),
        ).toEqual([
          ['2026-11-01', 'anthropic.claude-haiku-4-5-20251001-v1:0', 10_000, 0, 7_290n],
          ['2026-11-20', 'amazon.nocache-v1:0', 2_000, 300, 1_400n],
          ['2026-11-20', 'amazon.unpriced-v1:0', 1_000, 0, 0n],
        ]);
        expect(rows[0]?.sku).toMatchObject({
          scope: 'in-region',
          region: 'us-east-1',
          tier: 'standard',
          band: 0,
          batch: false,
          unit: 'token',
        });
      });
    });
  });

  describe(`${name}: what collectors keep beside facts`, () => {
    const ACCOUNT = { account: accountId('111122223333'), region: regionId('us-east-1') };

    it('remembers objects with the facts that came from them, and not when the batch fails', async () => {
      await withStore([], async (store) => {
        const batch = { source: SOURCE, facts: [fact()], objects: ['s3://b/1', 's3://b/2'], now: NOW };
        await store.ingest(batch, testRater());
        const broken = {
          ...testRater(),
          rate: () => {
            throw new Error('no');
          },
        };
        const failing = { ...batch, facts: [fact({ tokens: { input: 1 } })], objects: ['s3://b/3'] };
        await expect(store.ingest(failing, broken)).rejects.toThrow('no');
        expect(await store.unseenObjects(['s3://b/3', 's3://b/1', 's3://b/4'])).toEqual([
          's3://b/3',
          's3://b/4',
        ]);
      });
    });

    it('keeps the last success and the reason of the last failure', async () => {
      await withStore([], async (store) => {
        const source = { collector: 'metrics', account: '111122223333', region: 'us-east-1' };
        const note = (iso: string, error: string | null) =>
          store.noteAttempt({ source, at: at(iso), error, hint: error && 'try again' });
        await note('2026-11-20T10:00:00Z', null);
        await note('2026-11-20T10:05:00Z', 'AccessDenied');
        const failed = {
          lastSuccessAt: at('2026-11-20T10:00:00Z'),
          lastAttemptAt: at('2026-11-20T10:05:00Z'),
          error: 'AccessDenied',
          hint: 'try again',
        };
        expect(await store.sources()).toMatchObject([{ ...source, ...failed }]);
        await note('2026-11-20T10:10:00Z', null);
        expect(await store.sources()).toMatchObject([
          { lastSuccessAt: at('2026-11-20T10:10:00Z'), error: null, hint: null },
        ]);
      });
    });

    it('takes the latest reading of a metric, and never a coarser one over a finer', async () => {
      await withStore([], async (store) => {
        const series = {
          ...ACCOUNT,
          namespace: 'AWS/Bedrock',
          metric: 'InputTokenCount',
          dimensions: { ModelId: 'us.x' },
          statistic: 'Sum',
        };
        const put = (period: number, value: number, metric = 'InputTokenCount') =>
          store.putMetrics({
            data: [
              { series: { ...series, metric }, points: [{ at: at('2026-11-20T10:00:00Z'), period, value }] },
            ],
          });
        await put(60, 10);
        await put(60, 12);
        await put(300, 99);
        await put(60, 5, 'Invocations');
        const found = await store.metrics({
          range: NOVEMBER,
          namespace: 'AWS/Bedrock',
          metrics: ['InputTokenCount'],
          region: 'us-east-1',
        });
        expect(found).toEqual([
          { series, points: [{ at: at('2026-11-20T10:00:00Z'), period: 60, value: 12 }] },
        ]);
        expect(await store.metrics({ range: NOVEMBER, namespace: 'AWS/Bedrock' })).toHaveLength(2);
        expect(
          await store.metrics({ range: NOVEMBER, namespace: 'AWS/Bedrock', account: '999900001111' }),
        ).toEqual([]);
      });
    });

    it('dates what changes between two listings', async () => {
      await withStore([], async (store) => {
        const kind = 'quota-applied';
        const list = (iso: string, items: { id: string; body: unknown }[]) =>
          store.putSnapshot({ ...ACCOUNT, kind, at: at(iso), items });
        expect(
          await list('2026-11-01', [
            { id: 'L-1', body: { value: 5, name: 'a' } },
            { id: 'L-2', body: {} },
          ]),
        ).toEqual({ added: 2, changed: 0, removed: 0 });
        expect(
          await list('2026-11-02', [
            { id: 'L-1', body: { name: 'a', value: 5 } },
            { id: 'L-2', body: {} },
          ]),
        ).toEqual({ added: 0, changed: 0, removed: 0 });
        expect(await list('2026-11-03', [{ id: 'L-1', body: { name: 'a', value: 9 } }])).toEqual({
          added: 0,
          changed: 1,
          removed: 1,
        });
        expect((await store.items({ kind })).map((item) => [item.id, item.body])).toEqual([
          ['L-1', { name: 'a', value: 9 }],
        ]);
        expect((await store.items({ kind, at: at('2026-11-02T12:00:00Z') })).map((item) => item.id)).toEqual([
          'L-1',
          'L-2',
        ]);
        expect(
          (await store.items({ kind, history: true, id: 'L-1' })).map((item) => [item.from, item.to]),
        ).toEqual([
          [at('2026-11-01'), at('2026-11-03')],
          [at('2026-11-03'), null],
        ]);
      });
    });

    it('keeps the bill as last told, and adds up its own calls', async () => {
      await withStore([], async (store) => {
        const row = {
          ...ACCOUNT,
          day: dayOf(at('2026-11-20')),
          service: 'Amazon Bedrock',
          usageType: 'USE1-NovaLite-input-tokens',
          quantity: '12.5',
          unit: '1K tokens',
          unblendedCost: nanoUsd(750_000n),
          provisional: true,
        };
        await store.putBill([row]);
        await store.putBill([{ ...row, unblendedCost: nanoUsd(760_000n), provisional: false }]);
        expect(await store.bill(NOVEMBER)).toEqual([{ ...row, unblendedCost: 760_000n, provisional: false }]);
        const calls = {
          ...ACCOUNT,
          day: row.day,
          service: 'cloudwatch',
          operation: 'GetMetricData',
          calls: 2,
          billedUnits: 40,
        };
        await store.countAwsCalls([calls]);
        await store.countAwsCalls([calls]);
        expect(await store.awsCalls(NOVEMBER)).toEqual([{ ...calls, calls: 4, billedUnits: 80 }]);
      });
    });

    it('replaces all that is known of the days of one account', async () => {
      await withStore([], async (store) => {
        const row = (account: string, iso: string, usageType = 'USE1-NovaLite-input-tokens') => ({
          ...{ account, region: 'us-east-1', day: dayOf(at(iso)), service: 'Amazon Bedrock', usageType },
          ...{ quantity: '1', unit: 'N/A', unblendedCost: nanoUsd(5n), provisional: true },
        });
        const [mine, other] = ['111122223333', '444455556666'];
        const kept = [row(mine, '2026-11-09'), row(mine, '2026-11-12'), row(other, '2026-11-10')];
        const gone = [row(mine, '2026-11-10', 'USE1-Gone'), row(mine, '2026-11-11')];
        await store.putBill([...kept, ...gone]);
        const days = { account: mine, from: dayOf(at('2026-11-10')), to: dayOf(at('2026-11-12')) };
        const now = [row(mine, '2026-11-11', 'USE1-New')];
        const sorted = (rows: readonly { day: number; account: string; usageType: string }[]) =>
          rows.map((one) => `${one.day} ${one.account} ${one.usageType}`).sort();
        await store.replaceBill(days, now);
        expect(sorted(await store.bill(NOVEMBER))).toEqual(sorted([...kept, ...now]));
        // A row of elsewhere is refused, and nothing has happened.
        for (const wrong of [row(other, '2026-11-10'), row(mine, '2026-11-12'), row(mine, '2026-11-09')]) {
          await expect(store.replaceBill(days, [wrong])).rejects.toThrow(RangeError);
        }
        expect(sorted(await store.bill(NOVEMBER))).toEqual(sorted([...kept, ...now]));
        await store.replaceBill(days, []);
        expect(sorted(await store.bill(NOVEMBER))).toEqual(sorted(kept));
      });
    });

    it('prices the usage of a profile once the inventory says what is behind it, past and future', async () => {
      const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
      const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
      const call = (iso: string) => fact({ at: iso, modelId: profile, tokens: { input: 1_000 } });
      await withStore([call('2026-11-20T10:00:00Z'), fact({ tokens: { input: 10 } })], async (store) => {
        expect((await ask(store))[0]).toMatchObject({
          unpricedInput: 1_000,
          unpricedInvocations: 1,
          costInput: 7n,
        });
        expect(await store.resolveModels([{ called: profile, base: haiku, scope: 'geo' }], testRater())).toBe(
          1,
        );
        expect(await store.resolveModels([{ called: profile, base: haiku, scope: 'geo' }], testRater())).toBe(
          0,
        );
        await store.ingest({ source: SOURCE, facts: [call('2026-11-20T12:00:00Z')], now: NOW }, testRater());
        const rows = await ask(store, ['model', 'scope', 'profile']);
        expect(rows.map((row) => [row.key, row.costInput, row.unpricedInvocations])).toEqual(
          expect.arrayContaining([
            [[haiku, 'geo', 'abc123'], 1_400n, 0],
            [[haiku, 'in-region', null], 7n, 0],
          ]),
        );
      });
    });

    it('prices calls of an id that the inventory knew before they came', async () => {
      const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/known1';
      const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
      await withStore([], async (store) => {
        expect(await store.resolveModels([{ called: profile, base: haiku, scope: 'geo' }], testRater())).toBe(
          0,
        );
        const facts = [fact({ modelId: profile, tokens: { input: 1_000 } })];
        expect(await store.ingest({ source: SOURCE, facts, now: NOW }, testRater())).toMatchObject({
          unpriced: 0,
        });
        expect((await ask(store, ['model', 'scope']))[0]).toMatchObject({
          key: [haiku, 'geo'],
          costInput: 700n,
        });
      });
    });

    it('gives no price to other usage without one: that is what repricing is for', async () => {
      const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
      const haiku = 'anthropic.claude-haiku-4-5-20251001-v1:0';
      const unread = { modelId: 'amazon.nocache-v1:0', tokens: { cacheRead: 100 } };
      await withStore([fact(unread), fact({ modelId: profile, tokens: { input: 1_000 } })], async (store) => {
        // The dearer book has a price for what the other one lacks.
        expect(await store.resolveModels([{ called: profile, base: haiku, scope: 'geo' }], dearer())).toBe(1);
        const rows = await ask(store, ['model']);
        const left = rows.find(({ key }) => key[0] === 'amazon.nocache-v1:0');
        expect(left).toMatchObject({ costCacheRead: 0n, unpricedCacheRead: 100 });
        expect(await store.reprice({ ...request, onlyUnpriced: true }, dearer())).toHaveLength(1);
      });
    });
  });

  describe(`${name}: tags of profiles`, () => {
    const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
    const listing = (items: readonly { id: string; body: unknown }[]) => ({
      ...{ account: '111122223333', region: 'us-east-1', kind: 'inference-profile', at: NOW, items },
    });
    const byTeam = async (store: Store) =>
      Object.fromEntries((await ask(store, ['tag:team'])).map((row) => [row.key[0], row.input]));

    it('stand in for request tags, by ARN and by id, before and after the listing', async () => {
      const facts = [
        fact({ modelId: ARN, tokens: { input: 1 } }),
        fact({ modelId: 'abc123def456', tokens: { input: 20 } }),
        fact({ modelId: ARN, tokens: { input: 300 }, tags: { team: 'own' } }),
        fact({ modelId: ARN, tokens: { input: 4_000 }, tags: { other: 'x' } }),
        fact({ tokens: { input: 50_000 } }),
      ];
      await withStore(facts, async (store) => {
        const tags = { team: 'search', __proto__x: 'y' };
        await store.putSnapshot(
          listing([{ id: 'abc123def456', body: { id: 'abc123def456', arn: ARN, tags } }]),
        );
        expect(await byTeam(store)).toEqual({ search: 4_021, own: 300, null: 50_000 });
        const late = [fact({ modelId: ARN, tokens: { input: 600_000 } })];
        await store.ingest({ source: SOURCE, facts: late, now: NOW }, testRater());
        expect(await byTeam(store)).toEqual({ search: 604_021, own: 300, null: 50_000 });
        const filtered = await ask(store, [], [{ dimension: 'tag:team', values: ['search'] }]);
        expect(filtered.map((row) => row.input)).toEqual([604_021]);
      });
    });

    it('are those of the last listing; what cannot be read, or is gone, keeps them', async () => {
      await withStore([fact({ modelId: ARN, tokens: { input: 7 } })], async (store) => {
        const put = (tags: unknown) =>
          store.putSnapshot(listing([{ id: 'abc123def456', body: { arn: ARN, tags } }]));
        await put({ team: 'search' });
        await put(null);
        await store.putSnapshot(listing([]));
        expect(await byTeam(store)).toEqual({ search: 7 });
        await put({ team: 'ads' });
        expect(await byTeam(store)).toEqual({ ads: 7 });
        await put({});
        expect(await byTeam(store)).toEqual({ null: 7 });
      });
    });
  });

  describe(`${name}: questions`, () => {
    const facts = [
      fact({ at: '2026-11-19T23:59:59Z', tokens: { input: 1 }, tags: { team: 'search', env: 'prod' } }),
      fact({ at: '2026-11-20T00:00:00Z', tokens: { input: 2 }, tags: { team: 'ads' } }),
      fact({ at: '2026-11-20T00:30:00Z', tokens: { input: 4 }, modelId: 'us.anthropic.claude-sonnet-4-6' }),
      fact({ at: '2026-12-01T00:00:00Z', tokens: { input: 8 } }),
    ];

    it('groups by time, tag and model, with null for none', async () => {
      await withStore(facts, async (store) => {
        const by = async (dimension: UsageQuery['by'][number]) =>
          new Map((await ask(store, [dimension])).map((row) => [row.key[0], row.input]));
        expect(await by('day')).toEqual(
          new Map([
            ['2026-11-19', 1],
            ['2026-11-20', 6],
          ]),
        );
        expect(await by('hour')).toEqual(
          new Map([
            ['2026-11-19T23:00:00Z', 1],
            ['2026-11-20T00:00:00Z', 6],
          ]),
        );
        expect(await by('month')).toEqual(new Map([['2026-11', 7]]));
        expect(await by('tag:team')).toEqual(
          new Map([
            ['search', 1],
            ['ads', 2],
            [null, 4],
          ]),
        );
        expect(await by('tag:nobody-uses-this')).toEqual(new Map([[null, 7]]));
        expect(await by('scope')).toEqual(
          new Map([
            ['in-region', 3],
            ['geo', 4],
          ]),
        );
        expect(await by('profile')).toEqual(
          new Map([
            [null, 3],
            ['us.anthropic.claude-sonnet-4-6', 4],
          ]),
        );
        expect(await by('session')).toEqual(new Map([['worker-1', 7]]));
      });
    });

    it('filters by value, by none, by several values and by time', async () => {
      await withStore(facts, async (store) => {
        const sum = async (where: UsageQuery['where']) => (await ask(store, [], where))[0]?.input ?? 0;
        expect(await sum([{ dimension: 'tag:team', values: ['ads', 'search'] }])).toBe(3);
        expect(await sum([{ dimension: 'tag:team', values: [null] }])).toBe(4);
        expect(await sum([{ dimension: 'day', values: ['2026-11-19'] }])).toBe(1);
        expect(await sum([{ dimension: 'hour', values: ['2026-11-20T00:00:00Z'] }])).toBe(6);
        expect(await sum([{ dimension: 'month', values: ['2026-11'] }])).toBe(7);
        expect(
          await sum([
            { dimension: 'session', values: ['worker-1'] },
            { dimension: 'scope', values: ['geo'] },
          ]),
        ).toBe(4);
        expect(await sum([{ dimension: 'principal', values: ["x' OR 1=1 --"] }])).toBe(0);
      });
    });

    it('gives the same sums for any range, whole months, ragged days or single hours', async () => {
      const many = Array.from({ length: 400 }, (_, i) =>
        fact({
          at: new Date(Date.UTC(2026, 7, 15) + i * 6.3 * 3_600_000).toISOString(),
          tokens: { input: 2 ** (i % 30) },
        }),
      );
      const hour = (n: number) => epochSeconds(at('2026-08-14') + n * 3_600);
      await withStore(many, async (store) => {
        await fc.assert(
          fc.asyncProperty(fc.nat(2_600), fc.nat(2_600), async (a, b) => {
            const range = { from: hour(Math.min(a, b)), to: hour(Math.max(a, b)) };
            const expected = many
              .filter((one) => one.at >= range.from && one.at < range.to)
              .reduce((sum, one) => sum + one.tokens.input, 0);
            const coarse = await ask(store, [], [], range);
            const byDay = await ask(store, ['day'], [], range);
            const bySession = await ask(store, ['session'], [], range);
            for (const rows of [coarse, byDay, bySession]) {
              expect(rows.reduce((sum, row) => sum + row.input, 0)).toBe(expected);
            }
          }),
          { numRuns: 200 },
        );
      });
    });

    it('answers an empty range with no rows', async () => {
      await withStore(facts, async (store) => {
        expect(await ask(store, [], [], { from: at('2020-01-01'), to: at('2020-02-01') })).toEqual([]);
      });
    });
  });

  describe(`${name}: properties`, () => {
    it('gives the same totals for any split and any order, twice or once', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyFact(), { maxLength: 40 }),
          fc.nat(5),
          fc.boolean(),
          async (facts, cuts, twice) => {
            const straight: Measures[] = [];
            await withStore(facts, async (store) => {
              straight.push(...(await everyHour(store)));
            });
            await withStore([], async (store) => {
              const shuffled = [...facts].reverse();
              const size = Math.max(1, Math.ceil(shuffled.length / (cuts + 1)));
              for (let i = 0; i < shuffled.length; i += size) {
                await store.ingest(
                  { source: SOURCE, facts: shuffled.slice(i, i + size), now: NOW },
                  testRater(),
                );
              }
              if (twice) await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
              expect(await everyHour(store)).toEqual(straight);
            });
          },
        ),
        { numRuns: 40 },
      );
    });

    it('adds up to the total for every grouping, and to the sum of exactly priced hour rows', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyFact(), { minLength: 1, maxLength: 60 }), async (facts) => {
          await withStore(facts, async (store) => {
            const total = (await ask(store))[0] ?? NO_MEASURES;
            for (const by of GROUPINGS) {
              const rows = await ask(store, by);
              const { key: _key, ...expected } = { key: [], ...total };
              expect(
                rows.reduce<Measures>((sum, { key: _, ...row }) => addMeasures(sum, row), NO_MEASURES),
              ).toEqual(expected);
            }
            expect(pricedCost(total)).toBe(costByHand(facts));
            expect(total.input + total.output + total.cacheRead + total.cacheWrite).toBe(
              facts.reduce((sum, one) => sum + allTokens(one.tokens), 0),
            );
          });
        }),
        { numRuns: 40 },
      );
    });
  });

  /** All hours of November by session: the finest answer there is. */
  async function everyHour(store: Store): Promise<Measures[]> {
    const rows = await ask(store, ['hour', 'session', 'model', 'operation', 'tag:team']);
    return rows.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
  }
}

const GROUPINGS: UsageQuery['by'][] = [
  ['model'],
  ['principal', 'day'],
  ['session'],
  ['hour', 'modelId'],
  ['tag:team'],
  ['tag:team', 'tag:env', 'month'],
  ['account', 'region', 'operation', 'scope', 'tier', 'profile', 'agent'],
];

/** A call of the days before the 21st of November. */
export function anyFact(): fc.Arbitrary<InvocationFact> {
  const tokens = fc.record({
    input: fc.nat(5000),
    output: fc.nat(900),
    cacheRead: fc.nat(3000),
    cacheWrite: fc.nat(10),
    cacheWrite1h: fc.nat(10),
  });
  return fc
    .record({
      hour: fc.integer({ min: 0, max: 60 }),
      second: fc.nat(3599),
      modelId: fc.constantFrom(
        'us.anthropic.claude-sonnet-4-6',
        'amazon.nova-lite-v1:0',
        'amazon.unpriced-v1:0',
      ),
      session: fc.constantFrom('a', 'b', 'null'),
      operation: fc.constantFrom('Converse', 'null', null),
      team: fc.constantFrom('search', 'ads', '__proto__'),
      tokens,
      failed: fc.boolean(),
    })
    .map(({ hour, second, modelId, session, operation, team, tokens, failed }) =>
      fact({
        operation,
        at: new Date(Date.UTC(2026, 10, 18, hour, 0, second)).toISOString(),
        modelId,
        arn: `arn:aws:sts::111122223333:assumed-role/app/${session}`,
        tags: { team },
        tokens,
        errorCode: failed ? 'ModelErrorException' : null,
      }),
    );
}

function skuOf({ model, region, tier, latency }: InvocationFact): Sku {
  return {
    model: model.base,
    scope: model.scope,
    region,
    tier,
    latency,
    band: 0,
    batch: false,
    unit: 'token',
  };
}

/** Independent of the store: group by what makes an hour row, price its sums in BigInt, round once. */
function costByHand(facts: readonly InvocationFact[]): bigint {
  const rows = new Map<string, bigint>();
  for (const { at: when, model, caller, operation, tags, tokens } of facts) {
    if (model.called.includes('unpriced')) continue;
    const key = JSON.stringify([hourOf(when), model.called, caller.session, operation, [...tags]]);
    let exact = rows.get(key) ?? 0n;
    for (const [kind, count] of Object.entries(tokens)) {
      exact += BigInt(count) * BigInt(TEST_RATES_PICO[kind as keyof typeof tokens]);
    }
    rows.set(key, exact);
  }
  return [...rows.values()].reduce((sum, exact) => sum + (exact + 500n) / 1000n, 0n);
}
