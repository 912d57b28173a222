/**
 * Capacity: what provisioned throughput, the reserved tier, batch or a global profile would have cost beside on demand.
 * @module
 */
import { type PriceBook, similarModel } from '../../pricing/index.ts';
import { breakEvenOfDemand, breakEvenUtilization } from '../analysis/capacity/break-even.ts';
import { standardRates } from '../analysis/capacity/day-rates.ts';
import type { KindRates, MinuteDemand } from '../analysis/capacity/demand.ts';
import type { DemandRow } from '../analysis/capacity/demand-csv.ts';
import {
  type CurvePoint,
  durationCurve,
  type Spread,
  spreadOf,
} from '../analysis/capacity/duration-curve.ts';
import type { UnitUse } from '../analysis/capacity/existing.ts';
import {
  type CapacityOption,
  type CapacityOptions,
  type Commitment,
  capacityOptions,
  type UnitPrice,
} from '../analysis/capacity/options.ts';
import { capacityAssumptions, capacityWarnings } from '../analysis/capacity/remarks.ts';
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
import { UsageError } from '../domain/errors.ts';
import { pricedCost, type SkuUsage, tokensOf } from '../domain/measures.ts';
import { parseModelId } from '../domain/model-id.ts';
import { type NanoUsd, nanoUsd, ZERO_USD } from '../domain/money.ts';
import type { EpochSeconds, TimeRange } from '../domain/time.ts';
import type { Store } from '../store/port.ts';
import { type Asked, type Asking, fromFile, fromStore, NOTHING_ASKED, ON_DEMAND } from './capacity-demand.ts';
import { throughputOf, unitPrices, unitUses } from './capacity-units.ts';
import { untilNow } from './freshness.ts';

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
    candidates: store && request.asked === null ? await candidatesOf(store, context.now, request) : [],
    existing: store ? await unitUses(store, context, request) : [],
    priceVersion: book.version,
  };
}

async function candidatesOf(
  store: Store,
  now: EpochSeconds,
  { range, account }: CapacityRequest,
): Promise<Candidate[]> {
  const rows = await store.usage({
    range: untilNow(range, now),
    by: ['account', 'region', 'model'],
    where: [
      { dimension: 'scope', values: ON_DEMAND },
      ...(account === null ? [] : [{ dimension: 'account' as const, values: [account] }]),
    ],
  });
  const candidates = rows.flatMap((row): Candidate[] => {
    const [account, region, model] = row.key;
    // Pictures and queries fill no ceiling of tokens.
    if (account == null || region == null || model == null || tokensOf(row) === 0) return [];
    return [{ account, region, model, invocations: row.invocations, cost: pricedCost(row) }];
  });
  return candidates.filter(({ cost }) => cost > 0n).sort((a, b) => (a.cost < b.cost ? 1 : -1));
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
    throw new UsageError(
      `model ${model.base}: the price book has none such${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  const onDemand = standardRates(book, model, region, now);
  const asking: Asking =
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
    warnings: capacityWarnings(request, {
      ...asking,
      ...{ unpricedTokens: demand.unpricedTokens, throughput, prices, onDemand },
    }),
    assumptions: capacityAssumptions(request, asking),
  };
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

/** An amount over the observation as one over a month of 730 hours. */
export const perMonth = (amount: NanoUsd, minutes: number): NanoUsd =>
  minutes === 0 ? ZERO_USD : nanoUsd((amount * 43_800n) / BigInt(minutes));
