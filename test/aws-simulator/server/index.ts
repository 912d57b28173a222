/**
 * A local AWS with a made-up, seeded world of Bedrock usage, for tests and the demo.
 * @module
 */
export type { CallCount } from './calls.ts';
export { manualClock, runningClock, type SimulatorClock } from './clock.ts';
export type { TruthRow } from './control/ledger-rows.ts';
export type { MetricMinute } from './control/metric-minutes.ts';
export type { Fault, FaultText } from './faults/fault.ts';
export type { LoggingConfig } from './logging-book.ts';
export type { CacheMetricNames, SimulatorOptions } from './options.ts';
export { DEFAULT_EXTERNAL_ID, type Simulator } from './simulator.ts';
export { type RunningSimulator, startSimulator } from './start.ts';
