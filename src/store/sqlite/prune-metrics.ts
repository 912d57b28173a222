/**
 * Metric points past their time: minutes of sums are folded into hours, other statistics, which cannot be added, go.
 * @module
 */
import type { EpochSeconds } from '../../domain/time.ts';
import type { Db } from './open.ts';

const HOUR = 3600;
/** More than the minutes of an hour. */
const MOST_POINTS_AN_HOUR = 60;

/** Series looked at in one step; each may have years of hours. */
const MOST_LOOKS = 50;

/** What one kind of rows lost, and whether there is more of it to lose. */
export interface Step {
  readonly rows: number;
  readonly more: boolean;
}

interface Series {
  id: number;
  /** Everything before has been folded. */
  folded: number;
  /** Start of its last point. */
  last: number;
}

interface Hour {
  hour: number;
  points: number;
  coarsest: number;
  sum: number;
}

/**
 * Folds hours that end before an instant. The last hour of a series waits until the series goes on: a collector that
 * was away may still have half of it to read.
 * @param most points to fold at most, give or take those of an hour
 */
export function foldMinutes(db: Db, before: EpochSeconds, most: number): Step {
  const end = before - (before % HOUR);
  const waiting = db
    .prepare<[number], Series>(
      `SELECT s.id, s.folded_to AS folded, (SELECT max(at) FROM metric_point WHERE series = s.id) AS last
       FROM metric_series s WHERE s.statistic = 'Sum' AND s.folded_to < ? AND last IS NOT NULL`,
    )
    .all(end);
  const done = db.prepare<[number, number]>('UPDATE metric_series SET folded_to = ? WHERE id = ?');
  const finer = db
    .prepare<[number, number, number], number>(
      `SELECT at FROM metric_point WHERE series = ? AND at >= ? AND at < ? AND period < ${HOUR} ORDER BY at LIMIT 1`,
    )
    .pluck(true);
  let rows = 0;
  let looks = 0;
  for (const series of waiting) {
    const to = Math.min(end, series.last - (series.last % HOUR));
    if (to <= series.folded) continue;
    // Years of history may come by the hour: nothing there is to be folded.
    const first = finer.get(series.id, series.folded, to);
    const from = first === undefined ? to : first - (first % HOUR);
    const step = from < to ? foldSeries(db, { ...series, folded: from }, to, most - rows) : { points: 0, to };
    rows += step.points;
    looks += 1;
    done.run(step.to, series.id);
    if (rows >= most || step.to < to || looks >= MOST_LOOKS) return { rows, more: true };
  }
  return { rows, more: false };
}

/** @returns points folded, and up to when */
function foldSeries(
  db: Db,
  { id, folded }: Series,
  end: number,
  most: number,
): { points: number; to: number } {
  const limit = Math.max(1, Math.ceil(most / MOST_POINTS_AN_HOUR));
  const hours = db
    .prepare<[number, number, number, number], Hour>(
      `SELECT at - at % ${HOUR} AS hour, count(*) AS points, max(period) AS coarsest, total(value) AS sum
       FROM metric_point WHERE series = ? AND at >= ? AND at < ? GROUP BY 1 ORDER BY 1 LIMIT ?`,
    )
    .all(id, folded, end, limit);
  const clear = db.prepare<[number, number, number]>(
    'DELETE FROM metric_point WHERE series = ? AND at >= ? AND at < ?',
  );
  const add = db.prepare<[number, number, number]>(
    `INSERT INTO metric_point (series, at, period, value) VALUES (?, ?, ${HOUR}, ?)`,
  );
  let points = 0;
  for (const { hour, points: count, coarsest, sum } of hours) {
    // One point of an hour is what it shall become; a coarser one cannot be cut.
    if (coarsest > HOUR || (count === 1 && coarsest === HOUR)) continue;
    clear.run(id, hour, hour + HOUR);
    add.run(id, hour, sum);
    points += count;
  }
  const last = hours.at(-1);
  return { points, to: last === undefined || hours.length < limit ? end : last.hour + HOUR };
}

/** Points of other statistics than sums. */
export function dropOldPoints(db: Db, before: EpochSeconds, most: number): Step {
  const old = db
    .prepare<[number], { id: number }>(
      `SELECT s.id FROM metric_series s WHERE s.statistic <> 'Sum'
       AND (SELECT min(at) FROM metric_point WHERE series = s.id) < ?`,
    )
    .all(before);
  const drop = db.prepare<[number, number, number]>(
    `DELETE FROM metric_point WHERE (series, at) IN
     (SELECT series, at FROM metric_point WHERE series = ? AND at < ? ORDER BY at LIMIT ?)`,
  );
  let rows = 0;
  for (const { id } of old) {
    rows += drop.run(id, before, most - rows).changes;
    if (rows === most) return { rows, more: true };
  }
  return { rows, more: false };
}
