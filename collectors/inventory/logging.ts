/**
 * Where Bedrock's logs go: one configuration per account and Region, or none.
 * @module
 */
import { GetModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { ask } from '../aws/index.ts';
import type { LoggingConfigurationBody } from './body.ts';
import type { Asking } from './listing.ts';

export async function loggingConfiguration({ bedrock, abort }: Asking): Promise<LoggingConfigurationBody[]> {
  const { loggingConfig } = await ask({ action: 'bedrock:GetModelInvocationLoggingConfiguration' }, () =>
    bedrock.send(new GetModelInvocationLoggingConfigurationCommand({}), abort),
  );
  return [loggingBody(loggingConfig)];
}

/** @param config absent where logging is off */
export function loggingBody(config: LoggingConfig | undefined): LoggingConfigurationBody {
  const { cloudWatchConfig, s3Config } = config ?? {};
  const cloudWatch =
    cloudWatchConfig?.logGroupName === undefined
      ? null
      : {
          logGroup: cloudWatchConfig.logGroupName,
          largeDataBucket: cloudWatchConfig.largeDataDeliveryS3Config?.bucketName ?? null,
        };
  const s3 =
    s3Config?.bucketName === undefined
      ? null
      : { bucket: s3Config.bucketName, keyPrefix: s3Config.keyPrefix ?? null };
  return {
    enabled: cloudWatch !== null || s3 !== null,
    cloudWatch,
    s3,
    bodies: {
      text: config?.textDataDeliveryEnabled ?? false,
      image: config?.imageDataDeliveryEnabled ?? false,
      embedding: config?.embeddingDataDeliveryEnabled ?? false,
      video: config?.videoDataDeliveryEnabled ?? false,
      audio: config?.audioDataDeliveryEnabled ?? false,
    },
  };
}
