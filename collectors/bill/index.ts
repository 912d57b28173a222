/**
 * What AWS charged.
 * @module
 */
export { createBillCollector } from './collector.ts';
export { type CurOptions, createCurCollector } from './cur/index.ts';
export type { BillOptions } from './options.ts';
