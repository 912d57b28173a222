/**
 * What every storage engine must answer about single calls and about minutes.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMAND_COUNTS, type DemandSeries } from '../../src/domain/demand.ts';
import type { CallFilter } from '../../src/domain/drill.ts';
import { accountId, regionId } from '../../src/domain/ids.ts';
import type { MetricSeries } from '../../src/domain/metric.ts';
import { type EpochMinute, epochSeconds } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { Store } from '../../src/store/port.ts';
import { at, fact, testRater } from '../support.ts';
import { callersOf, demandOf, inOrder, latenciesOf, repeatsOf, sessionsOf, skuOf } from './brute-force.ts';

const NOW = at('2026-11-21T00:00:00Z');
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };
const SOURCE = { collector: 'file', account: null, region: null };
const ACCOUNT = '111122223333';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const role = (session: string, name = 'app') => `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/${session}`;
const minute = (iso: string) => (at(iso) / 60) as EpochMinute;

export function describeDrill(name: string, open: () => Promise<Store>): void {
  const withStore = async (facts: readonly InvocationFact[], check: (store: Store) => Promise<void>) => {
    const store = await open();
    try {
      if (facts.length > 0) await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
      await check(store);
    } finally {
      await store.close();
    }
  };

  describe(`${name}: invocations`, () => {
    it('hands out a call as it was told, without what it does not know', async () => {
      const whole = fact({
        at: '2026-11-20T10:00:00Z',
        requestId: 'req-0123456789a',
        modelId: 'us.anthropic.claude-sonnet-4-6',
        arn: role('s-1'),
        tokens: { input: 150_000, output: 7, cacheRead: 60_000, cacheWrite1h: 3 },
        maxTokens: 512,
        toolUses: 2,
        latencyMs: 1_234,
        firstByteMs: 56,
        promptHash: -2n,
        tier: 'flex',
        latency: 'optimized',
      });
      const bare = fact({
        at: '2026-11-20T10:00:01Z',
        requestId: '00ffffff-0000-4000-8000-00000000000a',
        operation: null,
        arn: `arn:aws:iam::${ACCOUNT}:user/jane`,
        maxTokens: 'omitted',
        stopReason: null,
        toolUses: null,
        latencyMs: null,
        errorCode: 'ThrottlingException',
      });
      await withStore([bare, whole], async (store) => {
        const rows = await store.invocations({ range: NOVEMBER, where: [], limit: 10 });
        expect(rows).toEqual([
          {
            at: whole.at,
            requestId: 'req-0123456789a',
            account: ACCOUNT,
            region: 'us-east-1',
            operation: 'Converse',
            modelId: 'us.anthropic.claude-sonnet-4-6',
            model: 'anthropic.claude-sonnet-4-6',
            scope: 'geo',
            sku: {
              model: 'anthropic.claude-sonnet-4-6',
              scope: 'geo',
              region: 'us-east-1',
              tier: 'flex',
              latency: 'optimized',
              band: 2,
              batch: false,
              unit: 'token',
            },
            principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app`,
            session: 's-1',
            agent: null,
            tokens: whole.tokens,
            errorCode: null,
            stopReason: 'end_turn',
            maxTokens: 512,
            toolUses: 2,
            latencyMs: 1_234,
            firstByteMs: 56,
            promptHash: 'fffffffffffffffe',
          },
          expect.objectContaining({
            requestId: '00ffffff-0000-4000-8000-00000000000a',
            operation: null,
            principal: `arn:aws:iam::${ACCOUNT}:user/jane`,
            session: null,
            errorCode: 'ThrottlingException',
            stopReason: null,
            maxTokens: null,
            toolUses: null,
            latencyMs: null,
            firstByteMs: null,
            promptHash: null,
          }),
        ]);
      });
    });

    it('keeps request ids of every length apart, and reads them back', async () => {
      const uuid = '0061616a-6161-6161-6161-616161616161';
      const ids = [
        uuid,
        ...Array.from({ length: 20 }, (_, n) => 'a'.repeat(n + 1)),
        'ü'.repeat(8),
        uuid.toUpperCase(),
      ];
      await withStore(
        ids.map((requestId) => fact({ requestId })),
        async (store) => {
          const rows = await store.invocations({ range: NOVEMBER, where: [], limit: 99 });
          expect(rows.map((row) => row.requestId)).toEqual(ids);
        },
      );
    });

    it('gives the earliest of a range, its start included and its end not', async () => {
      const facts = ['10:00:02', '10:00:00', '10:00:01', '10:00:03', '09:59:59'].map((time) =>
        fact({ at: `2026-11-20T${time}Z`, requestId: time }),
      );
      const range = { from: at('2026-11-20T10:00:00Z'), to: at('2026-11-20T10:00:03Z') };
      await withStore(facts, async (store) => {
        const ask = async (limit: number, where: CallFilter[] = []) =>
          (await store.invocations({ range, where, limit })).map((row) => row.requestId);
        expect(await ask(9)).toEqual(['10:00:00', '10:00:01', '10:00:02']);
        expect(await ask(2)).toEqual(['10:00:00', '10:00:01']);
        expect(await ask(2, [{ dimension: 'model', values: [HAIKU] }])).toEqual(['10:00:00', '10:00:01']);
        expect(await ask(9, [{ dimension: 'model', values: ['nobody.knows'] }])).toEqual([]);
        expect(await ask(9, [{ dimension: 'model', values: [] }])).toEqual([]);
        expect(await ask(0)).toEqual([]);
      });
    });

    it('counts a call with images, or with a guardrail, as one', async () => {
      const images = fact({
        modelId: 'amazon.nova-canvas-v1:0',
        units: [
          { unit: 'image:1024x1024:standard', quantity: 3 },
          { unit: 'image:512x512:standard', quantity: 1 },
        ],
      });
      const guarded = fact({
        tokens: { input: 10 },
        units: [{ unit: 'guardrail:topicPolicyUnits', quantity: 2 }],
      });
      await withStore([images, guarded], async (store) => {
        const rows = await store.invocations({ range: NOVEMBER, where: [], limit: 10 });
        expect(rows.map((row) => row.sku.unit)).toEqual(['image:1024x1024:standard', 'token']);
        const [series] = await store.demand({ range: NOVEMBER, modelIds: ['amazon.nova-canvas-v1:0'] });
        expect(series?.counts.calls).toEqual(Float64Array.of(1));
      });
    });
  });

  describe(`${name}: sessions, repeats, latencies`, () => {
    it('tells where a session began and where it stands, whatever failed in between', async () => {
      const call = (time: string, text: Parameters<typeof fact>[0]) =>
        fact({ at: `2026-11-20T10:${time}Z`, arn: role('s-1'), ...text });
      const facts = [
        // Arrives first, happened last but one.
        call('05:00', { tokens: { input: 400, cacheRead: 1_000, output: 30 }, toolUses: 1 }),
        call('05:00', { tokens: { input: 500, cacheWrite5m: 100, output: 40 }, toolUses: null }),
        call('00:00', { errorCode: 'ThrottlingException', toolUses: null }),
        call('01:00', { tokens: { input: 100, output: 10 }, toolUses: 3 }),
        call('09:00', { errorCode: 'ModelTimeoutException', tokens: { input: 9_000 }, toolUses: null }),
        fact({ arn: role('s-2'), errorCode: 'ValidationException', toolUses: null }),
        fact({ arn: `arn:aws:iam::${ACCOUNT}:user/jane`, tokens: { input: 1_000_000 } }),
      ];
      await withStore(facts, async (store) => {
        const rows = await store.sessions({ range: NOVEMBER, where: [], limit: 10 });
        const { tokens: zero } = fact();
        const who = {
          account: ACCOUNT,
          region: 'us-east-1',
          agent: null,
          principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app`,
        };
        expect(rows).toEqual([
          {
            ...who,
            session: 's-1',
            calls: 3,
            failed: 2,
            firstAt: at('2026-11-20T10:00:00Z'),
            lastAt: at('2026-11-20T10:09:00Z'),
            tokens: { ...zero, input: 10_000, cacheRead: 1_000, cacheWrite5m: 100, output: 80 },
            lastPrompt: 600,
            lastOutput: 40,
            firstPrompt: 100,
            largestPrompt: 1_400,
            toolUses: 4,
          },
          {
            ...who,
            session: 's-2',
            calls: 0,
            failed: 1,
            firstAt: at('2026-11-20T10:15:00Z'),
            lastAt: at('2026-11-20T10:15:00Z'),
            tokens: zero,
            lastPrompt: 0,
            lastOutput: 0,
            firstPrompt: 0,
            largestPrompt: 0,
            toolUses: null,
          },
        ]);
        expect(await store.sessions({ range: NOVEMBER, where: [], limit: 1 })).toHaveLength(1);
      });
    });

    it('counts what a repeated request consumed after its first call', async () => {
      const hash = 0x1234n;
      const call = (time: string, text: Parameters<typeof fact>[0]) =>
        fact({ at: `2026-11-20T${time}Z`, promptHash: hash, ...text });
      const facts = [
        call('12:00:00', { tokens: { input: 100, output: 7 }, arn: role('later') }),
        call('10:00:00', { tokens: { input: 100, output: 1 } }),
        call('10:00:00', { tokens: { input: 100, output: 2 } }),
        // Retries of throttled calls repeat nothing; nor do other callers, models or sizes.
        call('09:00:00', { errorCode: 'ThrottlingException' }),
        call('09:00:00', { arn: role('s', 'other'), tokens: { input: 100 } }),
        call('09:00:00', { modelId: 'amazon.nova-lite-v1:0', tokens: { input: 100 } }),
        call('09:00:00', { tokens: { input: 100_001 } }),
        fact({ tokens: { input: 1 } }),
        fact({ tokens: { input: 1 } }),
      ];
      await withStore(facts, async (store) => {
        const ask = (minCalls: number) => store.repeats({ range: NOVEMBER, where: [], minCalls, limit: 10 });
        const { tokens: zero } = fact();
        expect(await ask(2)).toEqual([
          {
            promptHash: '0000000000001234',
            account: ACCOUNT,
            region: 'us-east-1',
            modelId: HAIKU,
            sku: skuOf(facts[0] ?? fact()),
            principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app`,
            agent: null,
            calls: 3,
            firstAt: at('2026-11-20T10:00:00Z'),
            lastAt: at('2026-11-20T12:00:00Z'),
            // 1 of the outputs is the first call's: by time, then by arrival.
            again: { ...zero, input: 200, output: 9, units: 0 },
          },
        ]);
        expect(await ask(4)).toEqual([]);
        expect(await ask(1)).toHaveLength(4);
      });
    });

    it('counts repeated images in their unit', async () => {
      const units = [{ unit: 'image:1024x1024:standard', quantity: 3 }];
      const facts = [1, 2, 3].map(() => fact({ modelId: 'amazon.nova-canvas-v1:0', units, promptHash: 5n }));
      await withStore(facts, async (store) => {
        const [row] = await store.repeats({ range: NOVEMBER, where: [], minCalls: 2, limit: 10 });
        expect(row).toMatchObject({
          calls: 3,
          sku: { unit: 'image:1024x1024:standard' },
          again: { units: 6, input: 0 },
        });
      });
    });

    it('gives nearest-rank percentiles of what records tell', async () => {
      const facts = [
        ...Array.from({ length: 20 }, (_, i) =>
          fact({ latencyMs: (i + 1) * 10, firstByteMs: i < 3 ? i : null }),
        ),
        fact({ latencyMs: null }),
        fact({ modelId: 'amazon.nova-lite-v1:0', latencyMs: null }),
        fact({ modelId: 'us.anthropic.claude-sonnet-4-6', latencyMs: 0 }),
      ];
      await withStore(facts, async (store) => {
        const rows = await store.latencies({ range: NOVEMBER, where: [] });
        const none = { firstByteCalls: 0, firstByteP50: null, firstByteP95: null };
        const where = { account: ACCOUNT, region: 'us-east-1' };
        expect(rows.toSorted((a, b) => b.calls - a.calls)).toEqual([
          // Of 20 values in tens: the 10th and the 19th. Of 0, 1, 2: the 2nd and the 3rd.
          {
            ...where,
            modelId: HAIKU,
            model: HAIKU,
            calls: 20,
            p50: 100,
            p95: 190,
            firstByteCalls: 3,
            firstByteP50: 1,
            firstByteP95: 2,
          },
          {
            ...where,
            modelId: 'us.anthropic.claude-sonnet-4-6',
            model: 'anthropic.claude-sonnet-4-6',
            calls: 1,
            p50: 0,
            p95: 0,
            ...none,
          },
        ]);
      });
    });
  });

  describe(`${name}: minutes`, () => {
    const call = (iso: string, text: Parameters<typeof fact>[0] = {}) => fact({ at: iso, ...text });

    it('gives demand as columns by id as called, failures apart, gaps left out', async () => {
      const geo = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
      const facts = [
        call('2026-11-20T10:00:59Z', { tokens: { input: 5, output: 1 }, maxTokens: 100 }),
        call('2026-11-20T10:00:00Z', { tokens: { cacheRead: 2, cacheWrite1h: 3 }, maxTokens: 'omitted' }),
        call('2026-11-20T10:00:30Z', { errorCode: 'ThrottlingException' }),
        call('2026-11-20T10:07:00Z', { errorCode: 'ValidationException', maxTokens: 9 }),
        call('2026-11-20T10:07:00Z', { errorCode: 'InternalServerException', maxTokens: 1 }),
        call('2026-11-20T10:01:00Z', { modelId: geo }),
        call('2026-11-20T10:00:00Z', { region: regionId('eu-west-1') }),
        call('2026-11-20T10:00:00Z', { account: accountId('999900001111') }),
      ];
      await withStore(facts, async (store) => {
        const found = await store.demand({ range: NOVEMBER, account: ACCOUNT, region: 'us-east-1' });
        const [series] = found;
        expect(found.map(({ modelId, model, scope }) => [modelId, model, scope])).toEqual([
          [HAIKU, HAIKU, 'in-region'],
          [geo, HAIKU, 'geo'],
        ]);
        expect(series?.minutes).toEqual(
          Int32Array.of(minute('2026-11-20T10:00:00Z'), minute('2026-11-20T10:07:00Z')),
        );
        const columns = (of: DemandSeries | undefined) =>
          DEMAND_COUNTS.map((count) => [...(of?.counts[count] ?? [])]);
        expect(columns(series)).toEqual([
          [2, 0],
          [1, 0],
          [0, 1],
          [0, 1],
          [5, 0],
          [1, 0],
          [2, 0],
          [3, 0],
          [100, 10],
          [1, 0],
          [1, 0],
        ]);
        expect(await store.demand({ range: NOVEMBER })).toHaveLength(4);
        expect(await store.demand({ range: NOVEMBER, models: [HAIKU], modelIds: [geo] })).toHaveLength(1);
        expect(await store.demand({ range: NOVEMBER, models: [] })).toEqual([]);
        const range = { from: at('2026-11-20T10:07:30Z'), to: at('2026-11-20T10:07:31Z') };
        expect((await store.demand({ range })).map(({ minutes }) => minutes)).toEqual([
          Int32Array.of(minute('2026-11-20T10:07:00Z')),
        ]);
      });
    });

    it('keeps demand 90 days, callers 16', async () => {
      const facts = [call('2026-11-01T10:00:00Z'), call('2026-08-01T10:00:00Z')];
      await withStore(facts, async (store) => {
        const all = await store.demand({ range: { from: at('2026-01-01'), to: NOW } });
        expect(all.map(({ minutes }) => minutes.length)).toEqual([1]);
        const minutes = [minute('2026-11-01T10:00:00Z')];
        expect(
          await store.callers({ account: ACCOUNT, region: 'us-east-1', modelIds: [HAIKU], minutes }),
        ).toEqual([]);
      });
    });

    it('says who called in given minutes, most tokens first, over all of their sessions', async () => {
      const facts = [
        call('2026-11-20T10:00:00Z', { tokens: { input: 10 }, arn: role('a') }),
        call('2026-11-20T10:02:00Z', { tokens: { output: 10 }, arn: role('b') }),
        call('2026-11-20T10:02:00Z', { tokens: { cacheRead: 30 }, arn: role('c', 'other'), maxTokens: 5 }),
        call('2026-11-20T10:01:00Z', { tokens: { input: 999 } }),
        call('2026-11-20T10:02:00Z', { tokens: { input: 999 }, modelId: 'amazon.nova-lite-v1:0' }),
      ];
      await withStore(facts, async (store) => {
        const minutes = ['2026-11-20T10:00:00Z', '2026-11-20T10:02:00Z', '2026-11-20T10:02:00Z'].map(minute);
        const query = { account: ACCOUNT, region: 'us-east-1', modelIds: [HAIKU, HAIKU], minutes };
        const rows = await store.callers(query);
        expect(rows).toMatchObject([
          { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/other`, calls: 1, cacheRead: 30, maxTokens: 5 },
          {
            principal: `arn:aws:sts::${ACCOUNT}:assumed-role/app`,
            calls: 2,
            input: 10,
            output: 10,
            maxTokensUnknown: 2,
          },
        ]);
        expect(await store.callers({ ...query, minutes: [] })).toEqual([]);
        // Two weeks of minutes are one question.
        const many = Array.from(
          { length: 20_000 },
          (_, i) => (minute('2026-11-20T10:02:00Z') - i) as EpochMinute,
        );
        expect(await store.callers({ ...query, minutes: many })).toHaveLength(2);
      });
    });
  });

  describe(`${name}: sums of metrics`, () => {
    const series: MetricSeries = {
      account: accountId(ACCOUNT),
      region: regionId('us-east-1'),
      namespace: 'AWS/Bedrock',
      metric: 'InputTokenCount',
      dimensions: { ModelId: 'us.x' },
      statistic: 'Sum',
    };
    const point = (iso: string, value: number, period = 60) => ({ at: at(iso), period, value });

    it('add up by hour and day what is no coarser, and only what can be added', async () => {
      await withStore([], async (store) => {
        const points = [
          point('2026-11-19T23:59:00Z', 1),
          point('2026-11-20T10:00:00Z', 2),
          point('2026-11-20T10:59:00Z', 4),
          point('2026-11-20T12:00:00Z', 8, 300),
          point('2026-11-20T13:00:00Z', 16, 3_600),
          point('2026-11-21T00:00:00Z', 32, 86_400),
        ];
        const average = { ...series, statistic: 'p95' };
        await store.putMetrics({
          data: [
            { series, points },
            { series: average, points },
          ],
        });
        const query = { namespace: 'AWS/Bedrock', range: NOVEMBER };
        const hours = [
          point('2026-11-19T23:00:00Z', 1, 3_600),
          point('2026-11-20T10:00:00Z', 6, 3_600),
          point('2026-11-20T12:00:00Z', 8, 3_600),
          point('2026-11-20T13:00:00Z', 16, 3_600),
        ];
        expect(await store.metricSums(query, 3_600)).toEqual([{ series, points: hours }]);
        expect(await store.metricSums(query, 86_400)).toEqual([
          {
            series,
            points: [
              point('2026-11-19', 1, 86_400),
              point('2026-11-20', 30, 86_400),
              point('2026-11-21', 32, 86_400),
            ],
          },
        ]);
        const part = { from: at('2026-11-20T10:30:00Z'), to: at('2026-11-20T12:00:01Z') };
        expect(await store.metricSums({ ...query, range: part }, 3_600)).toEqual([
          { series, points: hours.slice(1, 3) },
        ]);
        expect(await store.metricSums({ ...query, metrics: ['Invocations'] }, 3_600)).toEqual([]);
        expect(await store.metricSums({ ...query, region: 'eu-west-1' }, 3_600)).toEqual([]);
      });
    });
  });

  describe(`${name}: any calls`, () => {
    it('are answered for as if they had been counted one by one', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(anyCall(), { maxLength: 60 }),
          anyFilter(),
          anyRange(),
          async (facts, filter, range) => {
            const inRange = facts.filter((one) => one.at >= range.from && one.at < range.to);
            const where = filter === null ? [] : [filter.where];
            const chosen = inRange.filter((one) => filter === null || filter.keeps(one));
            await withStore(facts, async (store) => {
              const calls = await store.invocations({ range, where, limit: 1_000 });
              expect(calls.map((row) => [row.requestId, row.sku])).toEqual(
                inOrder(chosen).map((one) => [one.requestId, skuOf(one)]),
              );
              expect(await store.invocations({ range, where, limit: 7 })).toEqual(calls.slice(0, 7));

              const sessions = await store.sessions({ range, where, limit: 1_000 });
              expect(sorted(sessions)).toEqual(sorted(sessionsOf(chosen)));
              expectDescending(
                sessions.map(({ tokens }) => Object.values(tokens).reduce((a, b) => a + b, 0)),
              );

              const repeats = await store.repeats({ range, where, minCalls: 2, limit: 1_000 });
              expect(sorted(repeats)).toEqual(sorted(repeatsOf(chosen, 2)));
              expectDescending(repeats.map((row) => row.calls));

              expect(sorted(await store.latencies({ range, where }))).toEqual(sorted(latenciesOf(chosen)));
            });
          },
        ),
        { numRuns: 60 },
      );
    });

    it('make the same minutes', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyCall(), { maxLength: 60 }), async (facts) => {
          await withStore(facts, async (store) => {
            const counted = new Map<string, unknown>();
            for (const { modelId, minutes, counts } of await store.demand({ range: NOVEMBER })) {
              minutes.forEach((when, i) => {
                const row = Object.fromEntries(DEMAND_COUNTS.map((count) => [count, counts[count][i]]));
                counted.set(`${modelId} ${when}`, row);
              });
            }
            const by = Map.groupBy(facts, (one) => `${one.model.called} ${Math.floor(one.at / 60)}`);
            expect(counted).toEqual(new Map([...by].map(([key, calls]) => [key, demandOf(calls)])));

            const modelIds = ['amazon.nova-lite-v1:0', 'amazon.nova-canvas-v1:0'];
            const minutes = [0, 2].map((i) => (minute('2026-11-20T10:00:00Z') + i) as EpochMinute);
            const asked = facts.filter(
              (one) =>
                modelIds.includes(one.model.called) &&
                minutes.some((when) => when === Math.floor(one.at / 60)),
            );
            const callers = await store.callers({ account: ACCOUNT, region: 'us-east-1', modelIds, minutes });
            expect(sorted(callers)).toEqual(sorted(callersOf(asked)));
          });
        }),
        { numRuns: 40 },
      );
    });
  });
}

function sorted<T>(rows: readonly T[]): T[] {
  const text = (row: T) => JSON.stringify(Object.entries(row as object).sort());
  return rows.toSorted((a, b) => (text(a) < text(b) ? -1 : 1));
}

function expectDescending(values: readonly number[]): void {
  expect(values).toEqual(values.toSorted((a, b) => b - a));
}

const MODELS = ['us.anthropic.claude-sonnet-4-6', 'amazon.nova-lite-v1:0', 'amazon.nova-canvas-v1:0'];

/** Few distinct values of everything, so that calls meet in seconds, sessions, bodies and latencies. */
function anyCall(): fc.Arbitrary<InvocationFact> {
  const count = fc.constantFrom(0, 1, 3, 1_000, 150_000);
  return fc
    .record({
      second: fc.nat(200),
      modelId: fc.constantFrom(...MODELS),
      caller: fc.constantFrom(role('a'), role('b'), role('a', 'other'), `arn:aws:iam::${ACCOUNT}:user/jane`),
      team: fc.constantFrom('search', '__proto__'),
      tokens: fc.record({
        input: count,
        output: count,
        cacheRead: count,
        cacheWrite: count,
        cacheWrite1h: count,
      }),
      images: fc.nat(2),
      errorCode: fc.constantFrom(
        null,
        null,
        'ThrottlingException',
        'ValidationException',
        'InternalServerException',
      ),
      maxTokens: fc.constantFrom(null, 'omitted' as const, 0, 4_096),
      toolUses: fc.constantFrom(null, 0, 2),
      latencyMs: fc.constantFrom(null, 0, 5, 90),
      firstByteMs: fc.constantFrom(null, 1, 2),
      promptHash: fc.constantFrom(null, 7n, -(2n ** 63n), 2n ** 63n - 1n),
    })
    .map(({ second, caller, team, images, ...text }) =>
      fact({
        ...text,
        at: new Date(Date.UTC(2026, 10, 20, 10, 0, second)).toISOString(),
        arn: caller,
        tags: { team },
        units: images === 0 ? [] : [{ unit: 'image:1024x1024:standard', quantity: images }],
      }),
    );
}

interface Filter {
  readonly where: CallFilter;
  readonly keeps: (one: InvocationFact) => boolean;
}

function anyFilter(): fc.Arbitrary<Filter | null> {
  return fc.constantFrom<(Filter | null)[]>(
    null,
    { where: { dimension: 'session', values: ['a'] }, keeps: (one) => one.caller.session === 'a' },
    { where: { dimension: 'session', values: [null] }, keeps: (one) => one.caller.session === null },
    {
      where: { dimension: 'modelId', values: MODELS.slice(0, 2) },
      keeps: (one) => MODELS.slice(0, 2).includes(one.model.called),
    },
    {
      where: { dimension: 'tag:team', values: ['__proto__'] },
      keeps: (one) => one.tags.get('team') === '__proto__',
    },
    { where: { dimension: 'scope', values: ['geo'] }, keeps: (one) => one.model.scope === 'geo' },
  );
}

function anyRange(): fc.Arbitrary<{ from: ReturnType<typeof at>; to: ReturnType<typeof at> }> {
  const start = at('2026-11-20T10:00:00Z');
  return fc.oneof(
    fc.constant(NOVEMBER),
    fc.tuple(fc.nat(100), fc.nat(150)).map(([from, length]) => ({
      from: epochSeconds(start + from),
      to: epochSeconds(start + from + length),
    })),
  );
}
