/**
 * Dimensions of a series as SQL, the same for roll-up rows and for single calls: `s` is the series, `m` its model.
 * @module
 */
import type { CallDimension, CallFilter } from '../../domain/drill.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';

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

/** Parts of a question about series, in the order in which their parameters stand. */
export interface SeriesSql {
  readonly joins: string[];
  readonly joinParams: number[];
  readonly conditions: string[];
  readonly params: (number | string)[];
}

/** The label id of a dimension as an expression. A tag is the call's own, else that of the profile it went through. */
export function dimensionSql(labels: Labels, sql: SeriesSql, dimension: CallDimension): string {
  const column = INTERNED[dimension];
  if (column !== undefined) return column;
  const [own, profile] = [`t${sql.joins.length}`, `p${sql.joins.length}`];
  const key = labels.find(dimension.slice('tag:'.length)) ?? -1;
  sql.joins.push(
    `LEFT JOIN tagset_tag ${own} ON ${own}.tagset = s.tagset AND ${own}.key = ?`,
    `LEFT JOIN profile_tag ${profile} ON ${profile}.called = m.called AND ${profile}.key = ?`,
  );
  sql.joinParams.push(key, key);
  return `coalesce(${own}.value, ${profile}.value, ${NONE})`;
}

/** A filter value as it is stored; -1 matches nothing. */
export function labelValue(labels: Labels, value: string | null): number {
  return value === null ? NONE : (labels.find(value) ?? -1);
}

export function addValues(sql: SeriesSql, expression: string, values: readonly number[]): void {
  sql.conditions.push(`${expression} IN (${values.map(() => '?').join(', ')})`);
  sql.params.push(...values);
}

/** Ids of the series that match all filters. */
export function matchingSeries(db: Db, labels: Labels, where: readonly CallFilter[]): number[] {
  const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
  for (const { dimension, values } of where) {
    const ids = values.map((value) => labelValue(labels, value));
    addValues(sql, dimensionSql(labels, sql, dimension), ids);
  }
  const conditions = sql.conditions.length > 0 ? `WHERE ${sql.conditions.join(' AND ')}` : '';
  return db
    .prepare<(number | string)[], { id: number }>(
      `SELECT s.id FROM series s JOIN model_ref m ON m.id = s.model_ref ${sql.joins.join(' ')} ${conditions}`,
    )
    .all(...sql.joinParams, ...sql.params)
    .map(({ id }) => id);
}
