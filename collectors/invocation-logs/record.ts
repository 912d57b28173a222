/**
 * One line of an invocation log -> one usage fact. No I/O, no clock; prompts and completions are jumped
 * over, and what is copied is the explicit list in `draft/`.
 * @module
 */
import { ACCOUNT_PATTERN, accountId, REGION_PATTERN, regionId } from '../../src/domain/ids.ts';
import { isModelId, type ModelRef, parseModelId, routedModel } from '../../src/domain/model-id.ts';
import { parseCaller, UNKNOWN_CALLER } from '../../src/domain/principal.ts';
import { type LatencyMode, STANDARD_TIER } from '../../src/domain/sku.ts';
import type { InvocationFact, UnitCount } from '../../src/domain/usage.ts';
import { cleanText, codeWord } from './clean.ts';
import { millisecondsAt, softCountAt } from './count.ts';
import { RECORD, RecordDraft } from './draft/record.ts';
import { readGuardrail } from './guardrail.ts';
import { instantAt } from './instant.ts';
import { memo } from './memo.ts';
import { noticeIn } from './notices.ts';
import { type ParseOptions, type ParseOutcome, RecordFault } from './outcome.ts';
import { hashBody } from './prompt-hash.ts';
import { OPEN_BRACE, QUOTE } from './skim/ascii.ts';
import { JsonFault } from './skim/fault.ts';
import { JsonReader } from './skim/reader.ts';
import { stringEnd } from './skim/scan.ts';
import { unescapeBytes } from './skim/unescape.ts';
import { ABSENT, isText, isThere, stringAt, typeAt } from './skim/value.ts';
import { tagsAt } from './tags.ts';
import { isSuspect, tokensOf } from './tokens.ts';
import { addUnits } from './units.ts';

const REQUEST_ID = /^[\x21-\x7e]{1,256}$/;
const LONGEST_ARN = 2048;
const LONGEST_NAME = 128;

const modelOf = memo((id) => (isModelId(id) ? parseModelId(id) : null));
const callerOf = memo(parseCaller);

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
  const version = optional(bytes, draft.schemaVersion, 'schemaVersion', LONGEST_NAME);
  if (version !== null && !version.startsWith('1.')) throw new RecordFault('schemaVersion is not 1.x');
  const at = instantAt(bytes, draft.timestamp);
  if (at === undefined) {
    required(bytes, draft.timestamp, 'timestamp');
    throw new RecordFault('timestamp is not an ISO 8601 instant');
  }
  const account = required(bytes, draft.accountId, 'accountId');
  if (!ACCOUNT_PATTERN.test(account)) throw new RecordFault('accountId is not twelve digits');
  const region = required(bytes, draft.region, 'region');
  if (!REGION_PATTERN.test(region)) throw new RecordFault('region is not an AWS Region code');
  const requestId = required(bytes, draft.requestId, 'requestId');
  if (!REQUEST_ID.test(requestId)) throw new RecordFault('requestId is not an id');

  const { input, output } = draft;
  const request = input.body;
  const response = output.body;
  const model = modelIn(bytes, draft);
  const arn = optional(bytes, draft.arn, 'identity.arn', LONGEST_ARN);
  const tokens = tokensOf(bytes, draft);
  const stopReason = response === null ? null : codeWord(stringAt(bytes, response.stopReason));
  const units: UnitCount[] = [];
  addUnits(units, bytes, draft, model);
  const guardrail = readGuardrail(units, bytes, draft, stopReason);
  const hashes =
    options.hashKey === null || !isThere(bytes, input.bodyStart)
      ? null
      : hashBody(options.hashKey, bytes, input.bodyStart, input.bodyEnd);
  return {
    at,
    account: accountId(account),
    region: regionId(region),
    requestId,
    operation: optional(bytes, draft.operation, 'operation', LONGEST_NAME),
    model,
    tier: tierOf(stringAt(bytes, response?.tier ?? ABSENT) ?? stringAt(bytes, request?.tier ?? ABSENT)),
    latency: latencyOf(
      stringAt(bytes, response?.latencyMode ?? ABSENT) ??
        stringAt(bytes, draft.latencyMode) ??
        stringAt(bytes, request?.latency ?? ABSENT),
    ),
    caller: arn === null ? UNKNOWN_CALLER : callerOf(arn),
    tags: tagsAt(bytes, draft.requestMetadata),
    tokens,
    units: units.length === 0 ? NO_UNITS : units,
    errorCode: optional(bytes, draft.errorCode, 'errorCode', LONGEST_NAME),
    inferenceRegion: optional(bytes, draft.inferenceRegion, 'inferenceRegion', LONGEST_NAME),
    maxTokens: request === null ? null : softCountAt(bytes, request.maxTokens),
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
    suspectCounts: isSuspect(bytes, draft, tokens),
  };
}

const NO_UNITS: readonly UnitCount[] = [];

function modelIn(bytes: Buffer, draft: RecordDraft): ModelRef {
  const model = modelOf(required(bytes, draft.modelId, 'modelId'));
  if (model === null) throw new RecordFault('modelId is not a model id or ARN');
  const invoked = stringAt(bytes, draft.output.body?.invokedModel ?? ABSENT);
  return invoked !== undefined && isModelId(invoked) ? routedModel(model, invoked) : model;
}

/** `default` is AWS's name for what its price list calls standard. */
function tierOf(text: string | undefined): string {
  const tier = codeWord(text);
  return tier === null || tier === 'default' ? STANDARD_TIER : tier;
}

const latencyOf = (text: string | undefined): LatencyMode =>
  text === 'optimized' ? 'optimized' : 'standard';

function required(bytes: Buffer, at: number, name: string): string {
  const text = stringAt(bytes, at);
  if (text !== undefined && text !== '') return text;
  if (text === '') throw new RecordFault(`${name} is empty`);
  throw new RecordFault(isThere(bytes, at) ? notText(bytes, at, name) : `${name} is missing`);
}

function optional(bytes: Buffer, at: number, name: string, limit: number): string | null {
  if (!isThere(bytes, at)) return null;
  const text = stringAt(bytes, at);
  if (text === undefined) throw new RecordFault(notText(bytes, at, name));
  return text === '' ? null : cleanText(text, limit);
}

function notText(bytes: Buffer, at: number, name: string): string {
  const type = typeAt(bytes, at);
  return `${name} is ${type === 'array' || type === 'object' ? 'an' : 'a'} ${type}, not a string`;
}
