/**
 * The windows over which a quota's traffic is summed up.
 * @module
 */
import type { Measured, PlaceInput } from './measure.ts';
import { startOfMinute } from './minutes.ts';
import { countUsed, sumOf, windowStats } from './statistics.ts';
import { type QuotaStatus, type QuotaWindow, WINDOWS, type WindowName } from './status.ts';
import { sumColumns, type Traffic } from './traffic.ts';

export function windowsOf(one: Measured, { coverage, first }: PlaceInput): QuotaStatus['windows'] {
  const of = (name: WindowName): QuotaWindow | null => {
    const { traffic, governing, effective, match } = one;
    if (coverage === null || traffic === null || effective <= 0 || governing.length < WINDOWS[name])
      return null;
    const [from, end] = [Math.max(coverage.from, coverage.end - WINDOWS[name]), coverage.end];
    const daily = match.parsed.metric === 'tpd';
    const used = windowStats(daily ? governing : traffic.used, from, end, effective);
    const reserved = traffic.reserved === null ? null : windowStats(traffic.reserved, from, end, effective);
    const both = windowStats(governing, from, end, effective);
    if (used === null || both === null) return null;
    const minuteAt = (minute: number | null) => (minute === null ? null : startOfMinute(first + minute));
    const throttled = traffic.buckets.map((bucket) => bucket.throttled);
    return {
      minutes: used.minutes,
      utilization: used.utilization,
      reserved: reserved?.utilization ?? null,
      minutesOver80: both.over80,
      minutesOver95: both.over95,
      peakAt: minuteAt(used.peakMinute),
      reservedPeakAt: minuteAt(reserved?.peakMinute ?? null),
      requests: total(traffic.buckets.map((bucket) => sumOf(bucket.requests, from, end))),
      throttledCalls: total(throttled.map((column) => sumOf(column, from, end))),
      throttledMinutes: countUsed(sumColumns(throttled, governing.length), from, end),
    };
  };
  return { hour: of('hour'), day: of('day'), week: of('week') };
}

export const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Throttled calls of all that draws on the quota. */
export const throttledColumn = (traffic: Traffic, length: number): Float64Array =>
  sumColumns(
    traffic.buckets.map((bucket) => bucket.throttled),
    length,
  );
