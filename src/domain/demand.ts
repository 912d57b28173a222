/**
 * Demand by minute, for quotas and capacity: what was asked for, what was let through, and what was reserved.
 * @module
 */
import type { Scope } from './sku.ts';
import type { EpochMinute, TimeRange } from './time.ts';

export const DEMAND_COUNTS = [
  /** Calls that succeeded. */
  'calls',
  /** Calls that the logs show as throttled; metrics see more of them. */
  'throttled',
  'clientErrors',
  'serverErrors',
  'input',
  'output',
  'cacheRead',
  'cacheWrite',
  /** Sum of the output limits that requests asked for. */
  'maxTokens',
  /** Calls that asked for no limit: the model's maximum is reserved. */
  'maxTokensOmitted',
  /** Calls whose record carries no body that would tell. */
  'maxTokensUnknown',
] as const;
export type DemandCount = (typeof DEMAND_COUNTS)[number];
export type DemandCounts = { readonly [K in DemandCount]: number };

/** Demand for one id as called, from one account and source Region: columns of equal length, minutes ascending. */
export interface DemandSeries {
  readonly account: string;
  readonly region: string;
  /** As the caller passed it: profiles share quotas, so several series can draw on one. */
  readonly modelId: string;
  /** Base model id; null while unresolved. */
  readonly model: string | null;
  readonly scope: Scope;
  /** Minutes since the epoch; a minute without calls is absent. */
  readonly minutes: Int32Array;
  readonly counts: { readonly [K in DemandCount]: Float64Array };
}

/** Absent filters match everything. Kept for 90 days. */
export interface DemandQuery {
  readonly range: TimeRange;
  readonly account?: string;
  readonly region?: string;
  /** Ids as called. */
  readonly modelIds?: readonly string[];
  /** Base model ids. */
  readonly models?: readonly string[];
  /** All minutes of a series as one entry, at the first of them. */
  readonly whole?: boolean;
}

/** Who called in the given minutes. Kept for 16 days. */
export interface CallerQuery {
  readonly account: string;
  readonly region: string;
  /** Ids as called. */
  readonly modelIds: readonly string[];
  readonly minutes: readonly EpochMinute[];
}

export interface CallerDemand extends DemandCounts {
  readonly principal: string | null;
  readonly agent: string | null;
}
