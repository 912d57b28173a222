/**
 * How often sources are read, and how gently.
 * @module
 */
import { z } from 'zod';
import { parseSpan } from '../domain/time.ts';

const seconds = (normal: number) => z.number().int().min(5).max(604_800).default(normal);

export const collect = z.strictObject({
  /** Between two runs of one source. */
  everySeconds: z
    .strictObject({
      cloudwatchLogs: seconds(60),
      s3: seconds(300),
      metrics: seconds(900),
      quotas: seconds(3_600),
      inventory: seconds(3_600),
      bill: seconds(86_400),
    })
    .prefault({}),
  /** For each account, all its Regions and sources together. */
  awsCallsPerSecond: z.number().positive().max(1_000).default(10),
  /** How far back the very first run of a source reads. */
  firstLookback: z
    .string()
    .refine((text) => (parseSpan(text) ?? 0) > 0, 'a span looks like 24h, 7d or 4w')
    .default('24h'),
  /** How far back history is read once, after the first start, beside live collection; 0: not at all. */
  backfill: z
    .union([z.literal(0).transform(String), z.string()])
    .refine((text) => text === '0' || parseSpan(text) !== undefined, 'a span looks like 35d or 8w; 0 is none')
    .default('35d'),
});

export type CollectConfig = z.output<typeof collect>;
