/**
 * Roll-up rows. An hour row's cost is a function of its SKU, its hour and its token totals, computed anew
 * whenever the totals change and rounded once: the order in which facts arrive cannot move a nano-dollar. A day
 * row is the sum of its hour rows.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { allTokens, type Quantities, TOKEN_TYPE_OF } from '../../domain/quantities.ts';
import { type EpochHour, type EpochMinute, startOfHour } from '../../domain/time.ts';
import { MINUTE_COLUMNS, type MinuteDelta, type RowDelta, TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import type { Skus } from './skus.ts';

const QUANTITY_COLUMNS = [...TOKEN_COLUMNS.map(([, column]) => column), 'units'];
const DERIVED_COLUMNS = [
  'cost_input',
  'cost_output',
  'cost_cache_read',
  'cost_cache_write',
  'cost_units',
  'unpriced_input',
  'unpriced_output',
  'unpriced_cache_read',
  'unpriced_cache_write',
  'unpriced_units',
] as const;
/** Everything a roll-up row sums. */
export const MEASURE_COLUMNS = ['calls', 'failed', 'unpriced_calls', ...QUANTITY_COLUMNS, ...DERIVED_COLUMNS];

type Derived = Record<(typeof DERIVED_COLUMNS)[number], bigint>;
const NOTHING: Derived = {
  cost_input: 0n,
  cost_output: 0n,
  cost_cache_read: 0n,
  cost_cache_write: 0n,
  cost_units: 0n,
  unpriced_input: 0n,
  unpriced_output: 0n,
  unpriced_cache_read: 0n,
  unpriced_cache_write: 0n,
  unpriced_units: 0n,
};

export class Rollups {
  readonly #skus: Skus;
  readonly #selectHour;
  readonly #replaceHour;
  readonly #addDay;
  readonly #addMinute;
  readonly #addDemand;

  constructor(db: Db, skus: Skus) {
    this.#skus = skus;
    const columns = MEASURE_COLUMNS.join(', ');
    const holes = MEASURE_COLUMNS.map(() => '?').join(', ');
    this.#selectHour = db
      .prepare<[number, number], Record<string, bigint>>(
        `SELECT ${columns} FROM usage_hour WHERE hour = ? AND series = ?`,
      )
      .safeIntegers(true);
    this.#replaceHour = db.prepare(
      `INSERT OR REPLACE INTO usage_hour (hour, series, price_version, ${columns}) VALUES (?, ?, ?, ${holes})`,
    );
    this.#addDay = db.prepare(
      `INSERT INTO usage_day (day, series, ${columns}) VALUES (?, ?, ${holes})
       ON CONFLICT (day, series) DO UPDATE SET ${MEASURE_COLUMNS.map((c) => `${c} = ${c} + excluded.${c}`).join(', ')}`,
    );
    const minute = MINUTE_COLUMNS.join(', ');
    const minuteHoles = MINUTE_COLUMNS.map(() => '?').join(', ');
    const minuteSums = MINUTE_COLUMNS.map((c) => `${c} = ${c} + excluded.${c}`).join(', ');
    this.#addMinute = db.prepare(
      `INSERT INTO usage_minute (minute, series, ${minute}) VALUES (?, ?, ${minuteHoles})
       ON CONFLICT (minute, series) DO UPDATE SET ${minuteSums}`,
    );
    this.#addDemand = db.prepare(
      `INSERT INTO demand_minute (place, model_ref, minute, ${minute}) VALUES (?, ?, ?, ${minuteHoles})
       ON CONFLICT (place, model_ref, minute) DO UPDATE SET ${minuteSums}`,
    );
  }

  /**
   * Adds to an hour row, prices its new totals, and carries the difference to its day.
   * @param whole the series over all sessions, under which days are kept
   */
  addHour(
    hour: EpochHour,
    series: number,
    whole: number,
    delta: RowDelta,
    rater: Rater,
    version: number,
  ): void {
    const before = this.#selectHour.get(hour, series);
    const totals = { ...delta.quantities };
    if (before) {
      for (const [kind, column] of TOKEN_COLUMNS) totals[kind] += Number(before[column]);
      totals.units += Number(before.units);
    }
    const derived = this.#derive(series, hour, totals, rater);
    const count = (column: string) => Number(before?.[column] ?? 0n);
    this.#replaceHour.run(
      hour,
      series,
      version,
      count('calls') + delta.calls,
      count('failed') + delta.failed,
      count('unpriced_calls') + delta.unpricedCalls,
      ...quantityValues(totals),
      ...DERIVED_COLUMNS.map((c) => derived[c]),
    );
    this.#addDay.run(
      Math.floor(hour / 24),
      whole,
      delta.calls,
      delta.failed,
      delta.unpricedCalls,
      ...quantityValues(delta.quantities),
      ...DERIVED_COLUMNS.map((c) => derived[c] - (before?.[c] ?? 0n)),
    );
  }

  addMinute(minute: EpochMinute, series: number, delta: MinuteDelta): void {
    this.#addMinute.run(minute, series, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  addDemand(place: number, modelRef: number, minute: EpochMinute, delta: MinuteDelta): void {
    this.#addDemand.run(place, modelRef, minute, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  #derive(series: number, hour: EpochHour, totals: Quantities, rater: Rater): Derived {
    if (allTokens(totals) === 0 && totals.units === 0) return NOTHING;
    const priced = rater.rate(this.#skus.of(series), startOfHour(hour), totals);
    const unpriced = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    for (const kind of priced.unpricedKinds)
      if (kind !== 'units') unpriced[TOKEN_TYPE_OF[kind]] += totals[kind];
    return {
      cost_input: priced.cost.input,
      cost_output: priced.cost.output,
      cost_cache_read: priced.cost.cacheRead,
      cost_cache_write: priced.cost.cacheWrite,
      cost_units: priced.cost.units,
      unpriced_input: BigInt(unpriced.input),
      unpriced_output: BigInt(unpriced.output),
      unpriced_cache_read: BigInt(unpriced.cacheRead),
      unpriced_cache_write: BigInt(unpriced.cacheWrite),
      unpriced_units: priced.unpricedKinds.includes('units') ? BigInt(totals.units) : 0n,
    };
  }
}

function quantityValues(q: Quantities): number[] {
  return [...TOKEN_COLUMNS.map(([kind]) => q[kind]), q.units];
}
