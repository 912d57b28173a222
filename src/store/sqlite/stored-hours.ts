/**
 * The first and the last hour that anything is stored of.
 * @module
 */
import type { Db } from './open.ts';

/** The first hour with rows; 0 where there is none. */
export function firstHour(db: Db): number {
  return db.prepare<[], { hour: number | null }>('SELECT min(hour) AS hour FROM usage_hour').get()?.hour ?? 0;
}

/** Behind the last hour with rows. */
export function lastHour(db: Db): number {
  const row = db.prepare<[], { hour: number | null }>('SELECT max(hour) AS hour FROM usage_hour').get();
  return (row?.hour ?? 0) + 1;
}
