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
  /** Seconds between runs, each of which reads the few metrics that alarms wait for; default 900. */
  readonly every?: number;
  /** Seconds between readings of everything that is active; default 3,600. */
  readonly fullEvery?: number;
  /** Seconds before now at which the first run begins; default a day. */
  readonly firstLookback?: number;
  /** Told what is odd and needs no person. */
  readonly tell?: (what: string) => void;
}
