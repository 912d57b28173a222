/**
 * How quotas are read.
 * @module
 */
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { AccountId, RegionId } from '../../src/domain/ids.ts';

export interface QuotasOptions {
  readonly account: AccountId;
  readonly region: RegionId;
  readonly client: ServiceQuotasClient;
  /** Seconds between runs; default 3,600. */
  readonly every?: number;
}
