/**
 * CloudWatch metrics as facts: one value per series and period, latest reading wins.
 * @module
 */
import type { AccountId, RegionId } from './ids.ts';
import type { EpochSeconds, TimeRange } from './time.ts';

/** Everything that names a series. Levels of dimensions are series of their own and are never added together. */
export interface MetricSeries {
  readonly account: AccountId;
  readonly region: RegionId;
  /** As in `AWS/Bedrock`. */
  readonly namespace: string;
  /** As CloudWatch spells it, as in `InputTokenCount`. */
  readonly metric: string;
  /** Raw dimension values by name, as in `{ModelId: 'us.anthropic.…'}`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** As in `Sum`, `Average`, `p95`. */
  readonly statistic: string;
}

export interface MetricPoint {
  /** Start of the period. */
  readonly at: EpochSeconds;
  /** Seconds that the value covers: 60, or 300 and 3600 for older data. */
  readonly period: number;
  readonly value: number;
}

export interface MetricData {
  readonly series: MetricSeries;
  readonly points: readonly MetricPoint[];
}

/** Series of a namespace over a range; absent filters match everything. */
export interface MetricQuery {
  readonly range: TimeRange;
  readonly namespace: string;
  readonly metrics?: readonly string[];
  readonly account?: string;
  readonly region?: string;
}

/** Canonical text of dimensions: sorted by name. */
export function dimensionsKey(dimensions: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
