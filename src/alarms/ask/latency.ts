/**
 * How long answers take, now and in the week before: as CloudWatch measures it by minute; where it does not, as logs tell.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { LatencyRow } from '../../domain/drill.ts';
import type { MetricData } from '../../domain/metric.ts';
import { epochSeconds, SECONDS_PER_DAY, SECONDS_PER_HOUR, type TimeRange } from '../../domain/time.ts';
import type { SourceState } from '../../store/port.ts';
import type { Place } from '../rules/judged.ts';
import type { LatencyInput, LatencySeries } from '../rules/latency.ts';
import { asked, blindPlaces, isLogs } from './fresh.ts';
import type { Memo } from './task.ts';

/** These metrics are read once an hour: two hours hold the newest complete one. */
const LOOK_BACK = 2 * SECONDS_PER_HOUR;
const RECENT = SECONDS_PER_HOUR;
const USUAL_DAYS = 7;
/** Minutes with calls before anything is called usual. */
const LEAST_MINUTES = 120;

export async function latencyInput(context: AnswerContext, memo: Memo): Promise<LatencyInput> {
  const { store, now } = context;
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
  const measured = join(latencies, calls, usual);
  const logged = tellsEverywhere(measured, sources) ? [] : await loggedSeries(context, measured, memo);
  return { series: [...measured, ...logged], blind: blindPlaces(sources, now, LOOK_BACK) };
}

/** Whether metrics tell of every place that logs are read from: then nobody has to look at single calls. */
function tellsEverywhere(measured: readonly LatencySeries[], sources: readonly SourceState[]): boolean {
  const known = new Set(measured.map(placeOf));
  const logs = asked(sources).filter(isLogs);
  return (
    logs.length > 0 &&
    logs.every(({ account, region }) => known.has(placeOf({ account: account ?? '', region: region ?? '' })))
  );
}

/** Hours of the days before, of which so many must tell enough. */
const LEAST_HOURS = 3;
const LEAST_CALLS = 30;

/**
 * The last hour by logs, in places where no metric tells. Records of `InvokeModel` without a stream, and those that are
 * delivered without bodies, do not say how long they took: such ids are absent.
 */
async function loggedSeries(
  { store, now }: AnswerContext,
  measured: readonly LatencySeries[],
  memo: Memo,
): Promise<LatencySeries[]> {
  const known = new Set(measured.map(placeOf));
  const hour = (end: number): TimeRange => ({ from: epochSeconds(end - RECENT), to: epochSeconds(end) });
  const recent = hour(now);
  const rows = (await store.latencies({ range: recent, where: [] })).filter(
    (row) => !known.has(placeOf(row)),
  );
  if (rows.length === 0) return [];
  const usual = await memo.hourly('usual latency by logs', now, async () => {
    const days = Array.from({ length: USUAL_DAYS }, (_, i) => hour(now - (i + 1) * SECONDS_PER_DAY));
    return usualByLogs(await Promise.all(days.map((range) => store.latencies({ range, where: [] }))));
  });
  return rows.map((row) => ({
    ...{ account: row.account, region: row.region, modelId: row.modelId, by: 'logs' as const },
    ...{ since: recent.from, until: recent.to, calls: row.calls, p95Ms: row.p95 },
    usualMs: usual.get(logKey(row)) ?? null,
  }));
}

const placeOf = ({ account, region }: Place): string => JSON.stringify([account, region]);
const logKey = ({ account, region, modelId }: LatencyRow): string =>
  JSON.stringify([account, region, modelId]);

/** Pure: medians of the p95 of hours with calls enough. */
export function usualByLogs(hours: readonly (readonly LatencyRow[])[]): Map<string, number> {
  const told = hours.flat().filter(({ calls }) => calls >= LEAST_CALLS);
  return new Map(
    [...Map.groupBy(told, logKey)].flatMap(([key, rows]) =>
      rows.length < LEAST_HOURS ? [] : [[key, median(rows.map(({ p95 }) => p95))] as const],
    ),
  );
}

const placeKey = ({ series: { account, region, dimensions } }: MetricData): string =>
  JSON.stringify([account, region, dimensions.ModelId]);
const isByModel = ({ series }: MetricData, statistic: string): boolean =>
  series.statistic === statistic && Object.keys(series.dimensions).join() === 'ModelId';

/** Medians of a week, by place and model. */
function usualOf(data: readonly MetricData[]): Map<string, number> {
  const enough = data.filter((one) => isByModel(one, 'p95') && one.points.length >= LEAST_MINUTES);
  return new Map(enough.map((one) => [placeKey(one), median(one.points.map(({ value }) => value))]));
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
      ...{ account, region, modelId: dimensions.ModelId ?? '', by: 'metrics' as const },
      since: points[0]?.at ?? end.at,
      until: epochSeconds(end.at + end.period),
      calls: made.reduce((sum, { value }) => sum + value, 0),
      p95Ms: median(points.map(({ value }) => value)),
      usualMs: usual.get(key) ?? null,
    };
  });
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
