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
import type { EpochSeconds } from '../../domain/time.ts';
import type { Db } from './open.ts';

/** Upserts points. A finer period is never replaced by a coarser one that AWS kept of it. */
export function putMetrics(db: Db, data: readonly MetricData[]): void {
  const put = db.prepare(
    `INSERT INTO metric_point (series, at, period, value) VALUES (?, ?, ?, ?) ON CONFLICT (series, at) DO UPDATE
     SET period = excluded.period, value = excluded.value WHERE excluded.period <= period`,
  );
  for (const { series, points } of data) {
    const id = seriesId(db, series);
    for (const { at, period, value } of points) put.run(id, at, period, value);
  }
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
  const conditions = ['s.namespace = ?', 'p.at >= ?', 'p.at < ?'];
  const params: (string | number)[] = [query.namespace, query.range.from, query.range.to];
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
  const rows = db
    .prepare<(string | number)[], Row>(
      `SELECT s.*, p.at, p.period, p.value FROM metric_series s JOIN metric_point p ON p.series = s.id
       WHERE ${conditions.join(' AND ')} ORDER BY s.id, p.at`,
    )
    .all(...params);
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
