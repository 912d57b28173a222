import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../pricing/index.ts';
import { whatIf } from '../../../src/analysis/whatif.ts';
import { regionId } from '../../../src/domain/ids.ts';
import type { SkuUsage } from '../../../src/domain/measures.ts';
import { parseModelId } from '../../../src/domain/model-id.ts';
import { nanoUsd } from '../../../src/domain/money.ts';
import { NO_QUANTITIES, type Quantities } from '../../../src/domain/quantities.ts';
import { dayOf } from '../../../src/domain/time.ts';
import { at } from '../../support.ts';

const book = loadPriceBook();
const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

function used(
  quantities: Partial<Quantities>,
  more: { modelId?: string; cost?: bigint; day?: string; unit?: string } = {},
): SkuUsage {
  const { base, scope } = parseModelId(more.modelId ?? SONNET);
  return {
    sku: {
      model: base,
      scope,
      region: regionId('us-east-1'),
      tier: 'standard',
      latency: 'standard',
      band: 0,
      batch: false,
      unit: more.unit ?? 'token',
    },
    modelId: more.modelId ?? SONNET,
    day: dayOf(at(more.day ?? '2026-11-20')),
    invocations: 1,
    quantities: { ...NO_QUANTITIES, ...quantities },
    cost: nanoUsd(more.cost ?? 0n),
  };
}

describe('whatIf', () => {
  // us. Sonnet 4.5 is 3.30 / 16.50, read 0.33, 5-minute write 4.125 USD per million: 1 M in, 100 k out, 2 M read,
  // 40 k written = 3.30 + 1.65 + 0.66 + 0.165 = $5.775.
  const usage = used(
    { input: 1_000_000, output: 100_000, cacheRead: 2_000_000, cacheWrite5m: 40_000 },
    { cost: 5_775_000_000n },
  );

  it('prices the same usage on the global profile: a tenth less of the global rate', () => {
    const answer = whatIf([usage], { model: parseModelId(SONNET.replace('us.', 'global.')) }, book);
    // 3.00 + 1.50 + 0.60 + 0.15 = $5.25.
    expect(answer.total).toEqual({ cost: 5_775_000_000n, costAs: 5_250_000_000n, saving: 525_000_000n });
    expect(answer.assumptions).toHaveLength(1);
  });

  it('prices cached tokens as input where the target sells no caching, and says so', () => {
    const answer = whatIf([usage], { model: parseModelId('meta.llama3-3-70b-instruct-v1:0') }, book);
    // 3.14 M tokens at $0.72 per million, in and out alike: $2.2608.
    expect(answer.total.costAs).toBe(2_260_800_000n);
    expect(answer.assumptions.join(' ')).toMatch(/no caching/);
  });

  it.each([
    ['flex', 'standard'],
    ['priority', 'standard'],
    ['standard', 'optimized'],
  ] as const)(
    'prices %s usage (latency %s) as plain batch, which has no tier, and says so',
    (tier, latency) => {
      const { sku, ...rest } = used({ input: 1_000_000 }, { cost: 1_650_000_000n });
      const answer = whatIf([{ ...rest, sku: { ...sku, tier, latency } }], { batch: true }, book);
      // Batch input of us. Sonnet 4.5 is half of 3.30 USD per million.
      expect(answer.rows[0]).toMatchObject({ costAs: 1_650_000_000n, reason: null });
      expect(answer.assumptions.join(' ')).toMatch(/no service tier/);
    },
  );

  it('says nothing of tiers where none was left behind', () => {
    const answer = whatIf([usage], { batch: true }, book);
    expect(answer.assumptions.join(' ')).not.toMatch(/tier/);
  });

  it('prices an hour-long write at the default time where the target sells no other', () => {
    const hour = used({ cacheWrite1h: 1_000_000 }, { cost: 6_600_000_000n });
    const answer = whatIf(
      [hour],
      { model: parseModelId('us.anthropic.claude-sonnet-4-20250514-v1:0') },
      book,
    );
    // Sonnet 4 has no hour-long write; its 5-minute write is $3.75 per million.
    expect(answer.total.costAs).toBe(3_750_000_000n);
    expect(answer.assumptions.join(' ')).toMatch(/default time/);
  });

  it('knows batch, where it is sold', () => {
    const answer = whatIf([used({ input: 1_000_000 }, { cost: 3_300_000_000n })], { batch: true }, book);
    expect(answer.total.costAs).toBe(1_650_000_000n);
  });

  it('lists what the target cannot price with its reason, and leaves it out of the total', () => {
    const other = used({ input: 1_000 }, { modelId: 'anthropic.claude-opus-4-8', cost: 5_500_000n });
    const answer = whatIf([usage, other], { batch: true }, book);
    expect(answer.rows.find((row) => row.modelId === other.modelId)).toMatchObject({
      costAs: null,
      reason: expect.stringMatching(/batch/),
    });
    expect(answer.total.cost).toBe(5_775_000_000n);
  });

  it('prices each day at the rates of that day', () => {
    // Claude 3.5 Sonnet v2 doubled on 2025-12-01 in us-east-1.
    const target = { model: parseModelId('anthropic.claude-3-5-sonnet-20241022-v2:0') };
    const on = (day: string) =>
      whatIf([used({ input: 1_000_000 }, { day, cost: 1n })], target, book).total.costAs;
    expect([on('2025-11-30'), on('2025-12-01')]).toEqual([3_000_000_000n, 6_000_000_000n]);
  });

  it('leaves units out and does not call unknown costs zero', () => {
    const image = used(
      { units: 3 },
      { unit: 'image:1024x1024:standard', modelId: 'amazon.nova-canvas-v1:0' },
    );
    const unknown = used({ input: 500 }, { modelId: 'us.amazon.mystery-v9:0' });
    const answer = whatIf([image, unknown], { model: parseModelId('amazon.nova-lite-v1:0') }, book);
    expect(answer.rows).toEqual([
      expect.objectContaining({ modelId: 'us.amazon.mystery-v9:0', cost: null, costAs: 30_000n }),
    ]);
    expect(answer.total).toEqual({ cost: 0n, costAs: 0n, saving: 0n });
    expect(answer.assumptions.join(' ')).toMatch(/left out/);
  });

  it('without a target prices what it was, units too: list prices beside a discount', () => {
    // A tenth off $5.775, and 3 images of $0.04.
    const discounted = { ...usage, cost: nanoUsd(5_197_500_000n) };
    const image = used(
      { units: 3 },
      { unit: 'image:1024x1024:standard', modelId: 'amazon.nova-canvas-v1:0', cost: 108_000_000n },
    );
    const answer = whatIf([discounted, image], {}, book);
    expect(answer.total).toEqual({ cost: 5_305_500_000n, costAs: 5_895_000_000n, saving: -589_500_000n });
    expect(answer.assumptions).toEqual([]);
  });

  it('without a target does not take cached tokens for plain ones', () => {
    const cached = used(
      { input: 10, cacheRead: 10 },
      { modelId: 'meta.llama3-3-70b-instruct-v1:0', cost: 1n },
    );
    expect(whatIf([cached], {}, book).rows).toMatchObject([
      { costAs: null, reason: expect.stringContaining('no-rate-for-kind') },
    ]);
  });
});
