/**
 * One line of an invocation log -> one usage fact. No I/O, no clock; prompts and completions are jumped
 * over, and what is copied is the explicit list in `draft/`.
 * @module
 */
import { isModelId, type ModelRef, routedModel } from '../../src/domain/model-id.ts';
import { type LatencyMode, STANDARD_TIER } from '../../src/domain/sku.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import { codeWord } from './clean.ts';
import { millisecondsAt, softCountAt } from './count.ts';
import { RECORD, RecordDraft } from './draft/record.ts';
import type { RequestBody } from './draft/request-body.ts';
import type { ResponseBody } from './draft/response-body.ts';
import { callerAt, FIELDS, requestIdAt } from './fields.ts';
import { readGuardrail } from './guardrail.ts';
import { instantAt } from './instant.ts';
import { noticeIn } from './notices.ts';
import { type ParseOptions, type ParseOutcome, RecordFault } from './outcome.ts';
import { hashBody } from './prompt-hash.ts';
import { OPEN_BRACE, QUOTE } from './skim/ascii.ts';
import { JsonFault } from './skim/fault.ts';
import { JsonReader } from './skim/reader.ts';
import { stringEnd } from './skim/scan.ts';
import { unescapeBytes } from './skim/unescape.ts';
import { ABSENT, isText, isThere, stringAt } from './skim/value.ts';
import { tagsAt } from './tags.ts';
import { tokensOf } from './tokens.ts';
import { unitsOf } from './units.ts';

/**
 * Parses one record, or one CloudWatch event `{message: "<record>", ...}` around it.
 * @param bytes one JSON text in UTF-8, or a plain-text line; not kept
 */
export function parseRecord(bytes: Uint8Array, options: ParseOptions): ParseOutcome {
  const buffer = Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return parse(buffer, options, true);
  } catch (error) {
    if (error instanceof JsonFault) return malformed(`not valid JSON: ${error.message}`);
    if (error instanceof RecordFault) return malformed(error.message);
    throw error;
  }
}

const malformed = (reason: string): ParseOutcome => ({ kind: 'malformed', reason });

function parse(bytes: Buffer, options: ParseOptions, mayBeEvent: boolean): ParseOutcome {
  const reader = new JsonReader(bytes);
  if (reader.peek() !== OPEN_BRACE) {
    const what = noticeIn(bytes);
    return what === undefined ? malformed('not a JSON object') : { kind: 'not-record', what };
  }
  const draft = new RecordDraft();
  reader.object(RECORD, draft);
  reader.end();
  if (isText(bytes, draft.schemaType, 'ModelInvocationLog'))
    return { kind: 'fact', fact: factOf(bytes, draft, options) };
  if (mayBeEvent && draft.schemaType === ABSENT && bytes[draft.message] === QUOTE) {
    const start = draft.message + 1;
    return parse(unescapeBytes(bytes, start, stringEnd(bytes, start)), options, false);
  }
  return malformed('not a model invocation record');
}

/** @throws RecordFault when something that a fact needs is missing or wrong */
function factOf(bytes: Buffer, draft: RecordDraft, options: ParseOptions): InvocationFact {
  FIELDS.schemaVersion.lenient(bytes, draft.schemaVersion);
  const at = instantAt(bytes, draft.timestamp);
  if (at === undefined) {
    FIELDS.timestamp.required(bytes, draft.timestamp);
    throw new RecordFault('timestamp is not an ISO 8601 instant of this age');
  }
  const account = FIELDS.account.required(bytes, draft.accountId);
  const region = FIELDS.region.required(bytes, draft.region);
  const requestId = requestIdAt(bytes, draft.requestId);
  const called = FIELDS.model.required(bytes, draft.modelId);

  const { input, output } = draft;
  const request = input.body;
  const response = output.body;
  const model = routed(bytes, response, called);
  const { tokens, isSuspect } = tokensOf(bytes, draft);
  const errorCode = FIELDS.errorCode.lenient(bytes, draft.errorCode);
  const stopReason = response === null ? null : codeWord(stringAt(bytes, response.stopReason));
  const guardrail = readGuardrail(bytes, draft, stopReason);
  const isServed = errorCode === null && guardrail.action !== 'INTERVENED';
  const units = unitsOf(bytes, draft, { model, tokens, isServed });
  const hashes =
    options.hashKey === null || !isThere(bytes, input.bodyStart)
      ? null
      : hashBody(options.hashKey, bytes, input.bodyStart, input.bodyEnd);
  return {
    at,
    account,
    region,
    requestId,
    operation: FIELDS.operation.lenient(bytes, draft.operation),
    model,
    tier: tierOf(stringAt(bytes, response?.tier ?? ABSENT) ?? stringAt(bytes, request?.tier ?? ABSENT)),
    latency: latencyOf(
      stringAt(bytes, response?.latencyMode ?? ABSENT) ??
        stringAt(bytes, draft.latencyMode) ??
        stringAt(bytes, request?.latency ?? ABSENT),
    ),
    caller: callerAt(bytes, draft.arn),
    tags: tagsAt(bytes, draft.requestMetadata),
    tokens,
    units: guardrail.units.length === 0 ? units : [...units, ...guardrail.units],
    errorCode,
    inferenceRegion: FIELDS.inferenceRegion.lenient(bytes, draft.inferenceRegion),
    maxTokens: request === null ? null : maxTokensOf(bytes, request),
    stopReason,
    toolUses: response === null ? null : response.toolUses,
    latencyMs:
      response === null
        ? null
        : (millisecondsAt(bytes, response.metrics.latency) ?? millisecondsAt(bytes, response.latency)),
    firstByteMs: response === null ? null : millisecondsAt(bytes, response.metrics.firstByte),
    guardrailAction: guardrail.action,
    guardrailId: guardrail.id,
    promptHash: hashes === null ? null : hashes.whole,
    prefixHashes: hashes === null ? null : hashes.prefixes,
    suspectCounts: isSuspect,
  };
}

/** Null for a limit that is no number: something was asked for, and nobody can say what. */
const maxTokensOf = (bytes: Buffer, { maxTokens }: RequestBody): number | 'omitted' | null =>
  isThere(bytes, maxTokens) ? softCountAt(bytes, maxTokens) : 'omitted';

/** The model that a prompt router chose, where the response says so. */
function routed(bytes: Buffer, response: ResponseBody | null, called: ModelRef): ModelRef {
  const invoked = response === null ? undefined : stringAt(bytes, response.invokedModel);
  return invoked !== undefined && isModelId(invoked) ? routedModel(called, invoked) : called;
}

/** `default` is AWS's name for what its price list calls standard. */
function tierOf(text: string | undefined): string {
  const tier = codeWord(text);
  return tier === null || tier === 'default' ? STANDARD_TIER : tier;
}

const latencyOf = (text: string | undefined): LatencyMode =>
  text === 'optimized' ? 'optimized' : 'standard';
