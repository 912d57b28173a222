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
  type StoreDimension,
  type SumRow,
  type SumsQuery,
  type UsageQuery,
  type UsageRow,
} from '../../domain/measures.ts';
import { nanoUsd } from '../../domain/money.ts';
import {
  type EpochDay,
  type EpochHour,
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  parseInstant,
  startOfHour,
} from '../../domain/time.ts';
import { COST_COLUMNS, KIND_COLUMNS, UNPRICED_KINDS, unpricedSql } from './columns.ts';
import { cover, floorTo, type Grain, nextOf, type Piece } from './cover.ts';
import { addValues, dimensionSql, labelValue, type SeriesSql } from './dimensions.ts';
import { Fold, TooLarge } from './fold.ts';
import { SeriesGroups } from './groups.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';

export type TimeDimension = 'hour' | 'day' | 'month';
const TIMES: readonly TimeDimension[] = ['hour', 'day', 'month'];
export const isTime = (dimension: StoreDimension): dimension is TimeDimension =>
  TIMES.includes(dimension as TimeDimension);

const isNoTime = (dimension: StoreDimension): dimension is Exclude<StoreDimension, TimeDimension> =>
  !isTime(dimension);

const CACHE_WRITES = KIND_COLUMNS.flatMap(([, column]) => (column.startsWith('cache_write') ? [column] : []));
/** Columns that a measure is the sum of; those without a price differ by table. */
const COLUMNS: Readonly<Partial<Record<MeasureName, readonly string[]>>> = {
  invocations: ['calls'],
  failedInvocations: ['failed'],
  input: ['input'],
  output: ['output'],
  cacheRead: ['cache_read'],
  cacheWrite: CACHE_WRITES,
  units: ['units'],
  cost: COST_COLUMNS,
  costInput: ['cost_input'],
  costOutput: ['cost_output'],
  costCacheRead: ['cost_cache_read'],
  costCacheWrite: ['cost_cache_write'],
  costUnits: ['cost_units'],
  unpricedInvocations: ['unpriced_calls'],
};
/** Sums of the quantities of kinds without a price. */
const UNPRICED: Readonly<Partial<Record<MeasureName, readonly (keyof typeof UNPRICED_KINDS)[]>>> = {
  unpricedInput: ['unpriced_input'],
  unpricedOutput: ['unpriced_output'],
  unpricedCacheRead: ['unpriced_cache_read'],
  unpricedCacheWrite: ['unpriced_cache_write'],
  unpricedUnits: ['unpriced_units'],
  unpricedTokens: ['unpriced_input', 'unpriced_output', 'unpriced_cache_read', 'unpriced_cache_write'],
};
/** What a group has that was used at all: all but costs, which nothing has without a quantity. */
const ACTIVITY = ['calls', 'failed', ...KIND_COLUMNS.map(([, column]) => column)].join(' + ');

const COARSE_UNPRICED = `${Object.keys(UNPRICED_KINDS)
  .map((column) => `u.${column}`)
  .join(' + ')} > 0`;
const TABLE = {
  hour: { name: 'usage_hour', time: 'hour', hours: 1, unpriced: 'u.unpriced <> 0' },
  day: { name: 'usage_day', time: 'day', hours: 24, unpriced: COARSE_UNPRICED },
  month: { name: 'usage_month', time: 'day', hours: 24, unpriced: COARSE_UNPRICED },
} as const;

function expressionOf(measure: MeasureName, grain: Grain): string {
  const plain = COLUMNS[measure];
  if (plain) return plain.map((column) => `u.${column}`).join(' + ');
  const sums = UNPRICED[measure] ?? [];
  if (grain !== 'hour') return sums.map((column) => `u.${column}`).join(' + ');
  return sums.flatMap((column) => UNPRICED_KINDS[column].map(unpricedSql)).join(' + ');
}

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
  const plain = query.measures.filter((measure) => COLUMNS[measure] !== undefined);
  const unpriced = query.measures.filter((measure) => COLUMNS[measure] === undefined);
  const activity = pieces.some(({ sign }) => sign < 0);
  const first = plain.length + (activity ? 1 : 0);
  const groups = new SeriesGroups(
    db,
    labels,
    groupings.map((by) => by.filter(isNoTime)),
  );
  const columns = query.measures.map((measure) =>
    COLUMNS[measure] ? plain.indexOf(measure) : first + unpriced.indexOf(measure),
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

/** Coarsest rows that can answer: sessions are only kept by the hour. */
export function grainOf(used: readonly StoreDimension[]): Grain {
  if (used.includes('hour') || used.includes('session')) return 'hour';
  return used.includes('day') ? 'day' : 'month';
}

function firstHour(db: Db): number {
  return db.prepare<[], { hour: number | null }>('SELECT min(hour) AS hour FROM usage_hour').get()?.hour ?? 0;
}

/** Behind the last hour with rows. */
export function lastHour(db: Db): number {
  const row = db.prepare<[], { hour: number | null }>('SELECT max(hour) AS hour FROM usage_hour').get();
  return (row?.hour ?? 0) + 1;
}

type Row = (number | bigint)[];
type Read = (grain: Grain, from: number, to: number) => Row[];

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

/** Rows of hour, series and the given sums. */
function rowReader(
  db: Db,
  labels: Labels,
  where: UsageQuery['where'],
  safe: boolean,
  onlyUnpriced: boolean,
  sumsIn: (grain: Grain) => readonly string[],
): Read {
  const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
  for (const filter of where) addFilter(labels, sql, filter);
  const joins =
    where.length === 0
      ? ''
      : `CROSS JOIN series s ON s.id = u.series CROSS JOIN model_ref m ON m.id = s.model_ref ${sql.joins.join(' ')}`;
  const prepare = (grain: Grain) => {
    const { name, time, hours, unpriced } = TABLE[grain];
    const hour = hours === 1 ? `u.${time}` : `u.${time} * ${hours}`;
    const conditions = [`u.${time} >= ?`, `u.${time} < ?`, ...(onlyUnpriced ? [unpriced] : [])];
    for (const condition of sql.conditions) conditions.push(condition.replaceAll(HOUR, hour));
    return db
      .prepare<(number | string)[], Row>(
        `SELECT ${[hour, 'u.series', ...sumsIn(grain)].join(', ')} FROM ${name} u ${joins}
         WHERE ${conditions.join(' AND ')}`,
      )
      .raw(true)
      .safeIntegers(safe);
  };
  const statements = new Map<Grain, ReturnType<typeof prepare>>();
  return (grain, from, to) => {
    const statement = statements.get(grain) ?? prepare(grain);
    statements.set(grain, statement);
    const { hours } = TABLE[grain];
    return statement.all(...sql.joinParams, from / hours, to / hours, ...sql.params);
  };
}

/** Stands for the hour of a row in conditions. */
const HOUR = '$hour';

function addFilter(labels: Labels, sql: SeriesSql, { dimension, values }: UsageQuery['where'][number]): void {
  if (!isTime(dimension)) {
    addValues(
      sql,
      dimensionSql(labels, sql, dimension),
      values.map((value) => labelValue(labels, value)),
    );
    return;
  }
  const ranges = values.map((value) => rangeOf(dimension, value));
  const within = ranges.map(() => `(${HOUR} >= ? AND ${HOUR} < ?)`);
  sql.conditions.push(within.length === 0 ? '0' : `(${within.join(' OR ')})`);
  sql.params.push(...ranges.flat());
}

/** Hours of a value of time; none where there is no such. */
export function rangeOf(dimension: TimeDimension, value: string | null): [from: number, to: number] {
  const at = value === null ? undefined : parseInstant(dimension === 'month' ? `${value}-01` : value);
  if (at === undefined) return [NONE, NONE];
  const hour = hourOf(at);
  if (dimension === 'hour') return [hour, hour + 1];
  if (dimension === 'day') return [hour, hour + 24];
  const start = new Date(at * 1000);
  return [hour, Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) / 3_600_000];
}

/** The rows of one grouping. */
class GroupRows<M extends MeasureName> {
  readonly #labels: Labels;
  readonly #by: readonly StoreDimension[];
  readonly #ids: readonly (readonly number[])[];
  readonly #measures: readonly M[];
  /** Which sum a measure is. */
  readonly #columns: readonly number[];
  readonly #withTime: boolean;
  readonly #time: TimeDimension | undefined;
  /** Where the value of each dimension is: among the ids, or -1 for time. */
  readonly #places: readonly number[];
  readonly #texts = new Map<number, readonly (string | null)[]>();
  readonly #rows: { readonly bucket: number; readonly group: number; readonly row: SumRow<M> }[] = [];
  #bucket = Number.NaN;
  #times: readonly (string | null)[] = [];

  constructor(
    labels: Labels,
    by: readonly StoreDimension[],
    ids: readonly (readonly number[])[],
    measures: readonly M[],
    columns: readonly number[],
    withTime: boolean,
  ) {
    this.#labels = labels;
    this.#by = by;
    this.#ids = ids;
    this.#measures = measures;
    this.#columns = columns;
    this.#withTime = withTime;
    this.#time = TIMES.find((dimension) => by.includes(dimension));
    let others = 0;
    this.#places = by.map((dimension) => (isTime(dimension) ? -1 : others++));
  }

  /** The start of the bucket of an hour; 0 where time is no matter. */
  bucketOf(hour: number): number {
    return this.#time === undefined ? 0 : floorTo(this.#time, hour);
  }

  /** Groups in the order of their ids. */
  compare(a: number, b: number): number {
    const [x, y] = [this.#ids[a] ?? [], this.#ids[b] ?? []];
    for (let i = 0; i < x.length; i++) {
      const difference = (x[i] ?? 0) - (y[i] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  put(bucket: number, group: number, sumOf: (column: number) => bigint | number): void {
    if (bucket !== this.#bucket) {
      this.#bucket = bucket;
      this.#times = this.#by.map((dimension) => (isTime(dimension) ? timeText(dimension, bucket) : null));
    }
    const row: Record<string, unknown> = { key: this.#keyOf(group) };
    if (this.#withTime) row.at = this.#time === undefined ? null : startOfHour(bucket as EpochHour);
    for (let i = 0; i < this.#measures.length; i++) {
      const measure = this.#measures[i] as M;
      const sum = sumOf(this.#columns[i] ?? 0);
      row[measure] = MONEY.has(measure) ? nanoUsd(BigInt(sum)) : Number(sum);
    }
    this.#rows.push({ bucket, group, row: row as SumRow<M> });
  }

  /** In the order of all dimensions, as they stand. */
  all(): SumRow<M>[] {
    const inOrder = this.#time === undefined || this.#places.indexOf(-1) === 0;
    const rows = inOrder ? this.#rows : this.#rows.toSorted((a, b) => this.#compareRows(a, b));
    return rows.map(({ row }) => row);
  }

  #compareRows(a: { bucket: number; group: number }, b: { bucket: number; group: number }): number {
    for (const place of this.#places) {
      const [x, y] =
        place < 0
          ? [a.bucket, b.bucket]
          : [this.#ids[a.group]?.[place] ?? 0, this.#ids[b.group]?.[place] ?? 0];
      if (x !== y) return x - y;
    }
    return 0;
  }

  #keyOf(group: number): readonly (string | null)[] {
    const texts = this.#texts.get(group) ?? (this.#ids[group] ?? []).map((id) => this.#labels.textOf(id));
    this.#texts.set(group, texts);
    if (this.#time === undefined) return texts;
    return this.#places.map((place, i) => (place < 0 ? (this.#times[i] ?? null) : (texts[place] ?? null)));
  }
}

const MONEY: ReadonlySet<MeasureName> = new Set<MeasureName>([
  'cost',
  'costInput',
  'costOutput',
  'costCacheRead',
  'costCacheWrite',
  'costUnits',
]);

function timeText(dimension: TimeDimension, bucket: number): string {
  if (dimension === 'hour') return isoHour(bucket as EpochHour);
  const day = Math.floor(bucket / 24) as EpochDay;
  return dimension === 'day' ? isoDay(day) : isoMonth(day);
}
