/**
 * Quotas of Bedrock.
 * @module
 */
export { type QuotaBody, type QuotaRequestBody, quotaBody, quotaRequestBody } from './body.ts';
export { createQuotasCollector } from './collector.ts';
export type { QuotasOptions } from './options.ts';
