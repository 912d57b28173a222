/**
 * A Converse request as people keep it in a file: the JSON of the API, binary members in base64.
 * Source: Amazon Bedrock API reference, `Converse`.
 * @module
 */
import { MeterError, messageOf } from '../../src/domain/errors.ts';

/** What counting looks at. Other members of the request (inference parameters, guardrails) cost no input tokens. */
export interface ConverseRequest {
  readonly messages: unknown[];
  readonly system?: unknown[];
  readonly toolConfig?: unknown;
}

/**
 * Parses the text of a request.
 * @param file named in errors
 * @throws MeterError when it is no JSON or has no messages; never repeats text of the request
 */
export function parseConverseRequest(file: string, text: string): ConverseRequest {
  let request: unknown;
  try {
    request = JSON.parse(text, decodeBytes);
  } catch (cause) {
    const where = /position \d+|line \d+/.exec(messageOf(cause))?.[0];
    throw new MeterError(`--messages ${file}: not JSON${where ? ` (at ${where})` : ''}`);
  }
  if (
    typeof request !== 'object' ||
    request === null ||
    !('messages' in request) ||
    !Array.isArray(request.messages)
  ) {
    throw new MeterError(`--messages ${file}: has no messages array`, {
      hint: 'give the body of a Converse request: {"messages":[{"role":"user","content":[{"text":"..."}]}]}',
    });
  }
  return {
    messages: request.messages,
    ...('system' in request && Array.isArray(request.system) ? { system: request.system } : {}),
    ...('toolConfig' in request ? { toolConfig: request.toolConfig } : {}),
  };
}

function decodeBytes(key: string, value: unknown): unknown {
  return key === 'bytes' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;
}
