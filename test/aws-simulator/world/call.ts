/**
 * One model invocation as it happened: the truth of which a log record, a metric and a bill line are views.
 * @module
 */
import type { Source } from './accounts.ts';
import type { Identity } from './callers.ts';
import type { Family } from './models.ts';

export type Operation = 'Converse' | 'ConverseStream' | 'InvokeModel' | 'InvokeModelWithResponseStream';

export interface Tokens {
  /** Excludes both cache kinds, as `inputTokenCount` does. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  /** Both times-to-live together. */
  readonly cacheWrite: number;
  /** The part of `cacheWrite` with the one-hour time-to-live. */
  readonly cacheWrite1h: number;
}

export const NO_TOKENS: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 };

export type Outcome =
  | { readonly kind: 'answered' }
  | { readonly kind: 'failed'; readonly errorCode: string }
  /** By a guardrail: the input before the model saw it (no tokens), or the answer (billed). */
  | { readonly kind: 'blocked'; readonly side: 'input' | 'output' };

/** What the caller sent, in words. */
export interface Prompt {
  /** Names the text: the same label is the same text. */
  readonly label: string;
  /** Tokens of each message so far; a conversation re-sends the earlier ones. */
  readonly turns: readonly number[];
  readonly systemTokens: number;
  /** What a careless deploy puts before the system prompt, which defeats its cache. */
  readonly stamp: string | null;
}

export interface Call {
  readonly at: number;
  readonly requestId: string;
  readonly source: Source;
  readonly workload: string;
  readonly operation: Operation;
  /** As the caller passed it. */
  readonly modelId: string;
  readonly family: Family;
  /** Null where a record does not say. */
  readonly inferenceRegion: string | null;
  readonly identity: Identity;
  readonly tags: Readonly<Record<string, string>> | null;
  readonly tokens: Tokens;
  /** Time-to-live asked for where the prompt is cached. */
  readonly cacheTtl: '5m' | '1h' | null;
  readonly maxTokens: number | null;
  /** Pictures in the answer; models that make them count no tokens. */
  readonly images: number;
  readonly latencyMs: number;
  readonly firstByteMs: number;
  readonly outcome: Outcome;
  readonly guardrail: string | null;
  /** Asked for in the request body, as Converse allows. */
  readonly tier: 'flex' | 'priority' | null;
  /** Tool calls in the answer. */
  readonly toolUses: number;
  readonly prompt: Prompt;
}
