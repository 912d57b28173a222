/**
 * Token counts inside response bodies, as offsets of their values. Sources: API reference of the Bedrock
 * runtime, `TokenUsage` (Converse); Amazon Bedrock user guide, "Anthropic Claude Messages API" and "Prompt
 * caching" (Claude's `usage`), "Meta Llama models", "Amazon Nova" (request and response schema).
 * @module
 */
import type { JsonReader } from '../skim/reader.ts';
import { Shape, type Take } from '../skim/shape.ts';
import { ABSENT } from '../skim/value.ts';

export class UsageDraft {
  input = ABSENT;
  output = ABSENT;
  total = ABSENT;
  cacheRead = ABSENT;
  cacheWrite = ABSENT;
  /** Converse's array of `{ttl, inputTokens}`. */
  cacheDetails = ABSENT;
  ephemeral5m = ABSENT;
  ephemeral30m = ABSENT;
  ephemeral1h = ABSENT;
}

const CACHE_CREATION = new Shape<UsageDraft>({
  ephemeral_5m_input_tokens: (r, u) => {
    u.ephemeral5m = r.skip();
  },
  ephemeral_30m_input_tokens: (r, u) => {
    u.ephemeral30m = r.skip();
  },
  ephemeral_1h_input_tokens: (r, u) => {
    u.ephemeral1h = r.skip();
  },
});

const takeInput: Take<UsageDraft> = (r, u) => {
  u.input = r.skip();
};
const takeOutput: Take<UsageDraft> = (r, u) => {
  u.output = r.skip();
};
const takeCacheRead: Take<UsageDraft> = (r, u) => {
  u.cacheRead = r.skip();
};
const takeCacheWrite: Take<UsageDraft> = (r, u) => {
  u.cacheWrite = r.skip();
};

const USAGE = new Shape<UsageDraft>({
  inputTokens: takeInput,
  input_tokens: takeInput,
  outputTokens: takeOutput,
  output_tokens: takeOutput,
  totalTokens: (r, u) => {
    u.total = r.skip();
  },
  cacheReadInputTokens: takeCacheRead,
  cacheReadInputTokenCount: takeCacheRead,
  cache_read_input_tokens: takeCacheRead,
  cacheWriteInputTokens: takeCacheWrite,
  cacheWriteInputTokenCount: takeCacheWrite,
  cache_creation_input_tokens: takeCacheWrite,
  cacheDetails: (r, u) => {
    u.cacheDetails = r.skip();
  },
  cache_creation: (r, u) => {
    r.object(CACHE_CREATION, u);
  },
});

/** Reads a `usage` object into `draft`, keeping what it does not mention. */
export function takeUsage(reader: JsonReader, draft: UsageDraft): void {
  reader.object(USAGE, draft);
}

/** `amazon-bedrock-invocationMetrics`, which Bedrock adds to the last chunk of a stream. */
export class InvocationMetrics {
  input = ABSENT;
  output = ABSENT;
  cacheRead = ABSENT;
  cacheWrite = ABSENT;
  latency = ABSENT;
  firstByte = ABSENT;
}

export const INVOCATION_METRICS = new Shape<InvocationMetrics>({
  inputTokenCount: (r, m) => {
    m.input = r.skip();
  },
  outputTokenCount: (r, m) => {
    m.output = r.skip();
  },
  cacheReadInputTokenCount: (r, m) => {
    m.cacheRead = r.skip();
  },
  cacheWriteInputTokenCount: (r, m) => {
    m.cacheWrite = r.skip();
  },
  invocationLatency: (r, m) => {
    m.latency = r.skip();
  },
  firstByteLatency: (r, m) => {
    m.firstByte = r.skip();
  },
});
