import { describe, expect, it } from 'vitest';
import { burndownOf } from '../../../../src/analysis/quota/burndown.ts';
import { outputLimitOf } from '../../../../src/analysis/quota/output-limit.ts';
import { at } from '../../../support.ts';

const NOW = at('2026-11-20T00:00:00Z');

describe('burndownOf', () => {
  it.each([
    ['anthropic.claude-opus-4-8', 15, false],
    ['anthropic.claude-opus-5-5', 10, false],
    ['anthropic.claude-opus-5', 10, false],
    ['anthropic.claude-sonnet-5', 10, false],
    ['anthropic.claude-fable-5-1', 10, false],
    // Named nowhere.
    ['anthropic.claude-fable-5', 10, true],
    ['anthropic.claude-sonnet-5-5', 10, true],
    ['anthropic.claude-haiku-5-5', 10, true],
    ['anthropic.claude-opus-4-7', 5, false],
    ['anthropic.claude-sonnet-4-6', 5, false],
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 5, false],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 5, false],
    ['anthropic.claude-opus-4-20250514-v1:0', 5, false],
    ['anthropic.claude-3-7-sonnet-20250219-v1:0', 5, false],
    ['anthropic.claude-3-5-haiku-20241022-v1:0', 5, true],
    ['anthropic.claude-3-haiku-20240307-v1:0', 5, true],
    ['openai.gpt-5.6-sol', 10, false],
    ['openai.gpt-6-astra', 10, false],
    ['openai.gpt-6.1-sol', 10, false],
    ['openai.gpt-6-luna', 10, true],
    ['openai.gpt-oss-120b-1:0', 1, false],
    ['openai.gpt-5.5', 1, false],
    ['amazon.nova-pro-v1:0', 1, false],
    ['__proto__', 1, false],
  ])('%s: %d', (model, rate, assumed) => expect(burndownOf(model, NOW)).toMatchObject({ rate, assumed }));

  it('is dated: the text of 2025 had Claude 3 among all others', () => {
    const model = 'anthropic.claude-3-haiku-20240307-v1:0';
    expect(burndownOf(model, at('2026-08-31T23:59:59Z'))).toMatchObject({ rate: 1, assumed: false });
    expect(burndownOf(model, at('2026-09-01T00:00:00Z')).rate).toBe(5);
  });

  it('follows the configuration, from the day it says', () => {
    const own = [{ model: 'amazon.nova-pro-v1:0', rate: 3, from: '2026-11-01' }];
    expect(burndownOf('amazon.nova-pro-v1:0', NOW, own)).toMatchObject({ rate: 3, source: 'configuration' });
    expect(burndownOf('amazon.nova-pro-v1:0', at('2026-10-31T00:00:00Z'), own).rate).toBe(1);
    expect(burndownOf('amazon.nova-lite-v1:0', NOW, own).rate).toBe(1);
  });
});

describe('outputLimitOf', () => {
  it('knows what is published, takes what is configured, and invents nothing', () => {
    expect(outputLimitOf('anthropic.claude-sonnet-4-5-20250929-v1:0')).toBe(64_000);
    expect(outputLimitOf('anthropic.claude-haiku-4-5-20251001-v1:0')).toBeNull();
    expect(outputLimitOf('amazon.nova-pro-v1:0')).toBeNull();
    const own = [{ model: 'amazon.nova-pro-v1:0', tokens: 10_000 }];
    expect(outputLimitOf('amazon.nova-pro-v1:0', own)).toBe(10_000);
  });
});
