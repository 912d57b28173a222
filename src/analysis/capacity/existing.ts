/**
 * Units that are already bought: what they served, and what they cost while nobody called. Pure.
 * @module
 */
import type { DemandSeries } from '../../domain/demand.ts';
import { type AttoUsdPerUnit, type NanoUsd, roundToNano } from '../../domain/money.ts';
import type { EpochSeconds, TimeRange } from '../../domain/time.ts';
import { DEMAND_KINDS, type DemandKind, type KindRates, minuteDemand, partsOf } from './demand.ts';
import type { Commitment, UnitPrice } from './options.ts';
import { type UnitThroughput, unitsNeeded } from './spill.ts';

/** Provisioned throughput as AWS lists it. */
export interface ProvisionedUnits {
  readonly arn: string;
  readonly name: string | null;
  readonly account: string;
  readonly region: string;
  /** Base model id; null: not told. */
  readonly model: string | null;
  readonly units: number;
  readonly status: string | null;
  readonly commitment: Commitment;
  readonly commitmentEnds: EpochSeconds | null;
  readonly created: EpochSeconds | null;
}

export interface UnitUse {
  readonly owned: ProvisionedUnits;
  /** What was looked at: since the units are there, and calls are recorded. */
  readonly observed: TimeRange;
  readonly calls: number;
  readonly tokens: { readonly [K in DemandKind]: number };
  /** Whole UTC hours without a single call, and all of them. */
  readonly idleHours: number;
  readonly hours: number;
  /** Share of the units' time-weighted capacity, and the fullest minute; null: nobody has said what a unit carries. */
  readonly utilization: { readonly mean: number; readonly peak: number } | null;
  /** Of one unit; null: not known. */
  readonly price: UnitPrice | null;
  /** Of all units over the observed time. */
  readonly cost: NanoUsd | null;
  readonly idleCost: NanoUsd | null;
  /** What the served tokens would have cost on demand; null where some have no price. */
  readonly onDemandValue: NanoUsd | null;
}

export interface UnitTerms {
  readonly throughput: UnitThroughput | null;
  readonly price: UnitPrice | null;
  readonly onDemand: KindRates;
}

/** @param calls series of the units' own id */
export function unitUse(
  owned: ProvisionedUnits,
  calls: readonly DemandSeries[],
  observed: TimeRange,
  { throughput, price, onDemand }: UnitTerms,
): UnitUse {
  const demand = minuteDemand(partsOf(calls, () => onDemand));
  const minutes = Math.max(1, Math.round((observed.to - observed.from) / 60));
  const hours = Math.max(0, Math.floor(observed.to / 3600) - Math.ceil(observed.from / 3600));
  const busy = new Set(demand.minutes.map((minute) => Math.floor(minute / 60)));
  const idleHours = Math.max(0, hours - [...busy].filter((hour) => isWithin(hour, observed)).length);
  const needed = throughput ? demand.minutes.map((_, i) => unitsNeeded(demand, i, throughput)) : null;
  const perHour = price && ((BigInt(owned.units) * price.perHour) as AttoUsdPerUnit);
  return {
    owned,
    observed,
    calls: calls.reduce((sum, { counts }) => sum + total(counts.calls), 0),
    tokens: Object.fromEntries(
      DEMAND_KINDS.map((kind) => [kind, total(demand.tokens[kind])]),
    ) as UnitUse['tokens'],
    idleHours,
    hours,
    utilization: needed && {
      mean: total(needed) / (owned.units * minutes),
      peak: largest(needed) / owned.units,
    },
    price,
    cost: perHour && roundToNano((perHour * BigInt(minutes)) / 60n),
    idleCost: perHour && roundToNano(perHour * BigInt(idleHours)),
    onDemandValue:
      demand.unpricedTokens > 0 ? null : roundToNano(demand.cost.reduce((sum, cost) => sum + cost, 0n)),
  };
}

const isWithin = (hour: number, { from, to }: TimeRange): boolean =>
  hour * 3600 >= from && (hour + 1) * 3600 <= to;
const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
const largest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
