/**
 * Which sources of an account are read. Per source: on as it comes, off with `false`.
 * @module
 */
import { z } from 'zod';
import { regionName } from './fields.ts';

const off = z.literal(false);

const QUEUE_URL = /^https?:\/\/[^/\s]+\/\d{12}\/[\w-]{1,80}$/;

/** New objects as S3 announces them; the queue has no other reader. */
const notifications = z.strictObject({
  queueUrl: z
    .string()
    .regex(QUEUE_URL, 'a queue looks like https://sqs.us-east-1.amazonaws.com/123456789012/bedrock-logs'),
});

/** A CUR 2.0 export of Data Exports, as gzip and text/csv. */
const cur = z.strictObject({
  bucket: z.string().min(3),
  /** The S3 path prefix of the export. */
  prefix: z.string().optional(),
  /** Of the bucket; by default the first Region of the account. */
  region: regionName.optional(),
  exportName: z.string().regex(/^[\w.-]+$/, 'the name of an export has letters, digits, ., _ and - only'),
});

/** Cost Explorer bills a cent for each request; the files of an export cost next to nothing. */
const bill = z.strictObject({
  costExplorer: z.boolean().default(false),
  cur: cur.optional(),
});

export type CurConfig = z.output<typeof cur>;

/** Where invocation logs go is found out unless it is said here. */
export const sources = z.strictObject({
  cloudwatchLogs: z.union([off, z.strictObject({ logGroup: z.string().min(1) })]).optional(),
  s3: z
    .union([
      off,
      z.strictObject({
        bucket: z.string().min(3),
        prefix: z.string().optional(),
        notifications: notifications.optional(),
      }),
    ])
    .optional(),
  metrics: z.boolean().default(true),
  quotas: z.boolean().default(true),
  inventory: z.boolean().default(true),
  /** `true` is Cost Explorer alone. */
  bill: z.union([z.boolean(), bill]).default(false),
});
