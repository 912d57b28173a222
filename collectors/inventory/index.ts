/**
 * What an account has in Bedrock.
 * @module
 */
export * from './body.ts';
export { createInventoryCollector } from './collector.ts';
export type { InventoryOptions } from './options.ts';
