/**
 * Get-, Put- and DeleteModelInvocationLoggingConfiguration: one per account and Region (Bedrock API Reference).
 * @module
 */
import { z } from 'zod';
import { bucketOf } from '../../world/delivery.ts';
import { logGroupOf } from '../logging-book.ts';
import { groupsOf } from '../logs/groups.ts';
import { invalid } from '../wire/aws-error.ts';
import { type Context, operation } from '../wire/service.ts';

const destination = z.object({ bucketName: z.string(), keyPrefix: z.string().optional() });
const input = z.object({
  loggingConfig: z.object({
    cloudWatchConfig: z
      .object({
        logGroupName: z.string(),
        roleArn: z.string(),
        largeDataDeliveryS3Config: destination.optional(),
      })
      .optional(),
    s3Config: destination.optional(),
    textDataDeliveryEnabled: z.boolean().optional(),
    imageDataDeliveryEnabled: z.boolean().optional(),
    embeddingDataDeliveryEnabled: z.boolean().optional(),
    videoDataDeliveryEnabled: z.boolean().optional(),
    audioDataDeliveryEnabled: z.boolean().optional(),
  }),
});

/** The configuration is absent where logging is off. */
export const getLoggingConfiguration = operation(
  z.object({}),
  (_asked, { simulator, account, region, now }) => {
    const loggingConfig = simulator.logging.at({ account, region }, now / 1000);
    return loggingConfig ? { loggingConfig } : {};
  },
);

export const putLoggingConfiguration = operation(input, ({ loggingConfig }, context) => {
  validate(loggingConfig, context);
  const { simulator, account, region, now } = context;
  simulator.logging.put({ account, region }, loggingConfig, Math.floor(now / 1000));
  return {};
});

export const deleteLoggingConfiguration = operation(z.object({}), (_asked, context) => {
  const { simulator, account, region, now } = context;
  simulator.logging.put({ account, region }, null, Math.floor(now / 1000));
  return {};
});

/** Bedrock tries the destinations: the group has to exist, the bucket to be in the same account and Region. */
function validate(
  { cloudWatchConfig, s3Config }: z.output<typeof input>['loggingConfig'],
  context: Context,
): void {
  const { simulator, account, region } = context;
  if (!cloudWatchConfig && !s3Config) throw invalid('At least one destination is required');
  const group = cloudWatchConfig?.logGroupName;
  const known = groupsOf(simulator, account, region).map(({ name }) => name);
  if (group !== undefined && ![...known, logGroupOf({ account, region })].includes(group)) {
    throw invalid(
      `Failed to validate permissions for log group: ${group}, with role: ${cloudWatchConfig?.roleArn}`,
    );
  }
  const bucket = bucketOf({ account, region, delivery: 'off', schema: 'last' });
  if (s3Config && s3Config.bucketName !== bucket) {
    throw invalid(`Failed to validate permissions for S3 bucket: ${s3Config.bucketName}`);
  }
}
