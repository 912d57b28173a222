/**
 * How long answers take by minute, now and in the week before, as CloudWatch measures it.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { MetricData, MetricPoint } from '../../domain/metric.ts';
import { epochSeconds, SECONDS_PER_DAY, SECONDS_PER_HOUR, type TimeRange } from '../../domain/time.ts';
import type { LatencyInput, LatencySeries } from '../rules/latency.ts';
import { blindPlaces } from './fresh.ts';
import type { Memo } from './task.ts';

/** These metrics are read once an hour: two hours hold the newest complete one. */
const LOOK_BACK = 2 * SECONDS_PER_HOUR;
const RECENT = SECONDS_PER_HOUR;
const USUAL_DAYS = 7;
/** Minutes with calls before anything is called usual. */
const LEAST_MINUTES = 120;

export async function latencyInput({ store, now }: AnswerContext, memo: Memo): Promise<LatencyInput> {
  const recent = { from: epochSeconds(now - LOOK_BACK), to: now };
  const p95 = (range: TimeRange) =>
    store.metrics({ range, namespace: 'AWS/Bedrock', metrics: ['InvocationLatency'] });
  const [latencies, calls, usual, sources] = await Promise.all([
    p95(recent),
    store.metrics({ range: recent, namespace: 'AWS/Bedrock', metrics: ['Invocations'] }),
    memo.hourly('usual latency', now, async () =>
      usualOf(await p95({ from: epochSeconds(recent.from - USUAL_DAYS * SECONDS_PER_DAY), to: recent.from })),
    ),
    store.sources(),
  ]);
  return { series: join(latencies, calls, usual), blind: blindPlaces(sources, now, LOOK_BACK) };
}

const placeKey = ({ series: { account, region, dimensions } }: MetricData): string =>
  JSON.stringify([account, region, dimensions.ModelId]);
const isByModel = ({ series }: MetricData, statistic: string): boolean =>
  series.statistic === statistic && Object.keys(series.dimensions).join() === 'ModelId';

/** Medians of a week, by place and model. */
function usualOf(data: readonly MetricData[]): Map<string, number> {
  const enough = data.filter((one) => isByModel(one, 'p95') && one.points.length >= LEAST_MINUTES);
  return new Map(enough.map((one) => [placeKey(one), median(one.points)]));
}

/** Pure: the last hour that there is of each series, with the calls of the same hour. */
export function join(
  latencies: readonly MetricData[],
  calls: readonly MetricData[],
  usual: ReadonlyMap<string, number>,
): LatencySeries[] {
  const counts = new Map(
    calls.filter((one) => isByModel(one, 'Sum')).map((one) => [placeKey(one), one.points]),
  );
  return latencies.flatMap((one) => {
    const end = one.points.at(-1);
    if (!isByModel(one, 'p95') || end === undefined) return [];
    const since = end.at + end.period - RECENT;
    const points = one.points.filter(({ at }) => at >= since);
    const key = placeKey(one);
    const made = (counts.get(key) ?? []).filter(({ at }) => at >= since && at <= end.at);
    const { account, region, dimensions } = one.series;
    return {
      ...{ account, region, modelId: dimensions.ModelId ?? '' },
      since: points[0]?.at ?? end.at,
      until: epochSeconds(end.at + end.period),
      calls: made.reduce((sum, { value }) => sum + value, 0),
      p95Ms: median(points),
      usualMs: usual.get(key) ?? null,
    };
  });
}

function median(points: readonly MetricPoint[]): number {
  const sorted = points.map(({ value }) => value).toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
