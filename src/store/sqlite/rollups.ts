/**
 * Roll-up rows. An hour row's cost is a function of its SKU, its hour and its token totals, computed anew
 * whenever the totals change and rounded once: the order in which facts arrive cannot move a nano-dollar. Day and
 * month rows are sums of hour rows.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import { allTokens, NO_QUANTITIES, type Quantities } from '../../domain/quantities.ts';
import {
  type EpochDay,
  type EpochHour,
  type EpochMinute,
  firstOfMonth,
  startOfHour,
} from '../../domain/time.ts';
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

/** Sums for day and month rows, waiting for the end of the batch. */
interface Pending {
  readonly day: number;
  readonly series: number;
  readonly sums: bigint[];
}
/** Day numbers stay below 2^16 until the year 2149. */
const DAY_SPAN = 2 ** 16;

export class Rollups {
  readonly #skus: Skus;
  readonly #selectHour;
  readonly #replaceHour;
  readonly #addCoarse;
  readonly #addMinute;
  readonly #addDemand;
  readonly #pending = { usage_day: new Map<number, Pending>(), usage_month: new Map<number, Pending>() };

  constructor(db: Db, skus: Skus) {
    this.#skus = skus;
    const columns = HOUR_COLUMNS.join(', ');
    const holes = HOUR_COLUMNS.map(() => '?').join(', ');
    this.#selectHour = db
      .prepare<[number, number], Record<string, bigint>>(
        `SELECT ${columns} FROM usage_hour WHERE hour = ? AND series = ?`,
      )
      .safeIntegers(true);
    this.#replaceHour = db.prepare(
      `INSERT OR REPLACE INTO usage_hour (hour, series, price_version, ${columns}) VALUES (?, ?, ?, ${holes})`,
    );
    const adding = (table: string, keys: readonly string[], measures: readonly string[]) =>
      db.prepare(
        `INSERT INTO ${table} (${[...keys, ...measures].join(', ')})
         VALUES (${[...keys, ...measures].map(() => '?').join(', ')})
         ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${measures.map((c) => `${c} = ${c} + excluded.${c}`).join(', ')}`,
      );
    this.#addCoarse = {
      usage_day: adding('usage_day', ['day', 'series'], MEASURE_COLUMNS),
      usage_month: adding('usage_month', ['day', 'series'], MEASURE_COLUMNS),
    };
    this.#addMinute = adding('usage_minute', ['minute', 'series'], MINUTE_COLUMNS);
    this.#addDemand = adding('demand_minute', ['place', 'model_ref', 'minute'], MINUTE_COLUMNS);
  }

  /**
   * Adds to an hour row, prices its new totals, and keeps the difference for its day and month (see {@link flush}).
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
      ...Object.fromEntries(KIND_COLUMNS.map(([kind, column]) => [kind, was(column)])),
    };
    const unpricedBefore = unpricedSums(quantitiesBefore, was('unpriced'));
    const difference = [
      ...[delta.calls, delta.failed, delta.unpricedCalls].map(BigInt),
      ...KIND_COLUMNS.map(([kind]) => BigInt(delta.quantities[kind])),
      ...COST_COLUMNS.map((column, i) => (priced.costs[i] ?? 0n) - (before?.[column] ?? 0n)),
      ...unpricedNow.map((sum, i) => BigInt(sum - (unpricedBefore[i] ?? 0))),
    ];
    const day = Math.floor(hour / 24);
    addPending(this.#pending.usage_day, day, whole, difference);
    addPending(this.#pending.usage_month, firstOfMonth(day as EpochDay), whole, difference);
  }

  /** Writes what {@link addHour} kept for days and months. */
  flush(): void {
    for (const table of ['usage_day', 'usage_month'] as const) {
      for (const { day, series, sums } of this.#pending[table].values()) {
        this.#addCoarse[table].run(day, series, ...sums);
      }
    }
    this.forget();
  }

  /** Drops what a failed batch had kept. */
  forget(): void {
    for (const rows of Object.values(this.#pending)) rows.clear();
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

function addPending(
  rows: Map<number, Pending>,
  day: number,
  series: number,
  difference: readonly bigint[],
): void {
  const key = series * DAY_SPAN + day;
  const row = rows.get(key);
  if (row)
    difference.forEach((value, i) => {
      row.sums[i] = (row.sums[i] ?? 0n) + value;
    });
  else rows.set(key, { day, series, sums: [...difference] });
}

/** The unpriced sums of a row, in column order. */
function unpricedSums(totals: Quantities, unpriced: number): number[] {
  return UNPRICED_COLUMNS.map((column) =>
    UNPRICED_SUMS[column].reduce((sum, kind) => sum + (unpriced & bitOf(kind) ? totals[kind] : 0), 0),
  );
}
