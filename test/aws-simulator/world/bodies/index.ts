/**
 * Which dialect a call's bodies are in.
 * @module
 */
import type { Call } from '../call.ts';
import type { Texts } from '../texts.ts';
import { claudeChunks, claudeRequest, claudeResponse } from './claude.ts';
import { converseRequest, converseResponse } from './converse.ts';
import * as native from './native.ts';

const isConverse = (call: Call) => call.operation.startsWith('Converse');

export function requestBody(call: Call, texts: Texts): object {
  if (isConverse(call)) return converseRequest(call, texts);
  switch (call.family) {
    case 'claude':
      return claudeRequest(call, texts);
    case 'nova':
      return native.novaRequest(call, texts);
    case 'llama':
      return native.llamaRequest(call, texts);
    case 'titan-embed':
      return native.titanEmbedRequest(call, texts);
    case 'canvas':
      return native.canvasRequest(call, texts);
    case 'mistral':
    case 'gpt-oss':
      return native.chatRequest(call, texts);
  }
}

/** Undefined for embeddings, whose vectors are not delivered unless asked for. */
export function responseBody(call: Call, texts: Texts): object | undefined {
  if (isConverse(call)) return converseResponse(call, texts);
  const streamed = call.operation === 'InvokeModelWithResponseStream';
  switch (call.family) {
    case 'claude':
      return streamed ? claudeChunks(call, texts) : claudeResponse(call, texts);
    case 'nova':
      return native.novaResponse(call, texts);
    case 'llama':
      return native.llamaResponse(call, texts);
    case 'titan-embed':
      return undefined;
    case 'canvas':
      return native.canvasResponse(call);
    case 'mistral':
    case 'gpt-oss':
      return streamed ? native.chatChunks(call, texts) : native.chatResponse(call, texts);
  }
}
