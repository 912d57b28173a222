/**
 * The strings at the top of a record, each with what it has to look like.
 * @module
 */
import { ACCOUNT_PATTERN, accountId, REGION_PATTERN, regionId } from '../../src/domain/ids.ts';
import { isModelId, parseModelId } from '../../src/domain/model-id.ts';
import { type Caller, parseCaller, UNKNOWN_CALLER } from '../../src/domain/principal.ts';
import { cleanText } from './clean.ts';
import { Field } from './field.ts';
import { memo } from './memo.ts';
import { RecordFault } from './outcome.ts';
import { QUOTE } from './skim/ascii.ts';
import { stringEnd } from './skim/scan.ts';
import { decode, isThere, scalarTextAt, stringAt, typeAt } from './skim/value.ts';

const LONGEST_NAME = 128;
/** AWS's own limit on ARNs. */
const LONGEST_ARN = 2048;
const REQUEST_ID = /^[!-~]{1,256}$/;

const modelOf = memo(parseModelId);
const callerOf = memo((arn) => parseCaller(cleanText(arn, LONGEST_ARN)));

export const FIELDS = {
  schemaVersion: new Field('schemaVersion', (text) => {
    if (!/^1(?:\.|$)/.test(text)) throw new RecordFault('schemaVersion is not 1.x');
    return text;
  }),
  account: new Field('accountId', (text) => {
    if (!ACCOUNT_PATTERN.test(text)) throw new RecordFault('accountId is not twelve digits');
    return accountId(text);
  }),
  region: new Field('region', (text) => {
    if (!REGION_PATTERN.test(text)) throw new RecordFault('region is not an AWS Region code');
    return regionId(text);
  }),
  model: new Field('modelId', (text) => {
    if (!isModelId(text)) throw new RecordFault('modelId is not a model id or ARN');
    return modelOf(text);
  }),
  timestamp: new Field('timestamp', (text) => text),
  operation: new Field('operation', (text) => cleanText(text, LONGEST_NAME)),
  errorCode: new Field('errorCode', (text) => cleanText(text, LONGEST_NAME)),
  inferenceRegion: new Field('inferenceRegion', (text) => cleanText(text, LONGEST_NAME)),
};

/** The dedupe key: printable, or it is no id. Never the same twice, so nothing is remembered. */
export function requestIdAt(bytes: Buffer, at: number): string {
  if (!isThere(bytes, at)) throw new RecordFault('requestId is missing');
  if (bytes[at] !== QUOTE) throw new RecordFault(`requestId is ${typeAt(bytes, at)}, not a string`);
  const end = stringEnd(bytes, at + 1);
  const raw = bytes.toString('latin1', at + 1, end);
  const id = raw.includes('\\') ? decode(bytes, at + 1, end) : raw;
  if (id === '') throw new RecordFault('requestId is empty');
  if (!REQUEST_ID.test(id)) throw new RecordFault('requestId is not an id');
  return id;
}

/** Who called, from `identity.arn`. */
export function callerAt(bytes: Buffer, at: number): Caller {
  const arn = stringAt(bytes, at) ?? scalarTextAt(bytes, at);
  return arn === undefined ? UNKNOWN_CALLER : callerOf(arn);
}
