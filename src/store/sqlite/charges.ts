/**
 * Charges: hour rows summed over sessions and operations, with everything that decides what a row of a bill would say.
 * @module
 */
import type { ChargeHour, ChargeQuery } from '../../domain/charge.ts';
import { nanoUsd } from '../../domain/money.ts';
import { NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import { type EpochHour, hourOf, toWholeHours } from '../../domain/time.ts';
import { bitOf, COST_COLUMNS, KIND_COLUMNS } from './columns.ts';
import { addValues, dimensionSql, labelValue, type SeriesSql } from './dimensions.ts';
import { type Labels, NONE } from './labels.ts';
import type { Db } from './open.ts';
import { SKU_COLUMNS, skuOf, skuRow } from './skus.ts';
import { isTime, rangeOf } from './time-dimensions.ts';

const KEYS = `u.hour, s.account, m.called, m.profile, s.principal, s.agent, s.tagset, u.price_version AS version,
  ${SKU_COLUMNS}`;
const KEY_COUNT = KEYS.split(',').length;
const SUMS = [
  'count(*) AS n',
  ...KIND_COLUMNS.flatMap(([kind, column]) => [
    `sum(u.${column}) AS ${column}`,
    `sum(iif(u.unpriced & ${bitOf(kind)}, u.${column}, 0)) AS unpriced_${column}`,
  ]),
  ...COST_COLUMNS.map((column) => `sum(u.${column}) AS ${column}`),
].join(', ');
const GROUPED = Array.from({ length: KEY_COUNT }, (_, i) => i + 1).join(', ');

type Row = Readonly<Record<string, bigint>>;

/** Answers {@link Store.charges}. Hours that only have calls without usage are among them. */
export function queryCharges(db: Db, labels: Labels, { range, where }: ChargeQuery): ChargeHour[] {
  const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
  addFilters(labels, sql, where);
  const { from, to } = toWholeHours(range);
  const conditions = ['u.hour >= ?', 'u.hour < ?', ...sql.conditions].join(' AND ');
  const rows = db
    .prepare<(number | string)[], Row>(
      `SELECT ${KEYS}, ${SUMS} FROM usage_hour u JOIN series s ON s.id = u.series JOIN model_ref m ON m.id = s.model_ref
       ${sql.joins.join(' ')} WHERE ${conditions} GROUP BY ${GROUPED}`,
    )
    .safeIntegers(true)
    .all(...sql.joinParams, hourOf(from), hourOf(to), ...sql.params);
  const tagsOf = tagReader(db, labels);
  const versionOf = versionReader(db);
  return rows.map((row) => {
    const text = (column: string) => labels.textOf(Number(row[column]));
    const money = (column: string) => nanoUsd(row[column] ?? 0n);
    return {
      hour: Number(row.hour) as EpochHour,
      account: text('account') ?? '',
      sku: skuOf(skuRow(row), labels),
      modelId: text('called') ?? '',
      profile: text('profile'),
      principal: text('principal'),
      agent: text('agent'),
      tags: tagsOf(Number(row.tagset), Number(row.called)),
      priceVersion: versionOf(Number(row.version)),
      rows: Number(row.n),
      quantities: quantitiesOf(row, ''),
      unpriced: quantitiesOf(row, 'unpriced_'),
      cost: {
        input: money('cost_input'),
        output: money('cost_output'),
        cacheRead: money('cost_cache_read'),
        cacheWrite: money('cost_cache_write'),
        units: money('cost_units'),
      },
    };
  });
}

function addFilters(labels: Labels, sql: SeriesSql, where: ChargeQuery['where']): void {
  for (const { dimension, values } of where) {
    if (isTime(dimension)) {
      const ranges = values.map((value) => rangeOf(dimension, value));
      sql.conditions.push(`(${ranges.map(() => '(u.hour >= ? AND u.hour < ?)').join(' OR ')})`);
      sql.params.push(...ranges.flat());
    } else {
      const ids = values.map((value) => labelValue(labels, value));
      addValues(sql, dimensionSql(labels, sql, dimension), ids);
    }
  }
}

function quantitiesOf(row: Row, prefix: string): Quantities {
  const counts = KIND_COLUMNS.map(([kind, column]) => [kind, Number(row[`${prefix}${column}`] ?? 0n)]);
  return { ...NO_QUANTITIES, ...Object.fromEntries(counts) };
}

interface Pair {
  readonly key: number;
  readonly value: number;
}

/** Tags of a call by its set of tags and what it called, each pair of them read once. */
function tagReader(db: Db, labels: Labels): (tagset: number, called: number) => ReadonlyMap<string, string> {
  const own = db.prepare<[number], Pair>('SELECT key, value FROM tagset_tag WHERE tagset = ?');
  const profile = db.prepare<[number], Pair>('SELECT key, value FROM profile_tag WHERE called = ?');
  const known = new Map<string, ReadonlyMap<string, string>>();
  return (tagset, called) => {
    const id = `${tagset} ${called}`;
    const before = known.get(id);
    if (before !== undefined) return before;
    // The call's own come last and win.
    const pairs = [...profile.all(called), ...(tagset === NONE ? [] : own.all(tagset))];
    const texts = pairs.map(
      ({ key, value }) => [labels.textOf(key) ?? '', labels.textOf(value) ?? ''] as const,
    );
    const tags = new Map(texts.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))));
    known.set(id, tags);
    return tags;
  };
}

function versionReader(db: Db): (id: number) => string {
  const names = new Map(
    db
      .prepare<[], { id: number; name: string }>('SELECT id, name FROM price_version')
      .all()
      .map(({ id, name }) => [id, name]),
  );
  return (id) => names.get(id) ?? '';
}
