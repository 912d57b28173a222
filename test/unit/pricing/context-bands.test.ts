/** Context bands price the whole request by its prompt: input + cache reads + cache writes. */
import { describe, expect, it } from 'vitest';
import { answer, lookUp, usd } from './fixture.ts';

describe('context bands', () => {
  it('Haiku 5.5 costs five times as much above 100,000 tokens, output included', () => {
    // 100,000 x 0.10 + 1,000 x 0.50 = 10,500; 100,001 x 0.50 + 1,000 x 2.50 = 52,500.5
    const model = 'global.anthropic.claude-haiku-5-5';
    expect(usd(model, { input: 100_000, output: 1_000 })).toBe('0.010500000');
    expect(usd(model, { input: 100_001, output: 1_000 })).toBe('0.052500500');
  });

  it('counts cached tokens towards the limit', () => {
    // 1 x 0.50 + 100,000 x 0.05 = 5,000.5, against 0.1 + 1,000 = 1,000.1 in the lower band
    const used = { input: 1, cacheRead: 100_000 };
    expect(usd('global.anthropic.claude-haiku-5-5', used)).toBe('0.005000500');
    expect(usd('global.anthropic.claude-haiku-5-5', used, { band: 0 })).toBe('0.001000100');
  });

  it('Sonnet 4.5: 2 x input and 1.5 x output above 200,000 tokens, flagged as not seen in an AWS document', () => {
    const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    // 200,001 x 6.60 + 1,000 x 24.75 = 1,320,006.6 + 24,750
    expect(usd(model, { input: 200_001, output: 1_000 })).toBe('1.344756600');
    expect(lookUp(model, { band: 2 })).toMatchObject({ status: 'priced', verified: false });
    expect(lookUp(model, { band: 1 })).toMatchObject({ status: 'priced', verified: true });
  });

  it('has one price for prompts of any size from Claude 4.6 on', () => {
    // 900,000 x 3 = 2,700,000
    expect(usd('global.anthropic.claude-sonnet-4-6', { input: 900_000 })).toBe('2.700000000');
  });

  it('does not price prompts above a limit whose price nobody has published', () => {
    expect(answer('openai.gpt-5.5', { band: 2 })).toBe('priced');
    expect(answer('openai.gpt-5.5', { band: 3 })).toBe('no-rate-for-band');
    expect(lookUp('openai.gpt-5.5', { band: 3 })).toMatchObject({
      detail: 'GPT-5.5 has no price for prompts of more than 272000 tokens',
    });
  });

  it('does not take batch prices over into long prompts', () => {
    const model = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    expect(answer(model, { batch: true, band: 1 })).toBe('priced');
    expect(answer(model, { batch: true, band: 2 })).toBe('no-rate-for-band');
  });
});
