/**
 * Other vendors' request and response bodies under InvokeModel.
 * @module
 */
import type { Call } from '../call.ts';
import type { Texts } from '../texts.ts';
import { messagesOf } from './messages.ts';
import { stopReason } from './stop.ts';

export function novaRequest(call: Call, texts: Texts): object {
  return {
    schemaVersion: 'messages-v1',
    system: [{ text: texts.system }],
    messages: messagesOf(texts).map(({ role, text }) => ({ role, content: [{ text }] })),
    inferenceConfig: { maxTokens: call.maxTokens ?? 5000, temperature: 0.3 },
  };
}

export function novaResponse(call: Call, texts: Texts): object {
  const { input, output, cacheRead, cacheWrite } = call.tokens;
  return {
    output: { message: { content: [{ text: texts.answer }], role: 'assistant' } },
    stopReason: stopReason(call),
    usage: {
      inputTokens: input,
      outputTokens: output,
      totalTokens: input + output,
      cacheReadInputTokenCount: cacheRead,
      cacheWriteInputTokenCount: cacheWrite,
    },
  };
}

export function llamaRequest(call: Call, texts: Texts): object {
  const turns = messagesOf(texts).map(
    ({ role, text }) => `<|start_header_id|>${role}<|end_header_id|>\n${text}`,
  );
  const prompt = `<|begin_of_text|>${texts.system}<|eot_id|>${turns.join('<|eot_id|>')}`;
  return { prompt, max_gen_len: call.maxTokens ?? 512, temperature: 0.1, top_p: 0.9 };
}

export function llamaResponse(call: Call, texts: Texts): object {
  return {
    generation: texts.answer,
    prompt_token_count: call.tokens.input,
    generation_token_count: call.tokens.output,
    stop_reason: call.tokens.output === call.maxTokens ? 'length' : 'stop',
  };
}

/** The chat-completion form, which Mistral and gpt-oss share. */
export function chatRequest(call: Call, texts: Texts): object {
  return {
    messages: [
      { role: 'system', content: texts.system },
      ...messagesOf(texts).map(({ role, text }) => ({ role, content: text })),
    ],
    ...(call.maxTokens === null ? {} : { max_tokens: call.maxTokens }),
  };
}

export function chatResponse(call: Call, texts: Texts): object {
  const { input, output } = call.tokens;
  return {
    id: call.requestId,
    object: 'chat.completion',
    created: call.at,
    model: call.modelId,
    choices: [{ index: 0, message: { role: 'assistant', content: texts.answer }, finish_reason: 'stop' }],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  };
}

/** A chat completion as it is streamed: the metrics ride on the last chunk, then comes a bare string. */
export function chatChunks(call: Call, texts: Texts): (object | string)[] {
  const chunk = (delta: object, finish: string | null, more: object = {}) => ({
    id: call.requestId,
    object: 'chat.completion.chunk',
    created: call.at,
    model: call.modelId,
    choices: [{ index: 0, delta, finish_reason: finish }],
    ...more,
  });
  const half = Math.ceil(texts.answer.length / 2);
  return [
    chunk({ role: 'assistant', content: texts.answer.slice(0, half) }, null),
    chunk({ content: texts.answer.slice(half) }, null),
    chunk({}, 'stop', {
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: call.tokens.input,
        outputTokenCount: call.tokens.output,
        invocationLatency: call.latencyMs,
        firstByteLatency: call.firstByteMs,
      },
    }),
    '[DONE]',
  ];
}

export function titanEmbedRequest(_call: Call, texts: Texts): object {
  return { inputText: texts.turns.join('\n'), dimensions: 1024, normalize: true };
}

export function canvasRequest(call: Call, texts: Texts): object {
  return {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: texts.turns.join(' ') },
    imageGenerationConfig: { numberOfImages: call.images, width: 1024, height: 1024, quality: 'standard' },
  };
}

/** Pictures in Base64, here of a single pixel each. */
export function canvasResponse(call: Call): object {
  return { images: Array.from({ length: call.images }, () => PIXEL) };
}

const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
