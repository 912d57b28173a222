/**
 * The points of series over a range. Source: CloudWatch API reference, `GetMetricData`: at most 500 queries and 100,800
 * points a call, the start inclusive, the end exclusive.
 * @module
 */
import {
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { CollectFault } from '../../src/domain/collector.ts';
import type { MetricData, MetricPoint, MetricSeries } from '../../src/domain/metric.ts';
import { epochSeconds } from '../../src/domain/time.ts';
import { type Doing, pages } from '../aws/index.ts';
import type { MetricsOptions } from './options.ts';
import type { PeriodRange } from './periods.ts';

const MOST_QUERIES = 500;
const MOST_POINTS = 100_800;
const GET: Doing = { action: 'cloudwatch:GetMetricData' };

/** Reads series in as few calls as can be, each of them small enough for one page. */
export async function* readPoints(
  options: MetricsOptions,
  series: readonly MetricSeries[],
  range: PeriodRange,
  signal: AbortSignal,
): AsyncGenerator<MetricData[], void, undefined> {
  const points = (range.to - range.from) / range.period;
  // A page too many asks, and pays, for all queries again.
  const size = Math.max(1, Math.min(MOST_QUERIES, Math.floor(MOST_POINTS / Math.max(1, points))));
  for (let from = 0; from < series.length; from += size) {
    yield* readBatch(options, series.slice(from, from + size), range, signal);
  }
}

async function* readBatch(
  { client, tell }: MetricsOptions,
  series: readonly MetricSeries[],
  range: PeriodRange,
  signal: AbortSignal,
): AsyncGenerator<MetricData[], void, undefined> {
  const fetch = (NextToken: string | undefined) =>
    client.send(
      new GetMetricDataCommand({
        MetricDataQueries: series.map((one, i) => query(one, i, range.period)),
        StartTime: new Date(range.from * 1000),
        EndTime: new Date(range.to * 1000),
        ScanBy: 'TimestampAscending',
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
      { abortSignal: signal },
    );
  // The last page that names a series says whether all of it came.
  const unfinished = new Map<number, string>();
  for await (const page of pages(GET, fetch, (answer) => answer.NextToken)) {
    for (const message of page.Messages ?? []) tell?.(`GetMetricData: ${message.Code}: ${message.Value}`);
    yield dataOf(page, series, range.period, unfinished);
  }
  refuseUnfinished(unfinished);
}

const query = (series: MetricSeries, i: number, period: number): MetricDataQuery => ({
  Id: `q${i}`,
  MetricStat: {
    Metric: {
      Namespace: series.namespace,
      MetricName: series.metric,
      Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: period,
    // No unit: Bedrock's counts have one of their own, and a filter by another would find nothing.
    Stat: series.statistic,
  },
});

function dataOf(
  page: GetMetricDataCommandOutput,
  series: readonly MetricSeries[],
  period: number,
  unfinished: Map<number, string>,
): MetricData[] {
  if (page.MetricDataResults === undefined && page.NextToken === undefined) {
    throw new CollectFault('misread', 'cloudwatch:GetMetricData: an answer without results');
  }
  return (page.MetricDataResults ?? []).flatMap((result) => {
    const index = Number(result.Id?.slice(1));
    const one = series[index];
    if (one === undefined) return [];
    if (result.StatusCode === undefined || result.StatusCode === 'Complete') unfinished.delete(index);
    else unfinished.set(index, result.StatusCode);
    const points = pointsOf(result, period);
    return points.length === 0 ? [] : [{ series: one, points }];
  });
}

function pointsOf({ Timestamps = [], Values = [] }: MetricDataResult, period: number): MetricPoint[] {
  return Timestamps.flatMap((at, i) => {
    const value = Values[i];
    return value === undefined ? [] : [{ at: epochSeconds(Math.floor(at.getTime() / 1000)), period, value }];
  });
}

/** What did come has been handed over; the position must not move over what did not. */
function refuseUnfinished(unfinished: ReadonlyMap<number, string>): void {
  const statuses = new Set(unfinished.values());
  if (statuses.size === 0) return;
  const message = `cloudwatch:GetMetricData: ${unfinished.size} series came as ${[...statuses].sort().join(', ')}`;
  if (statuses.has('Forbidden')) {
    throw new CollectFault('denied', message, {
      hint: 'allow {"Effect":"Allow","Action":"cloudwatch:GetMetricData","Resource":"*"}',
    });
  }
  throw new CollectFault('unavailable', message);
}
