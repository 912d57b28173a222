/** Dated changes: both sides are kept, and the edge is exact. */
import { describe, expect, it } from 'vitest';
import { answer, usd } from './fixture.ts';

const MILLION = { cacheRead: 1_000_000 };

describe('price history', () => {
  it.each([
    ['global.', '2026-10-06T23:59:59Z', '0.200000000'],
    ['global.', '2026-10-07T00:00:00Z', '0.100000000'],
    ['eu.', '2026-10-06T23:59:59Z', '0.220000000'],
    ['eu.', '2026-10-07T00:00:00Z', '0.110000000'],
  ])('Sonnet 5.5 cache reads through %s at %s', (prefix, at, expected) => {
    expect(usd(`${prefix}anthropic.claude-sonnet-5-5`, MILLION, { band: 0 }, at)).toBe(expected);
  });

  it.each([
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'eu-west-3', '2025-12-01', '6.000000000'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'eu-west-3', '2025-11-30', '3.000000000'],
    ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'ap-south-1', '2026-11-15', '3.000000000'],
    // v2 rises in three Regions only.
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'eu-west-3', '2025-12-01', '3.000000000'],
    ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'us-west-2', '2025-12-01', '6.000000000'],
  ])('Extended Access of %s in %s on %s', (model, region, at, expected) => {
    const used = { input: 1_000_000 };
    expect(usd(model, used, { region, band: 0 } as never, at)).toBe(expected);
    // Batch is half of it on both sides.
    const half = (Number(expected) / 2).toFixed(9);
    expect(usd(model, used, { region, band: 0, batch: true } as never, at)).toBe(half);
  });

  it.each([
    ['us.openai.gpt-5.6-terra', '2026-07-29T23:59:59Z', '2.750000000'],
    ['us.openai.gpt-5.6-terra', '2026-07-30T00:00:00Z', '2.200000000'],
    ['us.openai.gpt-5.6-luna', '2026-07-29T23:59:59Z', '1.100000000'],
    ['us.openai.gpt-5.6-luna', '2026-07-30T00:00:00Z', '0.220000000'],
    ['us.openai.gpt-5.6-sol', '2026-07-24', '5.500000000'],
    ['us.openai.gpt-5.6-sol', '2026-11-10', '4.400000000'],
  ])('the cut of %s: a million input tokens at %s', (model, at, expected) => {
    expect(usd(model, { input: 1_000_000 }, { band: 0 }, at)).toBe(expected);
  });

  it('does not guess on which day GPT-5.6 Sol was cut', () => {
    expect(answer('us.openai.gpt-5.6-sol', {}, '2026-08-01T23:59:59Z')).toBe('priced');
    expect(answer('us.openai.gpt-5.6-sol', {}, '2026-08-02')).toBe('no-rate-at-date');
    expect(answer('us.openai.gpt-5.6-sol', {}, '2026-11-09T23:59:59Z')).toBe('no-rate-at-date');
    expect(answer('us.openai.gpt-5.6-sol', {}, '2026-11-10')).toBe('priced');
  });
});
