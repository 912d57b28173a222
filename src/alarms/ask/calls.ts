/**
 * Calls by minute from both witnesses. Metrics see every throttled call and come late; logs come within a minute and
 * miss some. Each minute takes the larger count, because both count the same calls.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { DemandSeries } from '../../domain/demand.ts';
import type { MetricData } from '../../domain/metric.ts';
import { type EpochMinute, minuteOf, type TimeRange } from '../../domain/time.ts';
import type { CallMinute, CallSeries } from '../rules/call-minutes.ts';

/** Metrics of `AWS/Bedrock` by what they count. */
const COUNTS = {
  Invocations: 'calls',
  InvocationThrottles: 'throttles',
  InvocationClientErrors: 'clientErrors',
  InvocationServerErrors: 'serverErrors',
} as const;
type Count = (typeof COUNTS)[keyof typeof COUNTS];
type Minutes = Map<number, { -readonly [K in Count]: number }>;

/** One series for each account, Region and id as called. */
export async function callSeries({ store }: AnswerContext, range: TimeRange): Promise<CallSeries[]> {
  const [metrics, demand] = await Promise.all([
    store.metrics({ range, namespace: 'AWS/Bedrock', metrics: Object.keys(COUNTS) }),
    store.demand({ range }),
  ]);
  return merge(metrics, demand);
}

/** Pure: joins both witnesses. Only series by model and nothing else are taken: levels are never added together. */
export function merge(metrics: readonly MetricData[], demand: readonly DemandSeries[]): CallSeries[] {
  const all = new Map<string, Minutes>();
  const minutesOf = (account: string, region: string, modelId: string): Minutes => {
    const key = JSON.stringify([account, region, modelId]);
    const known = all.get(key) ?? new Map();
    all.set(key, known);
    return known;
  };
  for (const { series, points } of metrics) {
    const { account, region, metric, statistic, dimensions } = series;
    const count = Object.hasOwn(COUNTS, metric) ? COUNTS[metric as keyof typeof COUNTS] : undefined;
    const modelId = dimensions.ModelId;
    if (count === undefined || statistic !== 'Sum' || modelId === undefined) continue;
    if (Object.keys(dimensions).length > 1) continue;
    const minutes = minutesOf(account, region, modelId);
    for (const { at, value } of points) raise(minutes, minuteOf(at), count, value);
  }
  for (const { account, region, modelId, minutes: at, counts } of demand) {
    const minutes = minutesOf(account, region, modelId);
    for (const [i, minute] of at.entries()) {
      raise(minutes, minute, 'calls', counts.calls[i] ?? 0);
      raise(minutes, minute, 'throttles', counts.throttled[i] ?? 0);
      raise(minutes, minute, 'clientErrors', counts.clientErrors[i] ?? 0);
      raise(minutes, minute, 'serverErrors', counts.serverErrors[i] ?? 0);
    }
  }
  return [...all].map(([key, minutes]) => {
    const [account = '', region = '', modelId = ''] = JSON.parse(key) as string[];
    return { account, region, modelId, minutes: inOrder(minutes) };
  });
}

function raise(minutes: Minutes, minute: number, count: Count, value: number): void {
  const known = minutes.get(minute) ?? { calls: 0, throttles: 0, clientErrors: 0, serverErrors: 0 };
  known[count] = Math.max(known[count], value);
  minutes.set(minute, known);
}

const inOrder = (minutes: Minutes): CallMinute[] =>
  [...minutes]
    .toSorted(([a], [b]) => a - b)
    .map(([minute, counts]) => ({ minute: minute as EpochMinute, ...counts }));
