/**
 * Measures by dimensions over a range of whole hours. Whole days are read from day rows, ragged edges from hour
 * rows; sessions and hours are only kept by the hour. Both hold the same integers, so the answer is the same.
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
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  parseInstant,
  toWholeHours,
} from '../../domain/time.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';
import { HOUR_MEASURES, MEASURE_COLUMNS } from './rollups.ts';

/** SQL of the interned dimensions, over `s` (series) and `m` (model_ref). */
const INTERNED: Readonly<Record<string, string>> = {
  model: 'm.base',
  modelId: 'm.called',
  scope: 'm.scope',
  profile: 'm.profile',
  principal: 's.principal',
  session: 's.session',
  agent: 's.agent',
  account: 's.account',
  region: 's.region',
  operation: 's.operation',
  tier: 's.tier',
};
/** Time dimensions, from the finest to the coarsest; a month is folded from its days. */
const TIME_SQL = { hour: 'u.hour', day: 'u.hour / 24', month: 'u.hour / 24' } as const;
type TimeDimension = keyof typeof TIME_SQL;

const isTime = (dimension: StoreDimension): dimension is TimeDimension => dimension in TIME_SQL;

interface Sql {
  readonly joins: string[];
  readonly conditions: string[];
  readonly params: (number | string)[];
}

/** Answers {@link UsageQuery}; groups without usage are absent. */
export function queryUsage(db: Db, labels: Labels, query: UsageQuery): UsageRow[] {
  const sql: Sql = { joins: [], conditions: [], params: [] };
  const joinParams: number[] = [];
  const expression = (dimension: StoreDimension): string => {
    if (isTime(dimension)) return TIME_SQL[dimension];
    const column = INTERNED[dimension];
    if (column !== undefined) return column;
    const alias = `t${sql.joins.length}`;
    sql.joins.push(`LEFT JOIN tagset_tag ${alias} ON ${alias}.tagset = s.tagset AND ${alias}.key = ?`);
    joinParams.push(labels.find(dimension.slice('tag:'.length)) ?? -1);
    return `coalesce(${alias}.value, ${NONE})`;
  };

  const keys = query.by.map(expression);
  for (const { dimension, values } of query.where) {
    const ids = values.map((value) => filterValue(labels, dimension, value));
    addFilter(sql, dimension, expression(dimension), ids);
  }
  const used = [...query.by, ...query.where.map((filter) => filter.dimension)];
  const source = rowsOf(query, used.includes('hour') || used.includes('session'));
  const selected = [
    ...keys.map((key, i) => `${key} AS k${i}`),
    ...MEASURE_COLUMNS.map((c) => `sum(u.${c}) AS ${c}`),
  ];
  const text = `SELECT ${selected.join(', ')}, count(*) AS n FROM (${source.text}) u
    JOIN series s ON s.id = u.series JOIN model_ref m ON m.id = s.model_ref ${sql.joins.join(' ')}
    ${sql.conditions.length > 0 ? `WHERE ${sql.conditions.join(' AND ')}` : ''}
    ${keys.length > 0 ? `GROUP BY ${keys.map((_, i) => i + 1).join(', ')}` : ''}`;
  const rows = db
    .prepare<(number | string)[], Record<string, bigint>>(text)
    .safeIntegers(true)
    .all(...source.params, ...joinParams, ...sql.params)
    .filter((row) => (row.n ?? 0n) > 0n)
    .map((row) => ({
      key: query.by.map((dimension, i) => keyText(labels, dimension, Number(row[`k${i}`]))),
      ...measuresOf(row),
    }));
  return query.by.includes('month') ? foldEqualKeys(rows) : rows;
}

const columns = MEASURE_COLUMNS.join(', ');

/** The roll-up rows of a range, from day rows where they may serve. */
function rowsOf(query: UsageQuery, byTheHour: boolean): { text: string; params: number[] } {
  const range = toWholeHours(query.range);
  const [from, to] = [hourOf(range.from), hourOf(range.to)];
  const hours = (a: number, b: number) => ({
    text: `SELECT hour, series, ${HOUR_MEASURES.join(', ')} FROM usage_hour WHERE hour >= ? AND hour < ?`,
    params: [a, b],
  });
  const [firstDay, lastDay] = [Math.ceil(from / 24), Math.floor(to / 24)];
  if (byTheHour || firstDay >= lastDay) return hours(from, to);
  const parts = [
    {
      text: `SELECT day * 24 AS hour, series, ${columns} FROM usage_day WHERE day >= ? AND day < ?`,
      params: [firstDay, lastDay],
    },
  ];
  if (from < firstDay * 24) parts.push(hours(from, firstDay * 24));
  if (lastDay * 24 < to) parts.push(hours(lastDay * 24, to));
  return { text: parts.map((p) => p.text).join(' UNION ALL '), params: parts.flatMap((p) => p.params) };
}

/** A filter value as it is stored: a label id, or hours since the epoch; -1 matches nothing. */
function filterValue(labels: Labels, dimension: StoreDimension, value: string | null): number {
  if (value === null) return isTime(dimension) ? -1 : NONE;
  if (!isTime(dimension)) return labels.find(value) ?? -1;
  const at = parseInstant(dimension === 'month' ? `${value}-01` : value);
  return at === undefined ? -1 : hourOf(at);
}

function addFilter(sql: Sql, dimension: StoreDimension, expression: string, values: readonly number[]): void {
  if (!isTime(dimension)) {
    sql.conditions.push(`${expression} IN (${values.map(() => '?').join(', ')})`);
    sql.params.push(...values);
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
