/**
 * Demand by minute: by id as called, and by caller.
 * @module
 */
import {
  type CallerDemand,
  type CallerQuery,
  DEMAND_COUNTS,
  type DemandCount,
  type DemandCounts,
  type DemandQuery,
  type DemandSeries,
} from '../../domain/demand.ts';
import type { Scope } from '../../domain/sku.ts';
import { type Labels, NONE } from './labels.ts';
import { MINUTE_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';

/** Counts and the columns that hold them; both lists are in one order. */
const COLUMN_OF = Object.fromEntries(DEMAND_COUNTS.map((count, i) => [count, MINUTE_COLUMNS[i]])) as Readonly<
  Record<DemandCount, (typeof MINUTE_COLUMNS)[number]>
>;
/** Exact below 2^53, and never an overflow. */
const SUMS = DEMAND_COUNTS.map((count) => `total(d.${COLUMN_OF[count]}) AS ${count}`).join(', ');
const PLAIN = DEMAND_COUNTS.map((count) => `d.${COLUMN_OF[count]}`).join(', ');

interface Pair {
  place: number;
  model_ref: number;
}
interface PairRow extends Pair {
  account: number;
  region: number;
  called: number;
  base: number;
  scope: number;
}

/** Series ordered by account, Region and id; minutes that the range touches. */
export function queryDemand(db: Db, labels: Labels, query: DemandQuery): DemandSeries[] {
  const from = Math.floor(query.range.from / 60);
  const to = Math.ceil(query.range.to / 60);
  const prepare = (text: string) => db.prepare<(number | string)[], number[]>(text).raw(true);
  const within = 'd.minute >= ? AND d.minute < ?';
  const ofRefs = 'FROM demand_minute d WHERE d.place = ? AND d.model_ref IN (SELECT value FROM json_each(?))';
  // Nearly every id has one form: then its minutes are rows, and nothing is to be added up.
  const one = prepare(
    `SELECT d.minute, ${PLAIN} FROM demand_minute d WHERE d.place = ? AND d.model_ref = ? AND ${within} ORDER BY 1`,
  );
  const several = prepare(
    `SELECT d.minute, ${SUMS} ${ofRefs} AND ${within} GROUP BY d.minute ORDER BY d.minute`,
  );
  const whole = prepare(`SELECT min(d.minute), ${SUMS} ${ofRefs} AND ${within} HAVING count(*) > 0`);
  return [
    ...Map.groupBy(pairsOf(db, labels, query), ({ place, called, base, scope }) =>
      [place, called, base, scope].join('/'),
    ).values(),
  ]
    .flatMap((pairs) => {
      const [first] = pairs;
      if (first === undefined) return [];
      const refs = JSON.stringify(pairs.map((pair) => pair.model_ref));
      const rows = query.whole
        ? whole.all(first.place, refs, from, to)
        : pairs.length === 1
          ? one.all(first.place, first.model_ref, from, to)
          : several.all(first.place, refs, from, to);
      if (rows.length === 0) return [];
      return {
        account: labels.textOf(first.account) ?? '',
        region: labels.textOf(first.region) ?? '',
        modelId: labels.textOf(first.called) ?? '',
        model: labels.textOf(first.base),
        scope: (labels.textOf(first.scope) ?? 'unresolved') as Scope,
        minutes: columnOf(rows, 0, new Int32Array(rows.length)),
        counts: Object.fromEntries(
          DEMAND_COUNTS.map((count, i) => [count, columnOf(rows, i + 1, new Float64Array(rows.length))]),
        ) as DemandSeries['counts'],
      };
    })
    .toSorted((a, b) => compare([a.account, a.region, a.modelId], [b.account, b.region, b.modelId]));
}

function columnOf<T extends Int32Array | Float64Array>(rows: readonly number[][], column: number, to: T): T {
  for (let i = 0; i < rows.length; i++) to[i] = rows[i]?.[column] ?? 0;
  return to;
}

/**
 * Places and models that have minutes. The next of each is one step in the key; comparing both at once would read all
 * minutes in between.
 */
export function* demandPairs(db: Db): Generator<readonly [place: number, modelRef: number]> {
  const nextPlace = db
    .prepare<[number], number>('SELECT place FROM demand_minute WHERE place > ? ORDER BY place LIMIT 1')
    .pluck(true);
  const nextRef = db
    .prepare<[number, number], number>(
      'SELECT model_ref FROM demand_minute WHERE place = ? AND model_ref > ? ORDER BY model_ref LIMIT 1',
    )
    .pluck(true);
  for (let place = nextPlace.get(NONE); place !== undefined; place = nextPlace.get(place)) {
    for (let ref = nextRef.get(place, NONE); ref !== undefined; ref = nextRef.get(place, ref))
      yield [place, ref];
  }
}

/** Places and models that ever had demand and match the filters; each costs one step in the index. */
function pairsOf(db: Db, labels: Labels, query: DemandQuery): PairRow[] {
  const details = db.prepare<[number, number], PairRow>(
    `SELECT p.id AS place, m.id AS model_ref, p.account, p.region, m.called, m.base, m.scope
     FROM place p, model_ref m WHERE p.id = ? AND m.id = ?`,
  );
  const wanted = (values: readonly string[] | undefined) =>
    values && new Set(values.map((value) => labels.find(value) ?? -1));
  const places = {
    account: wanted(query.account === undefined ? undefined : [query.account]),
    region: wanted(query.region === undefined ? undefined : [query.region]),
  };
  const models = { called: wanted(query.modelIds), base: wanted(query.models) };
  const pairs: PairRow[] = [];
  for (const [place, ref] of demandPairs(db)) {
    const row = details.get(place, ref);
    if (row === undefined) continue;
    if (places.account?.has(row.account) === false || places.region?.has(row.region) === false) continue;
    if (models.called?.has(row.called) === false || models.base?.has(row.base) === false) continue;
    pairs.push(row);
  }
  return pairs;
}

/** Callers of the minutes, over all sessions; those with equal tokens by calls, then by name. */
export function queryCallers(db: Db, labels: Labels, query: CallerQuery): CallerDemand[] {
  const ids = query.modelIds.map((id) => labels.find(id) ?? -1);
  return db
    .prepare<(number | string)[], DemandCounts & { principal: number; agent: number }>(
      `SELECT s.principal, s.agent, ${SUMS}
       FROM usage_minute d CROSS JOIN series s ON s.id = d.series CROSS JOIN model_ref m ON m.id = s.model_ref
       WHERE d.minute IN (SELECT value FROM json_each(?)) AND s.account = ? AND s.region = ?
         AND m.called IN (SELECT value FROM json_each(?)) GROUP BY 1, 2`,
    )
    .all(
      JSON.stringify(query.minutes),
      labels.find(query.account) ?? -1,
      labels.find(query.region) ?? -1,
      JSON.stringify(ids),
    )
    .map(({ principal, agent, ...counts }) => ({
      principal: labels.textOf(principal),
      agent: labels.textOf(agent),
      ...counts,
    }))
    .toSorted(
      (a, b) =>
        tokens(b) - tokens(a) ||
        b.calls - a.calls ||
        compare([a.principal ?? '', a.agent ?? ''], [b.principal ?? '', b.agent ?? '']),
    );
}

const tokens = (of: DemandCounts): number => of.input + of.output + of.cacheRead + of.cacheWrite;

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [i, text] of a.entries()) {
    const other = b[i] ?? '';
    if (text !== other) return text < other ? -1 : 1;
  }
  return 0;
}
