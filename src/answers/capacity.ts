/**
 * Capacity: what provisioned throughput, the reserved tier, batch or a global profile would have cost beside on demand.
 * @module
 */
import { type PriceBook, similarModel } from '../../pricing/index.ts';
import { breakEvenOfDemand, breakEvenUtilization } from '../analysis/capacity/break-even.ts';
import { dayRates, standardRates, standardSku } from '../analysis/capacity/day-rates.ts';
import {
  type KindRates,
  type MinuteDemand,
  minuteDemand,
  partsOf,
  withinMinutes,
} from '../analysis/capacity/demand.ts';
import type { DemandRow } from '../analysis/capacity/demand-csv.ts';
import { type CurvePoint, durationCurve, type Spread, spreadOf } from '../analysis/capacity/duration-curve.ts';
import type { UnitUse } from '../analysis/capacity/existing.ts';
import {
  type CapacityOption,
  type CapacityOptions,
  type Commitment,
  capacityOptions,
  type UnitPrice,
} from '../analysis/capacity/options.ts';
import type { CapacityRequest } from '../analysis/capacity/request.ts';
import { type ReservedOption, reservedOptions, reservedPrices } from '../analysis/capacity/reserved.ts';
import {
  countedInput,
  nanoOf,
  SCALE,
  spillCurve,
  type UnitThroughput,
  unitsNeeded,
} from '../analysis/capacity/spill.ts';
import { type WhatIf, whatIf } from '../analysis/whatif.ts';
import type { Config } from '../config/schema.ts';
import type { DemandSeries } from '../domain/demand.ts';
import { UsageError } from '../domain/errors.ts';
import { regionId } from '../domain/ids.ts';
import { pricedCost, type SkuUsage } from '../domain/measures.ts';
import { cloudWatchModelId, parseModelId } from '../domain/model-id.ts';
import { type NanoUsd, ZERO_USD } from '../domain/money.ts';
import { NO_QUANTITIES } from '../domain/quantities.ts';
import type { Scope } from '../domain/sku.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  epochSeconds,
  SECONDS_PER_DAY,
  type TimeRange,
} from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import { throughputOf, unitPrices, unitUses } from './capacity-units.ts';

export interface CapacityContext {
  /** Null: nothing is stored; prices and a file are enough. */
  readonly store: Store | null;
  readonly book: PriceBook;
  readonly config: Config;
  readonly now: EpochSeconds;
}

/** A model's on-demand use in one account and Region: what a unit could take over. */
export interface Candidate {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly invocations: number;
  readonly cost: NanoUsd;
}

/** Something else that would lower the cost of the same demand. */
export interface Alternative {
  readonly kind: 'batch' | 'global profile';
  readonly answer: WhatIf;
  /** Why there is none; null where there is. */
  readonly reason: string | null;
}

export interface CapacityPlan extends CapacityOptions {
  /** As asked for, and its base model. */
  readonly modelId: string;
  readonly model: string;
  readonly region: string;
  readonly account: string | null;
  /** Accounts with demand of their own, which units of this one would not serve. */
  readonly otherAccounts: readonly string[];
  readonly source: 'stored' | 'file' | 'none';
  /** Null without demand, and where a file's minutes are plain numbers. */
  readonly observed: TimeRange | null;
  /** Length of the observation, idle minutes included; 0 without demand. */
  readonly minutes: number;
  readonly busyMinutes: number;
  readonly onDemand: KindRates;
  readonly onDemandCost: NanoUsd;
  readonly unpricedTokens: number;
  readonly throughput: UnitThroughput | null;
  readonly prices: readonly UnitPrice[];
  readonly breakEvens: readonly {
    readonly commitment: Commitment;
    readonly utilization: number | null;
    readonly ofDemand: number | null;
  }[];
  /** Tokens per minute, and units where their throughput is known. */
  readonly spread: { readonly input: Spread; readonly output: Spread; readonly units: Spread | null };
  /** Units needed for which share of the time; empty without throughput or demand. */
  readonly curve: readonly CurvePoint[];
  readonly reserved: readonly ReservedOption[];
  readonly alternatives: readonly Alternative[];
  /** The option that the request names, at the best one's commitment; else the best. */
  readonly chosen: CapacityOption | null;
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
}

export interface Capacity {
  readonly request: CapacityRequest;
  readonly range: TimeRange;
  readonly plan: CapacityPlan | null;
  /** Dearest first; only where nothing in particular was asked for. */
  readonly candidates: readonly Candidate[];
  readonly existing: readonly UnitUse[];
  readonly priceVersion: string;
}

/** @throws UsageError for a model that the price book does not have */
export async function capacity(
  context: CapacityContext,
  request: CapacityRequest,
  file: readonly DemandRow[] | null = null,
): Promise<Capacity> {
  const { store, book } = context;
  const plan = request.asked && (await planOf(context, request, request.asked, file));
  return {
    request,
    range: request.range,
    plan,
    candidates: store && request.asked === null ? await candidatesOf(store, request) : [],
    existing: store ? await unitUses(store, context, request) : [],
    priceVersion: book.version,
  };
}

/** Scopes that are paid for by the token. */
const ON_DEMAND: readonly Scope[] = ['in-region', 'geo', 'global'];

async function candidatesOf(store: Store, { range, account }: CapacityRequest): Promise<Candidate[]> {
  const rows = await store.usage({
    range,
    by: ['account', 'region', 'model'],
    where: [
      { dimension: 'scope', values: ON_DEMAND },
      ...(account === null ? [] : [{ dimension: 'account' as const, values: [account] }]),
    ],
  });
  const candidates = rows.flatMap((row): Candidate[] => {
    const [account, region, model] = row.key;
    if (account == null || region == null || model == null) return [];
    return [{ account, region, model, invocations: row.invocations, cost: pricedCost(row) }];
  });
  return candidates.filter(({ cost }) => cost > 0n).sort((a, b) => (a.cost < b.cost ? 1 : -1));
}

type Asked = NonNullable<CapacityRequest['asked']>;

/** What is asked to be served, from whatever source. */
interface Asking {
  readonly source: CapacityPlan['source'];
  readonly account: string | null;
  readonly otherAccounts: readonly string[];
  readonly demand: MinuteDemand;
  readonly minutes: number;
  readonly observed: TimeRange | null;
  readonly usage: readonly SkuUsage[];
}

async function planOf(
  context: CapacityContext,
  request: CapacityRequest,
  asked: Asked,
  file: readonly DemandRow[] | null,
): Promise<CapacityPlan> {
  const { book, config, now, store } = context;
  const { model, region } = asked;
  if (!book.models.has(model.base)) {
    const near = similarModel(book, model.base);
    throw new UsageError(`model ${model.base}: the price book has none such${near ? `; did you mean ${near}?` : ''}`);
  }
  const onDemand = standardRates(book, model, region, now);
  const asking =
    file !== null
      ? fromFile(file, asked, onDemand, now)
      : store
        ? await fromStore(store, context, request, asked)
        : NOTHING_ASKED;
  const place = { base: model.base, region };
  const throughput = throughputOf(config, place, request, request);
  const prices = unitPrices(context, place, request);
  const { demand, minutes } = asking;
  const curve = throughput && spillCurve(demand, throughput);
  const found: CapacityOptions =
    curve && minutes > 0 ? capacityOptions(curve, prices, minutes) : { options: [], best: null };
  const units = throughput ? demand.minutes.map((_, i) => unitsNeeded(demand, i, throughput)) : [];
  const { input, output } = onDemand;
  const counted = demand.minutes.map((_, i) => countedInput(demand, i, request.countsCacheReads));
  return {
    ...found,
    ...{ modelId: model.called, model: model.base, region, throughput, prices, onDemand, minutes },
    ...{ account: asking.account, otherAccounts: asking.otherAccounts, source: asking.source },
    observed: asking.observed,
    busyMinutes: demand.minutes.length,
    onDemandCost: nanoOf(demand.cost.reduce((sum, cost) => sum + cost, 0n) * SCALE),
    unpricedTokens: demand.unpricedTokens,
    breakEvens: prices.map(({ commitment, perHour }) => ({
      commitment,
      utilization:
        throughput && input !== null && output !== null
          ? breakEvenUtilization(perHour, throughput, { input, output })
          : null,
      ofDemand: curve && breakEvenOfDemand(perHour, demand, curve),
    })),
    spread: {
      input: spreadOf(counted, minutes),
      output: spreadOf(demand.tokens.output, minutes),
      units: throughput && spreadOf(units, minutes),
    },
    curve: throughput ? durationCurve(units, minutes) : [],
    reserved: minutes > 0 ? reservedOf(book, asked, demand, minutes) : [],
    alternatives: asking.usage.length > 0 ? alternativesOf(book, asked, asking.usage) : [],
    chosen: chosenOf(found, request, curve, prices, minutes),
    warnings: warningsOf(request, asking, { throughput, prices, onDemand }),
    assumptions: assumptionsOf(request, asking),
  };
}

const NO_DEMAND = minuteDemand([]);
const NOTHING_ASKED: Asking = {
  ...{ source: 'none', account: null, otherAccounts: [], demand: NO_DEMAND, minutes: 0, observed: null },
  usage: [],
};

/** A file's demand at the rates of now. */
function fromFile(
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
  const quantities = { input: sum(input), output: sum(output), cacheRead: sum(cacheRead), cacheWrite: sum(cacheWrite) };
  const sku = standardSku(model.base as NonNullable<typeof model.base>, model.scope, regionId(region));
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
async function fromStore(
  store: Store,
  { book, now }: CapacityContext,
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
    return { ...NOTHING_ASKED, source: 'stored', account, otherAccounts: accounts, observed, minutes: lengthOf(observed) };
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
  const parts = partsOf(own, ({ modelId }, minute) =>
    rates(modelId, Math.floor(minute / 1440) as EpochDay),
  );
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

function reservedOf(
  book: PriceBook,
  { model, region }: Asked,
  demand: MinuteDemand,
  minutes: number,
): ReservedOption[] {
  const scope = model.scope === 'global' ? 'global' : 'regional';
  const price = book.capacity.find(
    (one) =>
      one.kind === 'reserved' &&
      one.model === model.base &&
      one.scope === scope &&
      one.regions.some((each) => each === region),
  );
  return price === undefined ? [] : reservedOptions(demand, reservedPrices(price), minutes);
}

function alternativesOf(book: PriceBook, { model }: Asked, usage: readonly SkuUsage[]): Alternative[] {
  const tokens = usage.filter(({ sku }) => !sku.batch);
  const alternative = (kind: Alternative['kind'], answer: WhatIf): Alternative => {
    const none = answer.rows.every((row) => row.costAs === null);
    return { kind, answer, reason: none ? (answer.rows[0]?.reason ?? 'nothing to compare') : null };
  };
  const alternatives = [alternative('batch', whatIf(tokens, { batch: true }, book))];
  if (model.scope !== 'global') {
    const target = parseModelId(`global.${model.base}`);
    alternatives.push(alternative('global profile', whatIf(tokens, { model: target }, book)));
  }
  return alternatives;
}

function chosenOf(
  { best, options }: CapacityOptions,
  { units }: CapacityRequest,
  curve: ReturnType<typeof spillCurve> | null,
  prices: readonly UnitPrice[],
  minutes: number,
): CapacityOption | null {
  if (best === null || units === null || curve === null) return best;
  const same = (one: { commitment: Commitment }) => one.commitment === best.commitment;
  const listed = options.find((option) => option.units === units && same(option));
  if (listed) return listed;
  // Past the peak, or thinned out of the list.
  const price = prices.filter(same).slice(0, 1);
  return capacityOptions({ ...curve, peakUnits: units }, price, minutes).options.at(-1) ?? best;
}

const LEAST_DAYS = 30;

function warningsOf(
  request: CapacityRequest,
  { minutes, source, otherAccounts, account, demand }: Asking,
  known: { throughput: UnitThroughput | null; prices: readonly UnitPrice[]; onDemand: KindRates },
): string[] {
  const warnings: string[] = [];
  const days = minutes / 1440;
  if (minutes > 0 && minutes * 60 < LEAST_DAYS * SECONDS_PER_DAY) {
    warnings.push(
      `Only ${days < 1 ? `${(24 * days).toFixed(1)} hours` : `${days.toFixed(1)} days`} of demand: less than ${LEAST_DAYS} days do not show a month's rhythm. Do not commit on this.`,
    );
  }
  if (known.throughput === null) {
    warnings.push(
      'What a unit carries is not public: ask your AWS account team for its input and output tokens per minute, and give both.',
    );
  }
  if (known.prices.length === 0) {
    warnings.push(
      `No price of a unit${request.commitment ? ` (commitment ${request.commitment})` : ''} is known for this model and Region: give the one you were quoted.`,
    );
  }
  if (known.onDemand.input === null) warnings.push('The model has no on-demand price in this Region.');
  if (demand.unpricedTokens > 0) {
    warnings.push(
      `${demand.unpricedTokens} tokens of the demand have no price; they fill units and are not in the cost on demand.`,
    );
  }
  if (source !== 'file' && otherAccounts.length > 0) {
    warnings.push(
      `Units serve the account that buys them: this is ${account ?? 'none'} alone. ${otherAccounts.join(', ')} asked for this model, too.`,
    );
  }
  return warnings;
}

function assumptionsOf({ countsCacheReads }: CapacityRequest, { source }: Asking): string[] {
  return [
    'Within a minute units take the largest share of the demand that fits both ceilings, its mix kept; the rest is paid on demand.',
    'Provisioned throughput does not spill by itself: a full unit throttles, and callers must send the rest on demand.',
    countsCacheReads
      ? 'Cache reads and writes fill the input ceiling: AWS does not say what a unit counts, and this is the careful reading (cache-reads=free for the other).'
      : 'Cache reads fill no ceiling, cache writes do, as in the reserved tier: AWS does not say it of units.',
    source === 'stored'
      ? "A minute's tokens cost what the day's calls to the same id cost on average, kind by kind: with their tiers, prompt sizes and cache lifetimes."
      : 'Tokens cost the standard rate in force now, at the smallest prompt size.',
    'Units cost in every minute, with or without demand.',
  ];
}

export const perMonth = (amount: NanoUsd, minutes: number): NanoUsd =>
  minutes === 0 ? ZERO_USD : ((amount * 43_800n) / BigInt(minutes) as NanoUsd);
