import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import { type CapacityText, parseCapacityRequest } from '../../../src/analysis/capacity/request.ts';
import { capacity } from '../../../src/answers/capacity.ts';
import { capacityJson } from '../../../src/answers/capacity-json.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId } from '../../../src/domain/ids.ts';
import { usdString } from '../../../src/domain/money.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const NOW = at('2026-11-20T12:30:00Z');
const SONNET37 = 'anthropic.claude-3-7-sonnet-20250219-v1:0';
const book = loadPriceBook();
const rater = createRater(book);
const UNIT = { unitPrice: '60', unitInputTpm: '180000', unitOutputTpm: '36000' };

async function contextWith(facts: readonly InvocationFact[], config: object = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const source = { collector: 'file', account: null, region: null };
  if (facts.length > 0) await store.ingest({ source, facts, now: NOW }, rater);
  return { store, book, config: configSchema.parse(config), now: NOW };
}
const request = (text: CapacityText) => parseCapacityRequest(text, NOW, (key) => key);
const asked = (more: CapacityText = {}) =>
  request({ model: SONNET37, region: 'us-east-1', ...UNIT, ...more });
const none = { store: null, book, config: configSchema.parse({}), now: NOW };

describe('without anything stored', () => {
  it('a break-even needs prices alone', async () => {
    const json = capacityJson(await capacity(none, asked()));
    // 60 / (60 x (180,000 x $3 + 36,000 x $15) / 1 M) = 60 / 64.80.
    expect('breakEvenUtilization' in json && json.breakEvenUtilization).toBeCloseTo(0.9259, 4);
    expect(json).toMatchObject({ options: [], best: null, demand: { source: 'none' } });
  });

  it('asks for what AWS does not publish, and invents nothing', async () => {
    const { plan } = await capacity(none, request({ model: SONNET37, region: 'us-east-1' }));
    expect(plan).toMatchObject({ throughput: null, prices: [], breakEvens: [], options: [] });
    expect(plan?.warnings.join('\n')).toMatch(
      /not public: ask your AWS account team[\s\S]*No price of a unit/,
    );
  });

  it('knows the prices that are published, by commitment', async () => {
    const { plan } = await capacity(none, request({ model: SONNET37, region: 'us-west-2' }));
    // The price list's only figure for Claude 3.7 Sonnet.
    expect(plan?.prices).toMatchObject([{ commitment: '1-month', perHour: 158_400_000_000_000_000_000n }]);
    const { plan: llama } = await capacity(
      none,
      request({
        model: 'meta.llama3-1-70b-instruct-v1:0',
        region: 'us-east-1',
        unitInputTpm: '100',
        unitOutputTpm: '100',
      }),
    );
    expect(llama?.prices.map(({ commitment }) => commitment)).toEqual(['none', '1-month', '6-months']);
    expect(llama?.breakEvens).toHaveLength(3);
  });

  it('refuses a model that the price book does not have', async () => {
    const unknown = request({ model: 'anthropic.claude-sonet-4-5-20250929-v1:0', region: 'us-east-1' });
    await expect(capacity(none, unknown)).rejects.toThrow(/did you mean anthropic\.claude-sonnet-4-5/);
  });

  it('takes demand from a file', async () => {
    const row = (minute: number, input: number) => ({
      minute,
      tokens: { input, output: 0, cacheRead: 0, cacheWrite: 0 },
    });
    const json = capacityJson(
      await capacity(none, asked({ unitPrice: '30' }), [row(0, 180_000), row(59, 360_000)]),
    );
    // 540,000 tokens at $3; an hour at $30; one unit leaves 180,000.
    expect('options' in json && json.options).toMatchObject([
      { units: 0, commitment: 'none', totalCost: '1.620000000', saving: '0.000000000' },
      { units: 1, unitCost: '30.000000000', spillCost: '0.540000000', totalCost: '30.540000000' },
      { units: 2, totalCost: '60.000000000', onDemandCost: '1.620000000' },
    ]);
    expect(json).toMatchObject({ best: { units: 0 }, demand: { minutes: 60, busyMinutes: 2 } });
    // Claude 3.7 Sonnet is half the price in batch, and has no global profile.
    expect('alternatives' in json && json.alternatives).toMatchObject([
      { kind: 'batch', costAs: '0.810000000' },
      { kind: 'global profile', cost: null, reason: expect.stringMatching(/no global price/) },
    ]);
  });
});

describe('recorded demand', () => {
  const call = (minute: string, input: number, more: Parameters<typeof fact>[0] = {}) =>
    fact({
      at: `2026-11-20T${minute}:00Z`,
      modelId: SONNET37,
      tokens: { input, output: input / 5 },
      ...more,
    });
  const two = [call('10:00', 200_000), call('10:00', 160_000)];

  it('is that of the account and Region, by the minute, with idle minutes', async () => {
    const { plan } = await capacity(await contextWith(two), asked({ unitPrice: '0.30' }));
    // Recorded from 10:00 to 12:30; 360,000 in and 72,000 out in one minute: $1.08 + $1.08.
    expect(plan).toMatchObject({ minutes: 150, busyMinutes: 1, account: '111122223333', source: 'stored' });
    const table = plan?.options.map((o) => [o.units, usdString(o.unitCost), usdString(o.spillCost)]);
    expect(table).toEqual([
      [0, '0.000000000', '2.160000000'],
      [1, '0.750000000', '1.080000000'],
      [2, '1.500000000', '0.000000000'],
    ]);
    expect(plan?.best).toMatchObject({ units: 2, saving: 660_000_000n });
    expect(plan?.warnings[0]).toMatch(/^Only 2\.5 h of demand/);
  });

  it('costs what it cost: tiers, cache lifetimes and all', async () => {
    const sonnet = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    const facts = [
      call('10:00', 1000, {
        modelId: sonnet,
        tokens: { input: 1000, cacheWrite1h: 50_000, cacheRead: 70_000 },
      }),
      call('10:07', 1000, { modelId: sonnet, tokens: { input: 3000, cacheWrite5m: 10_000, output: 77 } }),
      call('11:00', 1000, {
        modelId: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
        tokens: { input: 250_000 },
      }),
    ];
    const context = await contextWith(facts);
    const { plan } = await capacity(context, asked({ model: 'anthropic.claude-sonnet-4-5-20250929-v1:0' }));
    const [total] = await context.store.usage({
      range: { from: at('2026-11-20'), to: at('2026-11-21') },
      ...{ by: [], where: [] },
    });
    const stored = total
      ? total.costInput + total.costOutput + total.costCacheRead + total.costCacheWrite
      : 0n;
    expect(plan?.onDemandCost).toBe(stored);
    // Asked for the profile, it is the profile's alone: 3.30, 16.50, read 0.33, writes 6.60 and 4.125 per million.
    const { plan: geo } = await capacity(context, asked({ model: sonnet }));
    expect(usdString(geo?.onDemandCost ?? (0n as never))).toBe('0.408820500');
  });

  it('of other accounts is named, and not added', async () => {
    const other = call('10:00', 10_000, { account: accountId('444455556666') });
    const context = await contextWith([...two, other]);
    const { plan } = await capacity(context, asked());
    expect(plan).toMatchObject({ account: '111122223333', otherAccounts: ['444455556666'] });
    expect(plan?.spread.input.peak).toBe(360_000);
    expect(plan?.warnings.join()).toContain('444455556666 asked for this model, too');
    const { plan: theirs } = await capacity(context, asked({ account: '444455556666' }));
    expect(theirs?.spread.input.peak).toBe(10_000);
  });

  it('fills units by its cache reads only where it is told to', async () => {
    const facts = [call('10:00', 0, { tokens: { input: 1000, cacheRead: 359_000 } })];
    const context = await contextWith(facts);
    const counted = await capacity(context, asked());
    const free = await capacity(context, asked({ cacheReads: 'free' }));
    expect([counted.plan?.options.length, free.plan?.options.length]).toEqual([3, 2]);
    expect(counted.plan?.assumptions.join()).toMatch(/AWS does not say/);
  });

  it('is none where nothing was called', async () => {
    const { plan } = await capacity(await contextWith(two), asked({ region: 'us-west-2' }));
    expect(plan).toMatchObject({ busyMinutes: 0, onDemandCost: 0n, best: { units: 0 } });
    const { plan: empty } = await capacity(await contextWith([]), asked());
    expect(empty).toMatchObject({ minutes: 0, options: [], best: null });
  });

  it('without a model asked for, names what is dearest on demand', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc';
    const answer = await capacity(
      await contextWith([...two, call('10:01', 500, { modelId: arn })]),
      request({}),
    );
    expect(answer.plan).toBeNull();
    expect(answer.candidates).toMatchObject([{ model: SONNET37, region: 'us-east-1', cost: 2_160_000_000n }]);
  });
});

describe('units that are there', () => {
  const arn = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc';
  const body = {
    ...{
      arn,
      name: 'recommendations',
      modelArn: null,
      modelUnits: 2,
      desiredModelUnits: 2,
      status: 'InService',
    },
    foundationModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0',
    ...{
      commitment: 'OneMonth',
      commitmentEnds: at('2026-12-01'),
      created: at('2026-11-20T09:00:00Z'),
      updated: null,
    },
  };
  const config = {
    capacity: {
      units: [
        {
          model: 'amazon.nova-pro-v1:0',
          inputTpm: 90_000,
          outputTpm: 9000,
          usdPerHour: { '1-month': '17.50' },
        },
      ],
    },
  };

  it('are listed with their idle hours, at the configured price', async () => {
    const facts = [
      fact({ at: '2026-11-20T08:00:00Z' }),
      fact({ at: '2026-11-20T10:10:00Z', modelId: arn, tokens: { input: 90_000 } }),
    ];
    const context = await contextWith(facts, config);
    const place = { account: '111122223333', region: 'us-east-1', kind: 'provisioned-model' };
    await context.store.putSnapshot({
      ...place,
      at: NOW,
      items: [
        { id: arn, body },
        { id: 'odd', body: { arn: 5 } },
      ],
    });
    const { existing } = await capacity(context, request({}));
    // From 9:00 to 12:30, calls in one of three whole hours.
    expect(existing).toMatchObject([
      {
        owned: { name: 'recommendations', units: 2, commitment: '1-month', commitmentEnds: at('2026-12-01') },
        ...{ calls: 1, hours: 3, idleHours: 2, cost: 122_500_000_000n, idleCost: 70_000_000_000n },
        utilization: { mean: 1 / 420, peak: 0.5 },
        // Nova Pro at $0.80.
        onDemandValue: 72_000_000n,
      },
    ]);
  });
});
