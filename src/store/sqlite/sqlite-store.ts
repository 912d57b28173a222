/**
 * The default store: one SQLite file, written through WAL by one process at a time, read by any.
 * @module
 */
import { randomBytes } from 'node:crypto';
import type {
  Alarm,
  AlarmChange,
  AlarmEvent,
  AlarmState,
  Message,
  RuleHealth,
  Silence,
} from '../../domain/alarm.ts';
import type { BilledDays, BillRow } from '../../domain/bill.ts';
import type { ChargeHour, ChargeQuery } from '../../domain/charge.ts';
import type { ModelResolution } from '../../domain/collector.ts';
import type { Rater } from '../../domain/cost.ts';
import type { CallerDemand, CallerQuery, DemandQuery, DemandSeries } from '../../domain/demand.ts';
import type {
  InvocationQuery,
  InvocationRow,
  LatencyQuery,
  LatencyRow,
  RepeatQuery,
  RepeatRow,
  SessionQuery,
  SessionRow,
} from '../../domain/drill.ts';
import type {
  MeasureName,
  SkuUsage,
  SumRow,
  SumsQuery,
  UsageQuery,
  UsageRow,
} from '../../domain/measures.ts';
import type { MetricData, MetricQuery } from '../../domain/metric.ts';
import type { AwsCalls } from '../../domain/own-cost.ts';
import type { DatedItem, ItemQuery, Snapshot } from '../../domain/snapshot.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  isoDay,
  startOfHour,
  type TimeRange,
} from '../../domain/time.ts';
import type { AlarmPruneOutcome, AlarmQuery, MessageQuery } from '../alarm-port.ts';
import type { KeptMonth } from '../month-port.ts';
import type {
  Attempt,
  FactBatch,
  IngestOutcome,
  LateFacts,
  MetricBatch,
  Overflow,
  PriceVersionUse,
  PruneOutcome,
  RepriceAudit,
  RepriceChange,
  RepriceRequest,
  Retention,
  SourceState,
  Store,
  UnpricedUsage,
} from '../port.ts';
import {
  changeAlarms,
  queryAlarmEvents,
  queryAlarms,
  queryMessages,
  queryMessagesOf,
  queryRuleHealth,
  querySilences,
  readAlarmState,
} from './alarms.ts';
import { countAwsCalls, putBill, queryAwsCalls, queryBill, replaceBill } from './bill.ts';
import { queryInvocations } from './calls.ts';
import { Ceilings } from './ceiling.ts';
import { queryCharges } from './charges.ts';
import { queryCallers, queryDemand } from './demand.ts';
import { Arrivals, ForgottenHours, queryLateFacts } from './forgotten.ts';
import { BatchWriter, type IngestParts } from './ingest.ts';
import { Invocations } from './invocations.ts';
import { putKeptMonth, queryKeptMonth } from './kept-months.ts';
import { Labels } from './labels.ts';
import { queryLatencies } from './latencies.ts';
import { MetricPoints, queryMetricSums, queryMetrics } from './metrics.ts';
import { type Db, openDatabase, storageError } from './open.ts';
import { noteAttempt, rememberObjects, setCursor, unseenObjects } from './positions.ts';
import { listPriceVersions } from './price-versions.ts';
import { PROFILE_KIND, putProfileTags } from './profile-tags.ts';
import { prune } from './prune.ts';
import { pruneAlarms } from './prune-alarms.ts';
import { queryRepeats } from './repeats.ts';
import { listRepricings, reprice } from './reprice.ts';
import { applyResolutions, priceUnpriced } from './resolve.ts';
import { Rollups } from './rollups.ts';
import { SeriesTable } from './series.ts';
import { querySessions } from './sessions.ts';
import { querySkuUsage } from './sku-usage.ts';
import { Skus } from './skus.ts';
import { putSnapshot, queryItems } from './snapshots.ts';
import { querySums, queryUsage } from './sums.ts';
import { listUnpriced } from './unpriced.ts';

const HASH_KEY_BYTES = 32;

/**
 * Opens the store in `path`.
 * @throws MeterError when the file cannot be used (see `open.ts`)
 */
export function openSqliteStore(path: string, options: { readonly?: boolean } = {}): Store {
  return storeOn(path, openDatabase(path, options));
}

/** A store over an open and migrated database; `path` is what messages call it. */
export function storeOn(path: string, db: Db): Store {
  return new SqliteStore(path, db);
}

class SqliteStore implements Store {
  readonly #path: string;
  readonly #db: Db;
  readonly #labels: Labels;
  readonly #points: MetricPoints;
  #dataVersion = 0;
  readonly #parts: IngestParts;

  constructor(path: string, db: Db) {
    this.#path = path;
    this.#db = db;
    this.#labels = new Labels(db);
    this.#points = new MetricPoints(db);
    const skus = new Skus(db, this.#labels);
    const ceilings = new Ceilings(db);
    this.#parts = {
      skus,
      ceilings,
      series: new SeriesTable(db, this.#labels, ceilings),
      invocations: new Invocations(db, this.#labels),
      rollups: new Rollups(db, skus),
      forgotten: new ForgottenHours(db),
      arrivals: new Arrivals(db),
    };
  }

  async ingest(batch: FactBatch, rater: Rater): Promise<IngestOutcome> {
    const commit = this.#db.transaction(() => {
      this.#noticeOthers();
      const version = this.#priceVersion(rater.version, batch.now);
      const outcome = new BatchWriter(this.#parts, rater).write(batch, version);
      this.#noteSource(batch, outcome.inserted);
      if (batch.cursor) setCursor(this.#db, batch.cursor);
      rememberObjects(this.#db, batch.objects ?? [], batch.now);
      return outcome;
    });
    try {
      return commit.immediate();
    } catch (error) {
      const { series, skus, ceilings, rollups } = this.#parts;
      for (const cache of [this.#labels, series, skus, ceilings, rollups.coarse]) cache.forget();
      throw storageError(error, this.#path);
    }
  }

  async cursor(name: string): Promise<string | undefined> {
    return this.#db.prepare<[string], { value: string }>('SELECT value FROM cursor WHERE name = ?').get(name)
      ?.value;
  }

  async usage(query: UsageQuery): Promise<UsageRow[]> {
    return queryUsage(this.#db, this.#labels, query);
  }

  async sums<M extends MeasureName>(query: SumsQuery<M>): Promise<SumRow<M>[][]> {
    return querySums(this.#db, this.#labels, query);
  }

  async skuUsage(query: Omit<UsageQuery, 'by'>): Promise<SkuUsage[]> {
    return querySkuUsage(this.#db, this.#labels, query);
  }

  async charges(query: ChargeQuery): Promise<ChargeHour[]> {
    return queryCharges(this.#db, this.#labels, query);
  }

  async reprice(request: RepriceRequest, rater: Rater): Promise<RepriceChange[]> {
    const work = this.#db.transaction(() => {
      this.#noticeOthers();
      const version = request.dryRun ? 0 : this.#priceVersion(rater.version, request.now);
      return reprice(this.#db, this.#parts, request, rater, version);
    });
    try {
      return request.dryRun ? work.deferred() : work.immediate();
    } catch (error) {
      this.#parts.rollups.coarse.forget();
      throw storageError(error, this.#path);
    }
  }

  async resolveModels(resolutions: readonly ModelResolution[], rater: Rater): Promise<number> {
    const { skus, rollups } = this.#parts;
    const work = this.#db.transaction(() => {
      this.#noticeOthers();
      const refs = applyResolutions(this.#db, this.#labels, resolutions);
      if (refs.length === 0) return 0;
      skus.forget();
      return priceUnpriced(this.#db, this.#parts, refs, rater, (now) =>
        this.#priceVersion(rater.version, now),
      );
    });
    try {
      return work.immediate();
    } catch (error) {
      for (const cache of [this.#labels, skus, rollups.coarse]) cache.forget();
      throw storageError(error, this.#path);
    }
  }

  async unseenObjects(names: readonly string[]): Promise<string[]> {
    return unseenObjects(this.#db, names);
  }

  async noteAttempt(attempt: Attempt): Promise<void> {
    this.#write(() => noteAttempt(this.#db, attempt));
  }

  async putMetrics(batch: MetricBatch): Promise<void> {
    try {
      this.#write(() => {
        this.#points.put(batch.data);
        if (batch.cursor) setCursor(this.#db, batch.cursor);
      });
    } catch (error) {
      this.#points.forget();
      throw error;
    }
  }

  async metrics(query: MetricQuery): Promise<MetricData[]> {
    return queryMetrics(this.#db, query);
  }

  async metricSums(query: MetricQuery, bucket: 3600 | 86_400): Promise<MetricData[]> {
    return queryMetricSums(this.#db, query, bucket);
  }

  async demand(query: DemandQuery): Promise<DemandSeries[]> {
    return queryDemand(this.#db, this.#labels, query);
  }

  async callers(query: CallerQuery): Promise<CallerDemand[]> {
    return queryCallers(this.#db, this.#labels, query);
  }

  async invocations(query: InvocationQuery): Promise<InvocationRow[]> {
    return queryInvocations(this.#db, this.#labels, query);
  }

  async sessions(query: SessionQuery): Promise<SessionRow[]> {
    return querySessions(this.#db, this.#labels, query);
  }

  async repeats(query: RepeatQuery): Promise<RepeatRow[]> {
    return queryRepeats(this.#db, this.#labels, query);
  }

  async latencies(query: LatencyQuery): Promise<LatencyRow[]> {
    return queryLatencies(this.#db, this.#labels, query);
  }

  async putSnapshot(snapshot: Snapshot): Promise<{ added: number; changed: number; removed: number }> {
    try {
      return this.#write(() => {
        if (snapshot.kind === PROFILE_KIND) putProfileTags(this.#db, this.#labels, snapshot.items);
        return putSnapshot(this.#db, snapshot);
      });
    } catch (error) {
      this.#labels.forget();
      throw error;
    }
  }

  async items(query: ItemQuery): Promise<DatedItem[]> {
    return queryItems(this.#db, query);
  }

  async putBill(rows: readonly BillRow[]): Promise<void> {
    this.#write(() => putBill(this.#db, rows));
  }

  async replaceBill(days: BilledDays, rows: readonly BillRow[]): Promise<void> {
    this.#write(() => replaceBill(this.#db, days, rows));
  }

  async bill(range: TimeRange): Promise<BillRow[]> {
    return queryBill(this.#db, range);
  }

  async countAwsCalls(calls: readonly AwsCalls[]): Promise<void> {
    this.#write(() => countAwsCalls(this.#db, calls));
  }

  async awsCalls(range: TimeRange): Promise<AwsCalls[]> {
    return queryAwsCalls(this.#db, range);
  }

  async repricings(): Promise<RepriceAudit[]> {
    return listRepricings(this.#db);
  }

  async priceVersions(range: TimeRange): Promise<PriceVersionUse[]> {
    return listPriceVersions(this.#db, range);
  }

  async unpriced(range: TimeRange): Promise<UnpricedUsage[]> {
    return listUnpriced(this.#db, this.#labels, range);
  }

  async sources(): Promise<SourceState[]> {
    return this.#db
      .prepare<[], SourceRow>('SELECT * FROM source_state ORDER BY collector, account, region')
      .all()
      .map((row) => ({
        collector: row.collector,
        account: row.account || null,
        region: row.region || null,
        lastEventAt: row.last_event,
        lastIngestAt: row.last_ingest,
        facts: row.facts,
        lastSuccessAt: row.last_success,
        lastAttemptAt: row.last_attempt,
        error: row.error,
        hint: row.hint,
      }));
  }

  async overflows(range: TimeRange): Promise<Overflow[]> {
    return this.#db
      .prepare<[number, number], { day: EpochDay; dimension: string; facts: number }>(
        'SELECT day, dimension, facts FROM dimension_overflow WHERE day >= ? AND day <= ? ORDER BY day, dimension',
      )
      .all(dayOf(range.from), dayOf(epochSeconds(range.to - 1)))
      .map((row) => ({ ...row, day: isoDay(row.day) }));
  }

  async changeAlarms(
    change: (state: AlarmState) => AlarmChange,
    endedSince: EpochSeconds,
  ): Promise<AlarmChange> {
    return this.#write(() => changeAlarms(this.#db, change, endedSince));
  }

  async alarmState(endedSince: EpochSeconds): Promise<AlarmState> {
    return this.#db.transaction(() => readAlarmState(this.#db, endedSince)).deferred();
  }

  async alarms(query: AlarmQuery): Promise<Alarm[]> {
    return queryAlarms(this.#db, query);
  }

  async alarmEvents(alarm: number): Promise<AlarmEvent[]> {
    return queryAlarmEvents(this.#db, alarm);
  }

  async silences(endingAfter: EpochSeconds): Promise<Silence[]> {
    return querySilences(this.#db, endingAfter);
  }

  async messages(query: MessageQuery): Promise<Message[]> {
    return queryMessages(this.#db, query);
  }

  async messagesOf(alarm: number, limit: number): Promise<Message[]> {
    return queryMessagesOf(this.#db, alarm, limit);
  }

  async pruneAlarms(now: EpochSeconds): Promise<AlarmPruneOutcome> {
    return this.#write(() => pruneAlarms(this.#db, now));
  }

  async keptMonth(month: string): Promise<KeptMonth | null> {
    return queryKeptMonth(this.#db, month);
  }

  async keepMonth(kept: KeptMonth): Promise<void> {
    this.#write(() => putKeptMonth(this.#db, kept));
  }

  async ruleHealth(): Promise<RuleHealth[]> {
    return queryRuleHealth(this.#db);
  }

  async lateFacts(range: TimeRange): Promise<LateFacts[]> {
    return queryLateFacts(this.#db, dayOf(range.from), dayOf(epochSeconds(range.to - 1))).map((row) => ({
      ...row,
      day: isoDay(row.day),
    }));
  }

  async prune(now: EpochSeconds, retention: Retention): Promise<PruneOutcome> {
    return this.#write(() => prune(this.#db, now, retention));
  }

  async extent(): Promise<TimeRange | null> {
    const edge = (which: 'min' | 'max') =>
      this.#db.prepare<[], { hour: EpochHour | null }>(`SELECT ${which}(hour) AS hour FROM usage_hour`).get()
        ?.hour;
    const [first, last] = [edge('min'), edge('max')];
    if (first === null || first === undefined || last === null || last === undefined) return null;
    return { from: startOfHour(first), to: startOfHour((last + 1) as EpochHour) };
  }

  async hashKey(): Promise<Uint8Array> {
    const select = this.#db.prepare<[], { value: Buffer }>("SELECT value FROM meta WHERE key = 'hash_key'");
    const known = select.get();
    if (known) return known.value;
    this.#write(() =>
      this.#db
        .prepare("INSERT OR IGNORE INTO meta (key, value) VALUES ('hash_key', ?)")
        .run(randomBytes(HASH_KEY_BYTES)),
    );
    return select.get()?.value ?? new Uint8Array();
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  /** One transaction; errors of the engine in words. */
  #write<T>(work: () => T): T {
    try {
      return this.#db.transaction(work).immediate();
    } catch (error) {
      throw storageError(error, this.#path);
    }
  }

  /**
   * Another connection may have said which model stands behind an id: what is remembered of SKUs would be priced as
   * before. To be called inside the transaction, where nobody comes in between.
   */
  #noticeOthers(): void {
    const version = Number(this.#db.pragma('data_version', { simple: true }));
    if (version !== this.#dataVersion) this.#parts.skus.forget();
    this.#dataVersion = version;
  }

  #priceVersion(name: string, now: EpochSeconds): number {
    const find = this.#db.prepare<[string], { id: number }>('SELECT id FROM price_version WHERE name = ?');
    const known = find.get(name)?.id;
    if (known !== undefined) return known;
    const add = this.#db.prepare('INSERT INTO price_version (name, first_used) VALUES (?, ?)');
    return Number(add.run(name, now).lastInsertRowid);
  }

  #noteSource(batch: FactBatch, inserted: number): void {
    const { collector, account, region } = batch.source;
    let last: number | null = null;
    for (const fact of batch.facts) if (last === null || fact.at > last) last = fact.at;
    this.#db
      .prepare(
        `INSERT INTO source_state (collector, account, region, last_event, last_ingest, facts)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (collector, account, region) DO UPDATE SET
           last_event = max(coalesce(last_event, excluded.last_event), coalesce(excluded.last_event, last_event)),
           last_ingest = max(coalesce(last_ingest, 0), excluded.last_ingest), facts = facts + excluded.facts`,
      )
      .run(collector, account ?? '', region ?? '', last, batch.now, inserted);
  }
}

interface SourceRow {
  collector: string;
  account: string;
  region: string;
  last_event: EpochSeconds | null;
  last_ingest: EpochSeconds | null;
  facts: number;
  last_success: EpochSeconds | null;
  last_attempt: EpochSeconds | null;
  error: string | null;
  hint: string | null;
}
