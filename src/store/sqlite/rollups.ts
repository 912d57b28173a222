/**
 * Roll-up rows. An hour row's cost is a function of its SKU, its hour and its token totals, computed anew
 * whenever the totals change and rounded once: the order in which facts arrive cannot move a nano-dollar. A day
 * row is the sum of its hour rows.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { allTokens, NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import { type EpochHour, type EpochMinute, startOfHour } from '../../domain/time.ts';
import { MINUTE_COLUMNS, type MinuteDelta, type RowDelta, TOKEN_COLUMNS } from './measures.ts';
import type { Db } from './open.ts';
import type { Skus } from './skus.ts';

/** Kinds in the order of their bits in `usage_hour.unpriced`, with their columns. */
const KIND_COLUMNS = [...TOKEN_COLUMNS, ['units', 'units']] as const;
const COUNT_COLUMNS = [
  'calls',
  'failed',
  'unpriced_calls',
  ...KIND_COLUMNS.map(([, column]) => column),
] as const;
const COST_COLUMNS = [
  'cost_input',
  'cost_output',
  'cost_cache_read',
  'cost_cache_write',
  'cost_units',
] as const;
/** Kinds whose tokens add up to each of the day rows' unpriced sums. */
const UNPRICED_SUMS = {
  unpriced_input: ['input'],
  unpriced_output: ['output'],
  unpriced_cache_read: ['cacheRead'],
  unpriced_cache_write: ['cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'],
  unpriced_units: ['units'],
} as const satisfies Record<string, readonly (keyof Quantities)[]>;
const UNPRICED_COLUMNS = Object.keys(UNPRICED_SUMS) as (keyof typeof UNPRICED_SUMS)[];

const HOUR_COLUMNS = [...COUNT_COLUMNS, ...COST_COLUMNS, 'unpriced'];
/** Everything that is summed over roll-up rows. */
export const MEASURE_COLUMNS = [...COUNT_COLUMNS, ...COST_COLUMNS, ...UNPRICED_COLUMNS];
/** {@link MEASURE_COLUMNS} of an hour row, as SQL. */
export const HOUR_MEASURES = [
  ...COUNT_COLUMNS,
  ...COST_COLUMNS,
  ...UNPRICED_COLUMNS.map((sum) => `${UNPRICED_SUMS[sum].map(unpricedSql).join(' + ')} AS ${sum}`),
];

function bitOf(kind: keyof Quantities): number {
  return 1 << KIND_COLUMNS.findIndex(([name]) => name === kind);
}

function unpricedSql(kind: keyof Quantities): string {
  const column = KIND_COLUMNS.find(([name]) => name === kind)?.[1];
  return `iif(unpriced & ${bitOf(kind)}, ${column}, 0)`;
}

/** What pricing says of a row's totals. */
interface Priced {
  readonly costs: readonly bigint[];
  readonly unpriced: number;
}
const NO_COSTS = COST_COLUMNS.map(() => 0n);

export class Rollups {
  readonly #skus: Skus;
  readonly #selectHour;
  readonly #replaceHour;
  readonly #addDay;
  readonly #addMinute;
  readonly #addDemand;

  constructor(db: Db, skus: Skus) {
    this.#skus = skus;
    const columns = HOUR_COLUMNS.join(', ');
    const holes = HOUR_COLUMNS.map(() => '?').join(', ');
    const dayHoles = MEASURE_COLUMNS.map(() => '?').join(', ');
    const daySums = MEASURE_COLUMNS.map((c) => `${c} = ${c} + excluded.${c}`).join(', ');
    this.#selectHour = db
      .prepare<[number, number], Record<string, bigint>>(
        `SELECT ${columns} FROM usage_hour WHERE hour = ? AND series = ?`,
      )
      .safeIntegers(true);
    this.#replaceHour = db.prepare(
      `INSERT OR REPLACE INTO usage_hour (hour, series, price_version, ${columns}) VALUES (?, ?, ?, ${holes})`,
    );
    this.#addDay = db.prepare(
      `INSERT INTO usage_day (day, series, ${MEASURE_COLUMNS.join(', ')}) VALUES (?, ?, ${dayHoles})
       ON CONFLICT (day, series) DO UPDATE SET ${daySums}`,
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
    const was = (column: string): number => Number(before?.[column] ?? 0n);
    const totals = { ...delta.quantities };
    for (const [kind, column] of KIND_COLUMNS) totals[kind] += was(column);
    const priced = this.#price(series, hour, totals, rater);
    this.#replaceHour.run(
      hour,
      series,
      version,
      was('calls') + delta.calls,
      was('failed') + delta.failed,
      was('unpriced_calls') + delta.unpricedCalls,
      ...KIND_COLUMNS.map(([kind]) => totals[kind]),
      ...priced.costs,
      priced.unpriced,
    );
    const unpricedNow = unpricedSums(totals, priced.unpriced);
    const quantitiesBefore = {
      ...NO_QUANTITIES,
      ...Object.fromEntries(KIND_COLUMNS.map(([k, c]) => [k, was(c)])),
    };
    const unpricedBefore = unpricedSums(quantitiesBefore, was('unpriced'));
    this.#addDay.run(
      Math.floor(hour / 24),
      whole,
      delta.calls,
      delta.failed,
      delta.unpricedCalls,
      ...KIND_COLUMNS.map(([kind]) => delta.quantities[kind]),
      ...COST_COLUMNS.map((column, i) => (priced.costs[i] ?? 0n) - (before?.[column] ?? 0n)),
      ...unpricedNow.map((sum, i) => sum - (unpricedBefore[i] ?? 0)),
    );
  }

  addMinute(minute: EpochMinute, series: number, delta: MinuteDelta): void {
    this.#addMinute.run(minute, series, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  addDemand(place: number, modelRef: number, minute: EpochMinute, delta: MinuteDelta): void {
    this.#addDemand.run(place, modelRef, minute, ...MINUTE_COLUMNS.map((c) => delta[c]));
  }

  #price(series: number, hour: EpochHour, totals: Quantities, rater: Rater): Priced {
    if (allTokens(totals) === 0 && totals.units === 0) return { costs: NO_COSTS, unpriced: 0 };
    const { cost, unpricedKinds } = rater.rate(this.#skus.of(series), startOfHour(hour), totals);
    return {
      costs: [cost.input, cost.output, cost.cacheRead, cost.cacheWrite, cost.units],
      unpriced: unpricedKinds.reduce((bits, kind) => bits | bitOf(kind), 0),
    };
  }
}

/** The unpriced sums of a row, in column order. */
function unpricedSums(totals: Quantities, unpriced: number): number[] {
  return UNPRICED_COLUMNS.map((column) =>
    UNPRICED_SUMS[column].reduce((sum, kind) => sum + (unpriced & bitOf(kind) ? totals[kind] : 0), 0),
  );
}
