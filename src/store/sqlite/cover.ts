/**
 * Which roll-up rows make up a range: whole months and days by their own rows, ragged edges by finer ones, whichever way
 * there are fewer to read: the hours of an edge added up, or its day or month less the hours outside. All rows hold the
 * same integers, so that every way gives the same sums.
 * @module
 */
import { type EpochDay, firstOfMonth, hourOf, type TimeRange, toWholeHours } from '../../domain/time.ts';

export type Grain = 'hour' | 'day' | 'month';

/** Rows of one table in [from, to), in hours since the epoch; `sign` -1: to be taken off. */
export interface Piece {
  readonly grain: Grain;
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
}

const FINER = { month: 'day', day: 'hour' } as const;
const HOURS = { hour: 1, day: 24, month: 31 * 24 } as const;

/**
 * Pieces in order of time, those of one day or month together.
 * @param grain the coarsest rows that may be read
 * @param end of what is stored, in hours: a guess that decides what is quicker, never what is counted
 */
export function cover(range: TimeRange, grain: Grain, end = Number.POSITIVE_INFINITY): Piece[] {
  const { from, to } = toWholeHours(range);
  return coverHours(hourOf(from), hourOf(to), grain, end);
}

function coverHours(from: number, to: number, grain: Grain, end: number): Piece[] {
  if (from >= to) return [];
  if (grain === 'hour') return [{ grain, from, to, sign: 1 }];
  const [first, last] = [ceilTo(grain, from), floorTo(grain, to)];
  if (first > last) return coverEdge(from, to, grain, end);
  const whole: Piece[] = first < last ? [{ grain, from: first, to: last, sign: 1 }] : [];
  return [...coverEdge(from, first, grain, end), ...whole, ...coverEdge(last, to, grain, end)];
}

/** A part of one day or month. */
function coverEdge(from: number, to: number, grain: 'day' | 'month', end: number): Piece[] {
  if (from >= to) return [];
  const finer = FINER[grain];
  const start = floorTo(grain, from);
  const stop = nextOf(grain, start);
  const inside = coverHours(from, to, finer, end);
  const outside = [...coverHours(start, from, finer, end), ...coverHours(to, stop, finer, end)];
  const rest = outside.map((piece): Piece => ({ ...piece, sign: piece.sign === 1 ? -1 : 1 }));
  const whole: Piece = { grain, from: start, to: stop, sign: 1 };
  return costOf([whole, ...rest], end) < costOf(inside, end) ? [whole, ...rest] : inside;
}

/** Hours, days and months with rows: each has about as many rows, one for each series. */
function costOf(pieces: readonly Piece[], end: number): number {
  return pieces.reduce(
    (sum, { grain, from, to }) => sum + Math.max(0, Math.ceil((Math.min(to, end) - from) / HOURS[grain])),
    0,
  );
}

/** The start of the day or month that holds an hour. */
export function floorTo(grain: Grain, hour: number): number {
  if (grain === 'hour') return hour;
  const day = Math.floor(hour / 24) as EpochDay;
  return (grain === 'day' ? day : firstOfMonth(day)) * 24;
}

/** The start of the next hour, day or month. */
export function nextOf(grain: Grain, hour: number): number {
  return grain === 'hour' ? hour + 1 : ceilTo(grain, hour + 1);
}

function ceilTo(grain: 'day' | 'month', hour: number): number {
  const floor = floorTo(grain, hour);
  if (floor === hour) return hour;
  return grain === 'day' ? floor + 24 : floorTo('month', floor + 31 * 24);
}
