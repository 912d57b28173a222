/**
 * Where an account uses Bedrock: the Regions that have metrics of it.
 * @module
 */
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { ask } from '../../../collectors/aws/index.ts';
import type { RegionId } from '../../domain/ids.ts';
import type { Account } from './accounts.ts';
import type { Failure } from './outcome.ts';
import { failureOf } from './run-collector.ts';

/**
 * Regions with Amazon Bedrock in the standard partition that are on without asking, and the opt-in ones that are
 * used most. Source: Amazon Bedrock user guide, "Supported Regions and models". Others can be named.
 */
export const REGIONS_TO_LOOK_AT: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-central-1',
  'eu-central-2',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'sa-east-1',
];

export interface RegionActivity {
  readonly region: string;
  /** Null: it could not be asked. */
  readonly active: boolean | null;
  readonly failure: Failure | null;
}

/** One small question to each Region; a Region that cannot be asked is told apart from a quiet one. */
export function findActivity(account: Account, regions: readonly RegionId[]): Promise<RegionActivity[]> {
  return Promise.all(
    regions.map(async (region) => {
      const { cloudwatch } = account.in(region);
      try {
        const { Metrics = [] } = await ask({ action: 'cloudwatch:ListMetrics' }, () =>
          cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock' })),
        );
        return { region, active: Metrics.length > 0, failure: null };
      } catch (error) {
        return { region, active: null, failure: failureOf(error) };
      }
    }),
  );
}
