/**
 * What a simulator can be started with.
 * @module
 */
import type { BodySize } from '../world/texts.ts';
import type { SimulatorClock } from './clock.ts';
import type { RateClock, RateTable } from './rate-limits.ts';

/** Which of the two spellings of the prompt cache's metrics an account has: AWS documents one, tools read the other. */
export type CacheMetricNames = 'CacheReadInputTokens' | 'CacheReadInputTokenCount';

export interface SimulatorOptions {
  readonly seed: string | number;
  /** Where the history ends and live traffic begins: seconds since the epoch. */
  readonly now: number;
  readonly days: number;
  /** 0, the default: any free one. */
  readonly port?: number;
  /** Starts at `now` and runs with real time by default. */
  readonly clock?: SimulatorClock;
  /** Calls per hour on average over the week around `now`. */
  readonly rate?: number;
  readonly bodies?: BodySize;
  /** Key prefix of the deliveries to S3. */
  readonly keyPrefix?: string;
  /** Seconds of calls in one delivered object, for what is older than a day when the simulator starts; 300. */
  readonly olderDeliverySeconds?: number;
  /** Hours of places whose metrics are remembered; fewer take less memory. */
  readonly metricHoursKept?: number;
  /** Days that Bedrock's log groups keep, in place of each Region's own. */
  readonly logRetentionDays?: number;
  /** The hour that the folder of a delivery is named by: that of the delivery (default) or of the calls. */
  readonly hourFolder?: 'delivery' | 'invocation';
  /** Whether an empty queue keeps its listeners waiting; by default where the simulator has a clock of its own. */
  readonly longPolls?: boolean;
  /** Real time by default. */
  readonly rateLimits?: RateClock;
  readonly rates?: RateTable;
  /** The account whose keys do not say otherwise; the shop by default. */
  readonly homeAccount?: string;
  /** What AssumeRole wants to hear for the roles named `bedrock-meter`. */
  readonly externalId?: string;
  /** Model ids that every account calls in every Region all the time; in metrics alone. */
  readonly steadyModels?: readonly string[];
  readonly cacheMetricNames?: Readonly<Record<string, CacheMetricNames>>;
}
