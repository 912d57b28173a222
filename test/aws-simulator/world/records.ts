/**
 * The log record of a call, in every form that Bedrock delivers.
 * @module
 */
import { requestBody, responseBody } from './bodies/index.ts';
import type { Call } from './call.ts';
import { hourOf, iso } from './clock.ts';
import { bucketOf, largeInputKey } from './delivery.ts';
import type { Author, BodySize, Texts } from './texts.ts';

export interface Delivery {
  readonly author: Author;
  readonly bodies: BodySize;
  readonly keyPrefix: string;
}

const SCHEMA = { schemaType: 'ModelInvocationLog', schemaVersion: '1.0' } as const;
const JSON_TYPE = 'application/json';

/** One line of a delivered object, without its newline. */
export function recordLine(call: Call, delivery: Delivery): string {
  const { source } = call;
  const first = source.schema === 'first';
  const record = {
    ...(first ? SCHEMA : {}),
    timestamp: iso(call.at),
    accountId: source.account,
    ...(first ? {} : { identity: { arn: call.identity.arn } }),
    region: source.region,
    requestId: call.requestId,
    operation: call.operation,
    modelId: call.modelId,
    ...(first ? { identity: { arn: call.identity.arn } } : {}),
    ...(call.tags === null ? {} : { requestMetadata: call.tags }),
    ...(call.outcome.kind === 'failed'
      ? { errorCode: call.outcome.errorCode, input: {}, output: {} }
      : sides(call, delivery)),
    ...(call.inferenceRegion === null ? {} : { inferenceRegion: call.inferenceRegion }),
    ...(first ? {} : SCHEMA),
  };
  return JSON.stringify(record);
}

/** The object with a request body that is too large for its record; null where there is none. */
export function largeInput(call: Call, delivery: Delivery): { key: string; body: string } | null {
  if (!isOffloaded(call, delivery)) return null;
  return {
    key: largeInputKey(call.source, hourOf(call.at), delivery.keyPrefix, call.requestId),
    body: JSON.stringify(requestBody(call, delivery.author.textsOf(call))),
  };
}

const hasBodies = (call: Call, delivery: Delivery): boolean =>
  delivery.bodies !== 'none' && call.source.delivery === 'text';

const isOffloaded = (call: Call, delivery: Delivery): boolean =>
  call.outcome.kind !== 'failed' && hasBodies(call, delivery) && delivery.author.isLarge(call);

function sides(call: Call, delivery: Delivery): { input: object; output: object } {
  if (!hasBodies(call, delivery)) return { input: input(call, {}), output: output(call, undefined) };
  if (!isOffloaded(call, delivery)) {
    const texts = delivery.author.textsOf(call);
    return {
      input: input(call, { inputBodyJson: requestBody(call, texts) }),
      output: output(call, texts),
    };
  }
  const key = largeInputKey(call.source, hourOf(call.at), delivery.keyPrefix, call.requestId);
  const answer: Texts = { system: '', turns: [], answer: delivery.author.answerOf(call) };
  return {
    input: input(call, { inputBodyS3Path: `s3://${bucketOf(call.source)}/${key}` }),
    output: output(call, answer),
  };
}

function input(call: Call, body: object): object {
  const { tokens } = call;
  // Nova states cache counts always; other models only where something was cached.
  const cached = call.family === 'nova' || tokens.cacheRead + tokens.cacheWrite > 0;
  return {
    inputContentType: JSON_TYPE,
    ...body,
    ...(uncounted(call) ? {} : { inputTokenCount: tokens.input }),
    ...(cached
      ? { cacheReadInputTokenCount: tokens.cacheRead, cacheWriteInputTokenCount: tokens.cacheWrite }
      : {}),
  };
}

function output(call: Call, texts: Texts | undefined): object {
  const body = texts && responseBody(call, texts);
  return {
    outputContentType: JSON_TYPE,
    ...(body ? { outputBodyJson: body } : {}),
    ...(call.family === 'titan-embed' || uncounted(call) ? {} : { outputTokenCount: call.tokens.output }),
  };
}

/**
 * An InvokeModel whose input a guardrail blocked has no counts at all; a Converse has zeros. Pictures are
 * counted in no field.
 */
function uncounted(call: Call): boolean {
  const { outcome } = call;
  if (call.family === 'canvas') return true;
  return outcome.kind === 'blocked' && outcome.side === 'input' && !call.operation.startsWith('Converse');
}
