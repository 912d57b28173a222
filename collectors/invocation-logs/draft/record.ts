/**
 * The explicit list of what is taken from a record. Source: Amazon Bedrock user guide, "Monitor model
 * invocation using CloudWatch Logs and Amazon S3" (schemaType `ModelInvocationLog`, version 1.0).
 * @module
 */
import { Shape } from '../skim/shape.ts';
import { ABSENT } from '../skim/value.ts';
import { REQUEST_BODY, RequestBody } from './request-body.ts';
import { type ResponseBody, takeResponseBody } from './response-body.ts';

/** `input`. */
export class InputDraft {
  tokens = ABSENT;
  cacheRead = ABSENT;
  cacheWrite = ABSENT;
  /** `[bodyStart, bodyEnd)`: `inputBodyJson` as it is written. */
  bodyStart = ABSENT;
  bodyEnd = ABSENT;
  body: RequestBody | null = null;
}

/** `output`. */
export class OutputDraft {
  tokens = ABSENT;
  videoSeconds = ABSENT;
  videoWidth = ABSENT;
  videoHeight = ABSENT;
  body: ResponseBody | null = null;
}

/** A record as offsets of its values. A new object per key that repeats: the last one counts, whole. */
export class RecordDraft {
  schemaType = ABSENT;
  schemaVersion = ABSENT;
  timestamp = ABSENT;
  accountId = ABSENT;
  region = ABSENT;
  requestId = ABSENT;
  operation = ABSENT;
  modelId = ABSENT;
  arn = ABSENT;
  inferenceRegion = ABSENT;
  requestMetadata = ABSENT;
  errorCode = ABSENT;
  latencyMode = ABSENT;
  /** Of a CloudWatch event around a record: the record as a string. */
  message = ABSENT;
  input = new InputDraft();
  output = new OutputDraft();
}

const INPUT = new Shape<InputDraft>({
  inputTokenCount: (r, d) => {
    d.tokens = r.skip();
  },
  cacheReadInputTokenCount: (r, d) => {
    d.cacheRead = r.skip();
  },
  cacheWriteInputTokenCount: (r, d) => {
    d.cacheWrite = r.skip();
  },
  inputBodyJson: (r, d) => {
    r.peek();
    d.bodyStart = r.pos;
    const body = new RequestBody();
    d.body = r.object(REQUEST_BODY, body) ? body : null;
    d.bodyEnd = r.pos;
  },
});

const OUTPUT = new Shape<OutputDraft>({
  outputTokenCount: (r, d) => {
    d.tokens = r.skip();
  },
  outputVideoDurationSeconds: (r, d) => {
    d.videoSeconds = r.skip();
  },
  outputVideoWidth: (r, d) => {
    d.videoWidth = r.skip();
  },
  outputVideoHeight: (r, d) => {
    d.videoHeight = r.skip();
  },
  outputBodyJson: (r, d) => {
    d.body = takeResponseBody(r);
  },
});

const IDENTITY = new Shape<RecordDraft>({
  arn: (r, d) => {
    d.arn = r.skip();
  },
});
const PERFORMANCE_CONFIG = new Shape<RecordDraft>({
  latency: (r, d) => {
    d.latencyMode = r.skip();
  },
});

export const RECORD = new Shape<RecordDraft>({
  schemaType: (r, d) => {
    d.schemaType = r.skip();
  },
  schemaVersion: (r, d) => {
    d.schemaVersion = r.skip();
  },
  timestamp: (r, d) => {
    d.timestamp = r.skip();
  },
  accountId: (r, d) => {
    d.accountId = r.skip();
  },
  region: (r, d) => {
    d.region = r.skip();
  },
  requestId: (r, d) => {
    d.requestId = r.skip();
  },
  operation: (r, d) => {
    d.operation = r.skip();
  },
  modelId: (r, d) => {
    d.modelId = r.skip();
  },
  identity: (r, d) => {
    d.arn = ABSENT;
    r.object(IDENTITY, d);
  },
  inferenceRegion: (r, d) => {
    d.inferenceRegion = r.skip();
  },
  requestMetadata: (r, d) => {
    d.requestMetadata = r.skip();
  },
  errorCode: (r, d) => {
    d.errorCode = r.skip();
  },
  performanceConfig: (r, d) => {
    d.latencyMode = ABSENT;
    r.object(PERFORMANCE_CONFIG, d);
  },
  message: (r, d) => {
    d.message = r.skip();
  },
  input: (r, d) => {
    d.input = new InputDraft();
    r.object(INPUT, d.input);
  },
  output: (r, d) => {
    d.output = new OutputDraft();
    r.object(OUTPUT, d.output);
  },
});
