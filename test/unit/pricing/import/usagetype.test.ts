import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readUsagetype } from '../../../../pricing/import/usagetype.ts';
import { holds } from '../fixture.ts';

/** `input regional standard Nova2.0Lite`, `skipped reserved`, or `unknown: why`. */
function read(usagetype: string): string {
  const { reading } = readUsagetype(usagetype);
  if (reading.status === 'unknown') return `unknown: ${reading.reason}`;
  if (reading.status === 'skipped') return `skipped ${reading.kind}`;
  const { meter, scope, rateClass, longContext, name, endpoint } = reading.usage;
  const what =
    meter.meter === 'tokens'
      ? meter.kind
      : meter.meter === 'unit'
        ? [meter.unit, meter.upTo, meter.quality].filter(Boolean).join(' ')
        : meter.meter === 'reserved'
          ? `reserved ${meter.side} ${meter.term}`
          : meter.meter === 'fee'
            ? `fee ${meter.fee}`
            : `provisioned ${meter.commitment}`;
  return [
    what,
    scope,
    rateClass,
    longContext ? 'long' : '',
    endpoint === 'mantle' ? 'mantle' : '',
    name ?? '',
  ]
    .filter(Boolean)
    .join(' ');
}

describe('the dashed grammar', () => {
  it.each([
    ['USE1-Claude4.6Sonnet-input-tokens', 'input regional standard Claude4.6Sonnet'],
    ['USE1-Claude4.6Sonnet-cache-read-input-token-count', 'cacheRead regional standard Claude4.6Sonnet'],
    ['USE1-NovaLite-cache-write-input-token-count', 'cacheWrite5m regional standard NovaLite'],
    ['EUW1-Claude5Sonnet-cache-write-1h-input-token-count', 'cacheWrite1h regional standard Claude5Sonnet'],
    ['EUW1-Claude5Sonnet-cache-write-input-token-count-1h', 'cacheWrite1h regional standard Claude5Sonnet'],
    ['USE1-Nova2.0Lite-input-tokens-flex', 'input regional flex Nova2.0Lite'],
    ['USE1-gpt-oss-120b-output-tokens-priority', 'output regional priority gpt-oss-120b'],
    ['USE1-Claude4.6Opus-input-tokens-cross-region-global', 'input global standard Claude4.6Opus'],
    ['USE1-Nova2.0Pro-text-input-tokens-priority-cross-region-global', 'input global priority Nova2.0Pro'],
    ['USE1-Nova2.0Lite-input-tokens-cross-region-global-batch', 'input global batch Nova2.0Lite'],
    [
      'USE1-Claude4Sonnet-output-tokens-long-context-cross-region-global',
      'output global standard long Claude4Sonnet',
    ],
    ['USE1-Llama3-1-405B-output-tokens-latency-optimized', 'output regional latencyOptimized Llama3-1-405B'],
    ['APS3-TitanEmbeddingV2-Text-input-tokens', 'input regional standard TitanEmbeddingV2-Text'],
    ['USE1-NovaSonic-speech-output-tokens', 'speech-output-token regional standard NovaSonic'],
    ['USW2-AmazonRerank-v1-searchunits', 'query regional standard AmazonRerank-v1'],
    ['USE1-cohere.rerank-v3-5-search-units', 'query regional standard cohere.rerank-v3-5'],
    ['USE1-NovaCanvas-T2I-1024-Premium', 'image 1024x1024 premium regional standard NovaCanvas'],
    ['USE1-Nova2.0Omni-input-video-token-count', 'skipped modality'],
    ['USE1-NovaCanvas-I2I-1024-Premium', 'skipped image-edit'],
    ['USE1-NovaCanvas-Custom-T2I-1024-Standard', 'skipped custom-model'],
    ['USE1-Nova2.0Lite-input-tokens-custom-model', 'input custom standard Nova2.0Lite'],
    ['USE1-Nova2.0Lite-input-tokens-custom-model-batch', 'input custom batch Nova2.0Lite'],
    [
      'USE1-Nova2.0Lite-input-tokens-custom-model-cross-region-global',
      'unknown: says twice what its scope is',
    ],
    ['USE1-Llama3-1-70B-Customization-Training', 'fee training regional standard Llama3-1-70B'],
    ['USE1-Nova2.0Lite-RFT-Training-Hours', 'fee training regional standard Nova2.0Lite'],
    ['USE1-Llama3-1-8B-Customization-Storage', 'fee storage regional standard Llama3-1-8B'],
    ['USE1-Llama3-1-8B-Customization-Something', 'skipped customization'],
    [
      'USE1-Qwen2-5-VL-CustomModelImport-Inference-v1:0',
      'fee import-minute regional standard custom-model-import-v1',
    ],
    ['USE1-OSS-CustomModelImport-Storage-v2:0', 'fee import-month regional standard custom-model-import-v2'],
    ['USE1-OSS-CustomModelImport-Storage-v3:0', 'skipped custom-model'],
    ['USE1-OSS-CustomModelImport-Inference-v3:0', 'skipped custom-model'],
    [
      'USE1-Nova2.0Lite-ProvisionedThroughput-NoCommit-ModelUnits',
      'provisioned none regional standard Nova2.0Lite',
    ],
    [
      'USE1-Nova2.0Lite-ProvisionedThroughput-1month-ModelUnits',
      'provisioned 1-month regional standard Nova2.0Lite',
    ],
    ['USE1-TitanText-Premier-ProvisionedThroughput-Custom-2years-ModelUnits', 'skipped provisioned'],
    ['USE1-Guardrail-ContentPolicyUnitsConsumed', 'content-policy regional standard bedrock-guardrails'],
    [
      'USE1-Guardrail-SensitiveInformationPolicyFreeUnitsConsumed',
      'sensitive-information-policy-free regional standard bedrock-guardrails',
    ],
    ['USE1-Guardrail-toString', 'skipped guardrail'],
    ['USE1-Guardrail-toStringUnitsConsumed', 'skipped guardrail'],
    ['USE1-GuardrailChecks-PromptAttackCheckUnitsConsumed', 'skipped guardrail'],
    [
      'USE1-Nova2.0Lite-reserved-3-month-output-tokens-per-minute-cross-region-global',
      'reserved output 3-months global standard Nova2.0Lite',
    ],
    ['gpt-oss-20b-input-tokens-flex', 'input regional flex gpt-oss-20b'],
  ])('%s', (usagetype, expected) => expect(read(usagetype)).toBe(expected));
});

describe('the mantle grammar', () => {
  it.each([
    [
      'USW2-moonshotai.kimi-k3-mantle-input-tokens-standard',
      'input regional standard mantle moonshotai.kimi-k3',
    ],
    [
      'USW2-moonshotai.kimi-k3-mantle-cache-read-tokens-global-flex',
      'cacheRead global flex mantle moonshotai.kimi-k3',
    ],
    [
      'USW2-moonshotai.kimi-k3-mantle-cache-write-tokens-30m-standard',
      'cacheWrite30m regional standard mantle moonshotai.kimi-k3',
    ],
    [
      'USW2-anthropic.claude-opus-4-8-mantle-cache-write-tokens-global-standard',
      'cacheWrite5m global standard mantle anthropic.claude-opus-4-8',
    ],
    [
      'USE1-openai.gpt-5.6-luna-mantle-output-tokens-long-ctx-batch',
      'output regional batch long mantle openai.gpt-5.6-luna',
    ],
    ['USW2-kimi-mantle-input-tokens-standard', 'unknown: not a model id: "kimi"'],
    ['USW2-moonshotai.kimi-k3-mantle-input-tokens', 'unknown: no class: standard, flex, priority or batch'],
    ['USW2-moonshotai.kimi-k3-mantle-input-tokens-turbo-standard', 'unknown: unknown token "turbo"'],
    ['USW2-moonshotai.kimi-k3-mantle-input-tokens-30m-standard', 'unknown: a TTL on input tokens'],
  ])('%s', (usagetype, expected) => expect(read(usagetype)).toBe(expected));
});

describe('marketplace dimensions', () => {
  it.each([
    ['InputTokenCount', 'input regional standard'],
    ['InputTokenCount_Global', 'input global standard'],
    ['CacheReadInputTokenCount', 'cacheRead regional standard'],
    ['CacheWriteInputTokenCount_Global', 'cacheWrite5m global standard'],
    ['CacheWrite1hInputTokenCount_LCtx_Global', 'cacheWrite1h global standard long'],
    ['OutputTokenCount_LCtx_Global_Batch', 'output global batch long'],
    ['OutputTokenCount_LatencyOptimized', 'output regional latencyOptimized'],
    ['MillionBatchInputTokens', 'input regional batch'],
    ['Reserved_3Month_OutputTPM_Global', 'reserved output 3-months global standard'],
    ['ProvisionedThroughput_6MonthsCommit_ModelUnits_Usage', 'provisioned 6-months regional standard'],
    ['InputImageCount', 'image regional standard'],
    ['CreatedImageStyleGuide', 'image regional standard StyleGuide'],
    ['input_tokens_standard', 'input regional standard'],
    ['cache_read_tokens_global_flex', 'cacheRead global flex'],
    ['cache_write_tokens_1h_standard', 'cacheWrite1h regional standard'],
    ['cache_write_tokens_30m_long_ctx_global_standard', 'cacheWrite30m global standard long'],
    ['created_image', 'image regional standard'],
    ['search_units', 'query regional standard'],
    ['Reserved_2Month_InputTPM_Geo', 'unknown: unknown token "2Month"'],
    ['InputTokenCount_Turbo', 'unknown: unknown token "Turbo"'],
    ['InputTokenCount_Batch_LatencyOptimized', 'unknown: says twice what its class is'],
    ['MillionBatchInputTokens_Batch', 'unknown: says twice what its class is'],
    ['input_tokens_global', 'unknown: no class: standard, batch, flex or priority'],
    ['reasoning_tokens_standard', 'unknown: unknown dimension "reasoning_tokens_standard"'],
    ['PromptTokenCount', 'unknown: unknown dimension "PromptTokenCount"'],
    ['constructor', 'unknown: unknown dimension "constructor"'],
    ['ToString', 'unknown: unknown dimension "ToString"'],
  ])('%s', (dimension, expected) => expect(read(`USE1-MP:USE1_${dimension}-Units`)).toBe(expected));
});

describe('every token is consumed', () => {
  const modifiers = ['batch', 'flex', 'priority', 'cross-region-global', 'long-context'];

  it('in any order, or the row is unknown', () =>
    holds([fc.shuffledSubarray(modifiers)], (chosen) => {
      const result = read(`USE1-NovaPro-input-tokens${chosen.map((word) => `-${word}`).join('')}`);
      const classes = chosen.filter((word) => ['batch', 'flex', 'priority'].includes(word));
      if (classes.length > 1) return result === 'unknown: says twice what its class is';
      const scope = chosen.includes('cross-region-global') ? 'global' : 'regional';
      const long = chosen.includes('long-context') ? ' long' : '';
      return result === `input ${scope} ${classes[0] ?? 'standard'}${long} NovaPro`;
    }));

  it('a word that nobody knows makes any row unknown, wherever it stands', () => {
    const known = [
      'USE1-NovaPro-input-tokens-cross-region-global-batch',
      'USW2-moonshotai.kimi-k3-mantle-output-tokens-global-flex',
      'USE1-MP:USE1_OutputTokenCount_LCtx_Global-Units',
      'USE1-MP:USE1_cache_read_tokens_global_standard-Units',
    ];
    const word = fc.stringMatching(/^x[a-z0-9]{1,8}$/);
    holds([fc.constantFrom(...known), word, fc.nat()], (usagetype, strange, at) => {
      const separator = usagetype.includes('MP:') ? '_' : '-';
      const tail = usagetype.replace(/-Units$/, '');
      const kindEnd = /tokens|TokenCount/.exec(tail);
      const start = (kindEnd?.index ?? 0) + (kindEnd?.[0].length ?? 0);
      const places = [...tail.slice(start).matchAll(new RegExp(separator, 'g'))].map(
        (match) => start + match.index,
      );
      const place = [...places, tail.length][at % (places.length + 1)] ?? tail.length;
      const changed = `${tail.slice(0, place)}${separator}${strange}${usagetype.slice(place)}`;
      return readUsagetype(changed).reading.status === 'unknown';
    });
  });

  it('never throws', () => holds([fc.string()], (text) => readUsagetype(text).body.length >= 0));
});
