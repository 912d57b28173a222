/** What is not a token: images by size and quality, seconds, queries, guardrail text units. */
import { describe, expect, it } from 'vitest';
import { answer, usd } from './fixture.ts';

describe('units', () => {
  it.each([
    ['image:1024x1024:standard', '0.040000000'],
    ['image:512x512:standard', '0.040000000'],
    ['image:1024x1024:premium', '0.060000000'],
    ['image:2048x2048:standard', '0.060000000'],
    ['image:1280x1280:premium', '0.080000000'],
  ])('Nova Canvas %s', (unit, expected) => {
    expect(usd('amazon.nova-canvas-v1:0', { units: 1 }, { unit })).toBe(expected);
  });

  it.each([
    // 1280x720 has fewer pixels than 1024x1024 and a longer side: the page does not say which counts.
    'image:1280x720:standard',
    'image:4096x4096:standard',
    'image:1024x1024',
    'image',
    'query',
  ])('Nova Canvas has no price for %s', (unit) => {
    expect(answer('amazon.nova-canvas-v1:0', { unit })).toBe('no-rate-for-unit');
  });

  it('Stability images cost the same at any size', () => {
    for (const unit of ['image', 'image:1536x640:standard']) {
      expect(usd('stability.stable-image-ultra-v1:1', { units: 3 }, { unit })).toBe('0.420000000');
    }
  });

  it('video is counted in milliseconds and priced by the second and resolution', () => {
    // 6.5 s x 0.08; 5 s x 0.75; 5 s x 1.50; 10 s x 0.00049
    expect(usd('amazon.nova-reel-v1:0', { units: 6_500 }, { unit: 'video-ms:1280x720' })).toBe('0.520000000');
    expect(usd('luma.ray-v2:0', { units: 5_000 }, { unit: 'video-ms:540p' })).toBe('3.750000000');
    expect(usd('luma.ray-v2:0', { units: 5_000 }, { unit: 'video-ms:1280x720' })).toBe('7.500000000');
    expect(usd('us.twelvelabs.pegasus-1-2-v1:0', { units: 10_000 }, { unit: 'video-ms' })).toBe(
      '0.004900000',
    );
    expect(answer('luma.ray-v2:0', { unit: 'video-ms' })).toBe('no-rate-for-unit');
  });

  it('rerank queries are priced per thousand', () => {
    expect(usd('cohere.rerank-v3-5:0', { units: 1_500 }, { unit: 'query' })).toBe('3.000000000');
    expect(usd('amazon.rerank-v1:0', { units: 1 }, { unit: 'query' })).toBe('0.001000000');
  });

  it('guardrails cost the same on any model, and word filters nothing', () => {
    const content = { unit: 'guardrail:contentPolicyUnits' };
    // 2,000 x 0.15 / 1,000
    expect(usd('anthropic.claude-opus-5', { units: 2_000 }, content)).toBe('0.300000000');
    expect(usd('some.model-nobody-knows', { units: 2_000 }, content)).toBe('0.300000000');
    expect(usd('amazon.nova-lite-v1:0', { units: 9 }, { unit: 'guardrail:wordPolicyUnits' })).toBe(
      '0.000000000',
    );
    expect(answer('amazon.nova-lite-v1:0', { unit: 'guardrail:automatedReasoningPolicyUnits' })).toBe(
      'no-rate-for-unit',
    );
  });

  it('media have their own batch prices', () => {
    const model = 'amazon.nova-2-multimodal-embeddings-v1:0';
    expect(usd(model, { units: 1_000 }, { unit: 'image' })).toBe('0.060000000');
    expect(usd(model, { units: 1_000 }, { unit: 'image', batch: true })).toBe('0.030000000');
  });

  it('units on a token SKU are unpriced, not free', () => {
    expect(usd('anthropic.claude-opus-5', { units: 1 })).toBe('unpriced: no-rate-for-unit');
  });
});
