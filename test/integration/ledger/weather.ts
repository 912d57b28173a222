/**
 * Everything that the simulator can make go wrong, all at once, for a week: some of it all the time, some for hours.
 * @module
 */
import type { FaultText, RunningSimulator } from '../../aws-simulator/server/index.ts';
import { logGroupOf } from '../../aws-simulator/server/logging-book.ts';
import { SOURCES, type Source } from '../../aws-simulator/world/index.ts';

const HOUR = 3600;
const { shopEast, shopWest, engineeringWest, engineeringEast } = SOURCES;

/** What strikes single requests, whatever they are. */
export const REQUESTS: readonly FaultText[] = [
  { kind: 'throttling', probability: 0.003 },
  { kind: 'throttling', probability: 0.003, service: 'monitoring', code: 'ThrottlingException' },
  { kind: 'throttling', probability: 0.02, service: 's3', code: 'SlowDown', status: 503 },
  { kind: 'internal-error', probability: 0.003 },
  { kind: 'unavailable', probability: 0.003 },
  { kind: 'hang', probability: 0.003, times: 3 },
  { kind: 'reset', probability: 0.003 },
  { kind: 'truncated', probability: 0.003 },
  { kind: 'html', probability: 0.003 },
  { kind: 'expired-page-token', probability: 0.03 },
  { kind: 'expired-credentials', probability: 0.002 },
  { kind: 'clock-skew', probability: 0.002 },
  { kind: 'error', code: 'UnrecognizedClientException', status: 400, probability: 0.001 },
  { kind: 'empty-metrics', probability: 0.03 },
  { kind: 'wrong-region', probability: 0.02 },
];

/** What is the matter with deliveries: not a fault of reading, and no reason to be wrong. */
export const DELIVERIES: readonly FaultText[] = [
  { kind: 'late-events', probability: 0.2, seconds: 600 },
  { kind: 'duplicate-events', probability: 0.1 },
  { kind: 'reordered-events', probability: 0.3 },
  { kind: 'late-metrics', probability: 0.15, seconds: 2400 },
  { kind: 'lost-records', probability: 0.01 },
];

const at = ({ account, region }: Source) => ({ account, region });
const denied = (place: Source, service: string, operation: string): FaultText => ({
  ...{ kind: 'access-denied', service, operation, ...at(place) },
});

/** What is wrong from one hour of the week to another. */
const HOURS: readonly (readonly [from: number, to: number, fault: FaultText])[] = [
  [20, 27, denied(shopEast, 'logs', 'FilterLogEvents')],
  [30, 41, denied(shopWest, 'monitoring', 'GetMetricData')],
  [30, 140, denied(shopEast, 'ce', 'GetCostAndUsage')],
  [44, 50, denied(engineeringWest, 'monitoring', 'ListMetrics')],
  [52, 60, denied(engineeringWest, 's3', 'ListObjectsV2')],
  [62, 70, denied(engineeringWest, 's3', 'GetObject')],
  [66, 76, denied(shopEast, 'servicequotas', 'ListServiceQuotas')],
  [80, 85, denied(engineeringWest, 'bedrock', 'ListInferenceProfiles')],
  [84, 90, denied(shopWest, 'bedrock', 'GetModelInvocationLoggingConfiguration')],
  [97, 106, { kind: 'object-deleted', probability: 0.4 }],
  [116, 119, { kind: 'unavailable', region: 'us-west-2' }],
  [124, 126, { kind: 'expired-credentials', ...at(engineeringEast) }],
  [140, 142, { kind: 'html' }],
];

/** When the Region without logging gets some. */
const LOGGING_ON = 96;

export interface Weather {
  /** To be told of every step of the clock, in seconds since the epoch. */
  readonly at: (now: number) => void;
  /** Ends what keeps requests from being answered; deliveries stay as they are. */
  readonly clears: () => void;
  /** How often each kind of request fault has struck; what strikes objects is not counted there. */
  readonly struck: () => Record<string, number>;
}

export function badWeather(aws: RunningSimulator, start: number): Weather {
  for (const fault of DELIVERIES) aws.faults.add(fault);
  const kept = new Set(aws.faults.list().map(({ id }) => id));
  for (const fault of REQUESTS) aws.faults.add(fault);
  const on = new Map<number, string>();
  const struck: Record<string, number> = {};
  const remove = (id: string) => {
    const fault = aws.faults.list().find((one) => one.id === id);
    if (fault) struck[fault.kind] = (struck[fault.kind] ?? 0) + fault.struck;
    aws.faults.remove(id);
  };
  let logging = false;
  return {
    at: (now) => {
      const hour = (now - start) / HOUR;
      for (const [i, [from, to, fault]] of HOURS.entries()) {
        const id = on.get(i);
        if (id === undefined && hour >= from && hour < to) on.set(i, aws.faults.add(fault));
        if (id !== undefined && hour >= to) {
          remove(id);
          on.delete(i);
        }
      }
      if (logging || hour < LOGGING_ON) return;
      logging = true;
      const { account } = engineeringEast;
      const roleArn = `arn:aws:iam::${account}:role/bedrock-logging`;
      const cloudWatchConfig = { logGroupName: logGroupOf(engineeringEast), roleArn };
      aws.logging.put(at(engineeringEast), { cloudWatchConfig }, start + LOGGING_ON * HOUR);
    },
    clears: () => {
      for (const { id } of aws.faults.list()) if (!kept.has(id)) remove(id);
    },
    struck: () => struck,
  };
}
