/**
 * How the files of an export are read.
 * @module
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { AccountId, RegionId } from '../../../src/domain/ids.ts';
import type { CostExplorerSource } from '../collector.ts';

export interface CurOptions {
  /** Whose lines are taken: a payer's export has those of all its accounts. */
  readonly account: AccountId;
  readonly region: RegionId;
  readonly bucket: string;
  /** S3 path prefix of the export, with or without its slashes. */
  readonly prefix?: string;
  readonly exportName: string;
  readonly client: S3Client;
  /** A client for the Region in which the bucket turns out to be. */
  readonly clientIn?: (region: RegionId) => S3Client;
  /** For the days that the export does not have yet. */
  readonly costExplorer?: CostExplorerSource;
  /** Seconds between runs; default and most six hours: a look costs a listing. */
  readonly every?: number;
  /** Told what is odd and needs no person. */
  readonly tell?: (what: string) => void;
}
