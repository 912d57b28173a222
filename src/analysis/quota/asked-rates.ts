/**
 * What AWS asks for in a quota increase request, measured: steady and peak rates, and what a request is made of. AWS's
 * guide on quotas for Bedrock calls the 50th percentile steady state and the 90th peak (AWS Community, "Managing
 * throughput and service quotas on Amazon Bedrock", 2025).
 * @module
 */
import type { Coverage } from './measure.ts';
import { countUsed, sumOf } from './statistics.ts';
import { WINDOWS } from './status.ts';
import { sumColumns, type Traffic } from './traffic.ts';

/** Of the minutes with traffic: the one in the middle, the one that nine of ten do not pass, the highest. */
export interface Rates {
  readonly p50: number;
  readonly p90: number;
  readonly highest: number;
}

export interface AskedRates {
  /** Per minute, as the quota counts them; null where nothing was used. */
  readonly tokens: Rates | null;
  readonly requests: Rates | null;
  /** Tokens of an average request that AWS accepted; null where nobody told. Input is what no cache had. */
  readonly perRequest: { readonly input: number; readonly output: number } | null;
  /** Shares of all input that were read from the cache and written to it; null without logs that tell. */
  readonly cached: { readonly read: number; readonly written: number } | null;
  readonly throttledCalls: number;
  readonly throttledMinutes: number;
}

/** Measures the last week of the covered minutes. @param length of the columns */
export function askedRates(traffic: Traffic, coverage: Coverage, length: number): AskedRates {
  const { buckets } = traffic;
  const [from, end] = [Math.max(0, coverage.from, coverage.end - WINDOWS.week), coverage.end];
  const of = (name: 'settled' | 'requests' | 'throttled' | 'input' | 'output') =>
    sumColumns(
      buckets.map((bucket) => bucket[name]),
      length,
    );
  const throttled = of('throttled');
  const requests = of('requests');
  const accepted = sumOf(requests, from, end) - sumOf(throttled, from, end);
  const [input, output] = [sumOf(of('input'), from, end), sumOf(of('output'), from, end)];
  const logged = { input: 0, cacheRead: 0, cacheWrite: 0 };
  for (const { logged: of } of buckets) {
    logged.input += of.input;
    logged.cacheRead += of.cacheRead;
    logged.cacheWrite += of.cacheWrite;
  }
  const whole = logged.input + logged.cacheRead + logged.cacheWrite;
  return {
    // The mantle endpoint has no buckets: its columns are those of the quota itself.
    tokens: rates(buckets.length === 0 ? traffic.used : of('settled'), from, end),
    requests: rates(requests, from, end),
    perRequest:
      accepted > 0 && input + output > 0 ? { input: input / accepted, output: output / accepted } : null,
    cached: whole > 0 ? { read: logged.cacheRead / whole, written: logged.cacheWrite / whole } : null,
    throttledCalls: sumOf(throttled, from, end),
    throttledMinutes: countUsed(throttled, from, end),
  };
}

/** Nearest rank, as everywhere. */
function rates(column: Float64Array, from: number, end: number): Rates | null {
  const used = column
    .subarray(from, end)
    .filter((value) => value > 0)
    .sort();
  if (used.length === 0) return null;
  const rank = (p: number) => used[Math.ceil(p * used.length) - 1] ?? 0;
  return { p50: rank(0.5), p90: rank(0.9), highest: used.at(-1) ?? 0 };
}
