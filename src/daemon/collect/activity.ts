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

export interface RegionActivity {
  readonly region: string;
  /** Null: it could not be asked. */
  readonly active: boolean | null;
  /** Whether the Region is not switched on for the account, as those are that have to be opted in to. */
  readonly off: boolean;
  readonly failure: Failure | null;
}

/**
 * Regions that an account does not have before it asks for them. Source: AWS Account Management reference guide,
 * "Enable or disable AWS Regions in your account".
 */
const OPT_IN: ReadonlySet<string> = new Set([
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1'],
  ...['eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1'],
]);
/** What such a Region answers to credentials that are good elsewhere. */
const NOT_SWITCHED_ON =
  /: (?:UnrecognizedClient|InvalidClientTokenId|InvalidToken|AuthFailure|OptInRequired)/;

/** One small question to each Region; a Region that cannot be asked is told apart from a quiet one. */
export function findActivity(account: Account, regions: readonly RegionId[]): Promise<RegionActivity[]> {
  return Promise.all(
    regions.map(async (region) => {
      const { cloudwatch } = account.in(region);
      try {
        const { Metrics = [] } = await ask({ action: 'cloudwatch:ListMetrics' }, () =>
          cloudwatch.send(new ListMetricsCommand({ Namespace: 'AWS/Bedrock' })),
        );
        return { region, active: Metrics.length > 0, off: false, failure: null };
      } catch (error) {
        const failure = failureOf(error);
        const off = OPT_IN.has(region) && NOT_SWITCHED_ON.test(failure.message);
        return { region, active: off ? false : null, off, failure };
      }
    }),
  );
}
