/**
 * How a log group is read.
 * @module
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { AccountId, RegionId } from '../../../src/domain/ids.ts';
import type { RateLimiter } from '../../aws/index.ts';

export interface LogGroupOptions {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly client: CloudWatchLogsClient;
  /** The group of the logging configuration, in the same account and Region. */
  readonly logGroup: string;
  /** `FilterLogEvents` allows 5 calls a second per account and Region. */
  readonly limiter: RateLimiter;
  /** Seconds between runs; default 60. */
  readonly every?: number;
  /** Seconds before now at which the first run begins; default an hour. Older logs are a matter of backfill. */
  readonly firstLookback?: number;
  /** Events later than this many seconds may be missed; default 900. */
  readonly overlap?: number;
}
