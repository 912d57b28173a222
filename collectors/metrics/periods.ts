/**
 * Which grain CloudWatch still has. Source: CloudWatch API reference, `GetMetricData`: data points of 60 seconds are
 * kept for 15 days, of 300 seconds for 63 days, of an hour for 455 days.
 * @module
 */
import { type EpochSeconds, epochSeconds, type TimeRange } from '../../src/domain/time.ts';

const DAY = 86_400;
const KEPT = [
  { period: 60, days: 15 },
  { period: 300, days: 63 },
  { period: 3600, days: 455 },
] as const;
/** What is nearly too old may be gone when it is asked for. */
const MARGIN = 3600;

export interface PeriodRange extends TimeRange {
  readonly period: number;
}

/** Cuts a range by the finest grain that each part of it still has, oldest first; older parts are left out. */
export function byPeriod(range: TimeRange, now: EpochSeconds): PeriodRange[] {
  const ranges: PeriodRange[] = [];
  let to = range.to;
  for (const { period, days } of KEPT) {
    const oldest = ceil(now - days * DAY + MARGIN, 3600);
    const from = Math.max(floor(range.from, period), oldest);
    // Where a finer grain begins is a whole hour; only the end of the range may not be one.
    const end = ceil(to, period);
    if (from >= end) continue;
    ranges.unshift({ from: epochSeconds(from), to: epochSeconds(end), period });
    to = epochSeconds(from);
    if (to <= range.from) break;
  }
  return ranges;
}

const floor = (at: number, step: number): number => Math.floor(at / step) * step;
const ceil = (at: number, step: number): number => Math.ceil(at / step) * step;
