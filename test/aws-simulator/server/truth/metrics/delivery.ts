/**
 * `AWS/Bedrock` across all models: whether the invocation logs were delivered ("Model invocation logging
 * metrics" in the Bedrock User Guide).
 * @module
 */
import type { Call } from '../../../world/call.ts';
import type { LoggingConfig } from '../../logging-book.ts';
import type { Emit } from './series.ts';

export function emitDelivery(
  call: Call,
  config: LoggingConfig | null,
  lost: boolean,
  arrives: number,
  emit: Emit,
): void {
  const result = lost ? 'Failure' : 'Success';
  const put = (destination: string) =>
    emit('AWS/Bedrock', `ModelInvocationLogs${destination}Delivery${result}`, [], {
      at: call.at,
      value: 1,
      arrives,
    });
  if (config?.cloudWatchConfig) put('CloudWatch');
  if (config?.s3Config) put('S3');
}
