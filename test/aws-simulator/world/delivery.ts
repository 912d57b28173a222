/**
 * Where Bedrock's log delivery puts things in S3.
 * @module
 */
import type { Source } from './accounts.ts';
import { HOUR, iso } from './clock.ts';

/** The root of one source's deliveries, below an optional key prefix. */
export function sourceFolder(source: Source, keyPrefix: string): string {
  const prefix = keyPrefix === '' ? '' : `${keyPrefix}/`;
  return `${prefix}AWSLogs/${source.account}/BedrockModelInvocationLogs/${source.region}`;
}

/** The folder of one UTC hour. */
export function hourFolder(source: Source, hour: number, keyPrefix: string): string {
  return `${sourceFolder(source, keyPrefix)}/${iso(hour * HOUR)
    .slice(0, 13)
    .replace(/[-T]/g, '/')}`;
}

/** The name of a batch of records. @param id sixteen hexadecimal digits */
export function batchName(deliveredMs: number, id: string): string {
  const stamp = new Date(deliveredMs).toISOString().replace(/[-:.]/g, '');
  return `${stamp}_${id}.json.gz`;
}

/** The key of a request body that was too large for its record. */
export const largeInputKey = (source: Source, hour: number, keyPrefix: string, requestId: string): string =>
  `${hourFolder(source, hour, keyPrefix)}/data/${requestId}_input.json.gz`;

export const bucketOf = (source: Source): string => `bedrock-logs-${source.account}-${source.region}`;
