/**
 * Every source of AWS that the daemon can read, as collectors.
 * @module
 */
export {
  type AwsClient,
  assumedRole,
  type CallTally,
  type CountedCall,
  type CredentialProvider,
  countCalls,
  createCallTally,
  createRateLimiter,
  type HttpLimits,
  httpHandler,
  paceCalls,
  type RateLimit,
  type RateLimiter,
  type RoleToAssume,
} from './aws/index.ts';
export { type BackfillCollector, backfillCursor, backfillPosition } from './backfill.ts';
export { type BillOptions, type CurOptions, createBillCollector, createCurCollector } from './bill/index.ts';
export * from './inventory/index.ts';
export { createCloudWatchLogsCollector, type LogGroupOptions } from './invocation-logs/cloudwatch/index.ts';
export {
  type BucketOptions,
  createS3LogsCollector,
  type QueueOptions,
  queueArn,
  queueRegion,
} from './invocation-logs/s3/index.ts';
export { createMetricsCollector, type MetricsOptions } from './metrics/index.ts';
export {
  createQuotasCollector,
  type QuotaBody,
  type QuotaRequestBody,
  type QuotasOptions,
  quotaBody,
  quotaRequestBody,
} from './quotas/index.ts';
