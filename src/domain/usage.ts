/**
 * Usage facts: what a collector hands over, already parsed and checked. Usage is the truth; cost is derived.
 * @module
 */
import type { AccountId, RegionId } from './ids.ts';
import type { ModelRef } from './model-id.ts';
import type { Caller } from './principal.ts';
import type { TokenCounts } from './quantities.ts';
import type { LatencyMode, ServiceTier, UnitId } from './sku.ts';
import type { EpochSeconds } from './time.ts';

/** A count of something that is not a token, with the unit that prices it. */
export interface UnitCount {
  readonly unit: UnitId;
  /** Non-negative integer. */
  readonly quantity: number;
}

/** Facts of one model invocation. No prompt or completion text, by construction. */
export interface InvocationFact {
  readonly at: EpochSeconds;
  readonly account: AccountId;
  readonly region: RegionId;
  /** Unique within account and Region: the dedupe key. */
  readonly requestId: string;
  /** `Converse`, `InvokeModel`, …; open string, null when the record has none. */
  readonly operation: string | null;
  readonly model: ModelRef;
  readonly tier: ServiceTier;
  readonly latency: LatencyMode;
  readonly caller: Caller;
  /** `requestMetadata`: at most 16 string pairs. A Map, because keys are the caller's (`__proto__` is one). */
  readonly tags: ReadonlyMap<string, string>;
  readonly tokens: TokenCounts;
  readonly units: readonly UnitCount[];
  /** Null for a call that succeeded. */
  readonly errorCode: string | null;
  readonly inferenceRegion: string | null;
  /**
   * Output tokens asked for (`max_tokens` and its kin). `omitted`: the request asked for no limit, and the model's
   * maximum is reserved. Null: no request body was delivered that would tell.
   */
  readonly maxTokens: number | 'omitted' | null;
  readonly stopReason: string | null;
  /** Tool calls in the answer; null when the record carries no body. */
  readonly toolUses: number | null;
  /** Milliseconds; null when the record carries no body with them. */
  readonly latencyMs: number | null;
  readonly firstByteMs: number | null;
  /** `INTERVENED`, `NONE`; null when no guardrail ran or nothing says so. */
  readonly guardrailAction: string | null;
  readonly guardrailId: string | null;
  /** Keyed hash of the request body, to count repeats; null without a body or when switched off. */
  readonly promptHash: bigint | null;
  /** Keyed hashes of the body's first 1, 4, 16 and 64 KiB, four bytes each, as far as it reaches. */
  readonly prefixHashes: Uint8Array | null;
  /** The record's counts contradict each other: cached tokens seem counted twice, or a split exceeds its total. */
  readonly suspectCounts: boolean;
}

/** How throttles and failures are counted per minute. */
export type FailureKind = 'throttled' | 'client' | 'server';

/** Sorts an error code: `ThrottlingException` and `Throttling` are throttles; 5xx kinds are the service's. */
export function failureKind(errorCode: string): FailureKind {
  if (/^Throttl|TooManyRequests|^RequestLimitExceeded/i.test(errorCode)) return 'throttled';
  return SERVER_ERRORS.has(errorCode.replace(/Exception$/, '')) ? 'server' : 'client';
}

const SERVER_ERRORS = new Set([
  'InternalServer',
  'InternalFailure',
  'ServiceUnavailable',
  'ModelTimeout',
  'ModelStreamError',
  'ModelError',
  'ModelNotReady',
]);
