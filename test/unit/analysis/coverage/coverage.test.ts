import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../../pricing/index.ts';
import { align } from '../../../../src/analysis/coverage/align.ts';
import { billDays } from '../../../../src/analysis/coverage/bill.ts';
import { comparableUpTo } from '../../../../src/analysis/coverage/comparable.ts';
import { type Counts, noCounts } from '../../../../src/analysis/coverage/counts.ts';
import {
  type CoverageInput,
  coverageRows,
  coverageTotal,
} from '../../../../src/analysis/coverage/coverage.ts';
import { modelNames, placeKey } from '../../../../src/analysis/coverage/named-models.ts';
import { darkCost } from '../../../../src/analysis/coverage/price.ts';
import { seenSeries } from '../../../../src/analysis/coverage/seen.ts';
import { accountId, regionId } from '../../../../src/domain/ids.ts';
import type { MetricData } from '../../../../src/domain/metric.ts';
import { parseModelId } from '../../../../src/domain/model-id.ts';
import { nanoUsd, usdString } from '../../../../src/domain/money.ts';
import { dayOf, epochSeconds } from '../../../../src/domain/time.ts';
import { at } from '../../../support.ts';

const book = loadPriceBook();
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const HOUR0 = at('2026-11-20T00:00:00Z') / 3600;
const counts = (some: Partial<Counts>): Counts => ({ ...noCounts(), ...some });
const hoursOf = (inputs: Readonly<Record<number, number>>) =>
  new Map(Object.entries(inputs).map(([hour, input]) => [HOUR0 + Number(hour), counts({ input })]));
const plain = (map: ReadonlyMap<number, Counts>) =>
  Object.fromEntries([...map].map(([hour, { input }]) => [hour - HOUR0, input]));
const always = () => true;

describe('logs against metrics, hour by hour', () => {
  it.each([
    ['nothing logged', {}, { 3: 50, 4: 7 }, { 3: 50, 4: 7 }, {}],
    ['all logged', { 3: 50 }, { 3: 50 }, {}, {}],
    ['a part logged', { 3: 20 }, { 3: 50 }, { 3: 30 }, {}],
    ['a call that ends in the next hour', { 3: 50 }, { 3: 40, 4: 10 }, {}, {}],
    ['a call that ends in the hour before', { 4: 10 }, { 3: 10 }, {}, {}],
    ['one at the turn beside one that is dark', { 3: 50 }, { 3: 40, 4: 15 }, { 4: 5 }, {}],
    ['a lack that an hour two away does not settle', { 3: 10 }, { 5: 10 }, { 5: 10 }, { 3: 10 }],
    ['logs without metrics', { 3: 10 }, {}, {}, { 3: 10 }],
    ['the turn of a day', { 23: 50 }, { 23: 40, 24: 10 }, {}, {}],
  ])('%s', (_, logged, seen, dark, excess) => {
    const found = align(hoursOf(logged), hoursOf(seen), always);
    expect(plain(found.dark)).toEqual(dark);
    expect(plain(found.excess)).toEqual(excess);
  });

  it('loses and invents nothing within a day, and never says more than the surplus of the day', () => {
    const some = fc.dictionary(fc.nat({ max: 23 }).map(String), fc.nat({ max: 30 }));
    fc.assert(
      fc.property(some, some, (logged, seen) => {
        const found = align(hoursOf(logged), hoursOf(seen), always);
        const sum = (map: Readonly<Record<string, number>>) => Object.values(map).reduce((a, b) => a + b, 0);
        const [dark, excess] = [sum(plain(found.dark)), sum(plain(found.excess))];
        expect(dark - excess).toBe(sum(seen) - sum(logged));
        let plainDark = 0;
        for (let hour = 0; hour < 24; hour++)
          plainDark += Math.max(0, (seen[hour] ?? 0) - (logged[hour] ?? 0));
        expect(dark).toBeLessThanOrEqual(plainDark);
        expect([...found.dark.values()].every(({ input }) => input > 0)).toBe(true);
      }),
    );
  });

  it('says the same of an hour whatever else is asked for', () => {
    const some = fc.dictionary(fc.nat({ max: 71 }).map(String), fc.nat({ max: 30 }), { minKeys: 20 });
    fc.assert(
      fc.property(some, some, (logged, seen) => {
        const all = plain(align(hoursOf(logged), hoursOf(seen), always).dark);
        const near = (map: Readonly<Record<string, number>>) =>
          Object.fromEntries(
            Object.entries(map).filter(([hour]) => Number(hour) >= 23 && Number(hour) <= 48),
          );
        const day = plain(align(hoursOf(near(logged)), hoursOf(near(seen)), always).dark);
        for (let hour = 24; hour < 48; hour++) expect(day[hour]).toBe(all[hour]);
      }),
    );
  });
});

const data = (
  namespace: string,
  metric: string,
  dimensions: Readonly<Record<string, string>>,
  value: number,
  statistic = 'Sum',
): MetricData => ({
  series: { account: accountId(ACCOUNT), region: regionId(REGION), namespace, metric, dimensions, statistic },
  points: [{ at: epochSeconds(HOUR0 * 3600), period: 3600, value }],
});
const seenCounts = (series: readonly MetricData[]) =>
  seenSeries(series).map(({ endpoint, modelId, hours }) => [endpoint, modelId, hours.get(HOUR0)]);

describe('metrics', () => {
  const model = { ModelId: 'us.x.y' };

  it('in two spellings are one of them, never both added up', () => {
    const documented = data('AWS/Bedrock', 'CacheReadInputTokens', model, 5);
    const deployed = data('AWS/Bedrock', 'CacheReadInputTokenCount', model, 5);
    for (const series of [[documented], [deployed], [documented, deployed], [deployed, documented]]) {
      expect(seenCounts(series)).toEqual([['runtime', 'us.x.y', counts({ cacheRead: 5 })]]);
    }
  });

  it('at other levels of dimensions, of other statistics and without a model are left out', () => {
    const images = { ...model, ImageSize: '1024x1024', BucketedStepSize: '0-50' };
    expect(
      seenCounts([
        data('AWS/Bedrock', 'OutputImageCount', model, 3),
        data('AWS/Bedrock', 'OutputImageCount', images, 3),
        data('AWS/Bedrock', 'Invocations', {}, 100),
        data('AWS/Bedrock', 'Invocations', model, 7, 'Average'),
        data('AWS/Bedrock', '__proto__', model, 7),
      ]),
    ).toEqual([['runtime', 'us.x.y', counts({ images: 3 })]]);
  });

  it('of mantle count by project and model, and by model alone where that is all there is', () => {
    const [by, a, b] = [{ Model: 'm' }, { Model: 'm', Project: 'a' }, { Model: 'm', Project: 'b' }];
    const mantle = (metric: string, dimensions: Readonly<Record<string, string>>, value: number) =>
      data('AWS/BedrockMantle', metric, dimensions, value);
    const projects = [
      ...[
        mantle('Inferences', {}, 3),
        mantle('Inferences', by, 3),
        mantle('Inferences', { Project: 'a' }, 2),
      ],
      ...[mantle('Inferences', a, 2), mantle('Inferences', b, 1)],
      ...[mantle('TotalInputTokens', by, 30), mantle('InputTokens', a, 20), mantle('InputTokens', b, 10)],
    ];
    expect(seenCounts(projects)).toEqual([['mantle', 'm', counts({ invocations: 3, input: 30 })]]);
    const alone = [
      mantle('Inferences', by, 3),
      mantle('TotalInputTokens', by, 30),
      mantle('TotalInputTokens', {}, 30),
    ];
    expect(seenCounts(alone)).toEqual([['mantle', 'm', counts({ invocations: 3, input: 30 })]]);
  });
});

describe('the price of what is dark', () => {
  const day = at('2026-11-20T00:00:00Z');
  const priceOf = (id: string, some: Partial<Counts>, batch = false) =>
    darkCost(book, parseModelId(id), REGION, day, counts(some), batch);
  const usd = (amount: bigint | undefined) => (amount === undefined ? null : usdString(nanoUsd(amount)));

  it('lies between the lives of cache writes and the sizes of prompts', () => {
    // global. Sonnet 4.5: 1 M input 3.00, write 3.75 (5m) or 6.00 (1h); above 200,000 tokens a prompt all of it doubles.
    const { cost } = priceOf('global.anthropic.claude-sonnet-4-5-20250929-v1:0', {
      input: 1e6,
      cacheWrite: 1e6,
    });
    expect([usd(cost?.low), usd(cost?.mid), usd(cost?.high)]).toEqual([
      '6.750000000',
      '6.750000000',
      '18.000000000',
    ]);
  });

  it('lies between the service tiers', () => {
    // Nova Pro in us-east-1: 0.80, flex half of it; the dearest is priority at 1.75 times.
    const { cost } = priceOf('amazon.nova-pro-v1:0', { input: 1e6 });
    expect([usd(cost?.low), usd(cost?.mid), usd(cost?.high)]).toEqual([
      '0.400000000',
      '0.800000000',
      '1.400000000',
    ]);
    expect(usd(priceOf('amazon.nova-pro-v1:0', { input: 1e6 }, true).cost?.mid)).toBe('0.400000000');
  });

  it('is none where nobody knows the model, its hours are bought, or it makes pictures', () => {
    expect(priceOf('x7k2m9q4w1zt', { input: 5 })).toMatchObject({ cost: null, unpricedTokens: 5 });
    const bought = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc';
    expect(priceOf(bought, { input: 5 })).toMatchObject({
      cost: null,
      reason: expect.stringMatching(/hour/),
    });
    expect(priceOf('amazon.nova-canvas-v1:0', { invocations: 1, images: 2 })).toMatchObject({
      ...{ cost: null, unpricedTokens: 0, unpricedImages: 2 },
      reason: expect.stringMatching(/size and quality/),
    });
  });

  it('leaves out kinds without a rate, and says so', () => {
    // Llama sells no caching: the reads have no price, the input has (0.72 per million).
    const { cost, unpricedTokens, reason } = priceOf('meta.llama3-3-70b-instruct-v1:0', {
      input: 1e6,
      cacheRead: 9,
    });
    expect([usd(cost?.mid), unpricedTokens, reason]).toEqual([
      '0.720000000',
      9,
      expect.stringMatching(/no rate/),
    ]);
  });
});

describe('what can be compared', () => {
  const now = at('2026-11-20T12:30:00Z');
  const hour = (iso: string) => at(`2026-11-20T${iso}:00Z`) / 3600;
  const fresh = { now, newestMetricHour: hour('12:00'), metricsReadAt: now, logsReadAt: [now] };

  it.each([
    ['two hours after an hour', fresh, '10:00'],
    ['what metrics reached', { ...fresh, newestMetricHour: hour('08:00') }, '08:00'],
    ['quiet hours, once a run must have read them', { ...fresh, newestMetricHour: hour('02:00') }, '06:00'],
    ['what logs reached', { ...fresh, logsReadAt: [at('2026-11-20T09:10:00Z')] }, '08:00'],
    ['the fresher of two places of logs', { ...fresh, logsReadAt: [null, now] }, '10:00'],
    ['no logs to wait for', { ...fresh, logsReadAt: [] }, '10:00'],
    [
      'metrics that no collector reads',
      { ...fresh, metricsReadAt: null, newestMetricHour: hour('08:00') },
      '09:00',
    ],
  ])('ends with %s', (_, times, end) => expect(comparableUpTo(times)).toBe(hour(end)));

  it('is nothing while logs have never been read, or there are no metrics', () => {
    expect(comparableUpTo({ ...fresh, logsReadAt: [null] })).toBe(Number.NEGATIVE_INFINITY);
    expect(comparableUpTo({ ...fresh, metricsReadAt: null, newestMetricHour: null })).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });
});

describe('ids', () => {
  const arn = `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abc`;
  const foundation = (region: string) =>
    `arn:aws:bedrock:${region}::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0`;
  const models = [foundation('us-east-1'), foundation('us-west-2')];
  const place = { account: ACCOUNT, region: REGION };
  const names = modelNames(
    [
      { ...place, id: 'us.anthropic.claude-haiku-4-5-20251001-v1:0', type: 'SYSTEM_DEFINED', models },
      { ...place, id: 'copyofsystem', type: 'APPLICATION', models },
      { ...place, id: 'copyofmodel', type: 'APPLICATION', models: [foundation(REGION)] },
      {
        ...place,
        id: 'mixed',
        type: 'APPLICATION',
        models: [foundation(REGION), foundation(REGION).replace('haiku', 'opus')],
      },
    ],
    [{ ...place, arn, foundationModelArn: foundation(REGION) }],
    new Map([
      [
        placeKey(ACCOUNT, REGION, 'resolved'),
        { base: parseModelId('amazon.nova-lite-v1:0').base, scope: 'geo' },
      ],
    ]),
  );

  it.each([
    ['copyofsystem', 'anthropic.claude-haiku-4-5-20251001-v1:0', 'geo'],
    ['copyofmodel', 'anthropic.claude-haiku-4-5-20251001-v1:0', 'in-region'],
    ['mixed', null, 'unresolved'],
    ['resolved', 'amazon.nova-lite-v1:0', 'geo'],
    [arn, 'anthropic.claude-haiku-4-5-20251001-v1:0', 'provisioned'],
    ['global.amazon.nova-2-lite-v1:0', 'amazon.nova-2-lite-v1:0', 'global'],
    ['<b>', null, 'unresolved'],
  ])('%s is %s, %s', (id, base, scope) =>
    expect(names.of(ACCOUNT, REGION, id)).toMatchObject({ base, scope }),
  );

  it('of provisioned models are one, with and without their ARN, in their own account only', () => {
    expect(names.canonical(ACCOUNT, REGION, 'abc')).toBe(arn);
    expect(names.canonical('444455556666', REGION, 'abc')).toBe('abc');
  });
});

describe('rows', () => {
  const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
  const input: CoverageInput = {
    range: { from: epochSeconds(HOUR0 * 3600), to: epochSeconds((HOUR0 + 24) * 3600) },
    logged: [],
    seen: [],
    names: modelNames([], [], new Map()),
    book,
    comparable: () => ({ from: HOUR0 - 30, upTo: HOUR0 + 20 }),
    loggingOff: new Set(),
  };
  const logged = (hour: number, some: Partial<Counts>, more: { region?: string; modelId?: string } = {}) => ({
    ...{
      account: ACCOUNT,
      region: REGION,
      modelId: HAIKU,
      hour: HOUR0 + hour,
      counts: counts(some),
      ...more,
    },
  });
  const seen = (
    hours: Readonly<Record<number, Partial<Counts>>>,
    more: { region?: string; modelId?: string } = {},
  ) => ({
    ...{ account: ACCOUNT, region: REGION, endpoint: 'runtime' as const, modelId: HAIKU, ...more },
    hours: new Map(
      Object.entries(hours).map(
        ([hour, some]) => [HOUR0 + Number(hour), { ...noCounts(), ...some }] as const,
      ),
    ),
  });
  const first = (more: Partial<CoverageInput>) => coverageRows({ ...input, ...more })[0];

  it('price what is dark, and add up', () => {
    const rows = coverageRows({
      ...input,
      logged: [logged(3, { invocations: 1, input: 400_000 })],
      seen: [seen({ 3: { invocations: 2, input: 1_000_000 }, 4: { invocations: 1, output: 100_000 } })],
    });
    // us-east-1, in-region: $1.10 and $5.50 per million.
    expect(rows).toMatchObject([
      {
        reason: 'partly-logged',
        dark: { invocations: 2, input: 600_000, output: 100_000 },
        cost: { mid: 1_210_000_000n },
      },
    ]);
    expect(rows[0]?.coverage).toBeCloseTo(1 - 700_000 / 1_100_000, 12);
    expect(rows[0]?.hours.map(({ hour, cost }) => [hour - HOUR0, cost?.mid])).toEqual([
      [3, 660_000_000n],
      [4, 550_000_000n],
    ]);
    expect(coverageTotal(rows)).toMatchObject({ cost: rows[0]?.cost, coverage: rows[0]?.coverage });
  });

  it.each<[string, Partial<CoverageInput>, string | null]>([
    ['covered', { logged: [logged(3, { input: 5 })], seen: [seen({ 3: { input: 5 } })] }, null],
    ['without any record of the Region', { seen: [seen({ 3: { input: 5 } })] }, 'no-records'],
    [
      'with logging off',
      { seen: [seen({ 3: { input: 5 } })], loggingOff: new Set([placeKey(ACCOUNT, REGION)]) },
      'logging-off',
    ],
    [
      'without a record of the id',
      { logged: [logged(3, { input: 1 }, { modelId: 'z.other' })], seen: [seen({ 3: { input: 5 } })] },
      'not-logged',
    ],
    ['too young', { seen: [seen({ 21: { input: 5 } })] }, 'not-yet-comparable'],
    ['without metrics', { logged: [logged(3, { input: 5 })] }, 'metrics-absent'],
  ])('say why: %s', (_, more, reason) => expect(first(more)?.reason).toBe(reason));

  it('do not take hours without any metric of the Region for excess, or settle with them', () => {
    const row = first({
      logged: [logged(3, { invocations: 1, input: 100 }), logged(4, { invocations: 1, input: 100 })],
      seen: [seen({ 5: { invocations: 1, input: 30 } })],
    });
    // Metrics of 3 and 4 were not read: what 5 has is dark, whatever the hour before has too much.
    expect(row).toMatchObject({ dark: { input: 30 }, excess: { input: 0 }, uncompared: { input: 200 } });
  });

  it('count pictures only where metrics count them', () => {
    const guarded = first({
      logged: [logged(3, { input: 5, images: 7 })],
      seen: [seen({ 3: { input: 5 } })],
    });
    expect(guarded).toMatchObject({ logged: { images: 0 }, excess: { images: 0 }, reason: null });
    const painted = first({
      logged: [logged(3, { invocations: 1, images: 1 })],
      seen: [seen({ 3: { invocations: 3, images: 3 } })],
    });
    expect(painted).toMatchObject({ dark: { invocations: 2, images: 2 }, unpricedImages: 2, cost: null });
  });

  it('leave hours whose logs are still to be read alone', () => {
    const row = first({
      comparable: () => ({ from: HOUR0 + 5, upTo: HOUR0 + 20 }),
      seen: [seen({ 3: { input: 9 }, 5: { input: 5 } })],
    });
    expect(row).toMatchObject({ metrics: { input: 5 }, dark: { input: 5 } });
  });

  it('keep to the range', () => {
    const row = first({ seen: [seen({ [-1]: { input: 9 }, 0: { input: 5 } })] });
    expect(row).toMatchObject({ metrics: { input: 5 }, dark: { input: 5 } });
  });
});

it('the bill is compared without what is billed by the hour', () => {
  const day = dayOf(at('2026-11-19'));
  const line = (usageType: string, usd: bigint, provisional = false) => ({
    ...{
      account: ACCOUNT,
      region: REGION,
      day,
      service: 'Amazon Bedrock',
      usageType,
      quantity: '1',
      unit: '1K tokens',
    },
    ...{ unblendedCost: nanoUsd(usd * 1_000_000_000n), provisional },
  });
  const rows = [
    line('USE1-NovaPro-input-tokens', 70n),
    line('USE1-NovaPro-ProvisionedThroughput-NoCommit-ModelUnits', 480n, true),
    line('USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units', 20n),
  ];
  // 570 billed, 500 by the hour, 70 for use; 63 computed: a tenth of the bill is missing.
  expect(billDays(rows, new Map([[day, nanoUsd(63_000_000_000n)]]))).toEqual([
    {
      ...{ day, billed: 570_000_000_000n, capacity: 500_000_000_000n, estimated: 63_000_000_000n },
      ...{ difference: 7_000_000_000n, share: 0.1, provisional: true },
    },
  ]);
});
