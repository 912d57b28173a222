/**
 * Roll-up rows of a batch: hours with their price, what they add to days and months, minutes.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import type { EpochHour, EpochMinute } from '../../domain/time.ts';
import { addingSql, CoarseRows } from './coarse-rows.ts';
import { HOUR_COLUMNS, KIND_COLUMNS } from './columns.ts';
import {
  type HourRow,
  hourRowOf,
  hourValues,
  measureValues,
  NO_PRICE,
  priceOf,
  type RowPrice,
} from './hour-row.ts';
import { MINUTE_COLUMNS, type MinuteDelta, type RowDelta } from './measures.ts';
import type { Db } from './open.ts';
import type { Skus } from './skus.ts';

const NO_ROW: HourRow = {
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
  readonly #addMinute;
  readonly #addDemand;

  constructor(db: Db, skus: Skus) {
    this.#skus = skus;
    this.coarse = new CoarseRows(db);
    const columns = HOUR_COLUMNS.join(', ');
    const holes = HOUR_COLUMNS.map(() => '?').join(', ');
    this.#selectHour = db
      .prepare<[number, number], Record<string, bigint>>(
        `SELECT ${columns}, price_version FROM usage_hour WHERE hour = ? AND series = ?`,
      )
      .safeIntegers(true);
    this.#replaceHour = db.prepare(
      `INSERT OR REPLACE INTO usage_hour (hour, series, price_version, ${columns}) VALUES (?, ?, ?, ${holes})`,
    );
    this.#addMinute = db.prepare(addingSql('usage_minute', ['minute', 'series'], MINUTE_COLUMNS));
    this.#addDemand = db.prepare(
      addingSql('demand_minute', ['place', 'model_ref', 'minute'], MINUTE_COLUMNS),
    );
  }

  /**
   * Adds to an hour row, prices it, and keeps the difference for its day and month.
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
    const found = this.#selectHour.get(hour, series);
    const before = found ? hourRowOf(found) : NO_ROW;
    const totals = sumOf(before.totals, delta.quantities);
    const frozen = found !== undefined && before.priceVersion !== version && before.unpriced === 0;
    const price = (quantities: Quantities) => priceOf(this.#skus.of(series), hour, quantities, rater);
    const after: HourRow = {
      calls: before.calls + delta.calls,
      failed: before.failed + delta.failed,
      unpricedCalls: before.unpricedCalls + delta.unpricedCalls,
      totals,
      ...(frozen ? addedTo(before, price(before.totals), price(totals)) : price(totals)),
      priceVersion: frozen ? before.priceVersion : version,
    };
    this.write(hour, series, after);
    const was = measureValues(before);
    this.coarse.add(
      hour,
      whole,
      measureValues(after).map((value, i) => value - (was[i] ?? 0n)),
    );
  }

  /** Writes an hour row as it shall be. */
  write(hour: EpochHour, series: number, row: HourRow): void {
    this.#replaceHour.run(hour, series, row.priceVersion, ...hourValues(row));
  }

  addMinute(minute: EpochMinute, series: number, delta: MinuteDelta): void {
    this.#addMinute.run(minute, series, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  addDemand(place: number, modelRef: number, minute: EpochMinute, delta: MinuteDelta): void {
    this.#addDemand.run(place, modelRef, minute, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }
}

/**
 * A row that another price book priced keeps that money: late facts add what they cost now, and nothing else moves
 * until somebody reprices.
 */
function addedTo(before: HourRow, without: RowPrice, withThem: RowPrice): RowPrice {
  return {
    costs: before.costs.map((cost, i) => cost + (withThem.costs[i] ?? 0n) - (without.costs[i] ?? 0n)),
    // A kind that has lost its rate is marked as a whole: unpriced tokens are never passed off as free.
    unpriced: withThem.unpriced,
  };
}

function sumOf(a: Quantities, b: Quantities): Quantities {
  return { ...NO_QUANTITIES, ...Object.fromEntries(KIND_COLUMNS.map(([kind]) => [kind, a[kind] + b[kind]])) };
}
