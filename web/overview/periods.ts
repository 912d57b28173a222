/**
 * Which hours are shown and which are compared. A running period is compared over the hours that are over and
 * collected, with as many hours of the period before: like with like, to the hour.
 * @module
 */
import { rangeBefore } from '../../src/domain/range.ts';
import {
  type EpochSeconds,
  epochSeconds,
  hourOf,
  monthOf,
  SECONDS_PER_HOUR,
  startOfHour,
  type TimeRange,
} from '../../src/domain/time.ts';

export interface Freshness {
  /** Time of the newest event; null while there is none. */
  readonly dataUpTo: EpochSeconds | null;
  /** First hour with usage ever; null while there is none. */
  readonly dataFrom: EpochSeconds | null;
}

/** Why there is nothing to compare with. */
export type NoComparison = 'off' | 'too-early' | 'nothing-before' | 'partly-before';

export interface Periods {
  readonly range: TimeRange;
  /** The part of the range whose hours are over and collected; null when there is none yet. */
  readonly complete: TimeRange | null;
  /** The rest of the range; null once it is closed. */
  readonly running: TimeRange | null;
  /** What `complete` is compared with; null: see `noComparison`. */
  readonly before: TimeRange | null;
  readonly noComparison: NoComparison | null;
}

/** Logs of an hour keep arriving this long after it is over. */
const SETTLE_SECONDS = 15 * 60;

/**
 * Splits a range at the last hour that is over and collected, and finds the same stretch of the period before.
 * @param span seconds of a rolling range (`7d`): it is compared with the same hours that long ago
 */
export function periodsOf(
  range: TimeRange,
  { dataUpTo, dataFrom }: Freshness,
  now: EpochSeconds,
  { compare, span }: { compare: boolean; span: number | null },
): Periods {
  const end = epochSeconds(Math.min(range.to, completeUpTo(dataUpTo, now) ?? range.from));
  const complete = end > range.from ? { from: range.from, to: end } : null;
  const running = end < range.to ? { from: complete ? end : range.from, to: range.to } : null;
  const before = complete && sameStretchBefore(range, complete, span);
  const noComparison = whyNot(compare, before, dataFrom);
  return { range, complete, running, before: noComparison === null ? before : null, noComparison };
}

/** The end of the last hour whose usage is all there: it is over, has settled, and events reach into it. */
function completeUpTo(dataUpTo: EpochSeconds | null, now: EpochSeconds): EpochSeconds | null {
  if (dataUpTo === null) return null;
  const settled = startOfHour(hourOf(epochSeconds(now - SETTLE_SECONDS)));
  const reached = startOfHour(hourOf(dataUpTo)) + SECONDS_PER_HOUR;
  return epochSeconds(Math.min(settled, reached));
}

function sameStretchBefore(range: TimeRange, complete: TimeRange, span: number | null): TimeRange {
  if (span !== null) {
    return { from: epochSeconds(complete.from - span), to: epochSeconds(complete.to - span) };
  }
  const whole = rangeBefore(range);
  if (complete.to === range.to) return whole;
  const elapsed = complete.to - complete.from;
  return { from: whole.from, to: epochSeconds(Math.min(whole.to, whole.from + elapsed)) };
}

function whyNot(
  compare: boolean,
  before: TimeRange | null,
  dataFrom: EpochSeconds | null,
): NoComparison | null {
  if (!compare) return 'off';
  if (before === null) return 'too-early';
  if (dataFrom === null || dataFrom >= before.to) return 'nothing-before';
  return dataFrom > before.from ? 'partly-before' : null;
}

/** Whether a range is exactly one UTC month. */
export function isWholeMonth(range: TimeRange): boolean {
  const month = monthOf(range.from);
  return month.from === range.from && month.to === range.to;
}
