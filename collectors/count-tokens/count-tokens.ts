/**
 * Input tokens of a request, as Bedrock itself counts them. The call is free and runs no model.
 * Source: Amazon Bedrock API reference, `CountTokens`.
 * @module
 */
import {
  BedrockRuntimeClient,
  CountTokensCommand,
  type CountTokensCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { MeterError, messageOf } from '../../src/domain/errors.ts';
import type { BaseModelId, RegionId } from '../../src/domain/ids.ts';
import type { ConverseRequest } from './converse-request.ts';

const TIMEOUT_MILLISECONDS = 10_000;

/** A client with the SDK's own credentials and endpoints. HTTP/1.1, so that plain http endpoints work too. */
export function bedrockRuntime(region: RegionId): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: TIMEOUT_MILLISECONDS,
      requestTimeout: TIMEOUT_MILLISECONDS,
    }),
  });
}

/**
 * Counts the input tokens of a request on a model.
 * @throws MeterError with what Bedrock or the network said, and what to do
 */
export async function countInputTokens(
  client: BedrockRuntimeClient,
  model: BaseModelId,
  request: ConverseRequest,
): Promise<number> {
  // The file is the caller's: Bedrock checks it, and its complaint is passed on.
  const input = { modelId: model, input: { converse: request } } as CountTokensCommandInput;
  try {
    const { inputTokens } = await client.send(new CountTokensCommand(input));
    if (inputTokens === undefined) throw new MeterError(`CountTokens for ${model} came back without a count`);
    return inputTokens;
  } catch (error) {
    if (error instanceof MeterError) throw error;
    const name = error instanceof Error ? error.name : 'error';
    throw new MeterError(`CountTokens for ${model} failed: ${name}: ${messageOf(error).slice(0, 200)}`, {
      hint: HINTS[name] ?? 'give the count with --input N instead',
      cause: error,
    });
  }
}

const HINTS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'allow bedrock:CountTokens on the model, or give the count with --input N',
  CredentialsProviderError:
    'set AWS credentials (environment, profile or role), or give the count with --input N',
  ValidationException: 'not every model counts tokens; check the request, or give the count with --input N',
};
