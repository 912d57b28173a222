/**
 * CloudWatch's points of one id as columns by minute. NaN: CloudWatch said nothing, which is not zero. Source: Bedrock
 * user guide, "Runtime metrics" (names, the dimension ModelId; both spellings of the cache metrics are in use).
 * @module
 */
import type { MetricData, MetricSeries } from '../../domain/metric.ts';

export interface MetricColumns {
  readonly accepted: Float64Array;
  readonly throttled: Float64Array;
  readonly native: Float64Array;
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly cacheWrite: Float64Array;
}

/** What is asked of CloudWatch's namespace. */
export const RUNTIME_METRICS = [
  'Invocations',
  'InvocationThrottles',
  'EstimatedTPMQuotaUsage',
  'InputTokenCount',
  'OutputTokenCount',
  'CacheWriteInputTokens',
  'CacheWriteInputTokenCount',
] as const;

const COLUMNS: Readonly<Record<string, keyof MetricColumns>> = {
  invocations: 'accepted',
  invocationthrottles: 'throttled',
  estimatedtpmquotausage: 'native',
  inputtokencount: 'input',
  outputtokencount: 'output',
  cachewriteinputtokens: 'cacheWrite',
  cachewriteinputtokencount: 'cacheWrite',
};

/** The column that a metric feeds; AWS's spelling varies in case. */
export const columnOf = (metric: string): keyof MetricColumns | undefined => COLUMNS[metric.toLowerCase()];

/** Sums by ModelId and nothing else: other levels hold the same calls again. */
export function isRuntimeSeries({ namespace, statistic, dimensions, metric }: MetricSeries): boolean {
  const names = Object.keys(dimensions);
  return (
    namespace === 'AWS/Bedrock' &&
    statistic === 'Sum' &&
    names.length === 1 &&
    names[0] === 'ModelId' &&
    columnOf(metric) !== undefined
  );
}

/** Columns of points of a minute; null when there are none. @param seen told of every minute with traffic */
export function metricColumns(
  data: readonly MetricData[],
  first: number,
  length: number,
  seen: { add(minute: number): void },
): MetricColumns | null {
  const found = new Map<keyof MetricColumns, Float64Array>();
  for (const { series, points } of data) {
    const name = columnOf(series.metric);
    if (name === undefined) continue;
    let column = found.get(name);
    for (const { at, period, value } of points) {
      const minute = Math.floor(at / 60);
      seen.add(minute + Math.max(1, period / 60) - 1);
      const i = minute - first;
      if (period !== 60 || i < 0 || i >= length || !Number.isFinite(value)) continue;
      column ??= new Float64Array(length).fill(Number.NaN);
      found.set(name, column);
      // Two spellings of one metric say the same thing: one of them is used.
      const before = column[i] ?? Number.NaN;
      column[i] = Number.isNaN(before) ? value : Math.max(before, value);
    }
  }
  if (found.size === 0) return null;
  const silent = new Float64Array(length).fill(Number.NaN);
  const of = (name: keyof MetricColumns) => found.get(name) ?? silent;
  return {
    accepted: of('accepted'),
    throttled: of('throttled'),
    native: of('native'),
    input: of('input'),
    output: of('output'),
    cacheWrite: of('cacheWrite'),
  };
}
