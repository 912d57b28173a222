import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadPriceBook } from '../../../../pricing/index.ts';
import { LABEL_ALIASES } from '../../../../src/analysis/quota/label-aliases.ts';
import { indexLabels, matchQuotaName } from '../../../../src/analysis/quota/match-name.ts';
import { parseQuotaName } from '../../../../src/analysis/quota/parse-name.ts';
import { readNameFixture } from './fixture.ts';

const book = loadPriceBook();
const catalogue = indexLabels([...book.models.values()].map(({ id, name }) => ({ id, name })));
const match = (name: string) => matchQuotaName(name, { catalogue });
const modelOf = (name: string) => match(name).models[0];

describe('the grammar of quota names', () => {
  it.each([
    [
      'On-demand model inference requests per minute for Amazon Nova Lite',
      { scope: 'on-demand', metric: 'rpm', modelLabel: 'Amazon Nova Lite' },
    ],
    [
      'On-demand InvokeModel tokens per minute for Anthropic Claude 3 Sonnet',
      { scope: 'on-demand', metric: 'tpm', modelLabel: 'Anthropic Claude 3 Sonnet' },
    ],
    [
      'Cross-Region model inference tokens per minute for Anthropic Claude 3.5 Sonnet V2',
      { scope: 'cross-region', metric: 'tpm', modelLabel: 'Anthropic Claude 3.5 Sonnet V2' },
    ],
    [
      'Global cross-region model inference tokens per day for Anthropic Claude Haiku 4.5',
      { scope: 'global', metric: 'tpd', modelLabel: 'Anthropic Claude Haiku 4.5' },
    ],
    [
      'Model invocation max tokens per day for Anthropic Claude Sonnet 4 V1 (doubled for cross-region calls)',
      { scope: 'shared', metric: 'tpd', modelLabel: 'Anthropic Claude Sonnet 4 V1' },
    ],
    [
      'Model invocation max tokens per day for Amazon Nova Pro',
      { scope: 'shared', metric: 'tpd', modelLabel: 'Amazon Nova Pro' },
    ],
    [
      'On-Demand, latency-optimized model inference requests per minute for Meta Llama 3.1 405B Instruct',
      {
        scope: 'on-demand',
        metric: 'rpm',
        modelLabel: 'Meta Llama 3.1 405B Instruct',
        variant: 'latency-optimized',
      },
    ],
    [
      'On-demand latency-optimized InvokeModel tokens per minute for Anthropic Claude 3.5 Haiku',
      {
        scope: 'on-demand',
        metric: 'tpm',
        modelLabel: 'Anthropic Claude 3.5 Haiku',
        variant: 'latency-optimized',
      },
    ],
    [
      'On-demand InvokeModel async concurrent requests for TwelveLabs Marengo Embed 3.0',
      {
        scope: 'on-demand',
        metric: 'concurrent',
        modelLabel: 'TwelveLabs Marengo Embed 3.0',
        variant: 'async',
      },
    ],
    [
      '[bedrock-mantle endpoint] Output tokens per minute for GPT-5.6 Sol',
      { scope: 'mantle', metric: 'tpm', modelLabel: 'GPT-5.6 Sol', variant: 'output' },
    ],
    // As the user guide writes it.
    [
      'Bedrock Mantle input tokens per minute for GPT-5.6 Sol',
      { scope: 'mantle', metric: 'tpm', modelLabel: 'GPT-5.6 Sol', variant: 'input' },
    ],
    [
      'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1 1M Context Length',
      {
        scope: 'cross-region',
        metric: 'tpm',
        modelLabel: 'Anthropic Claude Sonnet 4.5 V1',
        variant: '1M Context Length',
      },
    ],
    ['Cross-Model Max Tokens Per Day', { scope: 'account', metric: 'tpd', modelLabel: null }],
    ['Cross-Model Account-Level Tokens Per Day', { scope: 'account', metric: 'tpd', modelLabel: null }],
  ])('reads %s', (name, parsed) => {
    expect(parseQuotaName(name)).toEqual(parsed);
    expect(parseQuotaName(`  ${name.toUpperCase().replaceAll(' ', '   ')} `)).toMatchObject({
      scope: parsed.scope,
      metric: parsed.metric,
    });
  });

  it.each([
    '',
    'Records per batch inference job for Claude 3 Haiku',
    'Model units per provisioned model for Anthropic Claude 3 Haiku 48K',
    '(Data Automation) InvokeDataAutomationAsync - Audio - Max number of concurrent jobs',
    '(Guardrails) On-demand ApplyGuardrail requests per second',
    'Sum of in-progress and submitted batch inference jobs using a base model for Claude 3 Haiku',
    'Maximum hourly output token units for model claude-3-5-sonnet-20241022-v2',
    'Imported models per account',
    'requests per minute for',
    'Global cross-region model inference tokens per minute',
    '__proto__',
    '<script>alert(1)</script> requests per minute for x',
    'On-demand model inference tokens per minute for x'.repeat(200),
  ])('says nothing of %s', (name) => {
    expect(parseQuotaName(name)).toEqual({ scope: null, metric: null, modelLabel: null });
    expect(match(name).status).toBe('unmapped');
  });

  it('reads any text without failing, and never makes up a model', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: 'grapheme' }), (text) => {
        const found = match(`Cross-region model inference tokens per minute for ${text}`);
        if (found.status === 'mapped') expect(book.models.has(found.models[0] as never)).toBe(true);
        else expect(found.reason).toBeTruthy();
      }),
    );
  });
});

describe('names whose published mappings are wrong', () => {
  const cross = (label: string) => `Cross-region model inference tokens per minute for ${label}`;
  const base = (label: string) => `On-demand model inference tokens per minute for ${label}`;
  const everywhere = (label: string) => `Global cross-region model inference tokens per minute for ${label}`;

  it.each([
    // 3.5 Haiku was given the quota of Haiku 4.5, and the other way round.
    [cross('Anthropic Claude Haiku 4.5'), 'anthropic.claude-haiku-4-5-20251001-v1:0'],
    [
      'Cross-Region InvokeModel tokens per minute for Anthropic Claude 3.5 Haiku',
      'anthropic.claude-3-5-haiku-20241022-v1:0',
    ],
    [
      'Model invocation max tokens per day for Anthropic Claude Haiku 4.5 (doubled for cross-region calls)',
      'anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    // Global Sonnet 4 and 4.5 were given the quota of Sonnet 4.6.
    [everywhere('Anthropic Claude Sonnet 4.6'), 'anthropic.claude-sonnet-4-6'],
    [everywhere('Anthropic Claude Sonnet 4 V1'), 'anthropic.claude-sonnet-4-20250514-v1:0'],
    [everywhere('Anthropic Claude Sonnet 4.5 V1'), 'anthropic.claude-sonnet-4-5-20250929-v1:0'],
    [cross('Anthropic Claude Sonnet 4.6'), 'anthropic.claude-sonnet-4-6'],
    [cross('Anthropic Claude Opus 4.6 V1'), 'anthropic.claude-opus-4-6-v1'],
    [everywhere('Anthropic Claude Opus 4.6 V1'), 'anthropic.claude-opus-4-6-v1'],
    // Command R Plus was given the quota of Command R.
    [base('Cohere Command R Plus'), 'cohere.command-r-plus-v1:0'],
    [base('Cohere Command R'), 'cohere.command-r-v1:0'],
    // titan-embed-g1-text-02 was given that of V2.
    [base('Amazon Titan Text Embeddings V2'), 'amazon.titan-embed-text-v2:0'],
    [base('Meta Llama 3.1 70B Instruct'), 'meta.llama3-1-70b-instruct-v1:0'],
    [base('Meta Llama 3 70B Instruct'), 'meta.llama3-70b-instruct-v1:0'],
    [base('Mistral Large 2407'), 'mistral.mistral-large-2407-v1:0'],
    [base('NVIDIA Nemotron Nano 2'), 'nvidia.nemotron-nano-9b-v2'],
    [base('Qwen3 235B a22b 2507 V1'), 'qwen.qwen3-235b-a22b-2507-v1:0'],
    [base('Qwen3 VL 235B A22B'), 'qwen.qwen3-vl-235b-a22b'],
    [base('Qwen3 Coder 480B a35b V1'), 'qwen.qwen3-coder-480b-a35b-v1:0'],
    [base('Qwen3 Coder 30B a3b V1'), 'qwen.qwen3-coder-30b-a3b-v1:0'],
    [
      'Model invocation max tokens per day for Writer Palmyra Vision 7B (doubled for cross-region calls)',
      'writer.palmyra-vision-7b',
    ],
    [cross('Anthropic Claude Sonnet 5'), 'anthropic.claude-sonnet-5'],
    [cross('Anthropic Claude Opus 5.5'), 'anthropic.claude-opus-5-5'],
    [base('Anthropic Claude 3.5 Sonnet V2'), 'anthropic.claude-3-5-sonnet-20241022-v2:0'],
    [base('Anthropic Claude 3.5 Sonnet'), 'anthropic.claude-3-5-sonnet-20240620-v1:0'],
    [base('OpenAI GPT OSS 120B'), 'openai.gpt-oss-120b-1:0'],
    [base('AI21 Labs Jamba 1.5 Large'), 'ai21.jamba-1-5-large-v1:0'],
    [base('DeepSeek V3 V1'), 'deepseek.v3-v1:0'],
    [base('DeepSeek V3.2'), 'deepseek.v3.2'],
    // Nova Lite was given to Nova 2 Lite, Reel 1.0 to Reel 1.1, Image Generator G1 to a text model.
    [base('Amazon Nova Lite'), 'amazon.nova-lite-v1:0'],
    [base('Amazon Nova 2 Lite'), 'amazon.nova-2-lite-v1:0'],
    ['On-demand InvokeModel concurrent requests for Amazon Nova Reel1.0', 'amazon.nova-reel-v1:0'],
    ['On-demand InvokeModel concurrent requests for Amazon Nova Reel1.1', 'amazon.nova-reel-v1:1'],
    [base('Amazon Titan Image Generator G1'), 'amazon.titan-image-generator-v1'],
    // There has been one Mistral Small; of Mistral Large there are three.
    [base('Mistral AI Mistral Small'), 'mistral.mistral-small-2402-v1:0'],
  ])('%s', (name, model) => expect(match(name)).toMatchObject({ status: 'mapped', models: [model] }));

  it.each([
    // Which of several models is meant is not in the name.
    [base('Amazon Titan Text Embeddings'), /exactly/],
    [base('Mistral AI Mistral Large'), /exactly/],
    [base('Mistral Large'), /exactly/],
    [cross('Twelve Labs Pegasus'), /exactly/],
    [cross('Anthropic Claude Sonnet'), /exactly/],
    [cross('Anthropic Claude Sonnet 4.50'), /exactly/],
    [cross('Claude'), /exactly/],
    [cross('Anthropic Claude Sonnet 4.5 V1 1M Context Length'), /1M Context Length/],
    [base('custom model x'), /custom/],
    [
      'On-demand latency-optimized InvokeModel tokens per minute for Anthropic Claude 3.5 Haiku',
      /latency-optimized/,
    ],
  ])('%s stays unmapped, with the reason', (name, reason) => {
    expect(match(name)).toMatchObject({ status: 'unmapped', models: [] });
    expect(match(name).reason).toMatch(reason);
  });
});

describe('sources of a match', () => {
  const NAME = 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.6';

  it('is ambiguous where two models have one name', () => {
    const twins = indexLabels([
      { id: 'stability.stable-image-core-v1:0', name: 'Stable Image Core' },
      { id: 'stability.stable-image-core-v1:1', name: 'Stable Image Core' },
    ]);
    const name = 'On-demand InvokeModel requests per minute for Stability.ai Stable Image Core';
    expect(matchQuotaName(name, { catalogue: twins })).toMatchObject({
      status: 'ambiguous',
      models: [],
      reason: expect.stringContaining('stability.stable-image-core-v1:1'),
    });
  });

  it("lets the account's own listing decide before the catalogue", () => {
    const inventory = indexLabels([{ id: 'moonshotai.kimi-k2-thinking', name: 'Kimi K2 Thinking' }]);
    const name = 'On-demand model inference requests per minute for Kimi K2 Thinking';
    expect(match(name).status).toBe('ambiguous');
    expect(matchQuotaName(name, { inventory, catalogue })).toMatchObject({
      status: 'mapped',
      models: ['moonshotai.kimi-k2-thinking'],
      by: 'inventory',
    });
  });

  it('does not believe a listing whose name contradicts its id', () => {
    const wrong = indexLabels([{ id: 'anthropic.claude-sonnet-4-20250514-v1:0', name: 'Claude Sonnet 4.6' }]);
    expect(matchQuotaName(NAME, { catalogue: wrong })).toMatchObject({
      status: 'unmapped',
      reason: expect.stringContaining('another version'),
    });
  });

  it('follows an override by code or by name, and none for what is no inference quota', () => {
    const overrides = [{ quota: 'L-15B8E632', models: ['a.b', 'a.c'] }];
    expect(matchQuotaName(NAME, { catalogue, overrides }, 'L-15B8E632')).toMatchObject({
      models: ['a.b', 'a.c'],
      by: 'override',
    });
    const byName = [{ quota: NAME.toUpperCase(), models: ['a.b'] }];
    expect(matchQuotaName(NAME, { catalogue, overrides: byName }).models).toEqual(['a.b']);
    const odd = [{ quota: 'Imported models per account', models: ['a.b'] }];
    expect(matchQuotaName('Imported models per account', { catalogue, overrides: odd }).status).toBe(
      'unmapped',
    );
  });

  it('keeps the mantle endpoint and the runtime apart', () => {
    expect(modelOf('[bedrock-mantle endpoint] Input tokens per minute for OpenAI GPT OSS 120B')).toBe(
      'openai.gpt-oss-120b',
    );
    expect(modelOf('On-demand model inference tokens per minute for OpenAI GPT OSS 120B')).toBe(
      'openai.gpt-oss-120b-1:0',
    );
  });

  it('has only aliases of models that are known', () => {
    for (const id of Object.values(LABEL_ALIASES)) expect([...book.models.keys()]).toContain(id);
  });
});

describe('every name in use', () => {
  const fixture = readNameFixture();

  it('is mapped as written down by hand, and to nothing else', () => {
    const found = fixture.map(({ name }) => {
      const { status, models } = match(name);
      return { name, model: models[0] ?? null, status };
    });
    expect(found).toEqual(fixture);
  });

  it('adds up to the counts in the documentation', () => {
    const inference = fixture.filter(({ name }) => parseQuotaName(name).metric !== null);
    const count = (status: string) => inference.filter((each) => each.status === status).length;
    expect({
      names: fixture.length,
      inference: inference.length,
      mapped: count('mapped'),
      ambiguous: count('ambiguous'),
      unmapped: count('unmapped'),
    }).toEqual({ names: 844, inference: 393, mapped: 360, ambiguous: 4, unmapped: 29 });
  });
});
