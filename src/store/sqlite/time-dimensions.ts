/**
 * Dimensions of time: what their values stand for, in hours since the epoch, and which roll-up rows can tell them.
 * @module
 */
import type { StoreDimension } from '../../domain/measures.ts';
import {
  type EpochDay,
  type EpochHour,
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  parseInstant,
} from '../../domain/time.ts';
import type { Grain } from './cover.ts';
import { NONE } from './labels.ts';

export type TimeDimension = 'hour' | 'day' | 'month';
export const TIMES: readonly TimeDimension[] = ['hour', 'day', 'month'];
export const isTime = (dimension: StoreDimension): dimension is TimeDimension =>
  TIMES.includes(dimension as TimeDimension);

export const isNoTime = (dimension: StoreDimension): dimension is Exclude<StoreDimension, TimeDimension> =>
  !isTime(dimension);

/** Coarsest rows that can answer: sessions are only kept by the hour. */
export function grainOf(used: readonly StoreDimension[]): Grain {
  if (used.includes('hour') || used.includes('session')) return 'hour';
  return used.includes('day') ? 'day' : 'month';
}

/** Hours of a value of time; none where there is no such. */
export function rangeOf(dimension: TimeDimension, value: string | null): [from: number, to: number] {
  const at = value === null ? undefined : parseInstant(dimension === 'month' ? `${value}-01` : value);
  if (at === undefined) return [NONE, NONE];
  const hour = hourOf(at);
  if (dimension === 'hour') return [hour, hour + 1];
  if (dimension === 'day') return [hour, hour + 24];
  const start = new Date(at * 1000);
  return [hour, Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1) / 3_600_000];
}

/** A value of time as text. */
export function timeText(dimension: TimeDimension, bucket: number): string {
  if (dimension === 'hour') return isoHour(bucket as EpochHour);
  const day = Math.floor(bucket / 24) as EpochDay;
  return dimension === 'day' ? isoDay(day) : isoMonth(day);
}
