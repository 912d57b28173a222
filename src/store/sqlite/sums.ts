/**
 * Sums of roll-up rows by dimensions, for several groupings at once: each row is read once, and only the columns that are
 * asked for. Whole months and days are read from their own rows (see `cover.ts`); sessions and hours are only kept by
 * the hour.
 * @module
 */
import {
  type MeasureName,
  type Measures,
  NO_MEASURES,
  type SumRow,
  type SumsQuery,
  type UsageQuery,
  type UsageRow,
} from '../../domain/measures.ts';
import { cover, floorTo, nextOf, type Piece } from './cover.ts';
import { Fold, TooLarge } from './fold.ts';
import { SeriesGroups } from './groups.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { firstHour, lastHour } from './stored-hours.ts';
import { ACTIVITY, expressionOf, isPlain } from './sum-columns.ts';
import { GroupRows } from './sum-groups.ts';
import { type Row, rowReader } from './sum-rows.ts';
import { grainOf, isNoTime } from './time-dimensions.ts';

/** Answers {@link SumsQuery}: rows by grouping, ordered by the values' ids; a caller sees all or nothing of a commit. */
export function querySums<M extends MeasureName>(db: Db, labels: Labels, query: SumsQuery<M>): SumRow<M>[][] {
  return readSums(db, labels, query, true);
}

const ALL = Object.keys(NO_MEASURES) as (keyof Measures)[];

/** Answers {@link UsageQuery}; groups without usage are absent. */
export function queryUsage(db: Db, labels: Labels, { range, where, by }: UsageQuery): UsageRow[] {
  return readSums(db, labels, { range, where, measures: ALL, groupings: [by] }, false)[0] ?? [];
}

function readSums<M extends MeasureName>(
  db: Db,
  labels: Labels,
  query: SumsQuery<M>,
  withTime: boolean,
): SumRow<M>[][] {
  return db.transaction(() => {
    try {
      return sumsOf(db, labels, query, withTime, false);
    } catch (error) {
      if (error instanceof TooLarge) return sumsOf(db, labels, query, withTime, true);
      throw error;
    }
  })();
}

function sumsOf<M extends MeasureName>(
  db: Db,
  labels: Labels,
  query: SumsQuery<M>,
  withTime: boolean,
  safe: boolean,
): SumRow<M>[][] {
  const { range, where, groupings } = query;
  const used = [...groupings.flat(), ...where.map(({ dimension }) => dimension)];
  const pieces = cover(range, grainOf(used), lastHour(db));
  // What has no price is read apart: most rows have none of it.
  const plain = query.measures.filter(isPlain);
  const unpriced = query.measures.filter((measure) => !isPlain(measure));
  const activity = pieces.some(({ sign }) => sign < 0);
  const first = plain.length + (activity ? 1 : 0);
  const groups = new SeriesGroups(
    db,
    labels,
    groupings.map((by) => by.filter(isNoTime)),
  );
  const columns = query.measures.map((measure) =>
    isPlain(measure) ? plain.indexOf(measure) : first + unpriced.indexOf(measure),
  );
  const sorted = groupings.map(
    (by, i) => new GroupRows(labels, by, groups.groupings[i]?.ids ?? [], query.measures, columns, withTime),
  );
  const folds = sorted.map(
    (rows) =>
      new Fold(
        first + unpriced.length,
        activity ? plain.length : null,
        (a, b) => rows.compare(a, b),
        (bucket, group, sumOf) => rows.put(bucket, group, sumOf),
      ),
  );
  let last = Number.NaN;
  const add = (rows: readonly Row[], column: number, sign: 1 | -1) => {
    const known = groups.of(rows, 1);
    for (const row of rows) {
      const hour = Number(row[0]);
      if (hour !== last) {
        last = hour;
        for (let i = 0; i < folds.length; i++) folds[i]?.enter(sorted[i]?.bucketOf(hour) ?? 0);
      }
      const own = known.get(Number(row[1]));
      if (own === undefined) continue;
      for (let i = 0; i < folds.length; i++) folds[i]?.add(own[i] ?? 0, row, 2, column, sign);
    }
  };
  const readPlain = rowReader(db, labels, where, safe, false, (grain) => [
    ...plain.map((measure) => expressionOf(measure, grain)),
    ...(activity ? [ACTIVITY] : []),
  ]);
  const readUnpriced = rowReader(db, labels, where, safe, true, (grain) =>
    unpriced.map((measure) => expressionOf(measure, grain)),
  );
  for (const { grain, from, to, sign } of stepsOf(pieces, firstHour(db), lastHour(db))) {
    const rows = readPlain(grain, from, to);
    add(rows, 0, sign);
    if (unpriced.length > 0 && rows.length > 0) add(readUnpriced(grain, from, to), first, sign);
  }
  for (const fold of folds) fold.flush();
  return sorted.map((rows) => rows.all());
}

/**
 * Hours, days and months one by one, where there are any rows: few rows at a time, so that what is thrown away is young.
 * @param first hour with rows
 * @param end behind the last
 */
function* stepsOf(pieces: readonly Piece[], first: number, end: number): Generator<Piece> {
  for (const { grain, from, to, sign } of pieces) {
    for (let start = Math.max(from, floorTo(grain, first)); start < Math.min(to, end); ) {
      const stop = nextOf(grain, start);
      yield { grain, from: start, to: stop, sign };
      start = stop;
    }
  }
}
