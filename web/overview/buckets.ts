/**
 * The time buckets of a chart: hours up to three days, days beyond, months past a year or so.
 * @module
 */
import {
  dayOf,
  type EpochSeconds,
  epochSeconds,
  hourOf,
  isoDay,
  isoHour,
  isoMonth,
  monthOf,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  startOfDay,
  startOfHour,
  type TimeRange,
} from '../../src/domain/time.ts';

export type BucketSize = 'hour' | 'day' | 'month';

export interface Bucket {
  /** As the store writes it: `2026-11-21T09:00:00Z`, `2026-11-21`, `2026-11`. */
  readonly key: string;
  readonly range: TimeRange;
}

/** A rolling span starts and ends inside an hour, so it touches one more than its length. */
const MOST_HOURS = 3 * 24 + 1;
const MOST_DAYS = 400;

export function bucketSize(range: TimeRange): BucketSize {
  const seconds = range.to - range.from;
  if (seconds <= MOST_HOURS * SECONDS_PER_HOUR) return 'hour';
  return seconds <= MOST_DAYS * SECONDS_PER_DAY ? 'day' : 'month';
}

/** Every bucket that touches the range, with or without usage. */
export function bucketsOf(range: TimeRange, size: BucketSize): Bucket[] {
  const buckets: Bucket[] = [];
  for (let at = range.from; at < range.to; ) {
    const bucket = bucketAt(at, size);
    buckets.push(bucket);
    at = bucket.range.to;
  }
  return buckets;
}

function bucketAt(at: EpochSeconds, size: BucketSize): Bucket {
  if (size === 'month') return { key: isoMonth(dayOf(at)), range: monthOf(at) };
  if (size === 'day') {
    const from = startOfDay(dayOf(at));
    return { key: isoDay(dayOf(at)), range: { from, to: epochSeconds(from + SECONDS_PER_DAY) } };
  }
  const from = startOfHour(hourOf(at));
  return { key: isoHour(hourOf(at)), range: { from, to: epochSeconds(from + SECONDS_PER_HOUR) } };
}
