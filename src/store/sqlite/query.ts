/**
 * Measures by dimensions over a range of whole hours. Whole months and days are read from their own rows, ragged edges
 * from hour rows; sessions and hours are only kept by the hour. All hold the same integers, so the answer is the same.
 * @module
 */

import {
  addMeasures,
  type Measures,
  type StoreDimension,
  type UsageQuery,
  type UsageRow,
} from '../../domain/measures.ts';
import { nanoUsd } from '../../domain/money.ts';
import {
  type EpochDay,
  type EpochHour,
  firstOfMonth,
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  parseInstant,
  type TimeRange,
  toWholeHours,
} from '../../domain/time.ts';
import { HOUR_MEASURES, MEASURE_COLUMNS } from './columns.ts';
import { addValues, dimensionSql, labelValue, type SeriesSql } from './dimensions.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';

/** Time dimensions, from the finest to the coarsest; a month is folded from its days. */
const TIME_SQL = { hour: 'u.hour', day: 'u.hour / 24', month: 'u.hour / 24' } as const;
type TimeDimension = keyof typeof TIME_SQL;

const isTime = (dimension: StoreDimension): dimension is TimeDimension => dimension in TIME_SQL;

/** A question as SQL: what is grouped by, the source of rows with its joins and filters, and the parameters. */
interface Prepared {
  readonly keys: readonly string[];
  readonly from: string;
  readonly params: readonly (number | string)[];
}

/** Null where the range is empty. */
export function prepareUsage(labels: Labels, query: UsageQuery): Prepared | null {
  const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
  const expression = (dimension: StoreDimension): string =>
    isTime(dimension) ? TIME_SQL[dimension] : dimensionSql(labels, sql, dimension);

  const keys = query.by.map(expression);
  for (const { dimension, values } of query.where) {
    const ids = values.map((value) => filterValue(labels, dimension, value));
    addFilter(sql, dimension, expression(dimension), ids);
  }
  const used = [...query.by, ...query.where.map((filter) => filter.dimension)];
  const source = rowsOf(query.range, grainOf(used));
  if (source.text === '') return null;
  const where = sql.conditions.length > 0 ? `WHERE ${sql.conditions.join(' AND ')}` : '';
  return {
    keys,
    from: `FROM (${source.text}) u JOIN series s ON s.id = u.series JOIN model_ref m ON m.id = s.model_ref
      ${sql.joins.join(' ')} ${where}`,
    params: [...source.params, ...sql.joinParams, ...sql.params],
  };
}

/** Answers {@link UsageQuery}; groups without usage are absent. */
export function queryUsage(db: Db, labels: Labels, query: UsageQuery): UsageRow[] {
  const prepared = prepareUsage(labels, query);
  if (prepared === null) return [];
  const { keys, from, params } = prepared;
  const selected = [
    ...keys.map((key, i) => `${key} AS k${i}`),
    ...MEASURE_COLUMNS.map((column) => `sum(u.${column}) AS ${column}`),
  ];
  const grouped = keys.length > 0 ? `GROUP BY ${keys.map((_, i) => i + 1).join(', ')}` : '';
  const rows = db
    .prepare<(number | string)[], Record<string, bigint>>(
      `SELECT ${selected.join(', ')}, count(*) AS n ${from} ${grouped}`,
    )
    .safeIntegers(true)
    .all(...params)
    .filter((row) => (row.n ?? 0n) > 0n)
    .map((row) => ({
      key: query.by.map((dimension, i) => keyText(labels, dimension, Number(row[`k${i}`]))),
      ...measuresOf(row),
    }));
  return query.by.includes('month') ? foldEqualKeys(rows) : rows;
}

/** Coarsest rows that can answer: sessions are only kept by the hour. */
function grainOf(used: readonly StoreDimension[]): 'hour' | 'day' | 'month' {
  if (used.includes('hour') || used.includes('session')) return 'hour';
  return used.includes('day') ? 'day' : 'month';
}

interface Part {
  readonly text: string;
  readonly params: readonly number[];
}

/**
 * The roll-up rows of a range: whole months, then whole days, then hours, as coarse as the grain allows. The text is
 * empty where the range is.
 */
export function rowsOf(range: TimeRange, grain: 'hour' | 'day' | 'month'): Part {
  const { from, to } = toWholeHours(range);
  const parts = cover(hourOf(from), hourOf(to), grain);
  return {
    text: parts.map((part) => part.text).join(' UNION ALL '),
    params: parts.flatMap((part) => part.params),
  };
}

const COARSE = MEASURE_COLUMNS.join(', ');
const SELECT = {
  month: `SELECT day * 24 AS hour, series, ${COARSE} FROM usage_month WHERE day * 24 >= ? AND day * 24 < ?`,
  day: `SELECT day * 24 AS hour, series, ${COARSE} FROM usage_day WHERE day >= ? / 24 AND day < ? / 24`,
  hour: `SELECT hour, series, ${HOUR_MEASURES.join(', ')} FROM usage_hour WHERE hour >= ? AND hour < ?`,
} as const;
const FINER = { month: 'day', day: 'hour' } as const;

/** Parts that cover [from, to) exactly, in hours since the epoch. */
function cover(from: number, to: number, grain: 'hour' | 'day' | 'month'): Part[] {
  if (from >= to) return [];
  if (grain === 'hour') return [{ text: SELECT.hour, params: [from, to] }];
  const [first, last] = [ceilTo(grain, from), floorTo(grain, to)];
  const finer = FINER[grain];
  if (first >= last) return cover(from, to, finer);
  return [
    ...cover(from, first, finer),
    { text: SELECT[grain], params: [first, last] },
    ...cover(last, to, finer),
  ];
}

/** The start of the day or month that holds an hour. */
function floorTo(grain: 'day' | 'month', hour: number): number {
  const day = Math.floor(hour / 24) as EpochDay;
  return (grain === 'day' ? day : firstOfMonth(day)) * 24;
}

function ceilTo(grain: 'day' | 'month', hour: number): number {
  const floor = floorTo(grain, hour);
  if (floor === hour) return hour;
  return grain === 'day' ? floor + 24 : floorTo('month', floor + 31 * 24);
}

/** A filter value as it is stored: a label id, or hours since the epoch; -1 matches nothing. */
function filterValue(labels: Labels, dimension: StoreDimension, value: string | null): number {
  if (value === null) return isTime(dimension) ? -1 : NONE;
  if (!isTime(dimension)) return labelValue(labels, value);
  const at = parseInstant(dimension === 'month' ? `${value}-01` : value);
  return at === undefined ? -1 : hourOf(at);
}

function addFilter(
  sql: SeriesSql,
  dimension: StoreDimension,
  expression: string,
  values: readonly number[],
): void {
  if (!isTime(dimension)) {
    addValues(sql, expression, values);
    return;
  }
  const ranges = values.map((hour) => [hour, endOf(dimension, hour as EpochHour)] as const);
  sql.conditions.push(`(${ranges.map(() => '(u.hour >= ? AND u.hour < ?)').join(' OR ')})`);
  sql.params.push(...ranges.flat());
}

function endOf(dimension: TimeDimension, hour: EpochHour): number {
  if (dimension === 'hour') return hour + 1;
  if (dimension === 'day') return hour + 24;
  const start = new Date(hour * 3_600_000);
  return Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) / 3_600_000;
}

function keyText(labels: Labels, dimension: StoreDimension, id: number): string | null {
  switch (dimension) {
    case 'hour':
      return isoHour(id as EpochHour);
    case 'day':
      return isoDay(id as EpochDay);
    case 'month':
      return isoMonth(id as EpochDay);
    default:
      return labels.textOf(id);
  }
}

function measuresOf(row: Record<string, bigint>): Measures {
  const count = (...names: string[]) => names.reduce((sum, name) => sum + Number(row[name] ?? 0n), 0);
  const money = (name: string) => nanoUsd(row[name] ?? 0n);
  return {
    invocations: count('calls'),
    failedInvocations: count('failed'),
    input: count('input'),
    output: count('output'),
    cacheRead: count('cache_read'),
    cacheWrite: count('cache_write', 'cache_write_5m', 'cache_write_30m', 'cache_write_1h'),
    costInput: money('cost_input'),
    costOutput: money('cost_output'),
    costCacheRead: money('cost_cache_read'),
    costCacheWrite: money('cost_cache_write'),
    costUnits: money('cost_units'),
    units: count('units'),
    unpricedInvocations: count('unpriced_calls'),
    unpricedInput: count('unpriced_input'),
    unpricedOutput: count('unpriced_output'),
    unpricedCacheRead: count('unpriced_cache_read'),
    unpricedCacheWrite: count('unpriced_cache_write'),
    unpricedUnits: count('unpriced_units'),
  };
}

function foldEqualKeys(rows: readonly UsageRow[]): UsageRow[] {
  const folded = new Map<string, UsageRow>();
  for (const row of rows) {
    const id = JSON.stringify(row.key);
    const before = folded.get(id);
    folded.set(id, before ? { key: row.key, ...addMeasures(before, row) } : row);
  }
  return [...folded.values()];
}
