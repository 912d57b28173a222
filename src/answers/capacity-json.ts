/**
 * The answer of `capacity` as JSON, the same from the CLI and the API.
 * @module
 */
import type { KindRates } from '../analysis/capacity/demand.ts';
import type { UnitUse } from '../analysis/capacity/existing.ts';
import type { CapacityOption, UnitPrice } from '../analysis/capacity/options.ts';
import type { ReservedOption } from '../analysis/capacity/reserved.ts';
import { formatRate, type NanoUsd, usdString } from '../domain/money.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import type { Alternative, Capacity, CapacityPlan } from './capacity.ts';

const usd = (amount: NanoUsd | null): string | null => (amount === null ? null : usdString(amount));
const range = ({ from, to }: TimeRange) => ({ from: isoInstant(from), to: isoInstant(to) });

/** CONTRACT's JSON of `capacity`; without a model asked for, candidates and existing units. */
export function capacityJson(answer: Capacity) {
  const { plan, candidates, existing, priceVersion } = answer;
  return {
    // A file's minutes may be plain numbers: they have no date.
    ...(plan?.source === 'file' ? { from: null, to: null } : range(plan?.observed ?? answer.range)),
    priceVersion,
    ...(plan
      ? planJson(plan)
      : { candidates: candidates.map((one) => ({ ...one, cost: usdString(one.cost) })) }),
    existing: existing.map(existingJson),
  };
}

function planJson(plan: CapacityPlan) {
  const { best, breakEvens } = plan;
  const first = breakEvens.find(({ commitment }) => commitment === best?.commitment) ?? breakEvens[0];
  return {
    modelId: plan.modelId,
    model: plan.model,
    region: plan.region,
    account: plan.account,
    otherAccounts: plan.otherAccounts,
    demand: {
      source: plan.source,
      minutes: plan.minutes,
      busyMinutes: plan.busyMinutes,
      days: Math.round(plan.minutes / 14.4) / 100,
      inputTpm: plan.spread.input,
      outputTpm: plan.spread.output,
      units: plan.spread.units,
      onDemandCost: usdString(plan.onDemandCost),
      unpricedTokens: plan.unpricedTokens,
    },
    unit: plan.throughput,
    onDemandUsdPerMillion: ratesJson(plan.onDemand),
    prices: plan.prices.map(priceJson),
    /** Of the best option's commitment, else of the first with a price; null without price or throughput. */
    breakEvenUtilization: first?.utilization ?? null,
    breakEvens,
    options: plan.options.map(optionJson),
    best: best && optionJson(best),
    curve: plan.curve.map(({ share, value }) => ({ share, units: value })),
    reserved: plan.reserved.map(reservedJson),
    alternatives: plan.alternatives.map(alternativeJson),
    warnings: plan.warnings,
    assumptions: plan.assumptions,
  };
}

function ratesJson(rates: KindRates) {
  return Object.fromEntries(
    Object.entries(rates).map(([kind, rate]) => [kind, rate === null ? null : formatRate(rate)]),
  );
}

const priceJson = ({ commitment, perHour, source }: UnitPrice) => ({
  commitment,
  usdPerHour: formatRate(perHour, 1),
  source,
});

export function optionJson(option: CapacityOption) {
  const { units, commitment, unitCost, spillCost, totalCost, onDemandCost, saving, utilization } = option;
  return {
    units,
    commitment,
    unitCost: usdString(unitCost),
    spillCost: usdString(spillCost),
    totalCost: usdString(totalCost),
    onDemandCost: usdString(onDemandCost),
    saving: usdString(saving),
    utilization,
  };
}

function reservedJson({ term, inputKtpm, outputKtpm, ...money }: ReservedOption) {
  const { reservedCost, spillCost, totalCost, onDemandCost, saving } = money;
  return {
    ...{ term, inputTpm: inputKtpm * 1000, outputTpm: outputKtpm * 1000 },
    reservedCost: usdString(reservedCost),
    spillCost: usdString(spillCost),
    totalCost: usdString(totalCost),
    onDemandCost: usdString(onDemandCost),
    saving: usdString(saving),
  };
}

function alternativeJson({ kind, answer: { total, assumptions }, reason }: Alternative) {
  if (reason !== null) return { kind, reason, cost: null, costAs: null, saving: null };
  return {
    kind,
    reason,
    cost: usdString(total.cost),
    costAs: usdString(total.costAs),
    saving: usdString(total.saving),
    assumptions,
  };
}

/** Owned units as JSON. */
export function existingJson({ owned, observed, price, ...use }: UnitUse) {
  return {
    ...{ account: owned.account, region: owned.region, name: owned.name, arn: owned.arn, model: owned.model },
    ...{ units: owned.units, status: owned.status, commitment: owned.commitment },
    commitmentEnds: owned.commitmentEnds === null ? null : isoInstant(owned.commitmentEnds),
    ...range(observed),
    calls: use.calls,
    tokens: use.tokens,
    hours: use.hours,
    idleHours: use.idleHours,
    utilization: use.utilization,
    price: price && priceJson(price),
    cost: usd(use.cost),
    idleCost: usd(use.idleCost),
    onDemandValue: usd(use.onDemandValue),
  };
}
