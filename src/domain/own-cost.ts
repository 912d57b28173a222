/**
 * What watching costs: calls to AWS, counted by operation and day.
 * @module
 */
import type { EpochDay } from './time.ts';

/** Behind an operation: made to read the past, which ends; not part of what a month costs. */
export const OF_HISTORY = ' (history)';

export interface AwsCalls {
  readonly day: EpochDay;
  readonly account: string;
  readonly region: string;
  /** SDK name in lower case, as in `cloudwatch`, `cloudwatch-logs`, `s3`. */
  readonly service: string;
  /** As in `GetMetricData`; what reads the past once has {@link OF_HISTORY} behind it. */
  readonly operation: string;
  readonly calls: number;
  /** What the operation is billed by where that is not the call: metrics requested, requests of Cost Explorer. */
  readonly billedUnits: number;
}
