/**
 * Claude's own request and response bodies under InvokeModel, whole and streamed.
 * @module
 */
import type { Call } from '../call.ts';
import type { Texts } from '../texts.ts';
import { BLOCKED_ANSWER, guardrailFields } from './guardrail.ts';
import { messagesOf } from './messages.ts';
import { stopReason, toolInputs } from './stop.ts';

/** Characters per streamed chunk. */
const CHUNK = 160;

export function claudeRequest(call: Call, texts: Texts): object {
  const cache = call.cacheTtl === null ? {} : { cache_control: { type: 'ephemeral', ttl: call.cacheTtl } };
  return {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: call.maxTokens ?? 4096,
    system: [
      {
        type: 'text',
        text: texts.system,
        ...cache,
      },
    ],
    messages: messagesOf(texts).map(({ role, text }) => ({ role, content: [{ type: 'text', text }] })),
    temperature: 0.2,
  };
}

export function claudeResponse(call: Call, texts: Texts): object {
  if (call.outcome.kind === 'blocked') return blockedResponse(call, texts);
  const tools = toolInputs(call).map(({ toolUseId, name, input }) => ({
    type: 'tool_use',
    id: toolUseId.replace('tooluse', 'toolu_bdrk'),
    name,
    input,
  }));
  return {
    ...head(call),
    content: [{ type: 'text', text: texts.answer }, ...tools],
    stop_reason: stopReason(call),
    stop_sequence: null,
    usage: usage(call, call.tokens.output),
    ...guardrailFields(call, texts),
  };
}

/** A blocked answer has been billed and says so; a blocked input has no usage. */
function blockedResponse(call: Call, texts: Texts): object {
  const billed = call.outcome.kind === 'blocked' && call.outcome.side === 'output';
  return {
    type: 'message',
    role: 'assistant',
    content: [{ type: 'text', text: BLOCKED_ANSWER }],
    ...(billed ? { stop_reason: stopReason(call), usage: usage(call, call.tokens.output) } : {}),
    ...guardrailFields(call, texts),
  };
}

/** The chunks in the order of the stream. `message_start` has a provisional output count. */
export function claudeChunks(call: Call, texts: Texts): object[] {
  const deltas: object[] = [];
  for (let i = 0; i < texts.answer.length; i += CHUNK) {
    const text = texts.answer.slice(i, i + CHUNK);
    deltas.push({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  }
  const { tokens } = call;
  return [
    {
      type: 'message_start',
      message: { ...head(call), content: [], stop_reason: null, stop_sequence: null, usage: usage(call, 1) },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    ...deltas,
    { type: 'content_block_stop', index: 0 },
    ...toolInputs(call).flatMap(({ toolUseId, name, input }, i) => [
      {
        type: 'content_block_start',
        index: i + 1,
        content_block: { type: 'tool_use', id: toolUseId, name, input: {} },
      },
      {
        type: 'content_block_delta',
        index: i + 1,
        delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
      },
      { type: 'content_block_stop', index: i + 1 },
    ]),
    {
      type: 'message_delta',
      delta: { stop_reason: stopReason(call), stop_sequence: null },
      usage: { output_tokens: tokens.output },
    },
    {
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: tokens.input,
        outputTokenCount: tokens.output,
        invocationLatency: call.latencyMs,
        firstByteLatency: call.firstByteMs,
        cacheReadInputTokenCount: tokens.cacheRead,
        cacheWriteInputTokenCount: tokens.cacheWrite,
      },
    },
  ];
}

function head(call: Call): object {
  const id = call.requestId.replaceAll('-', '').slice(0, 24);
  const model = /(?:^|\.)(claude-.*?)(?:-v\d.*)?$/.exec(call.modelId)?.[1] ?? 'claude';
  return { id: `msg_bdrk_${id}`, type: 'message', role: 'assistant', model };
}

function usage({ tokens }: Call, output: number): object {
  const { input, cacheRead, cacheWrite, cacheWrite1h } = tokens;
  return {
    input_tokens: input,
    cache_creation_input_tokens: cacheWrite,
    cache_read_input_tokens: cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: cacheWrite - cacheWrite1h,
      ephemeral_1h_input_tokens: cacheWrite1h,
    },
    output_tokens: output,
  };
}
