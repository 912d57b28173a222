/**
 * Day and month rows: sums of hour rows over hours and sessions, gathered over a batch and written once.
 * @module
 */
import { type EpochDay, type EpochHour, firstOfMonth } from '../../domain/time.ts';
import { MEASURE_COLUMNS } from './columns.ts';
import type { Db } from './open.ts';

interface Pending {
  readonly day: number;
  readonly series: number;
  readonly sums: bigint[];
}

const TABLES = ['usage_day', 'usage_month'] as const;
/** Day numbers stay below 2^16 until the year 2149. */
const DAY_SPAN = 2 ** 16;

export class CoarseRows {
  readonly #add;
  readonly #pending = { usage_day: new Map<number, Pending>(), usage_month: new Map<number, Pending>() };

  constructor(db: Db) {
    this.#add = {
      usage_day: db.prepare(addingSql('usage_day', ['day', 'series'], MEASURE_COLUMNS)),
      usage_month: db.prepare(addingSql('usage_month', ['day', 'series'], MEASURE_COLUMNS)),
    };
  }

  /**
   * Adds a difference of an hour row, in the order of MEASURE_COLUMNS.
   * @param whole the series over all sessions
   */
  add(hour: EpochHour, whole: number, difference: readonly bigint[]): void {
    const day = Math.floor(hour / 24) as EpochDay;
    addPending(this.#pending.usage_day, day, whole, difference);
    addPending(this.#pending.usage_month, firstOfMonth(day), whole, difference);
  }

  /** Writes what has been added. */
  flush(): void {
    for (const table of TABLES) {
      for (const { day, series, sums } of this.#pending[table].values())
        this.#add[table].run(day, series, ...sums);
    }
    this.forget();
  }

  /** Drops what a failed batch had added. */
  forget(): void {
    for (const table of TABLES) this.#pending[table].clear();
  }
}

/** SQL that adds measures to a row, or makes it. */
export function addingSql(table: string, keys: readonly string[], measures: readonly string[]): string {
  const columns = [...keys, ...measures];
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${measures.map((c) => `${c} = ${c} + excluded.${c}`).join(', ')}`;
}

function addPending(
  rows: Map<number, Pending>,
  day: number,
  series: number,
  difference: readonly bigint[],
): void {
  const key = series * DAY_SPAN + day;
  const row = rows.get(key);
  if (row === undefined) {
    rows.set(key, { day, series, sums: [...difference] });
    return;
  }
  difference.forEach((value, i) => {
    row.sums[i] = (row.sums[i] ?? 0n) + value;
  });
}
