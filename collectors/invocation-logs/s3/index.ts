/**
 * Invocation logs from S3.
 * @module
 */
export { createS3LogsCollector } from './collector.ts';
export type { BucketOptions } from './options.ts';
export { type QueueOptions, queueArn, queueRegion } from './queue.ts';
