/**
 * The groups of one grouping as rows of an answer, in order.
 * @module
 */
import type { MeasureName, StoreDimension, SumRow } from '../../domain/measures.ts';
import { nanoUsd } from '../../domain/money.ts';
import { type EpochHour, startOfHour } from '../../domain/time.ts';
import { floorTo } from './cover.ts';
import type { Labels } from './labels.ts';
import { MONEY } from './sum-columns.ts';
import { isTime, TIMES, type TimeDimension, timeText } from './time-dimensions.ts';

/** The rows of one grouping. */
export class GroupRows<M extends MeasureName> {
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
