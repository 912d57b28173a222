/**
 * Unusual spend over a range: incidents with their dollars and causes, and the band of one scope.
 * @module
 */
import { withCacheRegressions } from '../analysis/anomaly/cache/incidents.ts';
import { type CacheHour, cacheRegressions } from '../analysis/anomaly/cache/regression.ts';
import { detectIncidents } from '../analysis/anomaly/spend/detect.ts';
import {
  type Causes,
  CONTRIBUTOR_DIMENSIONS,
  type Contributor,
  causesOf,
  contributorsOf,
} from '../analysis/anomaly/spend/explain.ts';
import type { Incident } from '../analysis/anomaly/spend/incident.ts';
import type { NewcomerDimension, NewcomerHour } from '../analysis/anomaly/spend/newcomers.ts';
import {
  DEFAULT_OPTIONS,
  gapsOf,
  SCOPE_DIMENSIONS,
  type Scope,
  type ScopeDimension,
  type SpendSeries,
} from '../analysis/anomaly/spend/series.ts';
import { type JudgedHour, judgeHours } from '../analysis/anomaly/spend/surge.ts';
import { OTHER_LABEL } from '../domain/dimension.ts';
import type { SumRow, UsageQuery } from '../domain/measures.ts';
import {
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  hourOf,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  startOfHour,
  type TimeRange,
} from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import type { AnswerContext } from './context.ts';
import { completenessOf } from './freshness.ts';

/** History read before the range: six weeks of baseline, and a week in which it settles. */
const HISTORY_DAYS = 49;
/** Twice the week that a share of reads is compared with, and that a regression may last. */
const CACHE_HISTORY_DAYS = 14;
/** Incidents explained by further questions to the store; the dearest come first. */
const MOST_EXPLAINED = 20;
/** Weeks before that an incident is compared with. */
const WEEKS_BACK = [1, 2, 3] as const;
const WEEK_HOURS = 168;

export interface AnomalyRequest {
  readonly range: TimeRange;
  readonly where: UsageQuery['where'];
  /** The scope whose band is wanted; null: the total. */
  readonly band: Scope | null;
}

export interface ExplainedIncident extends Incident {
  /** Who cost more than before, by dimension, largest first. */
  readonly contributors: readonly Contributor[];
  /** Null where there was nothing to compare with. */
  readonly causes: Causes | null;
}

export interface Band {
  readonly scope: Scope;
  readonly from: EpochHour;
  readonly hours: readonly JudgedHour[];
}

export interface Anomalies {
  readonly range: TimeRange;
  /** Behind the last hour that was judged. */
  readonly completeTo: EpochHour;
  readonly dataUpTo: EpochSeconds | null;
  /** Hours of history before the range, at most seven weeks. */
  readonly historyHours: number;
  readonly incidents: readonly ExplainedIncident[];
}

/** Finds and explains the incidents that touch the range, dearest first. */
export async function anomalies(
  { store, now }: Pick<AnswerContext, 'store' | 'now'>,
  request: AnomalyRequest,
): Promise<Anomalies> {
  const { extent, completeTo, dataUpTo } = await completenessOf(store, now);
  const { range } = request;
  if (extent === null) {
    return { range, completeTo, dataUpTo, historyHours: 0, incidents: [] };
  }
  const start = hourOf(epochSeconds(Math.max(extent.from, historyStart(range.from))));
  const end = Math.min(completeTo, hourOf(range.to)) as EpochHour;
  const [history, prompts] = await Promise.all([
    readHistory(store, request.where, start, end),
    readPrompts(store, request, start, end),
  ]);
  const found = withCacheRegressions(
    detectIncidents({ ...history, start, completeTo: end, options: DEFAULT_OPTIONS }),
    cacheRegressions(prompts, end),
    end,
  );
  const first = hourOf(range.from);
  const within = found.filter((incident) => incident.to > first && incident.from < end);
  const explained = await Promise.all(
    within.slice(0, MOST_EXPLAINED).map((incident) => explain(store, request, incident, start)),
  );
  const unexplained = within
    .slice(MOST_EXPLAINED)
    .map((incident) => ({ ...incident, contributors: [], causes: null }));
  return {
    range,
    completeTo: end,
    dataUpTo,
    historyHours: Math.max(0, first - start),
    incidents: [...explained, ...unexplained],
  };
}

/** Seven weeks before, from a midnight: asking an hour later must not move the baseline. */
function historyStart(from: EpochSeconds): number {
  return (Math.floor(from / SECONDS_PER_DAY) - HISTORY_DAYS) * SECONDS_PER_DAY;
}

const TOTAL: Scope = { dimension: 'total', value: null };

interface History {
  readonly series: readonly SpendSeries[];
  readonly newcomers: readonly {
    readonly dimension: NewcomerDimension;
    readonly rows: readonly NewcomerHour[];
  }[];
}

const SPEND = ['cost', 'unpricedTokens'] as const;
const READ_DIMENSIONS = ['account', 'model', 'principal', 'agent', 'region'] as const;

async function readHistory(
  store: Store,
  where: UsageQuery['where'],
  start: EpochHour,
  end: EpochHour,
): Promise<History> {
  if (start >= end) return { series: [], newcomers: [] };
  const range = { from: startOfHour(start), to: startOfHour(end) };
  const found = await store.sums({
    ...{ range, where, measures: SPEND },
    groupings: READ_DIMENSIONS.map((dimension) => ['hour', dimension] as const),
  });
  const rows = Object.fromEntries(
    READ_DIMENSIONS.map((dimension, i) => [dimension, hourRows(found[i] ?? [])]),
  ) as Record<(typeof READ_DIMENSIONS)[number], HourRow[]>;
  const gaps = gapsOf(busyHours(rows.account, start, end));
  const seriesOf = (dimension: ScopeDimension, of: readonly HourRow[], grouped: boolean) =>
    fillSeries(dimension, of, start, gaps, grouped);
  return {
    series: SCOPE_DIMENSIONS.flatMap((dimension) =>
      dimension === 'total'
        ? seriesOf(dimension, rows.account, false)
        : seriesOf(dimension, rows[dimension], true),
    ),
    newcomers: (['model', 'principal', 'region'] as const).map((dimension) => ({
      dimension,
      rows: rows[dimension],
    })),
  };
}

/** Prompts by caller and model, from so long before the range that a regression which goes on has its week before. */
async function readPrompts(
  store: Store,
  { where, range }: AnomalyRequest,
  start: EpochHour,
  end: EpochHour,
): Promise<CacheHour[]> {
  const from = Math.max(startOfHour(start), range.from - CACHE_HISTORY_DAYS * SECONDS_PER_DAY);
  if (from >= startOfHour(end)) return [];
  const [rows = []] = await store.sums({
    range: { from: epochSeconds(from), to: startOfHour(end) },
    groupings: [['hour', 'principal', 'model']],
    measures: ['input', 'cacheRead', 'cacheWrite', 'costInput', 'costCacheRead', 'costCacheWrite'],
    where,
  });
  return rows.flatMap((row): CacheHour[] => {
    const { at } = row;
    const [, principal, model] = row.key;
    if (at === null || principal == null || model == null || principal === OTHER_LABEL) return [];
    return [
      {
        ...{ hour: hourOf(at), principal, model },
        ...{ input: row.input, cacheRead: row.cacheRead, cacheWrite: row.cacheWrite },
        costInput: Number(row.costInput),
        costCacheRead: Number(row.costCacheRead),
        costCacheWrite: Number(row.costCacheWrite),
      },
    ];
  });
}

type HourRow = NewcomerHour;

function hourRows(rows: readonly SumRow<(typeof SPEND)[number]>[]): HourRow[] {
  return rows.flatMap(({ at, key, cost, unpricedTokens }) =>
    at === null ? [] : [{ hour: hourOf(at), value: key[1] ?? null, cost: Number(cost), unpricedTokens }],
  );
}

function fillSeries(
  dimension: ScopeDimension,
  rows: readonly HourRow[],
  start: EpochHour,
  gaps: readonly boolean[],
  grouped: boolean,
): SpendSeries[] {
  const byValue = new Map<string | null, Float64Array>();
  for (const { hour, value, cost } of rows) {
    // Calls of no agent are the rest of the total, nobody of their own.
    if (dimension === 'agent' && value === null) continue;
    const key = grouped ? value : null;
    let series = byValue.get(key);
    if (series === undefined) {
      series = Float64Array.from(gaps, (gap) => (gap ? Number.NaN : 0));
      byValue.set(key, series);
    }
    series[hour - start] = (series[hour - start] ?? 0) + cost;
  }
  return [...byValue].map(([value, cost]) => ({ scope: { dimension, value }, start, cost }));
}

async function explain(
  store: Store,
  { where }: AnomalyRequest,
  incident: Incident,
  start: EpochHour,
): Promise<ExplainedIncident> {
  const usageOf = (from: number, to: number) =>
    store.usage({
      range: { from: epochSeconds(from * SECONDS_PER_HOUR), to: epochSeconds(to * SECONDS_PER_HOUR) },
      by: CONTRIBUTOR_DIMENSIONS,
      where: [...where, ...filterOf(incident.scope)],
    });
  const weeks = WEEKS_BACK.map((back) => incident.from - back * WEEK_HOURS).filter((from) => from >= start);
  // A drift has the weeks before in it: it is compared with those it was judged by.
  const shift = incident.kind === 'drift' ? WEEK_HOURS : 0;
  const [current, ...earlier] = await Promise.all([
    usageOf(incident.from, incident.to),
    ...weeks.map((from) => usageOf(from - shift, incident.to - incident.from + from - shift)),
  ]);
  const before = earlier.flat();
  return {
    ...incident,
    contributors: contributorsOf(current ?? [], before, weeks.length),
    causes: weeks.length === 0 ? null : causesOf(current ?? [], before, weeks.length),
  };
}

/** The filter that a scope is. */
export function filterOf({ dimension, value }: Scope): UsageQuery['where'] {
  return dimension === 'total' ? [] : [{ dimension, values: [value] }];
}

/** Every judged hour of one scope in the range; null while nothing is stored. */
export async function anomalyBand(
  { store, now }: Pick<AnswerContext, 'store' | 'now'>,
  { range: asked, where, band }: AnomalyRequest,
): Promise<Band | null> {
  const { extent, completeTo } = await completenessOf(store, now);
  if (extent === null) return null;
  const scope = band ?? TOTAL;
  const start = hourOf(epochSeconds(Math.max(extent.from, historyStart(asked.from))));
  const end = Math.min(completeTo, hourOf(asked.to)) as EpochHour;
  const first = Math.max(hourOf(asked.from), start) as EpochHour;
  if (first >= end) return { scope, from: first, hours: [] };
  const range = { from: startOfHour(start), to: startOfHour(end) };
  const ask = async (filters: UsageQuery['where']) =>
    (await store.sums({ range, where: filters, measures: SPEND, groupings: [['hour']] }))[0] ?? [];
  const [all, own] = await Promise.all([
    ask(where),
    band === null ? null : ask([...where, ...filterOf(scope)]),
  ]);
  const gaps = gapsOf(busyHours(hourRows(all), start, end));
  const [series] = fillSeries('total', hourRows(own ?? all), start, gaps, false);
  if (series === undefined) return { scope, from: first, hours: [] };
  return { scope, from: first, hours: judgeHours(series, DEFAULT_OPTIONS).slice(first - start) };
}

function busyHours(rows: readonly HourRow[], start: EpochHour, end: EpochHour): boolean[] {
  const busy = new Array<boolean>(end - start).fill(false);
  for (const { hour } of rows) busy[hour - start] = true;
  return busy;
}
