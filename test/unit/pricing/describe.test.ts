/** What `prices show` and `prices list` say. */
import { describe, expect, it } from 'vitest';
import { describeModel, listModels, similarModel } from '../../../pricing/index.ts';
import { book, instant, TODAY } from './fixture.ts';

describe('describeModel', () => {
  it('shows both sides of a dated change, by any form of the id', () => {
    const model = describeModel(book, 'eu.anthropic.claude-sonnet-5-5');
    const global = model?.prices.filter((price) => price.scope === 'global');
    expect(model).toMatchObject({
      model: 'anthropic.claude-sonnet-5-5',
      provider: 'Anthropic',
      cacheWriteTtl: '5m',
    });
    expect(global?.map(({ from, to, usdPerMillion }) => [from, to, usdPerMillion.cacheRead])).toEqual([
      [null, '2026-10-07T00:00:00Z', '0.2'],
      ['2026-10-07T00:00:00Z', null, '0.1'],
    ]);
  });

  it('shows context bands, units and what is billed by the hour', () => {
    const bands = describeModel(book, 'anthropic.claude-haiku-5-5')?.prices.map((p) => [
      p.promptAbove,
      p.promptUpTo,
    ]);
    expect(bands?.slice(0, 2)).toEqual([
      [null, 100_000],
      [100_000, null],
    ]);
    expect(describeModel(book, 'luma.ray-v2:0')?.prices[0]).toMatchObject({
      unit: 'video-second (540p)',
      usd: '0.75',
      usdPerMillion: {},
    });
    expect(describeModel(book, 'anthropic.claude-3-7-sonnet-20250219-v1:0')?.capacity).toMatchObject([
      { kind: 'provisioned', regions: ['us-west-2'], usdPerHour: { oneMonth: '158.40' } },
    ]);
    expect(describeModel(book, 'anthropic.claude-haiku-4-5-20251001-v1:0')?.capacity[0]).toMatchObject({
      kind: 'reserved',
      scope: 'global',
      usdPerHour: { input1Month: '0.06', output3Months: '0.27' },
    });
  });

  it('says why a known model has no price, and knows nothing of others', () => {
    expect(describeModel(book, 'anthropic.claude-mythos-5')).toMatchObject({
      prices: [],
      unpriced: expect.any(String),
    });
    expect(describeModel(book, 'anthropic.claude-opus-4')).toBeUndefined();
    expect(similarModel(book, 'us.anthropic.claude-sonnet-5-6')).toBe('anthropic.claude-sonnet-5-5');
  });
});

describe('listModels', () => {
  it('has one line per model, with the lowest rate in force', () => {
    const list = listModels(book, instant(TODAY));
    expect(list).toHaveLength(book.models.size);
    expect(list.find((line) => line.model === 'amazon.nova-lite-v1:0')).toMatchObject({
      inputFrom: '0.06',
      outputFrom: '0.24',
      scopes: ['regional', 'custom'],
      tiers: ['standard', 'batch'],
      own: false,
    });
    expect(list.find((line) => line.model === 'anthropic.claude-fable-5-2')?.verified).toBe(false);
  });
});
