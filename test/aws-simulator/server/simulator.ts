/**
 * The parts of a running simulator, as its services see them.
 * @module
 */
import { ACCOUNTS } from '../world/accounts.ts';
import { createWorld, type World } from '../world/world.ts';
import { CallCounter } from './calls.ts';
import { runningClock, type SimulatorClock } from './clock.ts';
import { FaultPlan } from './faults/plan.ts';
import { LoggingBook } from './logging-book.ts';
import type { CacheMetricNames, SimulatorOptions } from './options.ts';
import { Permissions } from './permissions.ts';
import { RateLimits } from './rate-limits.ts';
import { Queues } from './sqs/queues.ts';
import { Deliveries } from './truth/deliveries.ts';
import { MetricBook } from './truth/metrics/metric-book.ts';

export interface Simulator {
  readonly world: World;
  readonly clock: SimulatorClock;
  readonly faults: FaultPlan;
  readonly calls: CallCounter;
  readonly permissions: Permissions;
  readonly logging: LoggingBook;
  readonly limits: RateLimits;
  readonly deliveries: Deliveries;
  readonly metrics: MetricBook;
  readonly queues: Queues;
  readonly longPolls: boolean;
  readonly home: string;
  readonly externalId: string;
  readonly hourFolder: 'delivery' | 'invocation';
  readonly logRetentionDays: number | undefined;
  readonly olderDeliverySeconds: number | undefined;
  cacheMetricNames(account: string): CacheMetricNames;
}

export const DEFAULT_EXTERNAL_ID = 'bedrock-meter';

/** Puts a simulator together; nothing listens yet. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed, now, days, rate, bodies, keyPrefix } = options;
  const world = createWorld({
    seed,
    now,
    days,
    ...(rate === undefined ? {} : { rate }),
    ...(bodies === undefined ? {} : { bodies }),
    ...(keyPrefix === undefined ? {} : { keyPrefix }),
  });
  const clock = options.clock ?? runningClock(now * 1000);
  const faults = new FaultPlan(String(seed));
  const logging = new LoggingBook(world.keyPrefix);
  const names: Readonly<Record<string, CacheMetricNames>> = {
    [ACCOUNTS.engineering]: 'CacheReadInputTokenCount',
    ...options.cacheMetricNames,
  };
  const simulator: Simulator = {
    world,
    clock,
    faults,
    logging,
    calls: new CallCounter(),
    permissions: new Permissions(),
    limits: new RateLimits(options.rateLimits ?? 'real', clock.now, options.rates),
    deliveries: new Deliveries(world, faults, logging),
    metrics: new MetricBook(
      world,
      faults,
      logging,
      bodies === 'natural' ? 4 : 0,
      options.steadyModels,
      options.metricHoursKept,
    ),
    queues: new Queues(() => simulator, clock.now()),
    longPolls: options.longPolls ?? options.clock === undefined,
    home: options.homeAccount ?? ACCOUNTS.shop,
    externalId: options.externalId ?? DEFAULT_EXTERNAL_ID,
    hourFolder: options.hourFolder ?? 'delivery',
    logRetentionDays: options.logRetentionDays,
    olderDeliverySeconds: options.olderDeliverySeconds,
    cacheMetricNames: (account) => names[account] ?? 'CacheReadInputTokens',
  };
  return simulator;
}
