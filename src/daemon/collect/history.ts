/**
 * How far a source's past has been read: one position that moves from the newest time to the oldest, kept as a
 * cursor. Pure.
 * @module
 */
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  epochSeconds,
  SECONDS_PER_DAY,
  startOfDay,
  type TimeRange,
} from '../../domain/time.ts';
import type { Source } from '../../store/port.ts';
import type { Failure } from './outcome.ts';

/** What a source's history is, once it has been begun. */
export interface HistoryPosition {
  /** Where live collection took over. */
  readonly to: EpochSeconds;
  /** Everything from here to `to` has been read. */
  readonly at: EpochSeconds;
}

/** Plain data: it crosses the border of the collecting thread. */
export interface SourceHistory extends Source {
  readonly key: string;
  readonly status: 'reading' | 'done' | 'failed';
  /** The whole of it. */
  readonly range: TimeRange;
  /** Read back to here. */
  readonly at: EpochSeconds;
  /** Found in this life of the daemon: calls, or points of metrics. */
  readonly records: number;
  readonly failure: Failure | null;
}

/** All sources together. */
export interface HistoryReport {
  readonly sources: readonly SourceHistory[];
  /** At the pace so far; null while there is none, and when nothing is left. */
  readonly secondsLeft: number | null;
}

/** Name of the cursor of a source's position. */
export const historyCursor = ({ collector, account, region }: Source): string =>
  `history:${collector}:${account ?? ''}:${region ?? ''}`;

export const writeHistory = ({ to, at }: HistoryPosition): string => `${at}-${to}`;

/** Undefined without a value, and for one that is none of ours: reading begins anew, which doubles nothing. */
export function readHistory(value: string | undefined): HistoryPosition | undefined {
  const [, at, to] = /^(\d{1,12})-(\d{1,12})$/.exec(value ?? '') ?? [];
  if (at === undefined || to === undefined || Number(at) > Number(to)) return undefined;
  return { at: epochSeconds(Number(at)), to: epochSeconds(Number(to)) };
}

/**
 * Where a history ends that begins now: with the UTC day in which the first live run began to read. That day is read
 * by both, and what both find is known by its request id.
 */
export function historyEnd(now: EpochSeconds, firstLookback: number): EpochSeconds {
  const day = dayOf(epochSeconds(now - firstLookback));
  return epochSeconds(Math.min(now, startOfDay((day + 1) as EpochDay)));
}

/** From the first UTC day of a span up to where live collection took over. */
export function historyRange(to: EpochSeconds, spanSeconds: number): TimeRange {
  return { from: startOfDay(dayOf(epochSeconds(to - spanSeconds))), to };
}

/**
 * The next part to read, the newest of what is left: so many UTC days, ending where the position is.
 * @returns undefined when nothing is left
 */
export function nextPart(range: TimeRange, at: EpochSeconds, days: number): TimeRange | undefined {
  if (at <= range.from) return undefined;
  const last = dayOf(epochSeconds(at - 1));
  const from = startOfDay((last - days + 1) as EpochDay);
  return { from: epochSeconds(Math.max(range.from, from)), to: at };
}

/** Days of all histories, whole and read. */
export function daysOfHistory(sources: readonly Pick<SourceHistory, 'range' | 'at'>[]): {
  done: number;
  total: number;
} {
  const days = (range: TimeRange) => Math.max(0, range.to - range.from) / SECONDS_PER_DAY;
  return {
    done: sources.reduce(
      (sum, { range, at }) => sum + days({ from: epochSeconds(Math.max(at, range.from)), to: range.to }),
      0,
    ),
    total: sources.reduce((sum, { range }) => sum + days(range), 0),
  };
}
