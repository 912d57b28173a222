/**
 * What the campaign and its simulated AWS, in another process, say to each other.
 * @module
 */
import { SOURCES } from '../../aws-simulator/world/index.ts';

export interface AwsOptions {
  readonly seed: string;
  /** Seconds since the epoch: history ends and live traffic begins. */
  readonly now: number;
  readonly days: number;
  /** Calls an hour; the world's own by default. */
  readonly rate?: number;
}

/** Where the delay of calls is measured: its logs go to CloudWatch Logs. */
export const PLACE = SOURCES.shopEast;

/** A logged call: its id, when it was made (seconds), and from when on CloudWatch Logs shows it (milliseconds). */
export interface Logged {
  readonly id: string;
  readonly at: number;
  readonly shownAt: number;
}

export type AwsMessage = { readonly env: Record<string, string> } | { readonly logged: readonly Logged[] };

/** From when on calls are wanted, in seconds since the epoch. */
export interface AwsRequest {
  readonly from: number;
}
