import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../../collectors/invocation-logs/index.ts';
import { isoInstant } from '../../../../src/domain/time.ts';
import {
  ANSWER,
  claudeRequest,
  claudeResponse,
  claudeStream,
  converseRequest,
  converseResponse,
  factOf,
  type Json,
  jsonBytes,
  outcomeOf,
  PROMPT,
  record,
  SONNET,
  withBodies,
} from './fixtures.ts';

const NO_TOKENS = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite5m: 0,
  cacheWrite30m: 0,
  cacheWrite1h: 0,
};

describe('a record with metadata only', () => {
  it('gives every field of the fact', () => {
    expect(factOf(record())).toEqual({
      at: 1795252211,
      account: '123456789012',
      region: 'us-east-1',
      requestId: '7a0b2c1d-0000-4000-8000-000000000001',
      operation: 'Converse',
      model: { called: `us.${SONNET}`, base: SONNET, scope: 'geo', profile: `us.${SONNET}` },
      tier: 'standard',
      latency: 'standard',
      caller: {
        principal: 'arn:aws:sts::123456789012:assumed-role/app',
        session: 'worker-1',
        agent: null,
      },
      tags: new Map(),
      tokens: { ...NO_TOKENS, input: 120, output: 45 },
      units: [],
      errorCode: null,
      inferenceRegion: null,
      maxTokens: null,
      stopReason: null,
      toolUses: null,
      latencyMs: null,
      firstByteMs: null,
      guardrailAction: null,
      guardrailId: null,
      promptHash: null,
      prefixHashes: null,
      suspectCounts: false,
    });
  });

  it('is the same with its keys in reverse order and with white space', () => {
    const reversed = Object.fromEntries(Object.entries(record()).reverse());
    const pretty = Buffer.from(JSON.stringify(reversed, null, '\t').replaceAll('\n', ' \r\n'));
    expect(parseRecord(pretty, { hashKey: null })).toEqual(outcomeOf(record()));
  });

  it('is read from any Uint8Array', () => {
    expect(parseRecord(new Uint8Array(jsonBytes(record())), { hashKey: null })).toEqual(outcomeOf(record()));
  });

  it('takes the last of two equal keys, whole, as JSON.parse does', () => {
    const text = JSON.stringify(record()).replace(/}$/, ',"input":{"inputTokenCount":7}}');
    const outcome = parseRecord(Buffer.from(text.replace('"operation"', '"operation":5,"operation"')), {
      hashKey: null,
    });
    expect(outcome).toMatchObject({ kind: 'fact', fact: { operation: 'Converse', tokens: { input: 7 } } });
  });

  it('knows keys written with escapes', () => {
    const text = JSON.stringify(record())
      .replace('"accountId"', '"account\\u0049d"')
      .replace('1.0', '\\u0031.0');
    expect(parseRecord(Buffer.from(text), { hashKey: null })).toEqual(outcomeOf(record()));
  });

  it.each([
    ['2026-11-21T09:10:11.987Z', '2026-11-21T09:10:11Z'],
    ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59Z'],
    ['2026-11-21T09:10:11+02:00', '2026-11-21T07:10:11Z'],
  ])('reads the timestamp %s', (timestamp, at) => {
    expect(isoInstant(factOf(record({ timestamp })).at)).toBe(at);
  });

  it.each<[string, { readonly [key: string]: Json | undefined }, object]>([
    ['no identity', { identity: undefined }, { caller: { principal: null, session: null, agent: null } }],
    ['no operation', { operation: undefined }, { operation: null }],
    [
      'an operation that is not known yet',
      { operation: 'ChatCompletions' },
      { operation: 'ChatCompletions' },
    ],
    ['an inference Region', { inferenceRegion: 'us-west-2' }, { inferenceRegion: 'us-west-2' }],
    [
      'null in place of optional fields',
      { inferenceRegion: null, identity: null },
      { inferenceRegion: null },
    ],
    ['no input and output', { input: undefined, output: undefined }, { tokens: NO_TOKENS }],
    ['latency mode at the top', { performanceConfig: { latency: 'optimized' } }, { latency: 'optimized' }],
    ['unknown fields', { novelty: { deep: [1, { a: null }] }, status: 'Success' }, { errorCode: null }],
  ])('with %s', (_, over, expected) => {
    expect(factOf(record(over))).toMatchObject(expected);
  });

  it.each<[string, Json, object]>([
    ['errorCode', 404, { errorCode: '404' }],
    ['errorCode', true, { errorCode: 'true' }],
    ['errorCode', false, { errorCode: null }],
    ['errorCode', ['x'], { errorCode: null }],
    ['operation', 5, { operation: '5' }],
    ['operation', 1.5e3, { operation: '1500' }],
    ['operation', {}, { operation: null }],
    ['inferenceRegion', {}, { inferenceRegion: null }],
    ['schemaVersion', 1, { operation: 'Converse' }],
    ['schemaVersion', '1', { operation: 'Converse' }],
    ['schemaVersion', 1.1, { operation: 'Converse' }],
    ['schemaVersion', [], { operation: 'Converse' }],
    ['identity', { arn: 7 }, { caller: { principal: '7', session: null, agent: null } }],
    ['identity', { arn: ['x'] }, { caller: { principal: null, session: null, agent: null } }],
    ['identity', 'someone', { caller: { principal: null, session: null, agent: null } }],
  ])('with %s of another type than it should be: %j', (field, value, expected) => {
    expect(factOf(record({ [field]: value }))).toMatchObject({ ...expected, tokens: { input: 120 } });
  });

  it('keeps the counts, and says why the call failed, when it has an error code', () => {
    const failed = record({ errorCode: 'ThrottlingException', input: undefined, output: undefined });
    expect(factOf(failed)).toMatchObject({ errorCode: 'ThrottlingException', tokens: NO_TOKENS });
    expect(factOf(record({ errorCode: 'ModelErrorException' })).tokens.input).toBe(120);
  });
});

describe('model ids', () => {
  const ARN = 'arn:aws:bedrock:us-east-1';
  it.each([
    [SONNET, SONNET, 'in-region', null],
    [`global.${SONNET}`, SONNET, 'global', `global.${SONNET}`],
    [`${ARN}::foundation-model/${SONNET}`, SONNET, 'in-region', null],
    [`${ARN}:123456789012:inference-profile/us.${SONNET}`, SONNET, 'geo', `us.${SONNET}`],
    [`${ARN}:123456789012:application-inference-profile/abc123`, null, 'unresolved', 'abc123'],
    [`${ARN}:123456789012:provisioned-model/abc123`, null, 'provisioned', null],
    [`${ARN}:123456789012:custom-model-deployment/abc123`, null, 'custom', null],
    [`${ARN}:123456789012:imported-model/abc123`, null, 'imported', null],
  ])('%s', (modelId, base, scope, profile) => {
    expect(factOf(record({ modelId })).model).toEqual({ called: modelId, base, scope, profile });
  });

  it("takes a prompt router's choice under the id that was called", () => {
    const router = `${ARN}:123456789012:default-prompt-router/anthropic.claude:1`;
    const response = {
      ...converseResponse,
      trace: { promptRouter: { invokedModelId: `${ARN}:123456789012:inference-profile/us.${SONNET}` } },
    };
    const { model } = factOf(withBodies(converseRequest, response, { top: { modelId: router } }));
    expect(model).toEqual({ called: router, base: SONNET, scope: 'geo', profile: `us.${SONNET}` });
  });
});

describe('callers', () => {
  const STS = 'arn:aws:sts::123456789012';
  it.each([
    ['arn:aws:iam::123456789012:user/team/ann', 'arn:aws:iam::123456789012:user/team/ann', null, null],
    ['arn:aws:iam::123456789012:root', 'arn:aws:iam::123456789012:root', null, null],
    [`${STS}:federated-user/bob`, `${STS}:federated-user/bob`, null, null],
    [
      `${STS}:assumed-role/AmazonBedrockExecutionRoleForAgents_X/BedrockAgents-AB12CD34EF-0f0f0f0f-1`,
      `${STS}:assumed-role/AmazonBedrockExecutionRoleForAgents_X`,
      'BedrockAgents-AB12CD34EF-0f0f0f0f-1',
      'AB12CD34EF',
    ],
    [
      `${STS}:assumed-role/AmazonBedrockAgentCoreHarnessDefaultServiceRole-x/BedrockAgentCore-0a1b2c`,
      `${STS}:assumed-role/AmazonBedrockAgentCoreHarnessDefaultServiceRole-x`,
      'BedrockAgentCore-0a1b2c',
      null,
    ],
  ])('%s', (arn, principal, session, agent) => {
    expect(factOf(record({ identity: { arn } })).caller).toEqual({ principal, session, agent });
  });
});

describe('bodies', () => {
  it('of Converse: limit asked for, stop reason, tool uses, latency', () => {
    expect(factOf(withBodies(converseRequest, converseResponse))).toMatchObject({
      maxTokens: 2048,
      stopReason: 'tool_use',
      toolUses: 2,
      latencyMs: 1834,
      firstByteMs: null,
      tokens: { input: 120, output: 45 },
    });
  });

  it('of Claude: the same from its own names', () => {
    expect(factOf(withBodies(claudeRequest, claudeResponse))).toMatchObject({
      maxTokens: 1024,
      stopReason: 'tool_use',
      toolUses: 1,
      latencyMs: null,
    });
  });

  it('of a stream: latency and first byte from the metrics of the last chunk', () => {
    expect(factOf(withBodies(claudeRequest, claudeStream))).toMatchObject({
      stopReason: 'tool_use',
      toolUses: 1,
      latencyMs: 4321,
      firstByteMs: 456,
    });
  });

  it.each<[string, Json | undefined, number | 'omitted' | null]>([
    ['Converse', { inferenceConfig: { maxTokens: 11 } }, 11],
    ['Nova', { inferenceConfig: { max_new_tokens: 12 } }, 12],
    ['Claude', { max_tokens: 13 }, 13],
    ['Claude 2', { max_tokens_to_sample: 14 }, 14],
    ['Llama', { max_gen_len: 15 }, 15],
    ['Titan', { textGenerationConfig: { maxTokenCount: 16 } }, 16],
    ['OpenAI', { max_completion_tokens: 17 }, 17],
    ['AI21', { maxTokens: 18 }, 18],
    ['nothing', { messages: [{ max_tokens: 19 }] }, 'omitted'],
    ['null', { max_tokens: null }, 'omitted'],
    ['a body without keys', {}, 'omitted'],
    ['no body', undefined, null],
    ['a body as text', '{"max_tokens":21}', null],
    ['nonsense', { max_tokens: '20' }, null],
    ['a fraction', { max_tokens: 20.5 }, null],
  ])('output tokens asked for: %s', (_, request, maxTokens) => {
    const input = request === undefined ? {} : { inputBodyJson: request };
    expect(factOf(record({ input, output: { outputBodyJson: {} } })).maxTokens).toBe(maxTokens);
  });

  it.each<[string, Json, string | null]>([
    ['Converse', { stopReason: 'end_turn' }, 'end_turn'],
    ['Claude, Llama', { stop_reason: 'max_tokens' }, 'max_tokens'],
    ['Cohere', { finish_reason: 'COMPLETE' }, 'COMPLETE'],
    ['Cohere generations', { generations: [{ finish_reason: 'MAX_TOKENS' }] }, 'MAX_TOKENS'],
    ['Titan', { results: [{ completionReason: 'FINISH', outputText: ANSWER }] }, 'FINISH'],
    ['Mistral', { outputs: [{ stop_reason: 'stop', text: ANSWER }] }, 'stop'],
    ['OpenAI', { choices: [{ finish_reason: 'length', message: { content: ANSWER } }] }, 'length'],
    ['Nova stream', [{ messageStop: { stopReason: 'end_turn' } }, { metadata: {} }], 'end_turn'],
    ['Llama stream', [{ stop_reason: null }, { stop_reason: 'stop' }, { stop_reason: null }], 'stop'],
    ['what is no code', { stop_reason: PROMPT }, null],
    ['what is no text', { stop_reason: 5 }, null],
  ])('stop reason: %s', (_, response, stopReason) => {
    expect(factOf(withBodies({}, response)).stopReason).toBe(stopReason);
  });

  it.each<[string, Json, number | null]>([
    ['an answer without any', { output: { message: { content: [{ text: ANSWER }] } } }, 0],
    ['OpenAI', { choices: [{ message: { tool_calls: [{ id: 'a' }, { id: 'b' }] } }] }, 2],
    [
      'OpenAI stream, whose calls come in fragments',
      [
        { choices: [{ delta: { tool_calls: [{ id: 'a', function: { arguments: '' } }] } }] },
        { choices: [{ delta: { tool_calls: [{ function: { arguments: PROMPT } }] } }] },
      ],
      1,
    ],
    ['Cohere', { tool_calls: [{ name: 'search' }] }, 1],
    ['Nova stream', [{ contentBlockStart: { start: { toolUse: { name: 'x' } } } }], 1],
  ])('tool uses: %s', (_, response, toolUses) => {
    expect(factOf(withBodies({}, response)).toolUses).toBe(toolUses);
  });

  it.each<[string, Json, Json, string]>([
    ['asked for', { serviceTier: { type: 'flex' } }, {}, 'flex'],
    ['asked for in vendor form', { service_tier: 'priority' }, {}, 'priority'],
    [
      'what was served wins',
      { serviceTier: { type: 'priority' } },
      { serviceTier: { type: 'default' } },
      'standard',
    ],
    ['vendor form of the answer', { service_tier: 'flex' }, { service_tier: 'priority' }, 'priority'],
    ['a tier that is not known yet', {}, { serviceTier: { type: 'overnight' } }, 'overnight'],
    ["Claude's own tier is none of AWS's", {}, { usage: { service_tier: 'batch' } }, 'standard'],
    ['what is no text', { serviceTier: { type: 7 }, service_tier: ['x'] }, {}, 'standard'],
  ])('service tier: %s', (_, request, response, tier) => {
    expect(factOf(withBodies(request, response)).tier).toBe(tier);
  });

  it.each<[string, Json, Json, string]>([
    ['asked for', { performanceConfig: { latency: 'optimized' } }, {}, 'optimized'],
    [
      'what was served wins',
      { performanceConfig: { latency: 'optimized' } },
      { performanceConfig: { latency: 'standard' } },
      'standard',
    ],
    ['anything else', { performanceConfig: { latency: 'warp' } }, {}, 'standard'],
  ])('latency mode: %s', (_, request, response, latency) => {
    expect(factOf(withBodies(request, response)).latency).toBe(latency);
  });

  it('that are strings, or moved to S3, give nothing and spoil nothing', () => {
    const asText = withBodies(JSON.stringify(claudeRequest), JSON.stringify(claudeResponse));
    expect(factOf(asText)).toMatchObject({
      tokens: { input: 120, output: 45 },
      toolUses: null,
      maxTokens: null,
    });
    const moved = record({
      input: { inputBodyS3Path: 's3://b/data/x_input.json.gz', inputTokenCount: 50_000 },
      output: { outputBodyS3Path: 's3://b/data/x_output.json.gz', outputTokenCount: 9 },
    });
    expect(factOf(moved)).toMatchObject({ tokens: { input: 50_000, output: 9 }, toolUses: null });
  });
});

describe('CloudWatch events', () => {
  const event = (message: string) => ({
    timestamp: 1_795_252_211_000,
    message,
    eventId: '3',
    ingestionTime: 1,
  });
  it('around a record are unwrapped', () => {
    const inner = withBodies(claudeRequest, claudeResponse, {
      top: { requestMetadata: { k: 'ünï😀\u0000"' } },
    });
    expect(outcomeOf(event(JSON.stringify(inner)))).toEqual(outcomeOf(inner));
  });
  it('around a notice are no records', () => {
    const notice = event('Permissions are correctly set for Amazon Bedrock logs.');
    expect(outcomeOf(notice)).toEqual({ kind: 'not-record', what: 'permission notice' });
  });
  it('inside events are not looked for', () => {
    const twice = event(JSON.stringify(event(JSON.stringify(record()))));
    expect(outcomeOf(twice)).toEqual({ kind: 'malformed', reason: 'not a model invocation record' });
  });
});

describe('lines that are no records', () => {
  it.each([
    'Permissions are correctly set for Amazon Bedrock logs.',
    ' "Permissions are correctly set for Amazon Bedrock logs."\r',
    'amazon-bedrock-logs-permission-check',
  ])('%j', (line) => {
    expect(parseRecord(Buffer.from(line), { hashKey: null })).toEqual({
      kind: 'not-record',
      what: 'permission notice',
    });
  });
  it('do not hide a record on the same line', () => {
    const line = `Permissions are correctly set for Amazon Bedrock logs.${JSON.stringify(record())}`;
    expect(parseRecord(Buffer.from(line), { hashKey: null })).toEqual({
      kind: 'malformed',
      reason: 'not a JSON object',
    });
  });
});
