import { describe, expect, it } from 'vitest';
import { passes } from '../../../aws-simulator/server/cost-explorer/filter.ts';
import { entryOf, type Offer, rateOf, usdText } from '../../../aws-simulator/server/pricing/rate.ts';
import { RATE_TABLE } from '../../../aws-simulator/server/pricing/rate-table.ts';
import { usageTypeOf } from '../../../aws-simulator/server/pricing/usage-type.ts';
import { MODELS } from '../../../aws-simulator/world/models.ts';

function offer(model: string, more: Partial<Offer> = {}): Offer {
  const entry = entryOf(model);
  if (!entry) throw new Error(`no rates for ${model}`);
  return { entry, region: 'us-east-1', global: false, tier: 'standard', longContext: false, ...more };
}
const usd = (of: Offer, kind: Parameters<typeof rateOf>[1], day = '2026-11-20') =>
  usdText((rateOf(of, kind, day) ?? 0n) * 1_000_000n);

describe('rates per million tokens', () => {
  it('depend on scope, band, tier, Region and day', () => {
    expect(usd(offer(MODELS.haiku45.id), 'output')).toBe('5.5');
    expect(usd(offer(MODELS.haiku45.id, { global: true }), 'output')).toBe('5');
    expect(usd(offer(MODELS.sonnet45.id, { longContext: true }), 'input')).toBe('6.6');
    expect(usd(offer(MODELS.sonnet45.id, { longContext: true }), 'output')).toBe('24.75');
    expect(usd(offer(MODELS.nova2Lite.id, { tier: 'flex', global: true }), 'cacheRead')).toBe('0.0375');
    expect(usd(offer(MODELS.novaPro.id, { region: 'eu-west-1' }), 'input')).toBe('0.92');
    expect(usd(offer(MODELS.sonnet.id), 'cacheRead', '2026-10-06')).toBe('0.22');
    expect(usd(offer(MODELS.sonnet.id), 'cacheRead', '2026-10-07')).toBe('0.11');
    expect(rateOf(offer(MODELS.haiku3.id), 'cacheRead', '2026-11-20')).toBeUndefined();
  });

  it('are whole pico-dollars', () => {
    for (const { regional, global } of RATE_TABLE) {
      for (const rate of Object.values({ ...regional, ...global })) {
        expect(Math.abs(rate * 1e6 - Math.round(rate * 1e6))).toBeLessThan(1e-6);
      }
    }
    expect(usdText(1n)).toBe('0.000000000001');
    expect(usdText(0n)).toBe('0');
    expect(usdText(12_500_000_000_000n)).toBe('12.5');
  });
});

it('usage types have three grammars', () => {
  expect(usageTypeOf(offer(MODELS.nova2Lite.id, { tier: 'flex', global: true }), 'input')).toBe(
    'USE1-Nova2.0Lite-input-tokens-flex-cross-region-global',
  );
  expect(usageTypeOf(offer(MODELS.sonnet45.id, { longContext: true, global: true }), 'cacheWrite1h')).toBe(
    'USE1-MP:USE1_CacheWrite1hInputTokenCount_LCtx_Global-Units',
  );
  expect(usageTypeOf(offer(MODELS.opus.id, { region: 'us-west-2', global: true }), 'cacheWrite1h')).toBe(
    'USW2-MP:USW2_cache_write_tokens_1h_global_standard-Units',
  );
});

it('filters combine', () => {
  const line = {
    service: 'Amazon Bedrock',
    usageType: 'USE1-NovaLite-input-tokens',
    region: 'us-east-1',
    account: '1',
    recordType: 'Usage',
  } as const;
  const is = (Key: string, ...Values: string[]) => ({ Dimensions: { Key, Values } });
  expect(passes(line, undefined)).toBe(true);
  expect(passes(line, is('SERVICE', 'Tax', 'Amazon Bedrock'))).toBe(true);
  expect(passes(line, { And: [is('REGION', 'us-east-1'), { Not: is('RECORD_TYPE', 'Tax') }] })).toBe(true);
  expect(passes(line, { Or: [is('REGION', 'eu-west-1'), is('LINKED_ACCOUNT', '2')] })).toBe(false);
  expect(
    passes(line, { Dimensions: { Key: 'USAGE_TYPE', Values: ['input-tokens'], MatchOptions: ['CONTAINS'] } }),
  ).toBe(true);
  expect(() => passes(line, is('COLOUR', 'red'))).toThrow('not simulated');
});
