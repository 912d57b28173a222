/**
 * Where an account's invocation logs go in a Region, as Bedrock's logging configuration says.
 * @module
 */
import { GetModelInvocationLoggingConfigurationCommand, type LoggingConfig } from '@aws-sdk/client-bedrock';
import { ask } from '../../../collectors/aws/index.ts';
import type { Clients } from './accounts.ts';

export { enableLoggingCommand } from '../../analysis/coverage/enable-logging.ts';
export type { LoggingConfig };

export type Destination =
  | { readonly kind: 'cloudwatch'; readonly logGroup: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix?: string };

/** The configuration; null where logging is off. @throws CollectFault */
export async function readLogging({ bedrock }: Clients): Promise<LoggingConfig | null> {
  const doing = { action: 'bedrock:GetModelInvocationLoggingConfiguration' };
  const { loggingConfig } = await ask(doing, () =>
    bedrock.send(new GetModelInvocationLoggingConfigurationCommand({})),
  );
  return loggingConfig ?? null;
}

/** CloudWatch Logs where both are on: it is minutes ahead, and reading it costs nothing. */
export function destinationOf(
  config: LoggingConfig | null,
  allowed: ReadonlySet<Destination['kind']>,
): Destination | null {
  const logGroup = config?.cloudWatchConfig?.logGroupName;
  if (logGroup && allowed.has('cloudwatch')) return { kind: 'cloudwatch', logGroup };
  const { bucketName, keyPrefix } = config?.s3Config ?? {};
  if (bucketName && allowed.has('s3')) {
    return { kind: 's3', bucket: bucketName, ...(keyPrefix ? { prefix: keyPrefix } : {}) };
  }
  return null;
}
