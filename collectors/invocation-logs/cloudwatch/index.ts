/**
 * Invocation logs from CloudWatch Logs.
 * @module
 */
export { createCloudWatchLogsCollector } from './collector.ts';
export type { LogGroupOptions } from './options.ts';
