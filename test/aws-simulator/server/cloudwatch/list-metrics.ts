/**
 * ListMetrics: series with data in the last two weeks (CloudWatch API Reference).
 * @module
 */
import { z } from 'zod';
import { DAY, HOUR, hourOf } from '../../world/clock.ts';
import { type SeriesId, seriesKey } from '../truth/metrics/series.ts';
import { sourceOf } from '../truth/sources.ts';
import { pageOf } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import { asPublished } from './cache-names.ts';

const input = z.object({
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: z
    .array(z.object({ Name: z.string(), Value: z.string().optional() }))
    .max(10)
    .default([]),
  RecentlyActive: z.literal('PT3H').optional(),
  NextToken: z.string().optional(),
});
type Input = z.output<typeof input>;

const PAGE = 500;
/** A new metric takes a while to appear. */
const APPEARS_AFTER = 5 * 60;

export const listMetrics = operation(input, (asked, context) => {
  const { NextToken, ...question } = asked;
  const { simulator, account, region, now } = context;
  if (
    simulator.faults.strike({ service: 'monitoring', operation: 'ListMetrics', account, region }, [
      'empty-metrics',
    ])
  ) {
    return { Metrics: [] };
  }
  const found = activeSeries(context, asked.RecentlyActive ? 3 * HOUR : 14 * DAY)
    .map((id) => asPublished(id, simulator.cacheMetricNames(account)))
    .filter((id) => fits(id, asked));
  const paging = { token: NextToken, limit: PAGE, question: [question, account, region], now };
  const { items, nextToken } = pageOf(found, paging);
  return {
    Metrics: items.map(({ namespace, metric, dimensions }) => ({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  };
});

/** Series with data in the last `span` seconds, by their key. */
function activeSeries({ simulator, account, region, now }: Context, span: number): SeriesId[] {
  const source = sourceOf(account, region);
  if (!source) return [];
  const [from, to] = [now / 1000 - span, now / 1000 - APPEARS_AFTER];
  const found = new Map<string, SeriesId>();
  for (let hour = hourOf(from); hour <= hourOf(to); hour++) {
    // Only where the span begins or ends within the hour does it matter when.
    const whole = hour * HOUR >= from && (hour + 1) * HOUR < to - HOUR;
    if (whole) for (const [key, id] of simulator.metrics.names(source, hour)) found.set(key, id);
    else {
      for (const [key, { id, data }] of simulator.metrics.hour(source, hour)) {
        if (data.some((datum) => datum.at >= from && datum.at <= to && datum.arrives <= now))
          found.set(key, id);
      }
    }
  }
  return [...found.values()].sort((x, y) => (seriesKey(x) < seriesKey(y) ? -1 : 1));
}

const fits = (id: SeriesId, { Namespace, MetricName, Dimensions }: Input): boolean =>
  (Namespace ?? id.namespace) === id.namespace &&
  (MetricName ?? id.metric) === id.metric &&
  Dimensions.every(({ Name, Value }) =>
    id.dimensions.some(([name, value]) => name === Name && (Value ?? value) === value),
  );
