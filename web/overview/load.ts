/**
 * The store's answers that the overview is made of: few questions, each for many numbers.
 * @module
 */
import { knownRange } from '../../src/answers/freshness.ts';
import type { Alarm } from '../../src/domain/alarm.ts';
import { type Measures, NO_MEASURES, type StoreDimension, type UsageRow } from '../../src/domain/measures.ts';
import { type EpochSeconds, parseSpan, type TimeRange } from '../../src/domain/time.ts';
import type { SourceState, Store, UnpricedUsage } from '../../src/store/port.ts';
import { newestEvent } from '../http/freshness.ts';
import { type BucketSize, bucketSize } from './buckets.ts';
import { modelColours } from './model-colours.ts';
import { type Periods, periodsOf } from './periods.ts';
import type { OverviewRequest } from './request.ts';

/** Rows by bucket and model, and by principal and the third table's dimensions. */
export interface TwoViews {
  readonly models: readonly UsageRow[];
  readonly callers: readonly UsageRow[];
}

export interface OverviewData {
  readonly periods: Periods;
  readonly extent: TimeRange | null;
  readonly dataUpTo: EpochSeconds | null;
  readonly sources: readonly SourceState[];
  readonly size: BucketSize;
  /** Of the hours that are over; keys: bucket, model | principal, …breakdown. */
  readonly complete: TwoViews;
  /** Of the hours that are not: the same keys. */
  readonly running: TwoViews;
  /** Of the period before; null when nothing is compared. Keys: model | principal, …breakdown. */
  readonly before: TwoViews | null;
  /** Accounts and Regions to choose from, whatever is chosen now. Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  /** What has no price in the range; only asked for without filters. */
  readonly unpriced: readonly UnpricedUsage[];
  /** The newest ones, ended or not. */
  readonly alarms: readonly Alarm[];
  /** Slots that models have on every page. */
  readonly colours: ReadonlyMap<string, number>;
}

/** More marks than this would be a line. */
const MOST_ALARMS = 200;
const SCOPE_KEYS = ['account', 'region'] as const;
const ALL_MEASURES = Object.keys(NO_MEASURES) as (keyof Measures)[];
const NOTHING = { models: [], callers: [], scopes: [] };

/** Asks the store: at most nine questions, two of them once an hour, however many rows there are. */
export async function loadOverview(
  store: Store,
  request: OverviewRequest,
  now: EpochSeconds,
  frozen = false,
): Promise<OverviewData> {
  const { range, filters, by } = request;
  const [extent, sources] = await Promise.all([store.extent(), store.sources()]);
  const dataUpTo = newestEvent(sources, extent);
  const span = request.since === null ? null : (parseSpan(request.since) ?? null);
  const periods = periodsOf(range, { dataUpTo, dataFrom: extent?.from ?? null }, now, {
    compare: request.compare,
    span,
  });
  const size = bucketSize(range);
  const callerKeys: StoreDimension[] = ['principal', ...by];
  const known = (asked: TimeRange) => knownRange(asked, { now, frozen });
  const filtered = filters.length > 0;
  const scopesFollow = !filtered && by.includes('account') && by.includes('region');
  // Scopes are of the whole range and of all usage: where nothing is filtered, the same rows tell them.
  const scopeKeys = filtered || scopesFollow ? [] : [SCOPE_KEYS];
  const ask = async (asked: TimeRange, ...groupings: readonly (readonly StoreDimension[])[]) => {
    const found = await store.sums({
      range: known(asked),
      where: filters,
      measures: ALL_MEASURES,
      groupings,
    });
    const [models = [], callers = [], scopes = []] = found;
    return { models, callers, scopes };
  };
  const [complete, running, before, filteredScopes, unpriced, alarms, colours] = await Promise.all([
    periods.complete ? ask(periods.complete, [size, 'model'], callerKeys, ...scopeKeys) : NOTHING,
    periods.running ? ask(periods.running, [size, 'model'], callerKeys, ...scopeKeys) : NOTHING,
    periods.before ? ask(periods.before, ['model'], callerKeys) : null,
    filtered ? store.usage({ range: known(range), by: SCOPE_KEYS, where: [] }) : [],
    filtered ? [] : store.unpriced(known(range)),
    store.alarms({ limit: MOST_ALARMS }),
    modelColours(store, extent, now),
  ]);
  const callerRows = [...complete.callers, ...running.callers];
  const positions = [1 + by.indexOf('account'), 1 + by.indexOf('region')];
  const scopes = filtered
    ? filteredScopes
    : scopesFollow
      ? keysOf(callerRows, positions)
      : [...complete.scopes, ...running.scopes];
  return {
    periods,
    extent,
    dataUpTo,
    sources,
    size,
    complete,
    running,
    before,
    scopes,
    unpriced,
    alarms,
    colours,
  };
}

function keysOf(rows: readonly UsageRow[], positions: readonly number[]): UsageRow[] {
  return rows.map((row) => ({ ...row, key: positions.map((i) => row.key[i] ?? null) }));
}
