/**
 * What is left on demand beside some units of provisioned throughput. Pure and exact.
 *
 * A unit is a ceiling of input tokens and one of output tokens per minute (Amazon Bedrock user guide, "Provisioned
 * Throughput"). Within a minute, n units take the largest share f of the demand that fits both, its mix kept:
 *
 *     f = min(1, n x A / input, n x B / output)      spill = (1 - f) x what the minute costs on demand
 *
 * so that a minute needs `max(input / A, output / B)` units, and each unit below that saves the same.
 * @module
 */
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import type { MinuteDemand } from './demand.ts';

export interface UnitThroughput {
  /** Tokens per minute of one unit. */
  readonly inputTpm: number;
  readonly outputTpm: number;
  /** Whether cache reads fill the input ceiling, too. AWS does not say. */
  readonly countsCacheReads: boolean;
}

/** Fractions of an atto-dollar that sums are kept in, a multiple of 60 for minutes of an hourly price. */
export const SCALE = 60n * 2n ** 64n;
const SCALE_PER_NANO = SCALE * 1_000_000_000n;
/** Scaled atto-dollars to nano-dollars, half up: the only rounding. */
export const nanoOf = (scaled: bigint): NanoUsd => nanoUsd((scaled + SCALE_PER_NANO / 2n) / SCALE_PER_NANO);

export interface SpillCurve {
  /** Cost of what `units` units leave on demand, in {@link SCALE}d atto-dollars. */
  spill(units: number): bigint;
  /** Units that leave nothing. */
  readonly peakUnits: number;
  /** Unit-minutes that `units` units would serve; a statistic. */
  served(units: number): number;
}

/** The input tokens of a minute that a unit's ceiling counts. */
export function countedInput({ tokens }: MinuteDemand, i: number, countsCacheReads: boolean): number {
  const reads = countsCacheReads ? (tokens.cacheRead[i] ?? 0) : 0;
  return (tokens.input[i] ?? 0) + (tokens.cacheWrite[i] ?? 0) + reads;
}

/** Units that one minute needs: a fraction. */
export function unitsNeeded(demand: MinuteDemand, i: number, unit: UnitThroughput): number {
  const input = countedInput(demand, i, unit.countsCacheReads);
  return Math.max(input / unit.inputTpm, (demand.tokens.output[i] ?? 0) / unit.outputTpm);
}

interface Bucket {
  cost: bigint;
  /** What one unit takes off the cost. */
  value: bigint;
  minutes: number;
  needed: number;
}

/** Sorts minutes by the whole units they need, once; every answer is then a search in running sums. */
export function spillCurve(demand: MinuteDemand, unit: UnitThroughput): SpillCurve {
  const buckets = new Map<number, Bucket>();
  for (const i of demand.minutes.keys()) {
    const input = countedInput(demand, i, unit.countsCacheReads);
    const output = demand.tokens.output[i] ?? 0;
    const whole = Math.max(1, wholeUnits(input, unit.inputTpm), wholeUnits(output, unit.outputTpm));
    const bucket = buckets.get(whole) ?? { cost: 0n, value: 0n, minutes: 0, needed: 0 };
    buckets.set(whole, bucket);
    const cost = (demand.cost[i] ?? 0n) * SCALE;
    bucket.cost += cost;
    bucket.value += valueOfUnit(cost, input, output, unit);
    bucket.minutes += 1;
    bucket.needed += Math.max(input / unit.inputTpm, output / unit.outputTpm);
  }
  const steps = runningSums(buckets);
  const above = (units: number) => steps[firstAbove(steps, units)];
  const all = steps[0]?.needed ?? 0;
  return {
    spill: (units) => {
      const left = above(units);
      return left ? left.cost - BigInt(units) * left.value : 0n;
    },
    peakUnits: steps.at(-1)?.whole ?? 0,
    served: (units) => {
      const left = above(units);
      return left ? all - left.needed + units * left.minutes : all;
    },
  };
}

const wholeUnits = (tokens: number, perUnit: number): number =>
  Math.floor(tokens / perUnit) + (tokens % perUnit > 0 ? 1 : 0);

/** The cost of the share that one unit takes of a minute which needs more than one. */
function valueOfUnit(
  cost: bigint,
  input: number,
  output: number,
  { inputTpm, outputTpm }: UnitThroughput,
): bigint {
  if (input === 0 && output === 0) return 0n;
  const [i, o, a, b] = [BigInt(input), BigInt(output), BigInt(inputTpm), BigInt(outputTpm)];
  // input / A >= output / B: the input ceiling binds.
  return i * b >= o * a ? (cost * a) / i : (cost * b) / o;
}

/** Sums over all minutes that need at least `whole` units, `whole` ascending. */
type Step = Bucket & { readonly whole: number };

function runningSums(buckets: ReadonlyMap<number, Bucket>): Step[] {
  const steps: Step[] = [];
  let sum: Bucket = { cost: 0n, value: 0n, minutes: 0, needed: 0 };
  for (const [whole, bucket] of [...buckets].sort(([a], [b]) => b - a)) {
    sum = {
      cost: sum.cost + bucket.cost,
      value: sum.value + bucket.value,
      minutes: sum.minutes + bucket.minutes,
      needed: sum.needed + bucket.needed,
    };
    steps.push({ whole, ...sum });
  }
  return steps.reverse();
}

/** Position of the first step that needs more than `units`. */
function firstAbove(steps: readonly Step[], units: number): number {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.whole ?? 0) > units) high = middle;
    else low = middle + 1;
  }
  return low;
}
