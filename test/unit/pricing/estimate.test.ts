/** The answer of the `estimate` command. */
import { describe, expect, it } from 'vitest';
import { type EstimateRequest, estimate } from '../../../pricing/index.ts';
import { book, instant, TODAY } from './fixture.ts';

const ask = (request: Partial<EstimateRequest>) =>
  estimate(book, { model: 'amazon.nova-micro-v1:0', region: 'us-east-1', at: instant(TODAY), ...request });

describe('estimate', () => {
  it('prices each kind on a line of its own', () => {
    const answer = ask({
      model:
        'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      tokens: { input: 1_234, output: 567, cacheRead: 45_678, cacheWrite: 2_048, cacheWrite1h: 4_096 },
    });
    // By hand in worked-costs: 4,072.2 + 9,355.5 + 15,073.74 + 8,448 + 27,033.6 micro-dollars.
    expect(answer).toEqual({
      status: 'priced',
      cost: '0.063983040',
      lines: [
        {
          tokenType: 'input',
          quantity: 1_234,
          unitPrice: '3.300000000',
          unit: '1M tokens',
          cost: '0.004072200',
        },
        {
          tokenType: 'output',
          quantity: 567,
          unitPrice: '16.500000000',
          unit: '1M tokens',
          cost: '0.009355500',
        },
        {
          tokenType: 'cacheRead',
          quantity: 45_678,
          unitPrice: '0.330000000',
          unit: '1M tokens',
          cost: '0.015073740',
        },
        {
          tokenType: 'cacheWrite',
          quantity: 2_048,
          unitPrice: '4.125000000',
          unit: '1M tokens',
          cost: '0.008448000',
        },
        {
          tokenType: 'cacheWrite1h',
          quantity: 4_096,
          unitPrice: '6.600000000',
          unit: '1M tokens',
          cost: '0.027033600',
        },
      ],
      priceVersion: book.version,
      source: 'Bedrock pricing page 2026-07-24; AWS Price List 2026-08-20',
    });
  });

  it('has lines that add up to the cost where single ones would round up', () => {
    // 3 cache reads x 8.75 = 26.25 nano-dollars, one input token 35: 61.25.
    const { cost, lines } = ask({ tokens: { input: 1, cacheRead: 3 } });
    expect(cost).toBe('0.000000061');
    expect(lines.map((line) => line.cost)).toEqual(['0.000000035', '0.000000026']);
  });

  it('takes the band from the prompt', () => {
    const tokens = { input: 272_001, output: 4_001 };
    expect(ask({ model: 'global.openai.gpt-6-astra', tokens }).cost).toBe('5.740095000');
  });

  it('knows batch, tiers and images', () => {
    expect(ask({ tokens: { input: 1_000_000 }, batch: true }).cost).toBe('0.017500000');
    expect(ask({ model: 'openai.gpt-oss-20b-1:0', tokens: { input: 1_000_000 }, tier: 'flex' }).cost).toBe(
      '0.035000000',
    );
    expect(ask({ model: 'amazon.nova-canvas-v1:0', images: 3 })).toMatchObject({
      cost: '0.120000000',
      lines: [
        { tokenType: 'images', quantity: 3, unitPrice: '0.040000000', unit: 'image:1024x1024:standard' },
      ],
    });
    const unit = { imageUnit: 'image:2048x2048:premium' };
    expect(ask({ model: 'amazon.nova-canvas-v1:0', images: 1, ...unit }).cost).toBe('0.080000000');
  });

  it('has no cost when any part has no price, and says which', () => {
    expect(
      ask({ model: 'anthropic.claude-3-haiku-20240307-v1:0', tokens: { input: 4, cacheRead: 1 } }),
    ).toMatchObject({
      status: 'unpriced',
      cost: null,
      lines: [
        { tokenType: 'input', cost: '0.000001000' },
        { tokenType: 'cacheRead', unitPrice: null, cost: null },
      ],
      reason: 'no-rate-for-kind',
    });
  });

  it('names a similar model without pricing it', () => {
    expect(ask({ model: 'us.anthropic.claude-opus-4-1', tokens: { input: 1 } })).toMatchObject({
      status: 'unpriced',
      cost: null,
      source: null,
      reason: 'unknown-model',
      detail: expect.stringMatching(
        /no model anthropic\.claude-opus-4-1; did you mean anthropic\.claude-opus-/,
      ),
    });
  });

  it('answers for nothing at all: priced at zero, or unpriced', () => {
    expect(ask({})).toMatchObject({ status: 'priced', cost: '0.000000000', lines: [] });
    expect(ask({ model: 'acme.unknown' })).toMatchObject({ status: 'unpriced', reason: 'unknown-model' });
  });
});
