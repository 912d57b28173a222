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
import { type EpochSeconds, SECONDS_PER_HOUR, toWholeHours } from '../../domain/time.ts';
import type { Db } from './open.ts';

/** Writes points; statements are prepared once, and the ids of series remembered. */
export class MetricPoints {
  readonly #sql;
  readonly #ids = new Map<string, number>();

  constructor(db: Db) {
    this.#sql = {
      careful: db.prepare(
        `INSERT INTO metric_point (series, at, period, value) SELECT @id, @at, @period, @value
         WHERE coalesce((SELECT at + period FROM metric_point WHERE series = @id AND at < @at ORDER BY at DESC LIMIT 1), 0) <= @at
           AND NOT EXISTS (SELECT 1 FROM metric_point WHERE series = @id AND at > @at AND at < @at + @period)
         ON CONFLICT (series, at) DO UPDATE SET value = excluded.value WHERE period = excluded.period`,
      ),
      // Nearly always a series has one grain in the time at hand: then no point needs a look at its neighbours.
      plain: db.prepare<[number, number, number, number]>(
        `INSERT INTO metric_point (series, at, period, value) VALUES (?, ?, ?, ?)
         ON CONFLICT (series, at) DO UPDATE SET value = excluded.value`,
      ),
      mixed: db.prepare<[number, number, number, number], { mixed: 1 }>(
        'SELECT 1 AS mixed FROM metric_point WHERE series = ? AND at > ? AND at < ? AND (period <> ? OR at % period <> 0) LIMIT 1',
      ),
      unfold: db.prepare<[number, number, number]>(
        'UPDATE metric_series SET folded_to = ? WHERE id = ? AND folded_to > ?',
      ),
      find: db.prepare<string[], { id: number }>(
        `SELECT id FROM metric_series WHERE namespace = ? AND metric = ? AND account = ? AND region = ?
         AND dimensions = ? AND statistic = ?`,
      ),
      add: db.prepare<string[]>(
        'INSERT INTO metric_series (namespace, metric, account, region, dimensions, statistic) VALUES (?, ?, ?, ?, ?, ?)',
      ),
    };
  }

  /**
   * Upserts points; a later reading of a period replaces the earlier one. No two points of a series cover the same
   * instant: a coarser reading of what is known in finer points is not taken, nor a finer one of what is known in a
   * coarser point, such as an hour that its minutes have been folded into.
   */
  put(data: readonly MetricData[]): void {
    const { careful, plain, mixed, unfold } = this.#sql;
    for (const { series, points } of data) {
      const id = this.#idOf(series);
      let oldest = Number.POSITIVE_INFINITY;
      const one = hasOneGrain(points, (from, to, period) => mixed.get(id, from, to, period) === undefined);
      for (const { at, period, value } of points) {
        if (one) plain.run(id, at, period, value);
        else careful.run({ id, at, period, value });
        if (period < SECONDS_PER_HOUR && at < oldest) oldest = at;
      }
      if (oldest < Number.POSITIVE_INFINITY) {
        const hour = oldest - (oldest % SECONDS_PER_HOUR);
        unfold.run(hour, id, hour);
      }
    }
  }

  /** Forgets what a rolled-back transaction may have added. */
  forget(): void {
    this.#ids.clear();
  }

  #idOf({ namespace, metric, account, region, dimensions, statistic }: MetricSeries): number {
    const key = [namespace, metric, account, region, dimensionsKey(dimensions), statistic];
    const name = key.join('\n');
    const known = this.#ids.get(name) ?? this.#sql.find.get(...key)?.id;
    const id = known ?? Number(this.#sql.add.run(...key).lastInsertRowid);
    if (this.#ids.size >= MOST_REMEMBERED) this.#ids.clear();
    this.#ids.set(name, id);
    return id;
  }
}

const MOST_REMEMBERED = 20_000;

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

interface SeriesRow {
  readonly id: number;
  readonly account: string;
  readonly region: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: string;
  readonly statistic: string;
}

/** Series with their points, ordered by series and time. */
export function queryMetrics(db: Db, query: MetricQuery): MetricData[] {
  const { from, to } = query.range;
  // Series by series, and numbers alone: a week of minutes is a million points.
  const points = db
    .prepare<[number, EpochSeconds, EpochSeconds], [EpochSeconds, number, number]>(
      'SELECT at, period, value FROM metric_point WHERE series = ? AND at >= ? AND at < ? ORDER BY at',
    )
    .raw(true);
  return matchingSeries(db, query).flatMap(({ id, ...row }) => {
    const found = points.all(id, from, to).map(([at, period, value]) => ({ at, period, value }));
    return found.length === 0 ? [] : { series: seriesOf(row), points: found };
  });
}

/**
 * Sums by bucket. The range is widened to whole UTC hours, so that the answer is the same once minutes have been folded
 * into hours. Points coarser than the bucket belong to no single one and are left out.
 */
export function queryMetricSums(db: Db, query: MetricQuery, bucket: number): MetricData[] {
  const { from, to } = toWholeHours(query.range);
  // Bucket by bucket along the key: grouping by an expression would sort every point first.
  const sums = db
    .prepare<[number, number, number, string], [EpochSeconds, number | null]>(
      `SELECT b.value, (SELECT sum(p.value) FROM metric_point p WHERE p.series = ? AND p.at >= max(b.value, ?)
         AND p.at < min(b.value + ${bucket}, ?) AND p.period <= ${bucket}) FROM json_each(?) b`,
    )
    .raw(true);
  const edge = (order: string) =>
    db
      .prepare<[number, number, number], number>(
        `SELECT at FROM metric_point WHERE series = ? AND at >= ? AND at < ? ORDER BY at ${order} LIMIT 1`,
      )
      .pluck(true);
  const edges = [edge('ASC'), edge('DESC')] as const;
  return matchingSeries(db, query, 'Sum').flatMap(({ id, ...row }) => {
    const [first, last] = edges.map((one) => one.get(id, from, to));
    if (first === undefined || last === undefined) return [];
    const buckets: number[] = [];
    for (let at = first - (first % bucket); at <= last; at += bucket) buckets.push(at);
    const found = sums
      .all(id, from, to, JSON.stringify(buckets))
      .flatMap(([at, value]) => (value === null ? [] : { at, period: bucket, value }));
    return found.length === 0 ? [] : { series: seriesOf(row), points: found };
  });
}

/** In order of their ids. */
function matchingSeries(db: Db, query: Omit<MetricQuery, 'range'>, statistic?: string): SeriesRow[] {
  const conditions = ['namespace = ?'];
  const params: string[] = [query.namespace];
  for (const [column, value] of [
    ['account', query.account],
    ['region', query.region],
    ['statistic', statistic],
  ] as const) {
    if (value === undefined) continue;
    conditions.push(`${column} = ?`);
    params.push(value);
  }
  if (query.metrics) {
    conditions.push(`metric IN (${query.metrics.map(() => '?').join(', ')})`);
    params.push(...query.metrics);
  }
  return db
    .prepare<string[], SeriesRow>(
      `SELECT id, account, region, namespace, metric, dimensions, statistic FROM metric_series
       WHERE ${conditions.join(' AND ')} ORDER BY id`,
    )
    .all(...params);
}

function seriesOf(row: Omit<SeriesRow, 'id'>): MetricSeries {
  return {
    account: accountId(row.account),
    region: regionId(row.region),
    namespace: row.namespace,
    metric: row.metric,
    dimensions: Object.fromEntries(JSON.parse(row.dimensions) as [string, string][]),
    statistic: row.statistic,
  };
}
