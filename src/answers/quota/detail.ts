/**
 * One quota in full: its minutes, its week by hour, its history, who fills it.
 * @module
 */
import { type AskedRates, askedRates } from '../../analysis/quota/asked-rates.ts';
import { hoursOfWeek } from '../../analysis/quota/hour-of-week.ts';
import { increaseRequest } from '../../analysis/quota/increase-request.ts';
import { mantleTraffic } from '../../analysis/quota/mantle.ts';
import { governingColumn } from '../../analysis/quota/measure.ts';
import type { QuotaStatus, WindowName } from '../../analysis/quota/status.ts';
import { WINDOWS } from '../../analysis/quota/status.ts';
import { type Traffic, trafficOf } from '../../analysis/quota/traffic.ts';
import { throttledColumn } from '../../analysis/quota/windows.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { AnswerContext } from '../context.ts';
import { DAYS, type QuotaRow, unasked } from '../quota.ts';
import { readQuotas, readRequests } from './bodies.ts';
import { callersOf } from './callers.ts';
import { growthOf } from './growth.ts';
import { type JudgedPlace, judgePlace } from './judge-place.ts';
import { catalogueLabels, listedPlaces, type Place } from './listed.ts';
import { loadRows, type Rows } from './load.ts';

export interface QuotaKey extends Place {
  readonly code: string;
}

/** The last 24 hours by minute, as shares of nothing: tokens or requests. Null: not covered by data. */
export interface QuotaMinutes {
  /** Minute of the first entry, since the epoch. */
  readonly first: number;
  readonly used: readonly (number | null)[];
  readonly reserved: readonly (number | null)[] | null;
  readonly throttled: readonly number[];
  /** What the traffic is compared with: the listed value, or twice it where the name says so. */
  readonly limit: number;
}

/** A value as it was seen over a time. */
export interface SeenValue {
  readonly kind: 'applied' | 'default';
  readonly value: number | null;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds | null;
}

export interface SeenRequest {
  readonly desired: number | null;
  readonly status: string;
  readonly created: number | null;
  readonly updated: number | null;
}

export interface QuotaDetail {
  readonly now: EpochSeconds;
  readonly window: WindowName;
  readonly row: QuotaRow;
  /** Null where there is no traffic to show. */
  readonly minutes: QuotaMinutes | null;
  /** Highest share of each hour of the week, Monday 00:00 UTC first, over the last seven days; null: not covered. */
  readonly week: readonly (number | null)[];
  /** Newest first. */
  readonly values: readonly SeenValue[];
  readonly requests: readonly SeenRequest[];
  /** Text of a quota increase request; null where nothing was measured. */
  readonly increase: string | null;
}

/** Null: no such quota is listed in that account and Region. */
export async function quotaDetail(
  context: AnswerContext,
  { code, account, region }: QuotaKey,
  window: WindowName,
  parts: { readonly growth?: boolean } = {},
): Promise<QuotaDetail | null> {
  const where = { account, region };
  const [places, rows] = await Promise.all([
    listedPlaces(context, where),
    loadRows(context, { days: DAYS, where, metrics: 'all' }),
  ]);
  const [place] = places;
  if (place === undefined) return null;
  const judged = judgePlace(place, rows, catalogueLabels(context.book), window, context);
  const status = judged.statuses.find(({ quota }) => quota.code === code);
  if (status === undefined) return null;
  const growth = parts.growth === false ? undefined : await growthOf(context, [judged], [status], rows);
  const callers = await callersOf(context, status);
  const ahead = growth?.get(status) ?? unasked(status);
  const estimated = typeof ahead.timeToThrottle === 'string' ? null : ahead.timeToThrottle;
  const shown = trafficShown(status, judged, rows);
  return {
    now: context.now,
    window,
    row: { ...status, ...ahead, callers },
    minutes: shown && lastDay(shown, judged, rows),
    week: shown && judged.coverage ? weekOf(shown, judged, rows) : [],
    ...(await historyOf(context, { code, ...where })),
    increase: increaseRequest(status, measuredRates(status, judged, rows), estimated),
  };
}

/** Also where the limit is zero: what is refused is demand, too. */
function measuredRates(status: QuotaStatus, judged: JudgedPlace, rows: Rows): AskedRates | null {
  const [traffic] = trafficByFullness(status, judged, rows);
  if (traffic === undefined || judged.coverage === null) return null;
  return askedRates(traffic, judged.coverage, rows.length);
}

interface Shown {
  readonly traffic: Traffic;
  readonly effective: number;
  readonly daily: boolean;
}

/** Of a name that limits two kinds of traffic, the one whose week is fuller: the one that was judged. */
function trafficShown({ match, limit }: QuotaStatus, judged: JudgedPlace, rows: Rows): Shown | null {
  if (match.status !== 'mapped' || limit === null || limit.value <= 0) return null;
  const [traffic] = trafficByFullness({ match }, judged, rows);
  if (traffic === undefined) return null;
  return { traffic, effective: limit.value * traffic.times, daily: match.parsed.metric === 'tpd' };
}

function trafficByFullness(
  { match }: Pick<QuotaStatus, 'match'>,
  judged: JudgedPlace,
  { length }: Rows,
): Traffic[] {
  if (match.status !== 'mapped') return [];
  const all =
    match.parsed.scope === 'mantle'
      ? mantleTraffic(match, judged.mantle, length)
      : trafficOf(match, judged.minutes.buckets, length);
  const fullness = ({ used, times }: Traffic) => used.reduce((a, b) => Math.max(a, b), 0) / times;
  return all.toSorted((a, b) => fullness(b) - fullness(a));
}

function lastDay({ traffic, effective, daily }: Shown, judged: JudgedPlace, rows: Rows): QuotaMinutes | null {
  const { coverage } = judged;
  if (coverage === null) return null;
  const from = Math.max(0, rows.length - WINDOWS.day);
  const covered = (column: Float64Array) =>
    Array.from(column.subarray(from), (value, i) =>
      from + i >= coverage.from && from + i < coverage.end ? value : null,
    );
  return {
    first: rows.first + from,
    used: covered(daily ? governingColumn(traffic, true) : traffic.used),
    reserved: traffic.reserved === null ? null : covered(traffic.reserved),
    throttled: Array.from(throttledColumn(traffic, rows.length).subarray(from)),
    limit: effective,
  };
}

function weekOf({ traffic, effective, daily }: Shown, { coverage }: JudgedPlace, rows: Rows) {
  if (coverage === null) return [];
  const from = Math.max(coverage.from, coverage.end - WINDOWS.week);
  return hoursOfWeek(governingColumn(traffic, daily), rows.first, { from, end: coverage.end }, effective);
}

/** Values and requests as they were known by now. */
async function historyOf({ store, now }: AnswerContext, { code, account, region }: QuotaKey) {
  const ask = async (kind: string, id?: string) => {
    const items = await store.items({
      ...{ kind, account, region, history: true },
      ...(id === undefined ? {} : { id }),
    });
    const known = items.filter(({ from }) => from <= now);
    return known.map((item) => (item.to !== null && item.to > now ? { ...item, to: null } : item));
  };
  const [applied, defaults, requests] = await Promise.all([
    ask('quota-applied', code),
    ask('quota-default', code),
    ask('quota-request'),
  ]);
  const seen = (kind: SeenValue['kind'], items: typeof applied) =>
    readQuotas(items).map(({ item, body }) => ({ kind, value: body.value, from: item.from, to: item.to }));
  const values = [...seen('applied', applied), ...seen('default', defaults)];
  const asked = readRequests(requests.filter(({ to }) => to === null)).filter(
    ({ body }) => body.code === code,
  );
  return {
    values: values.toSorted((a, b) => b.from - a.from),
    requests: asked
      .map(({ body: { desired, status, created, updated } }) => ({ desired, status, created, updated }))
      .toSorted((a, b) => (b.created ?? 0) - (a.created ?? 0)),
  };
}
