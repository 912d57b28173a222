/**
 * The narrow port that every storage engine implements and the contract suite checks. No SQL outside
 * `src/store`; no engine's types outside its folder.
 * @module
 */
import type { Rater } from '../domain/cost.ts';
import type { Dimension, DimensionFilter } from '../domain/dimension.ts';
import type { NanoUsd } from '../domain/money.ts';
import type { EpochSeconds, TimeRange } from '../domain/time.ts';
import type { InvocationFact } from '../domain/usage.ts';

/** Where facts came from: one collector reading one account and Region (null where a source spans several). */
export interface Source {
  readonly collector: string;
  readonly account: string | null;
  readonly region: string | null;
}

/** Facts and the position they bring their source to. Committed together or not at all. */
export interface FactBatch {
  readonly source: Source;
  readonly facts: readonly InvocationFact[];
  /** Opaque position of the source after this batch; absent: unchanged. */
  readonly cursor?: { readonly name: string; readonly value: string };
  /** When the batch was read: freshness, and which minutes are still worth keeping. */
  readonly now: EpochSeconds;
}

export interface IngestOutcome {
  /** Facts that were new. */
  readonly inserted: number;
  /** Facts already known by account, Region and request id, within the batch or before. */
  readonly duplicates: number;
  /** New facts with usage that has no price. */
  readonly unpriced: number;
}

/** Sums over a group of roll-up rows. `unpricedTokens` are included in the token sums, not in the costs. */
export interface Measures {
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costInput: NanoUsd;
  readonly costOutput: NanoUsd;
  readonly costCacheRead: NanoUsd;
  readonly costCacheWrite: NanoUsd;
  readonly costUnits: NanoUsd;
  readonly unpricedInvocations: number;
  readonly unpricedTokens: number;
  /** Roll-up rows with anything priced: 0 means that the group's cost is unknown, not zero. */
  readonly pricedRows: number;
}

/** `tokenType` is not a store dimension: it is a split of the measures (see `analysis/spend.ts`). */
export type StoreDimension = Exclude<Dimension, 'tokenType'>;

/** Measures by dimensions over a range of whole UTC hours. */
export interface UsageQuery {
  readonly range: TimeRange;
  readonly by: readonly StoreDimension[];
  readonly where: readonly (DimensionFilter & { readonly dimension: StoreDimension })[];
}

/** One group; `key[i]` is the value of `by[i]`, null for none. Times are ISO: hour `2026-11-21T09:00:00Z`, day, month. */
export interface UsageRow extends Measures {
  readonly key: readonly (string | null)[];
}

/** How fresh and complete a source is. Null: never. */
export interface SourceState extends Source {
  readonly lastEventAt: EpochSeconds | null;
  readonly lastIngestAt: EpochSeconds | null;
  readonly facts: number;
}

/** What has no price: the fix list. */
export interface UnpricedUsage {
  readonly model: string | null;
  readonly modelId: string;
  readonly scope: string;
  readonly region: string;
  readonly tier: string;
  readonly unit: string;
  readonly invocations: number;
  readonly tokens: number;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
}

export interface Store {
  /** Adds a batch in one transaction. Idempotent: facts already known change nothing. */
  ingest(batch: FactBatch, rater: Rater): Promise<IngestOutcome>;
  cursor(name: string): Promise<string | undefined>;
  /** Rows in no particular order; groups without any usage are absent. */
  usage(query: UsageQuery): Promise<UsageRow[]>;
  /** Usage without a price in the range, largest first. */
  unpriced(range: TimeRange): Promise<UnpricedUsage[]>;
  sources(): Promise<SourceState[]>;
  /** First and last hour with usage; null when the store is empty. */
  extent(): Promise<TimeRange | null>;
  /** A secret made once per store, for keyed hashes (32 bytes). */
  hashKey(): Promise<Uint8Array>;
  close(): Promise<void>;
}
