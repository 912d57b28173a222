/**
 * Costs worked out by hand from published rates. tokens x USD per million = micro-dollars; all results are
 * whole nano-dollars. No expected value here was made by the code under test.
 */
import { describe, expect, it } from 'vitest';
import { costOf, totalOf, usd } from './fixture.ts';

const HAIKU_3 = 'anthropic.claude-3-haiku-20240307-v1:0';
const SONNET_45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const OPUS_45 = 'anthropic.claude-opus-4-5-20251101-v1:0';
const HAIKU_45 = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const SONNET_35_V2 = 'anthropic.claude-3-5-sonnet-20241022-v2:0';
const NOVA_LITE = 'amazon.nova-lite-v1:0';
const euCentral1 = { region: 'eu-central-1' } as never;

describe('worked costs', () => {
  it('Claude 3 Haiku in-Region: 12,345 x 0.25 + 678 x 1.25 = 3,086.25 + 847.5', () => {
    expect(usd(HAIKU_3, { input: 12_345, output: 678 })).toBe('0.003933750');
  });

  describe('us. Sonnet 4.5 with both cache TTLs', () => {
    const used = { input: 1_234, output: 567, cacheRead: 45_678, cacheWrite5m: 2_048, cacheWrite1h: 4_096 };

    it('prices each kind at its regional rate', () => {
      // 1,234 x 3.30 = 4,072.2; 567 x 16.50 = 9,355.5; 45,678 x 0.33 = 15,073.74;
      // 2,048 x 4.125 = 8,448; 4,096 x 6.60 = 27,033.6; sum 63,983.04
      expect(usd(`us.${SONNET_45}`, used)).toBe('0.063983040');
    });

    it.each([
      ['the global rates', '0.058166400'],
      ['all writes as 5-minute writes', '0.053845440'],
      ['the cache ignored', '0.013427700'],
    ])('does not come to %s', (_, wrong) => {
      expect(usd(`us.${SONNET_45}`, used)).not.toBe(wrong);
    });

    it('costs the global rates only through the global profile', () => {
      // 63,983.04 / 1.10 = 58,166.4
      expect(usd(`global.${SONNET_45}`, used)).toBe('0.058166400');
    });
  });

  it('global. Opus 4.5: 20,001 x 5 + 3,333 x 25 = 183,330; us. is 1.10 x that; never 15/75', () => {
    const used = { input: 20_001, output: 3_333 };
    expect(usd(`global.${OPUS_45}`, used)).toBe('0.183330000');
    expect(usd(`us.${OPUS_45}`, used)).toBe('0.201663000');
    expect(usd(OPUS_45, used)).toBe('0.201663000');
  });

  describe('Nova Lite, whose cache writes are free', () => {
    const used = { input: 1_017, output: 251, cacheRead: 20_480, cacheWrite: 1_536 };

    it('us-east-1: 61.02 + 60.24 + 307.2 + 0 = 428.46', () => {
      expect(usd(NOVA_LITE, used)).toBe('0.000428460');
      // Writes at the input rate would add 92.16.
      expect(usd(NOVA_LITE, used)).not.toBe('0.000520620');
    });

    it('eu-central-1: 1,017 x 0.078 + 251 x 0.312 + 20,480 x 0.0195 = 556.998', () => {
      expect(usd(NOVA_LITE, used, euCentral1)).toBe('0.000556998');
      expect(usd(`eu.${NOVA_LITE}`, used, euCentral1)).toBe('0.000556998');
    });

    it('is a priced zero for the stated and the default TTL, and unpriced for another', () => {
      expect(usd(NOVA_LITE, { cacheWrite5m: 9_999 })).toBe('0.000000000');
      expect(usd(NOVA_LITE, { cacheWrite: 9_999 })).toBe('0.000000000');
      const other = costOf(NOVA_LITE, { cacheWrite1h: 9_999 });
      expect(other).toMatchObject({ unpricedTokens: 9_999, unpricedKinds: ['cacheWrite1h'] });
    });
  });

  it('Titan Text Embeddings V2: 7,919 x 0.02 = 158.38', () => {
    expect(usd('amazon.titan-embed-text-v2:0', { input: 7_919 })).toBe('0.000158380');
  });

  it('Haiku 4.5 batch, regional: 1,000,003 x 0.55 + 200,007 x 2.75 = 1,100,020.9', () => {
    const used = { input: 1_000_003, output: 200_007 };
    // The roll-up row's own band: a batch of small prompts.
    expect(usd(HAIKU_45, used, { batch: true, band: 0 })).toBe('1.100020900');
    expect(usd(HAIKU_45, used, { band: 0 })).toBe('2.200041800');
  });

  it.each([
    // 10,007 x 3 + 1,013 x 15 + 5,000 x 0.30 = 30,021 + 15,195 + 1,500 = 46,716
    ['us-east-1', '2025-11-30T23:59:59Z', '0.046716000'],
    // 10,007 x 6 + 1,013 x 30 + 5,000 x 0.60 = 93,432
    ['us-east-1', '2025-12-01T00:00:00Z', '0.093432000'],
    ['ap-northeast-1', '2025-11-30T23:59:59Z', '0.046716000'],
    ['ap-northeast-1', '2025-12-01T00:00:00Z', '0.046716000'],
  ])('3.5 Sonnet v2 in %s at %s', (region, at, expected) => {
    const used = { input: 10_007, output: 1_013, cacheRead: 5_000 };
    expect(usd(SONNET_35_V2, used, { region } as never, at)).toBe(expected);
  });

  describe('GPT-6 Astra above 272,000 prompt tokens', () => {
    const used = { input: 280_001, output: 4_001, cacheRead: 12_000, cacheWrite30m: 1_000 };

    it('re-prices the whole request: 5,600,020 + 300,075 + 24,000 + 25,000 = 5,949,095', () => {
      expect(usd('global.openai.gpt-6-astra', used)).toBe('5.949095000');
      expect(usd('us.openai.gpt-6-astra', used)).toBe('6.544004500');
    });

    it('takes a write of unstated TTL for the 30-minute one', () => {
      const unstated = { ...used, cacheWrite30m: 0, cacheWrite: 1_000 };
      expect(usd('global.openai.gpt-6-astra', unstated)).toBe('5.949095000');
    });

    it('has its edge after the 272,000th token', () => {
      // 2,720,000 + 4,001 x 50; 272,001 x 20 + 4,001 x 75
      expect(usd('global.openai.gpt-6-astra', { input: 272_000, output: 4_001 })).toBe('2.920050000');
      expect(usd('global.openai.gpt-6-astra', { input: 272_001, output: 4_001 })).toBe('5.740095000');
    });
  });

  it('splits a cost into parts without losing a nano-dollar', () => {
    // One Nova Micro cache read is 8.75 nano-dollars; one input token 35; one output token 140.
    const cost = costOf('amazon.nova-micro-v1:0', { input: 1, output: 1, cacheRead: 1 });
    expect(cost.cost).toEqual({ input: 35n, output: 140n, cacheRead: 9n, cacheWrite: 0n, units: 0n });
    expect(totalOf(cost)).toBe(184n);
  });
});
