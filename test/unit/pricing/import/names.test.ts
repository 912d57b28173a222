import { describe, expect, it } from 'vitest';
import { modelNames, nameKey } from '../../../../pricing/import/model-names.ts';
import { NAME_ALIASES, NAMES_WITHOUT_ID } from '../../../../pricing/import/name-aliases.ts';
import { learnPrefixes } from '../../../../pricing/import/region-prefix.ts';
import { baseModelId, regionId } from '../../../../src/domain/ids.ts';
import { book } from '../fixture.ts';

const names = modelNames(book.models);
const idsOf = (name: string): string => {
  const found = names.find(name);
  return found.status === 'models'
    ? found.ids.join(' ')
    : found.status === 'skipped'
      ? `skipped ${found.kind}`
      : 'unknown';
};

describe('names of the price list', () => {
  it.each([
    ['Claude Haiku 4.5 (Amazon Bedrock Edition)', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['Claude4.6Opus', 'anthropic.claude-opus-4-6-v1'],
    ['Claude4Sonnet', 'anthropic.claude-sonnet-4-20250514-v1:0'],
    ['Claude Opus 4', 'anthropic.claude-opus-4-20250514-v1:0'],
    ['Claude Opus 4.1', 'anthropic.claude-opus-4-1-20250805-v1:0'],
    ['Claude 3.5 Sonnet v2', 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    ['Nova 2.0 Lite', 'amazon.nova-2-lite-v1:0'],
    ['Nova2.0Lite', 'amazon.nova-2-lite-v1:0'],
    ['R1', 'deepseek.r1-v1:0'],
    ['TitanEmbeddingV2-Text', 'amazon.titan-embed-text-v2:0'],
    ['Devstral', 'mistral.devstral-2-123b'],
    ['Cohere Embed 4 Model', 'cohere.embed-v4:0'],
    ['Ministral 8B 3.0', 'mistral.ministral-3-8b-instruct'],
    ['Mistral Large 3', 'mistral.mistral-large-3-675b-instruct'],
    ['Mistral Large', 'mistral.mistral-large-2402-v1:0'],
    ['OpenAI GPT-6 Astra', 'openai.gpt-6-astra'],
    ['xai.grok-4.6', 'xai.grok-4.6'],
    ['gpt-oss-120b', 'openai.gpt-oss-120b-1:0'],
    ['Llama3-1-405B', 'meta.llama3-1-405b-instruct-v1:0'],
    // One product under two ids.
    ['Kimi K2 Thinking', 'moonshot.kimi-k2-thinking moonshotai.kimi-k2-thinking'],
    ['Claude', 'skipped no-model-id'],
    ['Claude Opus 4.9', 'unknown'],
    ['Claude Opus', 'unknown'],
    ['Mistral Large 2', 'unknown'],
    ['', 'unknown'],
  ])('%s', (name, expected) => expect(idsOf(name)).toBe(expected));

  it('stand for one product each', () => expect(names.ambiguous).toEqual([]));

  it('that stand for two are used for neither', () => {
    const card = { provider: 'Acme', cacheWriteTtl: null, unpriced: null };
    const cards = [
      { ...card, id: baseModelId('acme.owl-1'), name: 'Owl 1' },
      { ...card, id: baseModelId('acme.owl1'), name: 'Owl-1' },
      { ...card, id: baseModelId('acme.owl-1b'), name: 'Owl 1' },
      { ...card, id: baseModelId('acme.jay'), name: 'Jay' },
    ];
    const few = modelNames(new Map(cards.map((one) => [one.id, one])));
    expect(few.ambiguous).toContain('owl1');
    expect(few.find('Owl 1')).toEqual({ status: 'unknown' });
    expect(few.find('Acme Jay')).toEqual({ status: 'models', ids: ['acme.jay'] });
  });

  it('every alias is of a model in the book, and resolves to it alone', () => {
    for (const [id, aliases] of Object.entries(NAME_ALIASES)) {
      for (const alias of aliases) expect(idsOf(alias)).toBe(id);
    }
  });

  it('no name that stands for no id is also a model', () => {
    const keys = new Set([...book.models.values()].map((card) => nameKey(card.name)));
    for (const name of Object.keys(NAMES_WITHOUT_ID)) expect(keys.has(nameKey(name))).toBe(false);
  });
});

describe('Region prefixes', () => {
  const use = (prefix: string, region: string) => ({ prefix, region: regionId(region) });

  it('are learned, not known', () => {
    const table = learnPrefixes([
      use('APS3', 'ap-south-1'),
      use('CAN2', 'ca-west-1'),
      use('CAW1', 'ca-west-1'),
    ]);
    expect(table.regionOf('APS3')).toBe('ap-south-1');
    expect(table.regionOf('CAN2')).toBe(table.regionOf('CAW1'));
    expect(table.regionOf('USE1')).toBeUndefined();
    expect(table.conflicts).toEqual([]);
  });

  it('a contradiction is reported; more than half decides, a tie decides nothing', () => {
    const table = learnPrefixes([
      use('USE1', 'us-east-1'),
      use('USE1', 'us-east-2'),
      use('USE1', 'us-east-1'),
      use('EU', 'eu-west-1'),
      use('EU', 'eu-west-2'),
    ]);
    expect(table.regionOf('USE1')).toBe('us-east-1');
    expect(table.regionOf('EU')).toBeUndefined();
    expect(table.conflicts).toEqual([
      {
        prefix: 'EU',
        regions: [
          { region: 'eu-west-1', products: 1 },
          { region: 'eu-west-2', products: 1 },
        ],
      },
      {
        prefix: 'USE1',
        regions: [
          { region: 'us-east-1', products: 2 },
          { region: 'us-east-2', products: 1 },
        ],
      },
    ]);
  });
});
