/**
 * A seeded, deterministic world of Bedrock usage.
 * @module
 */
export { type WriteOptions, type WrittenLogs, writeLogs } from '../write-logs.ts';
export { ACCOUNTS, SOURCES, type Source } from './accounts.ts';
export type { BatchJob } from './batch-jobs.ts';
export type { Call, Tokens } from './call.ts';
export type { Range } from './clock.ts';
export { Ledger, type LedgerRow, type Tally } from './ledger.ts';
export type { Inference } from './mantle.ts';
export { STORIES, type Story } from './stories.ts';
export type { BodySize } from './texts.ts';
export { createWorld, type DeliveredRecord, type World, type WorldOptions } from './world.ts';
