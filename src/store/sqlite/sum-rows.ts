/**
 * Reads roll-up rows with the sums that are asked for, under filters.
 * @module
 */
import type { UsageQuery } from '../../domain/measures.ts';
import { UNPRICED_KINDS } from './columns.ts';
import type { Grain } from './cover.ts';
import { addValues, dimensionSql, labelValue, type SeriesSql } from './dimensions.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { isTime, rangeOf } from './time-dimensions.ts';

const COARSE_UNPRICED = `${Object.keys(UNPRICED_KINDS)
  .map((column) => `u.${column}`)
  .join(' + ')} > 0`;
const TABLE = {
  hour: { name: 'usage_hour', time: 'hour', hours: 1, unpriced: 'u.unpriced <> 0' },
  day: { name: 'usage_day', time: 'day', hours: 24, unpriced: COARSE_UNPRICED },
  month: { name: 'usage_month', time: 'day', hours: 24, unpriced: COARSE_UNPRICED },
} as const;

/** Hour, series, and the sums. */
export type Row = (number | bigint)[];
type Read = (grain: Grain, from: number, to: number) => Row[];

/** Rows of hour, series and the given sums. */
export function rowReader(
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
