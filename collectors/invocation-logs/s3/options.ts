/**
 * How the deliveries in a bucket are read.
 * @module
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { AccountId, RegionId } from '../../../src/domain/ids.ts';
import type { QueueOptions } from './queue.ts';

export interface BucketOptions {
  /** Whose deliveries, from which Region: they are parts of the keys. */
  readonly account: AccountId;
  readonly region: RegionId;
  readonly client: S3Client;
  /** A client for the Region in which the bucket turns out to be; without it, a bucket elsewhere is a fault. */
  readonly clientIn?: (region: RegionId) => S3Client;
  readonly bucket: string;
  /** Key prefix of the logging configuration, with or without its last slash. */
  readonly keyPrefix?: string;
  /** Announces new objects, so that listing is only the safety net. */
  readonly queue?: QueueOptions;
  /** Seconds between runs; default 300, with a queue 60 at most. */
  readonly every?: number;
  /** Days before today (UTC) that are listed again, since objects may come late; default 2. */
  readonly overlapDays?: number;
  /** Told what is odd and needs no person. */
  readonly tell?: (what: string) => void;
}
