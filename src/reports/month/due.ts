/**
 * When a monthly report is due. Pure.
 * @module
 */
import type { MonthlyReportConfig } from '../../config/reports.ts';
import {
  type EpochSeconds,
  epochSeconds,
  monthOf,
  SECONDS_PER_DAY,
  SECONDS_PER_HOUR,
  type TimeRange,
} from '../../domain/time.ts';

/** The month before the present one, once its report is due; null before that. UTC. */
export function dueMonth(
  { day, hour }: Pick<MonthlyReportConfig, 'day' | 'hour'>,
  now: EpochSeconds,
): TimeRange | null {
  const month = monthOf(now);
  const due = month.from + (day - 1) * SECONDS_PER_DAY + hour * SECONDS_PER_HOUR;
  return now < due ? null : monthOf(epochSeconds(month.from - 1));
}

/** The key under which a report is told once. */
export const reportKey = (month: string): string => `monthly-report ${month}`;
