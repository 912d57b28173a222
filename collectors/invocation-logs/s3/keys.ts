/**
 * Where Bedrock delivers. Source: Amazon Bedrock user guide, "Monitor model invocation using CloudWatch Logs and
 * Amazon S3": `[prefix/]AWSLogs/<account>/BedrockModelInvocationLogs/<region>/YYYY/MM/DD/HH/<object>.json.gz`.
 * @module
 */
import { type EpochDay, type EpochSeconds, hourOf, isoDay, isoHour } from '../../../src/domain/time.ts';
import type { BucketOptions } from './options.ts';

const LOG_NAME = /\.(?:json|jsonl|ndjson|gz)$/i;
/** Bodies that were too large for their record, and the object that configuration leaves behind. */
const NO_LOG_NAME = /_(?:input|output)\.json(?:\.gz)?$|permission-check/;

/** The part of all keys of one account and Region. */
export function sourcePrefix({ keyPrefix = '', account, region }: BucketOptions): string {
  const prefix = keyPrefix.replace(/^\/+|\/+$/g, '');
  return `${prefix === '' ? '' : `${prefix}/`}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}

export const dayPrefix = (source: string, day: EpochDay): string =>
  `${source}${isoDay(day).replaceAll('-', '/')}/`;

/** The folder of an hour; all keys of the hour, and of later ones of the day, sort behind it. */
export function hourPrefix(source: string, at: EpochSeconds): string {
  const [day = '', hour = ''] = isoHour(hourOf(at)).split('T');
  return `${source}${day.replaceAll('-', '/')}/${hour.slice(0, 2)}/`;
}

/** Whether an object below a day's prefix holds records. */
export function isLog(key: string, prefix: string, bytes: number): boolean {
  const rest = key.slice(prefix.length);
  return bytes > 0 && !/(?:^|\/)data\//.test(rest) && LOG_NAME.test(rest) && !NO_LOG_NAME.test(rest);
}
