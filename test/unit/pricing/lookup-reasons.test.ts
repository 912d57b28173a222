/** What has no price says why, and nothing falls back to something similar. */
import { describe, expect, it } from 'vitest';
import { answer, costOf, lookUp } from './fixture.ts';

const HAIKU_45 = 'anthropic.claude-haiku-4-5-20251001-v1:0';

describe('lookup', () => {
  it.each([
    ['a model nobody has heard of', 'anthropic.claude-7-haiku', {}, 'unknown-model'],
    ['a prefix of a known id', 'anthropic.claude-opus-4', {}, 'unknown-model'],
    ['a known id with more behind it', `${HAIKU_45}-preview`, {}, 'unknown-model'],
    ['a known id without its revision', 'amazon.nova-lite-v1', {}, 'unknown-model'],
    ['an application profile', 'abcdef123456', {}, 'unresolved-profile'],
    ['a model not generally available', 'anthropic.claude-mythos-preview', {}, 'unknown-model'],
    ['two documents that disagree', 'qwen.qwen3-next-80b-a3b', {}, 'unknown-model'],
    [
      'a global profile without a row',
      'global.anthropic.claude-3-haiku-20240307-v1:0',
      {},
      'no-rate-for-scope',
    ],
    ['a Region not listed', 'mistral.mistral-large-2407-v1:0', { region: 'us-east-1' }, 'no-rate-for-region'],
    ['a suspicious Region', 'amazon.titan-embed-text-v2:0', { region: 'eu-central-1' }, 'no-rate-for-region'],
    [
      'a Region with other prices of it only',
      'eu.amazon.nova-2-pro-preview-20251202-v1:0',
      { region: 'eu-west-1' },
      'no-rate-for-region',
    ],
    ['a Region nobody has heard of', HAIKU_45, { region: 'us-moon-1' }, 'no-rate-for-region'],
    [
      'GovCloud without a row',
      'us-gov.anthropic.claude-opus-5',
      { region: 'us-gov-west-1' },
      'no-rate-for-region',
    ],
    ['a tier not sold', HAIKU_45, { tier: 'flex' }, 'no-rate-for-tier'],
    ['a tier nobody has heard of', HAIKU_45, { tier: 'express' }, 'no-rate-for-tier'],
    ['batch where there is none', 'us.anthropic.claude-opus-4-8', { batch: true }, 'no-rate-for-tier'],
    [
      'batch of the global profile of Opus 5',
      'global.anthropic.claude-opus-5',
      { batch: true },
      'no-rate-for-tier',
    ],
    ['batch with a tier', 'openai.gpt-oss-120b-1:0', { batch: true, tier: 'flex' }, 'no-rate-for-tier'],
    ['an optimised tier', 'amazon.nova-pro-v1:0', { latency: 'optimized', tier: 'flex' }, 'no-rate-for-tier'],
    ['tokens of an image model', 'amazon.nova-canvas-v1:0', {}, 'no-rate-for-unit'],
    ['provisioned throughput', HAIKU_45, { scope: 'provisioned' }, 'billed-by-the-hour'],
    ['an imported model', HAIKU_45, { scope: 'imported', model: null }, 'billed-by-the-hour'],
    ['the reserved tier', HAIKU_45, { tier: 'reserved' }, 'billed-by-the-hour'],
    ['a custom model', HAIKU_45, { scope: 'custom', model: null }, 'unresolved-profile'],
  ])('%s: %s', (_, model, some, reason) => {
    expect(answer(model, some as never)).toBe(reason);
  });

  it.each([
    ['AWS calls standard `default`', HAIKU_45, { tier: 'default' }],
    ['flex where it is sold', 'openai.gpt-oss-120b-1:0', { tier: 'flex' }],
    ['priority where it is sold', 'qwen.qwen3-32b-v1:0', { tier: 'priority' }],
    ['latency-optimised', 'amazon.nova-pro-v1:0', { latency: 'optimized' }],
    ['an unknown geographic prefix', `kr.${HAIKU_45}`, { region: 'ap-northeast-2' }],
    ['GovCloud', `us-gov.${HAIKU_45}`, { region: 'us-gov-east-1' }],
  ])('%s: priced', (_, model, some) => {
    expect(answer(model, some as never)).toBe('priced');
  });

  it('tells opus-4 from opus-4-1 in both directions', () => {
    expect(answer('anthropic.claude-opus-4-20250514-v1:0')).toBe('priced');
    expect(answer('anthropic.claude-opus-4-1-20250805-v1:0')).toBe('priced');
    expect(answer('anthropic.claude-opus-4-1')).toBe('unknown-model');
  });

  it('keeps the tokens of unpriced usage and charges nothing for them', () => {
    const used = { input: 10, output: 5, cacheRead: 3 };
    expect(costOf('anthropic.claude-7-haiku', used)).toEqual({
      cost: { input: 0n, output: 0n, cacheRead: 0n, cacheWrite: 0n, units: 0n },
      unpricedTokens: 18,
      unpricedKinds: ['input', 'output', 'cacheRead'],
      reason: 'unknown-model',
    });
  });

  it('prices the kinds that have a rate and reports the others', () => {
    // Claude 3 Haiku has no prompt caching: 1,000,000 x 0.25, and the reads stay unpriced.
    const used = { input: 1_000_000, cacheRead: 7, cacheWrite1h: 2 };
    expect(costOf('anthropic.claude-3-haiku-20240307-v1:0', used, { band: 0 })).toMatchObject({
      cost: { input: 250_000_000n, cacheRead: 0n },
      unpricedTokens: 9,
      unpricedKinds: ['cacheRead', 'cacheWrite1h'],
      reason: 'no-rate-for-kind',
    });
  });

  it('offers no prompt caching in batch', () => {
    const cost = costOf(HAIKU_45, { input: 1, cacheRead: 1 }, { batch: true });
    expect(cost.unpricedKinds).toEqual(['cacheRead']);
  });

  it('finds nothing wrong with a call that used nothing', () => {
    expect(costOf('anthropic.claude-7-haiku', {})).toMatchObject({ unpricedTokens: 0, reason: null });
  });

  it('names version, source and whether the figure is verified', () => {
    expect(lookUp('amazon.nova-lite-v1:0')).toMatchObject({
      status: 'priced',
      version: expect.stringMatching(/^catalog \d{4}-\d{2}-\d{2} \([0-9a-f]{8}\)$/),
      source: expect.stringContaining('AWS Price List 2026-08-20'),
      verified: true,
    });
    expect(lookUp('anthropic.claude-fable-5-2')).toMatchObject({ verified: false });
  });
});
