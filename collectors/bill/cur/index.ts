/**
 * What AWS charged, from the files of an export.
 * @module
 */
export { createCurCollector } from './collector.ts';
export type { CurOptions } from './options.ts';
