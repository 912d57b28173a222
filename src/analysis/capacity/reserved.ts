/**
 * The reserved tier: input and output tokens per minute bought in thousands, around the clock, with what does not fit
 * served on demand. Sources: Amazon Bedrock user guide, "Service tiers" (input counts InputTokenCount and
 * CacheWriteInputTokens; at least 100,000 input and 10,000 output tokens per minute); prices of the price book. Pure.
 * @module
 */
import type { CapacityPrice } from '../../../pricing/capacity-price.ts';
import { type AttoUsdPerUnit, type NanoUsd, nanoUsd, parseRate } from '../../domain/money.ts';
import type { MinuteDemand } from './demand.ts';
import { countedInput, nanoOf, SCALE } from './spill.ts';

export const RESERVED_TERMS = ['1-month', '3-months'] as const;
export type ReservedTerm = (typeof RESERVED_TERMS)[number];

/** Atto-dollars per hour for 1,000 tokens per minute. */
export interface ReservedPrice {
  readonly term: ReservedTerm;
  readonly inputPerHour: AttoUsdPerUnit;
  readonly outputPerHour: AttoUsdPerUnit;
  readonly source: string;
}

export interface ReservedOption {
  readonly term: ReservedTerm;
  /** Thousands of tokens per minute. */
  readonly inputKtpm: number;
  readonly outputKtpm: number;
  readonly reservedCost: NanoUsd;
  readonly spillCost: NanoUsd;
  readonly totalCost: NanoUsd;
  readonly onDemandCost: NanoUsd;
  readonly saving: NanoUsd;
}

const LEAST_INPUT = 100;
const LEAST_OUTPUT = 10;
/** Shares of the demand's minutes that a size is made to fit; which sizes are compared is a choice, not a search. */
const FITTED = [0, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

export function reservedPrices({ usdPerHour, source }: CapacityPrice): ReservedPrice[] {
  const price = (term: ReservedTerm, input?: string, output?: string): ReservedPrice[] =>
    input === undefined || output === undefined
      ? []
      : [{ term, inputPerHour: parseRate(input, 1), outputPerHour: parseRate(output, 1), source }];
  return [
    ...price('1-month', usdPerHour.input1Month, usdPerHour.output1Month),
    ...price('3-months', usdPerHour.input3Months, usdPerHour.output3Months),
  ];
}

/** Sizes from the least one to the peak, cheapest first. */
export function reservedOptions(
  demand: MinuteDemand,
  prices: readonly ReservedPrice[],
  minutes: number,
): ReservedOption[] {
  const input = demand.minutes.map((_, i) => countedInput(demand, i, false)).sort((a, b) => a - b);
  const output = demand.tokens.output.toSorted((a, b) => a - b);
  const sizes = new Map<string, readonly [number, number]>();
  for (const share of FITTED) {
    const size = [
      Math.max(LEAST_INPUT, thousands(input, share)),
      Math.max(LEAST_OUTPUT, thousands(output, share)),
    ] as const;
    sizes.set(size.join(' '), size);
  }
  const onDemandCost = nanoOf(demand.cost.reduce((sum, cost) => sum + cost, 0n) * SCALE);
  const options = [...sizes.values()].flatMap(([inputKtpm, outputKtpm]) => {
    const spillCost = nanoOf(spillBeside(demand, inputKtpm * 1000, outputKtpm * 1000));
    return prices.map(({ term, inputPerHour, outputPerHour }): ReservedOption => {
      const perHour = BigInt(inputKtpm) * inputPerHour + BigInt(outputKtpm) * outputPerHour;
      const reservedCost = nanoOf((perHour * BigInt(minutes) * SCALE) / 60n);
      const totalCost = nanoUsd(reservedCost + spillCost);
      const saving = nanoUsd(onDemandCost - totalCost);
      return { term, inputKtpm, outputKtpm, reservedCost, spillCost, totalCost, onDemandCost, saving };
    });
  });
  return options.sort((a, b) => (a.totalCost < b.totalCost ? -1 : Number(a.totalCost > b.totalCost)));
}

function thousands(sorted: readonly number[], share: number): number {
  const at = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
  return Math.ceil((sorted[at] ?? 0) / 1000);
}

/** A minute's demand fits as far as both ceilings allow, its mix kept; cache reads are paid on demand in any case. */
function spillBeside(demand: MinuteDemand, inputTpm: number, outputTpm: number): bigint {
  let spilled = 0n;
  for (const i of demand.minutes.keys()) {
    const cost = (demand.cost[i] ?? 0n) * SCALE;
    const reads = (demand.readCost[i] ?? 0n) * SCALE;
    const input = countedInput(demand, i, false);
    const output = demand.tokens.output[i] ?? 0;
    if (input <= inputTpm && output <= outputTpm) spilled += reads;
    else {
      const [need, have] =
        input * outputTpm >= output * inputTpm
          ? ([input, inputTpm] as const)
          : ([output, outputTpm] as const);
      spilled += cost - ((cost - reads) * BigInt(have)) / BigInt(need);
    }
  }
  return spilled;
}
