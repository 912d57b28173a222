/**
 * GetMetricData (CloudWatch API Reference): single series, no expressions.
 * @module
 */
import { z } from 'zod';
import { sourceOf } from '../truth/sources.ts';
import { invalid } from '../wire/aws-error.ts';
import { issueToken, readToken } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import { type Span, valuesOf, type Wanted } from './series-values.ts';

const LARGEST_PAGE = 100_800;

const query = z.object({
  Id: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9_]*$/)
    .max(255),
  MetricStat: z
    .object({
      Metric: z.object({
        Namespace: z.string(),
        MetricName: z.string(),
        Dimensions: z
          .array(z.object({ Name: z.string(), Value: z.string() }))
          .max(30)
          .default([]),
      }),
      Period: z.int().positive(),
      Stat: z.string(),
    })
    .optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
});
type Query = z.output<typeof query>;

const input = z.object({
  MetricDataQueries: z.array(query).min(1).max(500),
  StartTime: z.number(),
  EndTime: z.number(),
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  MaxDatapoints: z.int().positive().max(LARGEST_PAGE).default(LARGEST_PAGE),
});

/** Where a page begins: query, point in it, and as of when. */
type Mark = readonly [query: number, point: number, asOf: number];

export const getMetricData = operation(input, (asked, context) => {
  const { MetricDataQueries, StartTime, EndTime, NextToken, ScanBy, MaxDatapoints } = asked;
  const { simulator, account, region, now } = context;
  if (StartTime >= EndTime) throw invalid('The parameter StartTime must be less than the parameter EndTime.');
  const ids = new Set(MetricDataQueries.map(({ Id }) => Id));
  if (ids.size < MetricDataQueries.length) throw invalid('The values for parameter Id must be unique.');
  const question = [MetricDataQueries, StartTime, EndTime, ScanBy, account, region];
  const [first, point, asOf] =
    NextToken === undefined ? [0, 0, now] : readToken<Mark>(NextToken, question, now);
  if (NextToken === undefined) {
    const count = simulator.calls.of({ service: 'monitoring', operation: 'GetMetricData', account, region });
    count.metricsRequested += MetricDataQueries.length;
  }

  const results: object[] = [];
  let room = MaxDatapoints;
  for (const [i, each] of MetricDataQueries.entries()) {
    if (i < first || !each.ReturnData) continue;
    const values = read(each, { from: StartTime, to: EndTime, asOf }, context);
    if (ScanBy === 'TimestampDescending') values.reverse();
    const from = i === first ? point : 0;
    const part = values.slice(from, from + room);
    const rest = values.length > from + room;
    results.push({
      Id: each.Id,
      Label: each.Label ?? each.MetricStat?.Metric.MetricName ?? each.Id,
      Timestamps: part.map(([at]) => at),
      Values: part.map(([, value]) => value),
      StatusCode: rest ? 'PartialData' : 'Complete',
    });
    room -= part.length;
    if (rest || (room === 0 && i + 1 < MetricDataQueries.length)) {
      const next: Mark = rest ? [i, from + part.length, asOf] : [i + 1, 0, asOf];
      return { MetricDataResults: results, Messages: [], NextToken: issueToken(question, next, now) };
    }
  }
  return { MetricDataResults: results, Messages: [] };
});

function read(asked: Query, span: Span, { simulator, account, region }: Context): [number, number][] {
  const { MetricStat } = asked;
  if (!MetricStat) throw invalid(`Error in expression '${asked.Id}': expressions are not simulated`);
  const { Metric, Period, Stat } = MetricStat;
  if (Period % 60 !== 0 && ![1, 5, 10, 20, 30].includes(Period)) {
    throw invalid('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.');
  }
  const series = {
    namespace: Metric.Namespace,
    metric: Metric.MetricName,
    dimensions: Metric.Dimensions.map(({ Name, Value }) => [Name, Value] as const),
  };
  const wanted: Wanted = { series, period: Period, statistic: Stat };
  const source = sourceOf(account, region);
  return source ? valuesOf(simulator, source, wanted, span) : [];
}
