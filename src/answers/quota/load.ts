/**
 * The rows that quotas are judged by: one reading of logs and metrics for all accounts and Regions.
 * @module
 */
import { burndownOf } from '../../analysis/quota/burndown.ts';
import { identifier } from '../../analysis/quota/identity.ts';
import {
  MANTLE_METRICS,
  MANTLE_NAMESPACE,
  type MantleBucket,
  mantleBuckets,
} from '../../analysis/quota/mantle.ts';
import { columnOf, isRuntimeSeries, RUNTIME_METRICS } from '../../analysis/quota/metric-columns.ts';
import { type Minutes, minutesOf } from '../../analysis/quota/minutes.ts';
import { outputLimitOf } from '../../analysis/quota/output-limit.ts';
import type { DemandSeries } from '../../domain/demand.ts';
import type { MetricData } from '../../domain/metric.ts';
import { epochSeconds, type TimeRange } from '../../domain/time.ts';
import type { SourceState } from '../../store/port.ts';
import type { AnswerContext } from '../context.ts';
import type { ListedPlace, Place } from './listed.ts';

export interface Rows {
  readonly range: TimeRange;
  /** Minute of the first column entry. */
  readonly first: number;
  readonly length: number;
  readonly demand: readonly DemandSeries[];
  readonly runtime: readonly MetricData[];
  readonly mantle: readonly MetricData[];
  readonly sources: readonly SourceState[];
}

/** Which metrics are read: `all` also those of tokens by kind, which only averages need where AWS counts itself;
 * `mantle` those alone of the endpoint without logs. */
export type MetricChoice = 'none' | 'mantle' | 'needed' | 'all';

export interface LoadOptions {
  readonly days: number;
  readonly where: Partial<Place>;
  /** Only these base models' logs. */
  readonly models?: readonly string[];
  readonly metrics: MetricChoice;
}

/** Rows of whole minutes up to now. */
export async function loadRows({ store, now }: AnswerContext, options: LoadOptions): Promise<Rows> {
  const { days, where, models, metrics } = options;
  const to = epochSeconds(Math.ceil(now / 60) * 60);
  const range = { from: epochSeconds(to - days * 86_400), to };
  const wanted = (namespace: string) =>
    metrics === 'mantle' ? namespace === MANTLE_NAMESPACE : metrics !== 'none';
  const ask = (namespace: string, names: readonly string[]) =>
    wanted(namespace) ? store.metrics({ range, namespace, metrics: names, ...where }) : [];
  const [demand, counted, mantle, sources] = await Promise.all([
    store.demand({ range, ...where, ...(models === undefined ? {} : { models }) }),
    ask('AWS/Bedrock', COUNTED),
    ask(MANTLE_NAMESPACE, MANTLE_METRICS),
    store.sources(),
  ]);
  const kinds = metrics === 'all' || someWithoutCount(counted) ? await ask('AWS/Bedrock', KINDS) : [];
  const runtime = [...counted, ...kinds];
  return { range, first: range.from / 60, length: (to - range.from) / 60, demand, runtime, mantle, sources };
}

/** AWS's own spelling varies in the case of the first letter. */
const spellings = (names: readonly string[]) =>
  names.flatMap((name) => [name, name.charAt(0).toLowerCase() + name.slice(1)]);
const KIND = /tokens?(count)?$/i;
/** Calls and AWS's own count of tokens; and tokens by kind, for the formula. */
const COUNTED = spellings(RUNTIME_METRICS.filter((name) => !KIND.test(name)));
const KINDS = spellings(RUNTIME_METRICS.filter((name) => KIND.test(name)));

/** Whether there is an id whose tokens AWS does not count itself. */
function someWithoutCount(data: readonly MetricData[]): boolean {
  const keyOf = ({ account, region, dimensions }: MetricData['series']) =>
    `${account}\n${region}\n${dimensions.ModelId}`;
  const own = data.filter(({ series }) => isRuntimeSeries(series));
  const counts = (name: string) =>
    own.filter(({ series }) => columnOf(series.metric) === name).map(({ series }) => keyOf(series));
  const native = new Set(counts('native'));
  return counts('accepted').some((key) => !native.has(key));
}

/** One account's and Region's minutes, all ids that share a quota added up. */
export function minutesAt(place: ListedPlace, rows: Rows, { config, now }: AnswerContext): Minutes {
  const { burndown, maxOutputTokens } = config.quotas;
  return minutesOf({
    account: place.account,
    region: place.region,
    range: rows.range,
    demand: rows.demand.filter((series) => isAt(place, series)),
    metrics: rows.runtime.filter(({ series }) => isAt(place, series)),
    identify: identifier(place.profiles, place.region),
    rate: (model) => burndownOf(model, now, burndown).rate,
    outputLimit: (model) => outputLimitOf(model, maxOutputTokens),
  });
}

export const mantleAt = (place: Place, rows: Rows): MantleBucket[] =>
  mantleBuckets(
    rows.mantle.filter(({ series }) => isAt(place, series)),
    rows.first,
    rows.length,
  );

const isAt = (place: Place, { account, region }: Place): boolean =>
  account === place.account && region === place.region;
