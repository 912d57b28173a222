import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const load = (text: string) =>
  parseConfig({ file: 'config.yaml', text, env: {}, readSecret: () => '' }).quotas;

describe('quotas', () => {
  it('has defaults', () => {
    expect(load('')).toEqual({ staleMinutes: 120, models: [], burndown: [], maxOutputTokens: [] });
  });

  it('takes what AWS leaves open', () => {
    const text = `quotas:
  models: [{ quota: L-12345678, models: [us.anthropic.claude-sonnet-4-6] }]
  burndown: [{ model: anthropic.claude-fable-5, rate: 5, from: "2026-11-01" }]
  maxOutputTokens: [{ model: amazon.nova-pro-v1:0, tokens: 10000 }]`;
    expect(load(text)).toMatchObject({ burndown: [{ rate: 5, from: '2026-11-01' }] });
  });

  it.each([
    ['quotas: { burndown: [{ model: m, rate: 0 }] }', 'quotas.burndown.0.rate'],
    ['quotas: { burndown: [{ model: m, rate: 5, from: "2026-13-45" }] }', 'a UTC day looks like'],
    ['quotas: { models: [{ quota: L-1, models: [] }] }', 'quotas.models.0.models'],
    ['quotas: { models: [{ quota: L-1, models: ["a b"] }] }', 'a model id looks like'],
    ['quotas: { maxOutputTokens: [{ model: m, tokens: 0 }] }', 'quotas.maxOutputTokens.0.tokens'],
    ['quotas: { staleMinutes: 1 }', 'quotas.staleMinutes'],
    ['quotas: { stalMinutes: 9 }', 'did you mean staleMinutes?'],
  ])('refuses %s', (text, message) => expect(() => load(text)).toThrow(message));
});
