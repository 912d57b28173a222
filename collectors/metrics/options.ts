/**
 * How metrics are read.
 * @module
 */
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { AccountId, RegionId } from '../../src/domain/ids.ts';

export interface MetricsOptions {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly client: CloudWatchClient;
  /** Seconds between runs; default 300. A run in which nothing is due makes no call. */
  readonly every?: number;
  /** Seconds between readings of the few metrics that alarms wait for; default 900. */
  readonly liveEvery?: number;
  /** Seconds between readings of everything that is active; default 3,600. */
  readonly fullEvery?: number;
  /** What the readings may cost in this account and Region; with very many series they become rarer. Default 2.20. */
  readonly usdPerMonth?: number;
  /** Seconds before now at which the first run begins; default a day. */
  readonly firstLookback?: number;
  /** Told what is odd and needs no person. */
  readonly tell?: (what: string) => void;
}
