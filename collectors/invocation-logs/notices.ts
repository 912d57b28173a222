/**
 * Plain-text lines that Bedrock writes where records go. Source: Amazon Bedrock user guide,
 * "Monitor model invocation using CloudWatch Logs and Amazon S3" (the permission check on configuration).
 * @module
 */
import { OPEN_BRACE, QUOTE } from './skim/ascii.ts';
import { skipSpace } from './skim/scan.ts';

const NOTICES = [
  { start: Buffer.from('Permissions are correctly set for Amazon Bedrock logs'), what: 'permission notice' },
  // Object of the S3 permission check, should its name or text ever be written as a line.
  { start: Buffer.from('amazon-bedrock-logs-permission-check'), what: 'permission notice' },
] as const;

/** Name of the notice that these bytes are, bare or as a JSON string; undefined when they are none. */
export function noticeIn(bytes: Buffer): string | undefined {
  let at = skipSpace(bytes, 0);
  if (bytes[at] === QUOTE) at++;
  const notice = NOTICES.find(({ start }) => bytes.subarray(at, at + start.length).equals(start));
  // A record on the same line is not to be passed over with it.
  return bytes.includes(OPEN_BRACE, at) ? undefined : notice?.what;
}
