/**
 * The store's answers that the overview is made of: few questions, each for many numbers.
 * @module
 */
import { knownRange } from '../../src/answers/freshness.ts';
import type { Alarm } from '../../src/domain/alarm.ts';
import type { StoreDimension, UsageRow } from '../../src/domain/measures.ts';
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
const NOTHING: TwoViews = { models: [], callers: [] };

/** Asks the store: at most eleven questions, two of them once an hour, however many rows there are. */
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
  const ask = (asked: TimeRange, keys: readonly StoreDimension[]) =>
    store.usage({ range: known(asked), by: keys, where: filters });
  const views = async (range: TimeRange, modelKeys: readonly StoreDimension[]): Promise<TwoViews> => {
    const [models, callers] = await Promise.all([ask(range, modelKeys), ask(range, callerKeys)]);
    return { models, callers };
  };
  const filtered = filters.length > 0;
  const scopesFollow = !filtered && by.includes('account') && by.includes('region');
  const [complete, current, before, otherScopes, unpriced, alarms, colours] = await Promise.all([
    periods.complete ? views(periods.complete, [size, 'model']) : NOTHING,
    periods.running ? ask(periods.running, [size, 'model', ...callerKeys]) : [],
    periods.before ? views(periods.before, ['model']) : null,
    scopesFollow ? [] : store.usage({ range: known(range), by: ['account', 'region'], where: [] }),
    filtered ? [] : store.unpriced(known(range)),
    store.alarms({ limit: MOST_ALARMS }),
    modelColours(store, extent, now),
  ]);
  // The running hours are few: one question for both views.
  const running = {
    models: keysOf(current, [0, 1]),
    callers: keysOf(
      current,
      callerKeys.map((_, i) => i + 2),
    ),
  };
  const callerRows = [...complete.callers, ...running.callers];
  const positions = [1 + by.indexOf('account'), 1 + by.indexOf('region')];
  const scopes = scopesFollow ? keysOf(callerRows, positions) : otherScopes;
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
