/**
 * Every number of units with what it would have cost, and the cheapest. Pure.
 *
 * cost(n) = n x price x hours + spill(n) is convex in n, since each further unit serves a lower slice of the duration
 * curve; the cheapest whole number is where the next unit stops paying.
 * @module
 */
import { type AttoUsdPerUnit, type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { nanoOf, SCALE, type SpillCurve } from './spill.ts';

export const COMMITMENTS = ['none', '1-month', '6-months'] as const;
export type Commitment = (typeof COMMITMENTS)[number];

/** What one unit costs under a commitment. */
export interface UnitPrice {
  readonly commitment: Commitment;
  /** Atto-dollars per hour. */
  readonly perHour: AttoUsdPerUnit;
  readonly source: string;
}

export interface CapacityOption {
  readonly units: number;
  readonly commitment: Commitment;
  readonly unitCost: NanoUsd;
  /** What stays on demand. */
  readonly spillCost: NanoUsd;
  /** The sum of both. */
  readonly totalCost: NanoUsd;
  /** All of the demand without any unit. */
  readonly onDemandCost: NanoUsd;
  /** Negative: it would have cost more. */
  readonly saving: NanoUsd;
  /** Share of the units' time-weighted capacity that the demand fills; null without units. */
  readonly utilization: number | null;
}

export interface CapacityOptions {
  /** For each price from no unit to the peak; thinned out where the peak is far. */
  readonly options: readonly CapacityOption[];
  /** The cheapest of all: fewer units, then the earlier price, where several are. */
  readonly best: CapacityOption | null;
}

/** More numbers of units than this are thinned out. */
const LISTED = 120;
const AROUND_BEST = 10;

/** @param minutes length of the observation, with its idle minutes: units cost in all of them */
export function capacityOptions(
  curve: SpillCurve,
  prices: readonly UnitPrice[],
  minutes: number,
): CapacityOptions {
  const onDemand = curve.spill(0);
  const option = ({ commitment, perHour }: UnitPrice, units: number): CapacityOption => {
    const unitCost = nanoOf(costOfUnits(units, perHour, minutes));
    const spillCost = nanoOf(curve.spill(units));
    const totalCost = nanoUsd(unitCost + spillCost);
    const onDemandCost = nanoOf(onDemand);
    return {
      units,
      commitment,
      unitCost,
      spillCost,
      totalCost,
      onDemandCost,
      saving: nanoUsd(onDemandCost - totalCost),
      utilization: units === 0 ? null : curve.served(units) / (units * minutes),
    };
  };
  const options: CapacityOption[] = [];
  let best: { cost: bigint; option: CapacityOption } | null = null;
  for (const price of prices) {
    const cheapest = cheapestUnits(curve, price.perHour, minutes);
    options.push(...listed(curve.peakUnits, cheapest).map((units) => option(price, units)));
    const cost = costOfUnits(cheapest, price.perHour, minutes) + curve.spill(cheapest);
    if (best === null || cost < best.cost) best = { cost, option: option(price, cheapest) };
  }
  return { options, best: best?.option ?? null };
}

/** Scaled atto-dollars. */
const costOfUnits = (units: number, perHour: bigint, minutes: number): bigint =>
  (BigInt(units) * BigInt(minutes) * perHour * SCALE) / 60n;

/** The least units at which one more saves no more than it costs. */
export function cheapestUnits(curve: SpillCurve, perHour: bigint, minutes: number): number {
  const oneMore = costOfUnits(1, perHour, minutes);
  let [low, high] = [0, curve.peakUnits];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (curve.spill(middle) - curve.spill(middle + 1) <= oneMore) high = middle;
    else low = middle + 1;
  }
  return low;
}

function listed(peak: number, best: number): number[] {
  if (peak <= LISTED) return Array.from({ length: peak + 1 }, (_, i) => i);
  const wanted = new Set([0, 1, peak]);
  for (let i = 0; i <= LISTED; i++) wanted.add(Math.round((i * peak) / LISTED));
  for (let n = best - AROUND_BEST; n <= best + AROUND_BEST; n++) if (n >= 0 && n <= peak) wanted.add(n);
  return [...wanted].sort((a, b) => a - b);
}
