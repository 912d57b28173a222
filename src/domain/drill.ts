/**
 * Rows below the roll-ups, as far as single calls are retained: calls, sessions of agents, repeated prompts, latencies.
 * No prompt or completion text is among them.
 * @module
 */
import type { DimensionFilter } from './dimension.ts';
import type { StoreDimension } from './measures.ts';
import type { Quantities, TokenCounts } from './quantities.ts';
import type { Scope, Sku } from './sku.ts';
import type { EpochSeconds, TimeRange } from './time.ts';

/** Dimensions that a single call has a value of; time is the range. */
export type CallDimension = Exclude<StoreDimension, 'hour' | 'day' | 'month'>;
export interface CallFilter extends DimensionFilter {
  readonly dimension: CallDimension;
}

/** Calls in order of time; the earliest `limit` of the range. */
export interface InvocationQuery {
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
  readonly limit: number;
}

export interface InvocationRow {
  readonly at: EpochSeconds;
  readonly requestId: string;
  readonly account: string;
  readonly region: string;
  readonly operation: string | null;
  readonly modelId: string;
  readonly model: string | null;
  readonly scope: Scope;
  readonly sku: Sku;
  readonly principal: string | null;
  readonly session: string | null;
  readonly agent: string | null;
  readonly tokens: TokenCounts;
  readonly errorCode: string | null;
  readonly stopReason: string | null;
  /** Null: unknown, or not asked for. */
  readonly maxTokens: number | null;
  readonly toolUses: number | null;
  readonly latencyMs: number | null;
  readonly firstByteMs: number | null;
  /** Hexadecimal; null without. */
  readonly promptHash: string | null;
}

export interface SessionQuery {
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
  /** The sessions with most tokens. */
  readonly limit: number;
}

/** One session of a caller within the range. */
export interface SessionRow {
  readonly account: string;
  readonly region: string;
  readonly agent: string | null;
  readonly principal: string | null;
  readonly session: string;
  readonly calls: number;
  readonly failed: number;
  readonly firstAt: EpochSeconds;
  readonly lastAt: EpochSeconds;
  /** Over all calls, failed ones included. */
  readonly tokens: TokenCounts;
  /** Of the last call that succeeded: prompt (input and all cache kinds) and answer. */
  readonly lastPrompt: number;
  readonly lastOutput: number;
  readonly firstPrompt: number;
  readonly largestPrompt: number;
  /** Null when no record of the session tells. */
  readonly toolUses: number | null;
}

export interface RepeatQuery {
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
  /** At least this often. */
  readonly minCalls: number;
  readonly limit: number;
}

/** The same request body sent again by the same caller to the same SKU: what the calls after the first consumed. */
export interface RepeatRow {
  readonly promptHash: string;
  readonly account: string;
  readonly region: string;
  readonly modelId: string;
  readonly sku: Sku;
  readonly principal: string | null;
  readonly agent: string | null;
  readonly calls: number;
  readonly firstAt: EpochSeconds;
  readonly lastAt: EpochSeconds;
  /** Of all calls but the first. */
  readonly again: Quantities;
}

export interface LatencyQuery {
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
}

/** Milliseconds over calls whose records tell; nearest-rank percentiles. */
export interface LatencyRow {
  readonly account: string;
  readonly region: string;
  readonly modelId: string;
  readonly model: string | null;
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
  readonly firstByteCalls: number;
  readonly firstByteP50: number | null;
  readonly firstByteP95: number | null;
}
