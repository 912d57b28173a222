/**
 * Questions about roll-up rows in SQL: by series and SKU, and as one union of the tables that cover a range.
 * @module
 */
import type { StoreDimension, UsageQuery } from '../../domain/measures.ts';
import type { TimeRange } from '../../domain/time.ts';
import { HOUR_MEASURES, MEASURE_COLUMNS } from './columns.ts';
import { cover, type Grain, type Piece } from './cover.ts';
import { addValues, dimensionSql, labelValue, type SeriesSql } from './dimensions.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';
import { lastHour } from './stored-hours.ts';
import { grainOf, isTime, rangeOf } from './time-dimensions.ts';

/** Time dimensions, from the finest to the coarsest; a month is told by its days. */
const TIME_SQL = { hour: 'u.hour', day: 'u.hour / 24', month: 'u.hour / 24' } as const;

/** A question as SQL: what is grouped by, the source of rows with its joins and filters, and the parameters. */
interface Prepared {
  readonly keys: readonly string[];
  readonly from: string;
  readonly params: readonly (number | string)[];
}

/** Null where the range is empty. Call it in the transaction that reads. */
export function prepareUsage(db: Db, labels: Labels, query: UsageQuery): Prepared | null {
  const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
  const expression = (dimension: StoreDimension): string =>
    isTime(dimension) ? TIME_SQL[dimension] : dimensionSql(labels, sql, dimension);

  const keys = query.by.map(expression);
  for (const { dimension, values } of query.where) {
    if (isTime(dimension)) {
      const ranges = values.map((value) => rangeOf(dimension, value));
      sql.conditions.push(`(${ranges.map(() => '(u.hour >= ? AND u.hour < ?)').join(' OR ')})`);
      sql.params.push(...ranges.flat());
    } else {
      const ids = values.map((value) => labelValue(labels, value));
      addValues(sql, expression(dimension), ids);
    }
  }
  const used = [...query.by, ...query.where.map((filter) => filter.dimension)];
  const source = rowsOf(db, query.range, grainOf(used));
  if (source.text === '') return null;
  const where = sql.conditions.length > 0 ? `WHERE ${sql.conditions.join(' AND ')}` : '';
  return {
    keys,
    from: `FROM (${source.text}) u JOIN series s ON s.id = u.series JOIN model_ref m ON m.id = s.model_ref
      ${sql.joins.join(' ')} ${where}`,
    params: [...source.params, ...sql.joinParams, ...sql.params],
  };
}

interface Part {
  readonly text: string;
  readonly params: readonly number[];
}

/** The roll-up rows of a range, as SQL: their sums are those of the range, single rows may be less than nothing. */
export function rowsOf(db: Db, range: TimeRange, grain: Grain): Part {
  const pieces = cover(range, grain, lastHour(db));
  return {
    text: pieces.map(selectOf).join(' UNION ALL '),
    params: pieces.flatMap(({ from, to }) => [from, to]),
  };
}

function selectOf({ grain, sign }: Piece): string {
  const columns = grain === 'hour' ? HOUR_MEASURES : MEASURE_COLUMNS;
  const signed = sign === 1 ? columns : columns.map(negative);
  if (grain === 'hour') {
    return `SELECT hour, series, ${signed.join(', ')} FROM usage_hour WHERE hour >= ? AND hour < ?`;
  }
  return `SELECT day * 24 AS hour, series, ${signed.join(', ')} FROM usage_${grain} WHERE day >= ? / 24 AND day < ? / 24`;
}

/** An expression, perhaps with a name, taken off. */
function negative(expression: string): string {
  const [value = '', name = value] = expression.split(' AS ');
  return `-(${value}) AS ${name}`;
}
