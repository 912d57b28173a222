/**
 * What AWS charged.
 * @module
 */
export { createBillCollector } from './collector.ts';
export type { BillOptions } from './options.ts';
