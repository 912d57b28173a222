/**
 * The demand that a capacity question is about: a file's, or the recorded calls of one account.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import { dayRates, standardRates, standardSku } from '../analysis/capacity/day-rates.ts';
import {
  type KindRates,
  type MinuteDemand,
  minuteDemand,
  partsOf,
  withinMinutes,
} from '../analysis/capacity/demand.ts';
import type { DemandRow } from '../analysis/capacity/demand-csv.ts';
import type { CapacityRequest } from '../analysis/capacity/request.ts';
import { nanoOf, SCALE } from '../analysis/capacity/spill.ts';
import type { DemandSeries } from '../domain/demand.ts';
import { baseModelId, regionId } from '../domain/ids.ts';
import type { SkuUsage } from '../domain/measures.ts';
import { cloudWatchModelId, parseModelId } from '../domain/model-id.ts';
import { NO_QUANTITIES } from '../domain/quantities.ts';
import type { Scope } from '../domain/sku.ts';
import { dayOf, type EpochDay, type EpochSeconds, epochSeconds, type TimeRange } from '../domain/time.ts';
import type { Store } from '../store/port.ts';

export type Asked = NonNullable<CapacityRequest['asked']>;

/** Scopes that are paid for by the token. */
export const ON_DEMAND: readonly Scope[] = ['in-region', 'geo', 'global'];

/** What is asked to be served, from whatever source. */
export interface Asking {
  readonly source: 'stored' | 'file' | 'none';
  readonly account: string | null;
  readonly otherAccounts: readonly string[];
  readonly demand: MinuteDemand;
  readonly minutes: number;
  readonly observed: TimeRange | null;
  readonly usage: readonly SkuUsage[];
}

const NO_DEMAND = minuteDemand([]);
export const NOTHING_ASKED: Asking = {
  ...{ source: 'none', account: null, otherAccounts: [], demand: NO_DEMAND, minutes: 0, observed: null },
  usage: [],
};

/** A file's demand at the rates of now. */
export function fromFile(
  rows: readonly DemandRow[],
  { model, region }: Asked,
  rates: KindRates,
  now: EpochSeconds,
): Asking {
  const demand = minuteDemand(rows.map((row) => ({ ...row, rates })));
  const [first, last] = [demand.minutes[0], demand.minutes.at(-1)];
  if (first === undefined || last === undefined) return { ...NOTHING_ASKED, source: 'file' };
  const sum = (column: readonly number[]) => column.reduce((total, count) => total + count, 0);
  const { input, output, cacheRead, cacheWrite } = demand.tokens;
  const quantities = {
    input: sum(input),
    output: sum(output),
    cacheRead: sum(cacheRead),
    cacheWrite: sum(cacheWrite),
  };
  const sku = standardSku(baseModelId(model.base), model.scope, regionId(region));
  const cost = nanoOf(demand.cost.reduce((total, one) => total + one, 0n) * SCALE);
  return {
    ...NOTHING_ASKED,
    source: 'file',
    demand,
    minutes: last - first + 1,
    usage: [
      {
        sku,
        modelId: model.called,
        day: dayOf(now),
        invocations: 0,
        quantities: { ...NO_QUANTITIES, ...quantities },
        cost,
      },
    ],
  };
}

/** The demand of the account that asks for most, over the recorded part of the range. */
export async function fromStore(
  store: Store,
  { book, now }: { readonly book: PriceBook; readonly now: EpochSeconds },
  request: CapacityRequest,
  { model, region }: Asked,
): Promise<Asking> {
  const extent = await store.extent();
  if (extent === null) return { ...NOTHING_ASKED, source: 'stored', account: request.account };
  const observed: TimeRange = {
    from: minuteFloor(Math.max(request.range.from, extent.from)),
    to: minuteFloor(Math.min(request.range.to, now)),
  };
  if (observed.to <= observed.from) return { ...NOTHING_ASKED, source: 'stored', account: request.account };
  const wanted = (one: { modelId: string; scope: Scope }) =>
    ON_DEMAND.includes(one.scope) &&
    (model.profile === null || cloudWatchModelId(parseModelId(one.modelId).called) === model.profile);
  const series = (await store.demand({ range: observed, region, models: [model.base] })).filter(wanted);
  const sizes = new Map<string, number>();
  for (const one of series) sizes.set(one.account, (sizes.get(one.account) ?? 0) + sizeOf(one));
  const accounts = [...sizes].sort(([, a], [, b]) => b - a).map(([account]) => account);
  const account = request.account ?? accounts[0] ?? null;
  const own = series.filter((one) => one.account === account);
  if (account === null || own.length === 0) {
    return {
      ...NOTHING_ASKED,
      source: 'stored',
      account,
      otherAccounts: accounts,
      observed,
      minutes: lengthOf(observed),
    };
  }
  const where = [
    { dimension: 'account' as const, values: [account] },
    { dimension: 'region' as const, values: [region] },
    { dimension: 'modelId' as const, values: [...new Set(own.map(({ modelId }) => modelId))] },
  ];
  const whole: TimeRange = {
    from: epochSeconds(Math.floor(observed.from / 3600) * 3600),
    to: epochSeconds(Math.ceil(observed.to / 3600) * 3600),
  };
  const [days, usage] = await Promise.all([
    store.usage({ range: whole, by: ['day', 'modelId'], where }),
    store.skuUsage({ range: whole, where }),
  ]);
  const scopes = new Map(own.map((one) => [one.modelId, one.scope]));
  const rates = dayRates(days, (modelId, at) =>
    standardRates(book, { base: model.base, scope: scopes.get(modelId) ?? model.scope }, region, at),
  );
  const parts = partsOf(own, ({ modelId }, minute) => rates(modelId, Math.floor(minute / 1440) as EpochDay));
  return {
    source: 'stored',
    account,
    otherAccounts: accounts.filter((one) => one !== account),
    demand: withinMinutes(minuteDemand(parts), observed.from / 60, observed.to / 60),
    minutes: lengthOf(observed),
    observed,
    usage,
  };
}

const minuteFloor = (at: number): EpochSeconds => epochSeconds(Math.floor(at / 60) * 60);
const lengthOf = ({ from, to }: TimeRange): number => (to - from) / 60;

function sizeOf({ counts: { input, output, cacheWrite } }: DemandSeries): number {
  let size = 0;
  for (const column of [input, output, cacheWrite]) for (const count of column) size += count;
  return size;
}
