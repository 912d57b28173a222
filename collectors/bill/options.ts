/**
 * How the bill is read.
 * @module
 */
import type { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { AccountId, RegionId } from '../../src/domain/ids.ts';

export interface BillOptions {
  readonly account: AccountId;
  /** Where Cost Explorer is asked; the rows have the Regions that their usage types name. */
  readonly region: RegionId;
  readonly client: CostExplorerClient;
  /** Seconds between runs; default a day. Every request costs a cent. */
  readonly every?: number;
}
