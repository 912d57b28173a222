/**
 * CloudWatch metrics of Bedrock.
 * @module
 */
export { CATALOG, type MetricChoice, type NamespaceChoice } from './catalog.ts';
export { createMetricsCollector } from './collector.ts';
export type { MetricsOptions } from './options.ts';
