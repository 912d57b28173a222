/**
 * The daemon's own state: how fresh each source is, which prices are in force, what was left out.
 * @module
 */

import type { PriceBookHealth } from '../../pricing/index.ts';
import { OWN_COST_DAYS, type OwnCost, ownCost } from '../../src/analysis/own-cost.ts';
import { alarmsAnswer } from '../../src/answers/alarms.ts';
import { priceHealth } from '../../src/answers/price-health.ts';
import type { Config } from '../../src/config/schema.ts';
import {
  type EpochSeconds,
  isoInstant,
  parseInstant,
  SECONDS_PER_DAY,
  type TimeRange,
} from '../../src/domain/time.ts';
import { VERSION } from '../../src/domain/version.ts';
import type { Overflow, Source, SourceState } from '../../src/store/port.ts';
import type { CollectorHealth, WebDeps } from '../deps.ts';
import { type HistoryStatus, historyStatus } from './history.ts';
import { type LateCalls, lateCalls } from './late.ts';
import { type WatchStatus, watchStatus } from './watch.ts';

/** How many days back overflows of the cardinality ceiling are listed. */
const OVERFLOW_DAYS = 35;

export interface SourceStatus extends Source {
  readonly status: 'ok' | 'failed' | 'never';
  /** When the source last answered without an error, with or without new records. */
  readonly lastSuccess: string | null;
  readonly lastIngest: string | null;
  readonly lastEvent: string | null;
  /** Age of the newest event. */
  readonly lagSeconds: number | null;
  /** Since the source's position last moved. */
  readonly cursorAgeSeconds: number | null;
  readonly facts: number;
  readonly error: string | null;
  readonly hint: string | null;
}

export interface Status {
  readonly version: string;
  readonly now: string;
  readonly startedAt: string;
  readonly uptimeSeconds: number;
  readonly demo: boolean;
  /** First and last hour with usage; null while the store is empty. */
  readonly extent: { readonly from: string; readonly to: string } | null;
  readonly sources: readonly SourceStatus[];
  /** How far the past has been read since the first start; null where there is none to read. */
  readonly history: HistoryStatus | null;
  readonly priceBook: {
    readonly version: string;
    readonly newestSource: string;
    readonly ageDays: number | null;
    readonly models: number;
    readonly prices: number;
    /** What the last reading of the AWS Price List says of them. */
    readonly health: PriceBookHealth;
    /** For information: never taken off the cost. */
    readonly credits: Config['pricing']['credits'];
  };
  readonly overflows: readonly Overflow[];
  /** Calls that came too late to be told from known ones, and were not counted; null: none. */
  readonly late: LateCalls | null;
  /** Whether alarms are watched for, and whether people can be told. */
  readonly alarms: WatchStatus;
  /** What watching costs: calls to AWS of the last days. */
  readonly ownCost: OwnCost;
}

/** Gathers the state: four small questions to the store. */
export async function readStatus(deps: WebDeps): Promise<Status> {
  const { store, book, rater } = deps;
  const now = deps.now();
  const recent: TimeRange = { from: (now - OVERFLOW_DAYS * SECONDS_PER_DAY) as EpochSeconds, to: now };
  const week: TimeRange = { from: (now - OWN_COST_DAYS * SECONDS_PER_DAY) as EpochSeconds, to: now };
  const [extent, states, overflows, calls, health, late, alarms] = await Promise.all([
    store.extent(),
    store.sources(),
    store.overflows(recent),
    store.awsCalls(week),
    priceHealth({ store, book, now }),
    lateCalls(store),
    alarmsAnswer({ store, book, rater, now, config: deps.config }),
  ]);
  const published = parseInstant(book.newestSource);
  return {
    version: VERSION,
    now: isoInstant(now),
    startedAt: isoInstant(deps.startedAt),
    uptimeSeconds: Math.max(0, now - deps.startedAt),
    demo: deps.demo,
    extent: extent && { from: isoInstant(extent.from), to: isoInstant(extent.to) },
    sources: mergeSources(states, deps.collectors?.() ?? [], now),
    history: historyStatus(deps.history?.()),
    priceBook: {
      version: rater.version,
      newestSource: book.newestSource,
      ageDays: published === undefined ? null : Math.max(0, Math.floor((now - published) / SECONDS_PER_DAY)),
      models: book.models.size,
      prices: book.rows.length,
      health,
      credits: deps.config.pricing.credits,
    },
    overflows,
    late,
    alarms: watchStatus(alarms),
    ownCost: ownCost(calls, deps.startedAt, now),
  };
}

/** One line per source: what the store has seen of it, and how its collector did. */
export function mergeSources(
  states: readonly SourceState[],
  health: readonly CollectorHealth[],
  now: EpochSeconds,
): SourceStatus[] {
  const key = ({ collector, account, region }: Source) => JSON.stringify([collector, account, region]);
  const stateByKey = new Map(states.map((state) => [key(state), state]));
  const healthByKey = new Map(health.map((one) => [key(one), one]));
  const all = new Map<string, Source>([...states, ...health].map((source) => [key(source), source]));
  return [...all].map(([id, { collector, account, region }]): SourceStatus => {
    const [state, collected] = [stateByKey.get(id), healthByKey.get(id)];
    const lastIngestAt = state?.lastIngestAt ?? null;
    const lastEventAt = state?.lastEventAt ?? null;
    const lastSuccessAt = collected ? collected.lastSuccessAt : (state?.lastSuccessAt ?? lastIngestAt);
    // Without a collector here, how its last run ended is what the store remembers.
    const error = collected ? collected.error : (state?.error ?? null);
    return {
      collector,
      account,
      region,
      status: error !== null ? 'failed' : lastSuccessAt === null ? 'never' : 'ok',
      lastSuccess: iso(lastSuccessAt),
      lastIngest: iso(lastIngestAt),
      lastEvent: iso(lastEventAt),
      lagSeconds: age(lastEventAt, now),
      cursorAgeSeconds: age(lastIngestAt, now),
      facts: state?.facts ?? 0,
      error,
      hint: (collected ? collected.hint : state?.hint) ?? null,
    };
  });
}

const iso = (at: EpochSeconds | null): string | null => (at === null ? null : isoInstant(at));
const age = (at: EpochSeconds | null, now: EpochSeconds): number | null =>
  at === null ? null : Math.max(0, now - at);
