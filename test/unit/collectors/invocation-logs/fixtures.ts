/**
 * Records of every form, with made-up text. Values that tests expect are written in the tests by hand.
 * @module
 */
import { parseRecord } from '../../../../collectors/invocation-logs/index.ts';
import type { InvocationFact } from '../../../../src/domain/usage.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
export const PROMPT =
  'Lorem ipsum dolor sit amet, "consectetur" adipiscing elit.\n{"usage":{"inputTokens":999999},"schemaType":"x"}\\';
export const ANSWER = 'Sed do eiusmod tempor: {"inputTokenCount": 777777, "outputTokenCount": 1e30} — fin.';

/** A record with metadata only; `undefined` takes a key away. */
export function record(over: { readonly [key: string]: Json | undefined } = {}): JsonObject {
  const base: { [key: string]: Json | undefined } = {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: '2026-11-21T09:10:11Z',
    accountId: '123456789012',
    region: 'us-east-1',
    requestId: '7a0b2c1d-0000-4000-8000-000000000001',
    operation: 'Converse',
    modelId: `us.${SONNET}`,
    identity: { arn: 'arn:aws:sts::123456789012:assumed-role/app/worker-1' },
    input: { inputContentType: 'application/json', inputTokenCount: 120 },
    output: { outputContentType: 'application/json', outputTokenCount: 45 },
    ...over,
  };
  return Object.fromEntries(Object.entries(base).filter((e): e is [string, Json] => e[1] !== undefined));
}

/** A record with bodies; token counts are 120 in and 45 out unless told. */
export function withBodies(
  request: Json,
  response: Json,
  over: { readonly input?: JsonObject; readonly output?: JsonObject; readonly top?: JsonObject } = {},
): JsonObject {
  return record({
    input: { inputTokenCount: 120, inputBodyJson: request, ...over.input },
    output: { outputTokenCount: 45, outputBodyJson: response, ...over.output },
    ...over.top,
  });
}

export const converseRequest = {
  messages: [{ role: 'user', content: [{ text: PROMPT }] }],
  system: [{ text: PROMPT }],
  inferenceConfig: { maxTokens: 2048, temperature: 0.2 },
  toolConfig: { tools: [{ toolSpec: { name: 'search', inputSchema: { json: { max_tokens: 5 } } } }] },
} as const;

export const converseResponse = {
  output: {
    message: {
      role: 'assistant',
      content: [
        { text: ANSWER },
        { toolUse: { toolUseId: 't1', name: 'search', input: { usage: { inputTokens: 5 }, text: PROMPT } } },
        { toolUse: { toolUseId: 't2', name: 'search', input: {} } },
      ],
    },
  },
  stopReason: 'tool_use',
  metrics: { latencyMs: 1834 },
  usage: { inputTokens: 120, outputTokens: 45, totalTokens: 165 },
} as const;

export const claudeRequest = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 1024,
  system: PROMPT,
  messages: [{ role: 'user', content: PROMPT }],
} as const;

export const claudeResponse = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  content: [
    { type: 'text', text: ANSWER },
    { type: 'tool_use', id: 'toolu_1', name: 'search', input: { type: 'tool_use', max_tokens: 3 } },
  ],
  stop_reason: 'tool_use',
  usage: { input_tokens: 120, output_tokens: 45 },
} as const;

/** A Claude stream as logged: chunks in an array, with the marker that some have. */
export const claudeStream = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      content: [],
      usage: {
        input_tokens: 12,
        output_tokens: 1,
        cache_read_input_tokens: 300,
        cache_creation_input_tokens: 500,
        cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 300 },
      },
    },
  },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ANSWER } },
  { type: 'content_block_stop', index: 0 },
  { type: 'content_block_start', index: 1, content_block: { type: 'tool_use', id: 'toolu_1', name: 's' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'input_json_delta', partial_json: PROMPT } },
  {
    type: 'message_delta',
    delta: { stop_reason: 'tool_use', stop_sequence: null },
    usage: { output_tokens: 87 },
  },
  '[DONE]',
  {
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: 12,
      outputTokenCount: 87,
      invocationLatency: 4321,
      firstByteLatency: 456,
      cacheReadInputTokenCount: 300,
      cacheWriteInputTokenCount: 500,
    },
  },
] as const;

export const jsonBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export const outcomeOf = (value: unknown, hashKey: Uint8Array | null = null) =>
  parseRecord(jsonBytes(value), { hashKey });

/** The fact of a record that must be one. */
export function factOf(value: unknown, hashKey: Uint8Array | null = null): InvocationFact {
  const outcome = outcomeOf(value, hashKey);
  if (outcome.kind !== 'fact') throw new Error(`not a fact: ${JSON.stringify(outcome)}`);
  return outcome.fact;
}

/** The reason why a text is malformed, which it must be. */
export function reasonOf(value: unknown): string {
  const bytes = Buffer.isBuffer(value) ? value : jsonBytes(value);
  const outcome = parseRecord(bytes, { hashKey: null });
  if (outcome.kind !== 'malformed') throw new Error(`not malformed: ${outcome.kind}`);
  return outcome.reason;
}
