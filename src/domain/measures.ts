/**
 * Measures: what is summed over roll-up rows, the question for them, and their exact arithmetic: any way of
 * adding gives the same sum.
 * @module
 */
import type { Dimension, DimensionFilter } from './dimension.ts';
import { addUsd, type NanoUsd, ZERO_USD } from './money.ts';
import type { Quantities } from './quantities.ts';
import type { Sku } from './sku.ts';
import type { EpochDay, EpochSeconds, TimeRange } from './time.ts';

/** Sums over a group of roll-up rows. Unpriced tokens are part of the token sums, not of the costs. */
export interface Measures {
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly costInput: NanoUsd;
  readonly costOutput: NanoUsd;
  readonly costCacheRead: NanoUsd;
  readonly costCacheWrite: NanoUsd;
  readonly costUnits: NanoUsd;
  /** Images, milliseconds of video, queries, guardrail text units, …, whatever the rows count. */
  readonly units: number;
  readonly unpricedInvocations: number;
  readonly unpricedInput: number;
  readonly unpricedOutput: number;
  readonly unpricedCacheRead: number;
  readonly unpricedCacheWrite: number;
  readonly unpricedUnits: number;
}

/** `tokenType` is not a store dimension: it is a split of the measures (see `analysis/spend.ts`). */
export type StoreDimension = Exclude<Dimension, 'tokenType'>;

/** The filters that the store applies; those by `tokenType` split measures instead. */
export function storeFilters(where: readonly DimensionFilter[]): UsageQuery['where'] {
  return where.flatMap(({ dimension, values }) => (dimension === 'tokenType' ? [] : [{ dimension, values }]));
}

/** Measures by dimensions over a range of whole UTC hours. */
export interface UsageQuery {
  readonly range: TimeRange;
  readonly by: readonly StoreDimension[];
  readonly where: readonly (DimensionFilter & { readonly dimension: StoreDimension })[];
}

/** One group; `key[i]` is the value of `by[i]`, null for none. Times are ISO: hour `2026-11-21T09:00:00Z`, day, month. */
export interface UsageRow extends Measures {
  readonly key: readonly (string | null)[];
}

/** What can be added up: measures, and sums of some of them. */
export interface Summable extends Measures {
  /** Of everything that has a price. */
  readonly cost: NanoUsd;
  /** Of all kinds. */
  readonly unpricedTokens: number;
}
export type MeasureName = keyof Summable;

/** The question {@link UsageQuery} for some measures and several groupings at once. */
export interface SumsQuery<M extends MeasureName> {
  readonly range: TimeRange;
  readonly where: UsageQuery['where'];
  readonly measures: readonly M[];
  readonly groupings: readonly (readonly StoreDimension[])[];
}

/** One group; `at` is the start of its hour, day or month, the finest that was asked for, null for none. */
export type SumRow<M extends MeasureName> = Pick<Summable, M> & {
  readonly key: UsageRow['key'];
  readonly at: EpochSeconds | null;
};

/** What one SKU consumed on one UTC day: enough to price it by any price book, or as any other SKU. */
export interface SkuUsage {
  readonly sku: Sku;
  /** As the caller passed it. */
  readonly modelId: string;
  readonly day: EpochDay;
  readonly invocations: number;
  readonly quantities: Quantities;
  /** As stored: sums of rounded rows, of what had a price. */
  readonly cost: NanoUsd;
}

export const NO_MEASURES: Measures = {
  invocations: 0,
  failedInvocations: 0,
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  costInput: ZERO_USD,
  costOutput: ZERO_USD,
  costCacheRead: ZERO_USD,
  costCacheWrite: ZERO_USD,
  costUnits: ZERO_USD,
  units: 0,
  unpricedInvocations: 0,
  unpricedInput: 0,
  unpricedOutput: 0,
  unpricedCacheRead: 0,
  unpricedCacheWrite: 0,
  unpricedUnits: 0,
};

export function addMeasures(a: Measures, b: Measures): Measures {
  return {
    invocations: a.invocations + b.invocations,
    failedInvocations: a.failedInvocations + b.failedInvocations,
    input: a.input + b.input,
    output: a.output + b.output,
    cacheRead: a.cacheRead + b.cacheRead,
    cacheWrite: a.cacheWrite + b.cacheWrite,
    costInput: addUsd(a.costInput, b.costInput),
    costOutput: addUsd(a.costOutput, b.costOutput),
    costCacheRead: addUsd(a.costCacheRead, b.costCacheRead),
    costCacheWrite: addUsd(a.costCacheWrite, b.costCacheWrite),
    costUnits: addUsd(a.costUnits, b.costUnits),
    units: a.units + b.units,
    unpricedInvocations: a.unpricedInvocations + b.unpricedInvocations,
    unpricedInput: a.unpricedInput + b.unpricedInput,
    unpricedOutput: a.unpricedOutput + b.unpricedOutput,
    unpricedCacheRead: a.unpricedCacheRead + b.unpricedCacheRead,
    unpricedCacheWrite: a.unpricedCacheWrite + b.unpricedCacheWrite,
    unpricedUnits: a.unpricedUnits + b.unpricedUnits,
  };
}

/** The cost of what is priced. */
export function pricedCost(m: Measures): NanoUsd {
  return (m.costInput + m.costOutput + m.costCacheRead + m.costCacheWrite + m.costUnits) as NanoUsd;
}

/** Tokens counted in the sums and missing from the cost. */
export function unpricedTokens(m: Measures): number {
  return m.unpricedInput + m.unpricedOutput + m.unpricedCacheRead + m.unpricedCacheWrite;
}

export function tokensOf(m: Measures): number {
  return m.input + m.output + m.cacheRead + m.cacheWrite;
}

/** Whether there is usage and none of it has a price: the cost is unknown, not zero. */
export function isUnpriced(m: Measures): boolean {
  const unpriced = unpricedTokens(m) + m.unpricedUnits;
  return unpriced > 0 && unpriced === tokensOf(m) + m.units;
}
