/**
 * Which group of each grouping the rows of a series belong to. Series are looked up in bulk, once each.
 * @module
 */
import type { CallDimension } from '../../domain/drill.ts';
import { dimensionSql, type SeriesSql } from './dimensions.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';

/** Series remembered; callers' sessions may make many of them. */
const MOST_REMEMBERED = 200_000;

/** The groups of one grouping by the label ids of their values. */
export interface Grouping {
  /** Label ids by group, in the order of the grouping's dimensions. */
  readonly ids: (readonly number[])[];
}

export class SeriesGroups {
  readonly groupings: readonly Grouping[];
  readonly #positions: readonly (readonly number[])[];
  readonly #indexes: readonly Map<string, number>[];
  readonly #known = new Map<number, Int32Array>();
  readonly #select;
  readonly #params: readonly number[];

  /** @param dimensions of each grouping */
  constructor(db: Db, labels: Labels, dimensions: readonly (readonly CallDimension[])[]) {
    const all = [...new Set(dimensions.flat())];
    const sql: SeriesSql = { joins: [], joinParams: [], conditions: [], params: [] };
    const columns = all.map((dimension) => dimensionSql(labels, sql, dimension));
    this.#positions = dimensions.map((of) => of.map((dimension) => 1 + all.indexOf(dimension)));
    this.groupings = dimensions.map(() => ({ ids: [] }));
    this.#indexes = dimensions.map(() => new Map());
    this.#params = sql.joinParams;
    this.#select = db
      .prepare<(number | string)[], number[]>(
        `SELECT ${['s.id', ...columns].join(', ')} FROM json_each(?) few CROSS JOIN series s ON s.id = few.value
         CROSS JOIN model_ref m ON m.id = s.model_ref ${sql.joins.join(' ')}`,
      )
      .raw(true);
  }

  /** The group in each grouping, by series; those of all series of the rows, which begin with theirs at `column`. */
  of(rows: readonly (readonly (number | bigint)[])[], column: number): ReadonlyMap<number, Int32Array> {
    const unknown = new Set<number>();
    for (const row of rows) {
      const series = Number(row[column]);
      if (!this.#known.has(series)) unknown.add(series);
    }
    if (unknown.size === 0) return this.#known;
    if (this.#known.size > MOST_REMEMBERED) {
      this.#known.clear();
      for (const row of rows) unknown.add(Number(row[column]));
    }
    for (const found of this.#select.all(JSON.stringify([...unknown]), ...this.#params)) {
      this.#known.set(
        found[0] ?? 0,
        Int32Array.from(this.#positions, (_, i) => this.#groupOf(i, found)),
      );
    }
    return this.#known;
  }

  #groupOf(grouping: number, found: readonly number[]): number {
    const ids = (this.#positions[grouping] ?? []).map((position) => found[position] ?? 0);
    const index = this.#indexes[grouping];
    const groups = this.groupings[grouping]?.ids;
    if (index === undefined || groups === undefined) throw new RangeError(`no grouping ${grouping}`);
    const name = ids.join('/');
    const known = index.get(name) ?? groups.push(ids) - 1;
    index.set(name, known);
    return known;
  }
}
