/**
 * The truth behind the metrics: every series' minutes, whenever they arrive.
 * @module
 */
import type { Range } from '../../world/clock.ts';
import { within } from '../../world/clock.ts';
import { asPublished } from '../cloudwatch/cache-names.ts';
import type { Simulator } from '../simulator.ts';
import type { SeriesId } from '../truth/metrics/series.ts';
import { allSources } from '../truth/sources.ts';
import { untilNow } from './ledger-rows.ts';

export interface MetricMinute extends SeriesId {
  readonly account: string;
  readonly region: string;
  /** Seconds since the epoch, a whole minute. */
  readonly minute: number;
  readonly sum: number;
  readonly count: number;
}

/** Minutes of all series in a range of seconds; from the history's beginning until now by default. */
export function metricMinutesOf(simulator: Simulator, range: Range = untilNow(simulator)): MetricMinute[] {
  const found: MetricMinute[] = [];
  for (const source of allSources()) {
    const { account, region } = source;
    for (const hour of simulator.world.hours(range)) {
      for (const { id, data } of simulator.metrics.hour(source, hour).values()) {
        const own = data.filter(({ at }) => within(at, range));
        for (const [minute, values] of Map.groupBy(own, ({ at }) => at - (at % 60))) {
          const sum = values.reduce((total, { value }) => total + value, 0);
          const published = asPublished(id, simulator.cacheMetricNames(account));
          found.push({ ...published, account, region, minute, sum, count: values.length });
        }
      }
    }
  }
  return found;
}
