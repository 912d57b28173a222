/**
 * Metric points by series.
 * @module
 */
import { accountId, regionId } from '../../domain/ids.ts';
import {
  dimensionsKey,
  type MetricData,
  type MetricPoint,
  type MetricQuery,
  type MetricSeries,
} from '../../domain/metric.ts';
import { type EpochSeconds, SECONDS_PER_HOUR, type TimeRange, toWholeHours } from '../../domain/time.ts';
import type { Db } from './open.ts';

/**
 * Upserts points; a later reading of a period replaces the earlier one. No two points of a series cover the same
 * instant: a coarser reading of what is known in finer points is not taken, nor a finer one of what is known in a
 * coarser point, such as an hour that its minutes have been folded into.
 */
export function putMetrics(db: Db, data: readonly MetricData[]): void {
  const put = db.prepare(
    `INSERT INTO metric_point (series, at, period, value) SELECT @id, @at, @period, @value
     WHERE coalesce((SELECT at + period FROM metric_point WHERE series = @id AND at < @at ORDER BY at DESC LIMIT 1), 0) <= @at
       AND NOT EXISTS (SELECT 1 FROM metric_point WHERE series = @id AND at > @at AND at < @at + @period)
     ON CONFLICT (series, at) DO UPDATE SET value = excluded.value WHERE period = excluded.period`,
  );
  // Nearly always a series has one grain in the time at hand: then no point needs a look at its neighbours.
  const plain = db.prepare(
    `INSERT INTO metric_point (series, at, period, value) VALUES (@id, @at, @period, @value)
     ON CONFLICT (series, at) DO UPDATE SET value = excluded.value`,
  );
  const mixed = db.prepare<[number, EpochSeconds | number, EpochSeconds | number, number], { mixed: 1 }>(
    'SELECT 1 AS mixed FROM metric_point WHERE series = ? AND at > ? AND at < ? AND (period <> ? OR at % period <> 0) LIMIT 1',
  );
  const unfold = db.prepare('UPDATE metric_series SET folded_to = @at WHERE id = @id AND folded_to > @at');
  for (const { series, points } of data) {
    const id = seriesId(db, series);
    let oldest = Number.POSITIVE_INFINITY;
    const upsert = hasOneGrain(points, (from, to, period) => mixed.get(id, from, to, period) === undefined)
      ? plain
      : put;
    for (const { at, period, value } of points) {
      upsert.run({ id, at, period, value });
      if (period < SECONDS_PER_HOUR && at < oldest) oldest = at;
    }
    if (oldest < Number.POSITIVE_INFINITY) unfold.run({ id, at: oldest - (oldest % SECONDS_PER_HOUR) });
  }
}

/** The longest period of a point. */
const LONGEST_PERIOD = 86_400;

/** @param known whether all that is stored between two instants, both excluded, has the period and begins at whole ones */
function hasOneGrain(
  points: readonly MetricPoint[],
  known: (from: number, to: number, period: number) => boolean,
): boolean {
  const [first] = points;
  if (first === undefined) return true;
  const { period } = first;
  let [from, to] = [first.at as number, first.at as number];
  for (const point of points) {
    // Neighbours of one grain overlap where they do not begin a whole number of periods apart.
    if (point.period !== period || (point.at - first.at) % period !== 0) return false;
    from = Math.min(from, point.at);
    to = Math.max(to, point.at);
  }
  return first.at % period === 0 && known(from - LONGEST_PERIOD, to + period, period);
}

function seriesId(db: Db, series: MetricSeries): number {
  const { namespace, metric, account, region, dimensions, statistic } = series;
  const key = [namespace, metric, account, region, dimensionsKey(dimensions), statistic];
  const found = db
    .prepare<string[], { id: number }>(
      `SELECT id FROM metric_series WHERE namespace = ? AND metric = ? AND account = ? AND region = ?
       AND dimensions = ? AND statistic = ?`,
    )
    .get(...key);
  if (found) return found.id;
  const added = db
    .prepare(
      `INSERT INTO metric_series (namespace, metric, account, region, dimensions, statistic) VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(...key);
  return Number(added.lastInsertRowid);
}

interface Row {
  id: number;
  account: string;
  region: string;
  namespace: string;
  metric: string;
  dimensions: string;
  statistic: string;
  at: EpochSeconds;
  period: number;
  value: number;
}

/** Series with their points, ordered by series and time. */
export function queryMetrics(db: Db, query: MetricQuery): MetricData[] {
  const { conditions, params } = conditionsOf(query, query.range);
  const rows = db
    .prepare<(string | number)[], Row>(
      `SELECT s.*, p.at, p.period, p.value FROM metric_series s JOIN metric_point p ON p.series = s.id
       WHERE ${conditions} ORDER BY s.id, p.at`,
    )
    .all(...params);
  return seriesWithPoints(rows);
}

/**
 * Sums by bucket. The range is widened to whole UTC hours, so that the answer is the same once minutes have been folded
 * into hours. Points coarser than the bucket belong to no single one and are left out.
 */
export function queryMetricSums(db: Db, query: MetricQuery, bucket: number): MetricData[] {
  const { conditions, params } = conditionsOf(query, toWholeHours(query.range));
  const rows = db
    .prepare<(string | number)[], Row>(
      `SELECT s.*, p.at - p.at % ? AS at, ? AS period, total(p.value) AS value
       FROM metric_series s JOIN metric_point p ON p.series = s.id
       WHERE ${conditions} AND s.statistic = 'Sum' AND p.period <= ? GROUP BY s.id, p.at - p.at % ? ORDER BY s.id, 8`,
    )
    .all(bucket, bucket, ...params, bucket, bucket);
  return seriesWithPoints(rows);
}

function conditionsOf(
  query: MetricQuery,
  range: TimeRange,
): { conditions: string; params: (string | number)[] } {
  const conditions = ['s.namespace = ?', 'p.at >= ?', 'p.at < ?'];
  const params: (string | number)[] = [query.namespace, range.from, range.to];
  for (const [column, value] of [
    ['account', query.account],
    ['region', query.region],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(`s.${column} = ?`);
    params.push(value);
  }
  if (query.metrics) {
    conditions.push(`s.metric IN (${query.metrics.map(() => '?').join(', ')})`);
    params.push(...query.metrics);
  }
  return { conditions: conditions.join(' AND '), params };
}

function seriesWithPoints(rows: readonly Row[]): MetricData[] {
  const found = new Map<number, { series: MetricSeries; points: MetricPoint[] }>();
  for (const row of rows) {
    let entry = found.get(row.id);
    if (!entry) {
      entry = { series: seriesOf(row), points: [] };
      found.set(row.id, entry);
    }
    entry.points.push({ at: row.at, period: row.period, value: row.value });
  }
  return [...found.values()];
}

function seriesOf(row: Row): MetricSeries {
  return {
    account: accountId(row.account),
    region: regionId(row.region),
    namespace: row.namespace,
    metric: row.metric,
    dimensions: Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]),
    statistic: row.statistic,
  };
}
