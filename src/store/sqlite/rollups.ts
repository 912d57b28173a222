/**
 * Roll-up rows of a batch: hours with their price, what they add to days and months, minutes.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import type { EpochHour, EpochMinute } from '../../domain/time.ts';
import { addingSql, CoarseRows } from './coarse-rows.ts';
import { HOUR_COLUMNS, KIND_COLUMNS } from './columns.ts';
import { type HourRow, hourRowOf, hourValues, measureValues, NO_PRICE, priceOf } from './hour-row.ts';
import { MINUTE_COLUMNS, type MinuteDelta, type RowDelta } from './measures.ts';
import type { Db } from './open.ts';
import type { Skus } from './skus.ts';

export const NO_ROW: HourRow = {
  calls: 0,
  failed: 0,
  unpricedCalls: 0,
  totals: NO_QUANTITIES,
  priceVersion: 0,
  ...NO_PRICE,
};

export class Rollups {
  readonly coarse: CoarseRows;
  readonly #skus: Skus;
  readonly #selectHour;
  readonly #replaceHour;
  readonly #deleteHour;
  readonly #addMinute;
  readonly #addDemand;

  constructor(db: Db, skus: Skus) {
    this.#skus = skus;
    this.coarse = new CoarseRows(db);
    const columns = HOUR_COLUMNS.join(', ');
    const holes = HOUR_COLUMNS.map(() => '?').join(', ');
    this.#selectHour = db
      .prepare<[number, number, number], Record<string, bigint>>(
        `SELECT ${columns}, price_version FROM usage_hour WHERE hour = ? AND series = ? AND price_version = ?`,
      )
      .safeIntegers(true);
    this.#replaceHour = db.prepare(
      `INSERT OR REPLACE INTO usage_hour (hour, series, price_version, ${columns}) VALUES (?, ?, ?, ${holes})`,
    );
    this.#deleteHour = db.prepare(
      'DELETE FROM usage_hour WHERE hour = ? AND series = ? AND price_version = ?',
    );
    this.#addMinute = db.prepare(addingSql('usage_minute', ['minute', 'series'], MINUTE_COLUMNS));
    this.#addDemand = db.prepare(
      addingSql('demand_minute', ['place', 'model_ref', 'minute'], MINUTE_COLUMNS),
    );
  }

  /**
   * Adds to the hour row of a price book, prices its totals, and keeps the difference for its day and month. Rows of
   * other price books stay as they are: late facts move no money but their own.
   * @param whole the series over all sessions, under which days and months are kept
   */
  addHour(
    hour: EpochHour,
    series: number,
    whole: number,
    delta: RowDelta,
    rater: Rater,
    version: number,
  ): void {
    const before = this.read(hour, series, version) ?? NO_ROW;
    const totals = sumOf(before.totals, delta.quantities);
    const after: HourRow = {
      calls: before.calls + delta.calls,
      failed: before.failed + delta.failed,
      unpricedCalls: before.unpricedCalls + delta.unpricedCalls,
      totals,
      ...priceOf(this.#skus.of(series), hour, totals, rater),
      priceVersion: version,
    };
    this.write(hour, series, after);
    const was = measureValues(before);
    this.coarse.add(
      hour,
      whole,
      measureValues(after).map((value, i) => value - (was[i] ?? 0n)),
    );
  }

  /** The row of one price book, if there is one. */
  read(hour: EpochHour, series: number, version: number): HourRow | undefined {
    const found = this.#selectHour.get(hour, series, version);
    return found && hourRowOf(found);
  }

  /** Writes an hour row as it shall be. */
  write(hour: EpochHour, series: number, row: HourRow): void {
    this.#replaceHour.run(hour, series, row.priceVersion, ...hourValues(row));
  }

  remove(hour: EpochHour, series: number, version: number): void {
    this.#deleteHour.run(hour, series, version);
  }

  addMinute(minute: EpochMinute, series: number, delta: MinuteDelta): void {
    this.#addMinute.run(minute, series, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  addDemand(place: number, modelRef: number, minute: EpochMinute, delta: MinuteDelta): void {
    this.#addDemand.run(place, modelRef, minute, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }
}

/** Quantities added up. */
export function sumOf(a: Quantities, b: Quantities): Quantities {
  return { ...NO_QUANTITIES, ...Object.fromEntries(KIND_COLUMNS.map(([kind]) => [kind, a[kind] + b[kind]])) };
}
