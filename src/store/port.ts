/**
 * The narrow port that every storage engine implements and the contract suite checks. No SQL outside
 * `src/store`; no engine's types outside its folder.
 * @module
 */
import type { BilledDays, BillRow } from '../domain/bill.ts';
import type { ChargeHour, ChargeQuery } from '../domain/charge.ts';
import type { ModelResolution } from '../domain/collector.ts';
import type { Rater } from '../domain/cost.ts';
import type { CallerDemand, CallerQuery, DemandQuery, DemandSeries } from '../domain/demand.ts';
import type {
  InvocationQuery,
  InvocationRow,
  LatencyQuery,
  LatencyRow,
  RepeatQuery,
  RepeatRow,
  SessionQuery,
  SessionRow,
} from '../domain/drill.ts';
import type { MeasureName, SkuUsage, SumRow, SumsQuery, UsageQuery, UsageRow } from '../domain/measures.ts';
import type { MetricData, MetricQuery } from '../domain/metric.ts';
import type { NanoUsd } from '../domain/money.ts';
import type { AwsCalls } from '../domain/own-cost.ts';
import type { DatedItem, ItemQuery, Snapshot } from '../domain/snapshot.ts';
import type { EpochSeconds, TimeRange } from '../domain/time.ts';
import type { InvocationFact } from '../domain/usage.ts';
import type { AlarmStore } from './alarm-port.ts';
import type { MonthStore } from './month-port.ts';

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
  /** Objects that the facts came from, remembered with them: `s3://bucket/key`. */
  readonly objects?: readonly string[];
  /** When the batch was read: freshness, and which minutes are still worth keeping. */
  readonly now: EpochSeconds;
}

export interface IngestOutcome {
  /** Facts that were new. */
  readonly inserted: number;
  /** Facts already known by account, Region and request id, within the batch or before. */
  readonly duplicates: number;
  /**
   * Facts of hours whose single calls are no longer kept: nobody can tell whether they were counted, so that they are
   * not counted again.
   */
  readonly late: number;
  /** New facts with usage that has no price. */
  readonly unpriced: number;
  /** New facts whose counts contradict each other (see `InvocationFact.suspectCounts`). */
  readonly suspect: number;
  /** New facts counted under "(other)", by the dimension that is full for their day. */
  readonly overflow: Readonly<Record<string, number>>;
}

/** How fresh and complete a source is. Null: never. */
export interface SourceState extends Source {
  readonly lastEventAt: EpochSeconds | null;
  readonly lastIngestAt: EpochSeconds | null;
  /** Facts that were new to the store. */
  readonly facts: number;
  /** The last run that ended well, and the last that ended at all. */
  readonly lastSuccessAt: EpochSeconds | null;
  readonly lastAttemptAt: EpochSeconds | null;
  /** What went wrong in the last run, and what mends it; null while all is well. */
  readonly error: string | null;
  readonly hint: string | null;
}

/** How a run of a collector ended. */
export interface Attempt {
  readonly source: Source;
  readonly at: EpochSeconds;
  /** Null: well. */
  readonly error: string | null;
  readonly hint: string | null;
}

/** Points of metrics with the position they bring their source to. */
export interface MetricBatch {
  readonly data: readonly MetricData[];
  readonly cursor?: { readonly name: string; readonly value: string };
}

/** Facts counted under "(other)" because a dimension had passed its daily ceiling of distinct values. */
export interface Overflow {
  /** `2026-11-21`. */
  readonly day: string;
  readonly dimension: string;
  readonly facts: number;
}

/** Facts that came when the single calls of their hour were no longer kept; see {@link IngestOutcome.late}. */
export interface LateFacts {
  /** UTC day of the calls, as in `2026-11-21`. */
  readonly day: string;
  readonly facts: number;
}

/** How long what is kept. Roll-ups by hour, day and month are kept for good, minutes for a time that is fixed. */
export interface Retention {
  /** Single calls, counted from the UTC day on which they arrived. */
  readonly invocationDays: number;
}

/** What one step of pruning took away. */
export interface PruneOutcome {
  /** Single calls. */
  readonly invocations: number;
  /** Minutes of demand, by caller and by model. */
  readonly minutes: number;
  /** Metric points folded into hours or dropped. */
  readonly points: number;
  /** There is more to take away. */
  readonly more: boolean;
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
  readonly units: number;
}

/** What one price book has priced. */
export interface PriceVersionUse {
  /** As in `catalog 2026-11-10 (3f9a2c1b)`. */
  readonly version: string;
  readonly cost: NanoUsd;
}

/** A correction of stored money: the same usage at the prices of another price book. */
export interface RepriceRequest {
  readonly range: TimeRange;
  /** Only rows with usage that has no price yet: no known money moves. */
  readonly onlyUnpriced?: boolean;
  /** Computes everything and changes nothing. */
  readonly dryRun: boolean;
  /** For the audit: when, by whom and why. */
  readonly now: EpochSeconds;
  readonly who: string;
  readonly reason: string;
}

/** What repricing changes for one model in one month. */
export interface RepriceChange {
  /** `2026-11`. */
  readonly month: string;
  /** Base model id; null while unresolved. */
  readonly model: string | null;
  readonly before: NanoUsd;
  readonly after: NanoUsd;
  readonly unpricedTokensBefore: number;
  readonly unpricedTokensAfter: number;
  /** Hour rows that change. */
  readonly rows: number;
}

/** An applied repricing, as it is kept. */
export interface RepriceAudit {
  readonly id: number;
  readonly at: EpochSeconds;
  readonly who: string;
  readonly reason: string;
  readonly range: TimeRange;
  readonly priceVersion: string;
  readonly before: NanoUsd;
  readonly after: NanoUsd;
  readonly rows: number;
}

export interface Store extends AlarmStore, MonthStore {
  /** Adds a batch in one transaction. Idempotent: facts already known change nothing. */
  ingest(batch: FactBatch, rater: Rater): Promise<IngestOutcome>;
  cursor(name: string): Promise<string | undefined>;
  /** Rows in no particular order; groups without any usage are absent. */
  usage(query: UsageQuery): Promise<UsageRow[]>;
  /** The same for some measures and several groupings, in their order; rows of each in order of time. */
  sums<M extends MeasureName>(query: SumsQuery<M>): Promise<SumRow<M>[][]>;
  /** Quantities by SKU and day, for pricing them anew. */
  skuUsage(query: Omit<UsageQuery, 'by'>): Promise<SkuUsage[]>;
  /** What was used and what it costs by SKU, caller and hour, price book by price book; in no particular order. */
  charges(query: ChargeQuery): Promise<ChargeHour[]>;
  /**
   * Prices the range anew, in one transaction with an audit row. Months and models without a change are absent.
   * Ordered by month and model.
   */
  reprice(request: RepriceRequest, rater: Rater): Promise<RepriceChange[]>;
  /**
   * Says which models stand behind ids that could not be read, and prices their usage that had no price.
   * @returns hour rows that have a price now
   */
  resolveModels(resolutions: readonly ModelResolution[], rater: Rater): Promise<number>;
  /** Applied repricings, newest first. */
  repricings(): Promise<RepriceAudit[]>;
  /** Price books that the money of the range was computed by, by name. */
  priceVersions(range: TimeRange): Promise<PriceVersionUse[]>;
  /** Usage without a price in the range, largest first. */
  unpriced(range: TimeRange): Promise<UnpricedUsage[]>;
  sources(): Promise<SourceState[]>;
  overflows(range: TimeRange): Promise<Overflow[]>;
  /** Facts turned away, by day of their call. */
  lateFacts(range: TimeRange): Promise<LateFacts[]>;
  /** One short transaction of letting go what is older than its time; no answer about money changes by it. */
  prune(now: EpochSeconds, retention: Retention): Promise<PruneOutcome>;
  /** Those of the names that no committed batch has come from. */
  unseenObjects(names: readonly string[]): Promise<string[]>;
  noteAttempt(attempt: Attempt): Promise<void>;

  /** Upserts: a later reading of a period replaces the earlier one. */
  putMetrics(batch: MetricBatch): Promise<void>;
  /** Series with their points in order of time; series without points in the range are absent. */
  metrics(query: MetricQuery): Promise<MetricData[]>;
  /** Series of the statistic Sum, added up by UTC hour (3,600) or day (86,400); finer points only. */
  metricSums(query: MetricQuery, bucket: 3600 | 86_400): Promise<MetricData[]>;

  /** Demand by minute and id as called; series without calls in the range are absent. */
  demand(query: DemandQuery): Promise<DemandSeries[]>;
  /** Demand of the given minutes by caller, most tokens first. */
  callers(query: CallerQuery): Promise<CallerDemand[]>;

  /** Single calls in order of time, as far as they are retained. */
  invocations(query: InvocationQuery): Promise<InvocationRow[]>;
  /** Sessions, most tokens first. */
  sessions(query: SessionQuery): Promise<SessionRow[]>;
  /** Repeated prompts, most calls first. */
  repeats(query: RepeatQuery): Promise<RepeatRow[]>;
  /** By id as called, in no particular order. */
  latencies(query: LatencyQuery): Promise<LatencyRow[]>;

  /** Takes a complete listing: new and changed items begin, missing ones end. */
  putSnapshot(snapshot: Snapshot): Promise<{ added: number; changed: number; removed: number }>;
  items(query: ItemQuery): Promise<DatedItem[]>;

  /** Upserts by account, Region, day, service and usage type. */
  putBill(rows: readonly BillRow[]): Promise<void>;
  /**
   * Puts the rows in the place of all that is known of the account's days, in one transaction.
   * @throws RangeError for a row of another account or day
   */
  replaceBill(days: BilledDays, rows: readonly BillRow[]): Promise<void>;
  bill(range: TimeRange): Promise<BillRow[]>;

  /** Adds to the counts of the day. */
  countAwsCalls(calls: readonly AwsCalls[]): Promise<void>;
  awsCalls(range: TimeRange): Promise<AwsCalls[]>;

  /** First and last hour with usage; null when the store is empty. */
  extent(): Promise<TimeRange | null>;
  /** A secret made once per store, for keyed hashes (32 bytes). */
  hashKey(): Promise<Uint8Array>;
  close(): Promise<void>;
}
