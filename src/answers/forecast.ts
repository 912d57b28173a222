/**
 * What a month will have cost at its end, in all and by group.
 * @module
 */

import type { Bounds } from '../analysis/coverage/price.ts';
import {
  type ForecastAmounts,
  forecastPeriod,
  type GroupSpend,
  HISTORY_DAYS,
  midnight,
  type PeriodForecast,
} from '../analysis/forecast/period.ts';
import { costOf } from '../analysis/spend.ts';
import { formatCount, formatUsd } from '../domain/format.ts';
import {
  type Measures,
  NO_MEASURES,
  pricedCost,
  type StoreDimension,
  type UsageQuery,
  type UsageRow,
  unpricedTokens,
} from '../domain/measures.ts';
import { type NanoUsd, nanoUsd, usdString, ZERO_USD } from '../domain/money.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  epochSeconds,
  isoDay,
  isoInstant,
  isoMonth,
  parseInstant,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  type TimeRange,
} from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import type { AnswerContext } from './context.ts';
import { spendCoverage } from './coverage.ts';
import { type Completeness, completenessOf, untilNow } from './freshness.ts';

const DAY = SECONDS_PER_DAY;
/** The dearest groups get a forecast; the rest show what they spent. */
const MOST_GROUPS = 100;

export interface ForecastRequest {
  readonly period: TimeRange;
  /** Null: the total alone. */
  readonly by: StoreDimension | null;
  readonly where: UsageQuery['where'];
}

export interface ForecastRow extends PeriodForecast {
  readonly value: string | null;
  readonly measures: Measures;
  /** Null where nothing of it has a price. */
  readonly actual: NanoUsd | null;
}

/** What only metrics saw of a period so far: in no amount of a forecast, because nobody knows whose it is. */
export interface DarkSoFar {
  readonly tokens: number;
  readonly calls: number;
  /** Null: none of it has a price. */
  readonly cost: Bounds | null;
}

export interface Forecast {
  readonly request: ForecastRequest;
  /** Up to here the data are complete; the rest is forecast from it. Null when nothing is stored. */
  readonly asOf: EpochSeconds | null;
  readonly dataUpTo: EpochSeconds | null;
  readonly total: ForecastRow;
  /** Null: nothing is dark, nothing was measured, or the filters cannot be told of calls without a record. */
  readonly dark: DarkSoFar | null;
  /** Dearest first. */
  readonly rows: readonly ForecastRow[];
  /** Spend of each complete day of the period and of today so far, in order. */
  readonly days: readonly { readonly day: EpochDay; readonly cost: number }[];
}

/** Known before they happen or not known at all: what every forecast rests on. */
export const FORECAST_ASSUMPTIONS = [
  'The coming weeks look like the last ones: shape, growth and straying are taken from up to eight weeks.',
  'What each of the last three months brought on a day of the month comes again; holidays and launches are not known.',
  'Prices stay as they were when the calls were made; a change that the catalogue dates in the future is not applied.',
  'Usage without a price is in no amount.',
] as const;

/** Forecasts the end of a period, of the total and of each value of a dimension. */
export async function forecast(
  context: AnswerContext,
  request: ForecastRequest,
  askDark: typeof darkSoFar = darkSoFar,
): Promise<Forecast> {
  const { store, now } = context;
  const complete = await completenessOf(store, now);
  const { period, by, where } = request;
  const [total] = await forecastRows(store, { period, by: null, where }, complete, now);
  const rows = by === null ? [] : await forecastRows(store, request, complete, now);
  const asOf = asOfOf(complete);
  const none = { value: null, measures: NO_MEASURES, actual: ZERO_USD, forecast: null, path: [] };
  return {
    request,
    asOf,
    dataUpTo: complete.dataUpTo,
    total: total?.row ?? { ...none, reason: 'nothing is stored yet' },
    rows: rows.map(({ row }) => row),
    days: total?.days ?? [],
    dark: complete.extent === null ? null : await askDark(context, { range: period, where }),
  };
}

/** What only metrics saw of the range, up to now. */
export async function darkSoFar(
  context: AnswerContext,
  { range, where }: { readonly range: TimeRange; readonly where: UsageQuery['where'] },
): Promise<DarkSoFar | null> {
  const past = untilNow(range, context.now);
  const found = past.from < past.to ? await spendCoverage(context, { range: past, where }) : null;
  if (found === null) return null;
  const { dark, cost } = found;
  const tokens = dark.input + dark.output + dark.cacheRead + dark.cacheWrite;
  return tokens === 0 && dark.invocations === 0 ? null : { tokens, calls: dark.invocations, cost };
}

const asOfOf = ({ extent, completeTo }: Completeness): EpochSeconds | null =>
  extent === null ? null : epochSeconds(completeTo * SECONDS_PER_HOUR);

interface Row {
  readonly row: ForecastRow;
  readonly days: Forecast['days'];
}

/** One row a value, dearest first; the total is the one row of no dimension, also where it is nothing. */
async function forecastRows(
  store: Store,
  { period, by, where }: ForecastRequest,
  complete: Completeness,
  now: EpochSeconds,
): Promise<Row[]> {
  const asOf = asOfOf(complete);
  if (complete.extent === null || asOf === null) return [];
  const { extent } = complete;
  const keys = by === null ? [] : [by];
  const today = midnight(asOf);
  const from = epochSeconds(Math.min(today - HISTORY_DAYS * DAY, period.from));
  const past = untilNow(period, now);
  const [found, daily, hourly] = await Promise.all([
    past.from < past.to ? store.usage({ range: past, by: keys, where }) : [],
    store.usage({ range: { from, to: today }, by: ['day', ...keys], where }),
    store.usage({ range: { from: epochSeconds(today - 7 * DAY), to: asOf }, by: ['hour', ...keys], where }),
  ]);
  const byDay = sumsByDay(daily);
  addToday(byDay, hourly, today);
  const rest = restShares(hourly, asOf, today);
  const overall = rest.all;
  const stored = by === null && found.length === 0 ? [{ ...NO_MEASURES, key: [] }] : found;
  return stored
    .map((measures) => ({ measures, value: measures.key[0] ?? null }))
    .sort((a, b) => compare(pricedCost(b.measures), pricedCost(a.measures)))
    .map(({ measures, value }, i): Row => {
      const group: GroupSpend = {
        byDay: byDay.get(value) ?? new Map(),
        restOfToday: rest.of.get(value) ?? overall,
        actual: pricedCost(measures),
      };
      const frame = { period, asOf, dataFrom: extent.from };
      const seed = `${isoInstant(period.from)} ${by ?? ''} ${value ?? ''}`;
      const made =
        period.from > now
          ? noForecast('the period has not begun')
          : costOf(measures) === null
            ? noForecast('none of it has a price')
            : i < MOST_GROUPS
              ? forecastPeriod(group, frame, seed)
              : noForecast(`only the ${MOST_GROUPS} dearest are forecast`);
      const days = [...group.byDay]
        .filter(([day]) => day >= dayOf(period.from) && day * DAY < period.to)
        .sort(([a], [b]) => a - b)
        .map(([day, cost]) => ({ day, cost }));
      return { row: { value, measures, actual: costOf(measures), ...made }, days };
    });
}

const noForecast = (reason: string): PeriodForecast => ({ forecast: null, reason, path: [] });

type ByDay = Map<string | null, Map<EpochDay, number>>;

function sumsByDay(rows: readonly UsageRow[]): ByDay {
  const sums: ByDay = new Map();
  for (const row of rows) {
    const at = parseInstant(row.key[0] ?? '');
    if (at !== undefined) addTo(sums, row.key[1] ?? null, dayOf(at), Number(pricedCost(row)));
  }
  return sums;
}

function addToday(sums: ByDay, hourly: readonly UsageRow[], today: EpochSeconds): void {
  for (const row of hourly) {
    const at = parseInstant(row.key[0] ?? '');
    if (at !== undefined && at >= today) addTo(sums, row.key[1] ?? null, dayOf(at), Number(pricedCost(row)));
  }
}

function addTo(sums: ByDay, value: string | null, day: EpochDay, cost: number): void {
  const days = sums.get(value) ?? new Map<EpochDay, number>();
  days.set(day, (days.get(day) ?? 0) + cost);
  sums.set(value, days);
}

/** Which share of each of the last seven days' spend came after this time of day; days without spend tell nothing. */
function restShares(hourly: readonly UsageRow[], asOf: EpochSeconds, today: EpochSeconds) {
  const clock = asOf - today;
  const sums = new Map<string | null, Map<EpochDay, { rest: number; whole: number }>>();
  const all = new Map<EpochDay, { rest: number; whole: number }>();
  for (const row of hourly) {
    const at = parseInstant(row.key[0] ?? '');
    if (at === undefined || at >= today) continue;
    const cost = Number(pricedCost(row));
    const own = sums.get(row.key[1] ?? null) ?? new Map<EpochDay, { rest: number; whole: number }>();
    sums.set(row.key[1] ?? null, own);
    for (const days of [own, all]) {
      const sum = days.get(dayOf(at)) ?? { rest: 0, whole: 0 };
      sum.rest += at % DAY >= clock ? cost : 0;
      sum.whole += cost;
      days.set(dayOf(at), sum);
    }
  }
  const shares = (days: ReadonlyMap<EpochDay, { rest: number; whole: number }>) => {
    const known = [...days.values()].filter(({ whole }) => whole > 0);
    return known.length === 0 ? [1 - clock / DAY] : known.map(({ rest, whole }) => rest / whole);
  };
  return { all: shares(all), of: new Map([...sums].map(([value, days]) => [value, shares(days)])) };
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The JSON of `forecast`, the same from the CLI and the API. */
export function forecastJson({ request, asOf, total, rows, days, dark }: Forecast) {
  const { period, by } = request;
  return {
    month: isoMonth(dayOf(period.from)),
    from: isoInstant(period.from),
    to: isoInstant(period.to),
    asOf: asOf === null ? null : isoInstant(asOf),
    ...rowJson(total),
    actual: usdString(pricedCost(total.measures)),
    dark: dark?.cost ? amountsJson(dark.cost) : null,
    assumptions: FORECAST_ASSUMPTIONS,
    by: rows.map((row) => ({ [by ?? '']: row.value, ...rowJson(row) })),
    days: days.map(({ day, cost }) => ({ day: isoDay(day), cost: usdString(nanoUsd(BigInt(cost))) })),
    path: total.path.map(({ day, ...amounts }) => ({ day: isoDay(day), ...amountsJson(amounts) })),
  };
}

function rowJson({ actual, measures, forecast: amounts, reason }: ForecastRow) {
  return {
    actual: actual === null ? null : usdString(actual),
    unpriced: { invocations: measures.unpricedInvocations, tokens: unpricedTokens(measures) },
    forecast: amounts && amountsJson(amounts),
    ...(reason === null ? {} : { reason }),
  };
}

/** `and about $12.30 ($10.00 to $15.00) seen only by metrics`; empty where nothing is dark. */
export function darkWords(dark: DarkSoFar | null): string {
  if (dark === null) return '';
  const { cost, tokens, calls } = dark;
  if (cost !== null) {
    return `about ${formatUsd(cost.mid)} (${formatUsd(cost.low)} to ${formatUsd(cost.high)}) seen only by metrics`;
  }
  const amount = tokens > 0 ? `${formatCount(tokens)} tokens` : `${formatCount(calls)} calls`;
  return `${amount} without a price seen only by metrics`;
}

export function amountsJson({ low, mid, high }: ForecastAmounts) {
  return { low: usdString(low), mid: usdString(mid), high: usdString(high) };
}
