/**
 * What AWS charged, as Cost Explorer or the CUR tell it: sums per usage type and UTC day.
 * @module
 */
import type { NanoUsd } from './money.ts';
import type { EpochDay } from './time.ts';

/** Days of one account, `to` exclusive. */
export interface BilledDays {
  readonly account: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

export interface BillRow {
  readonly account: string;
  readonly region: string;
  readonly day: EpochDay;
  /** `Amazon Bedrock`, `Claude Sonnet 4.5 (Amazon Bedrock Edition)`, … */
  readonly service: string;
  /** As in `USE1-Claude4.6Sonnet-input-tokens`. */
  readonly usageType: string;
  /** Exact decimal in `unit`. */
  readonly quantity: string;
  readonly unit: string;
  readonly unblendedCost: NanoUsd;
  /** AWS still revises the last days. */
  readonly provisional: boolean;
}
