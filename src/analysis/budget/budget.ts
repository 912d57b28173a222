/**
 * A budget against what was spent and what is to come. Pure.
 * @module
 */
import { type NanoUsd, nanoUsd, ZERO_USD } from '../../domain/money.ts';
import {
  dayOf,
  type EpochDay,
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  monthOf,
  SECONDS_PER_DAY,
  startOfDay,
  startOfHour,
  type TimeRange,
} from '../../domain/time.ts';
import type { PeriodForecast } from '../forecast/period.ts';

export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

export interface BudgetLimits {
  readonly usd: number;
  /** Percent, in rising order. */
  readonly thresholds: readonly number[];
  readonly forecast: readonly number[];
}

/** How sure a forecast is to pass a threshold: nine of ten futures, five, or one. */
export type Certainty = 'almost certain' | 'likely' | 'possible';

export interface BudgetState {
  readonly limit: NanoUsd;
  /** Of the limit, in percent. */
  readonly percent: number;
  readonly forecastPercent: number | null;
  /** Thresholds passed, with the end of the hour in which they were. */
  readonly crossed: readonly { readonly percent: number; readonly at: EpochSeconds }[];
  readonly forecastCrossed: readonly { readonly percent: number; readonly certainty: Certainty }[];
  /** When all of it is spent; null: not in this period. A forecast knows the end of the day. */
  readonly runsOut: { readonly at: EpochSeconds; readonly forecast: boolean } | null;
}

/** The UTC day, week (from Monday) or month that holds the instant. */
export function budgetPeriod(period: BudgetPeriod, at: EpochSeconds): TimeRange {
  if (period === 'month') return monthOf(at);
  const day = dayOf(at);
  if (period === 'day') return days(day, 1);
  // 1 January 1970 was a Thursday.
  return days((day - ((day + 3) % 7)) as EpochDay, 7);
}

function days(from: EpochDay, count: number): TimeRange {
  return { from: startOfDay(from), to: startOfDay((from + count) as EpochDay) };
}

/**
 * Compares.
 * @param hours spend by hour of the period, in order of time
 * @param spent everything stored for the period
 */
export function budgetState(
  limits: BudgetLimits,
  hours: readonly { readonly hour: EpochHour; readonly cost: NanoUsd }[],
  spent: NanoUsd,
  { forecast, path }: PeriodForecast,
): BudgetState {
  const limit = nanoUsd(BigInt(Math.round(limits.usd * 1e9)));
  const share = (percent: number) => (limit * BigInt(Math.round(percent * 1e6))) / 100_000_000n;
  const crossed = limits.thresholds.flatMap((percent) => {
    const at = crossingOf(hours, share(percent));
    return at === null ? [] : [{ percent, at }];
  });
  const passes = (percent: number): Certainty | null => {
    if (forecast === null) return null;
    if (forecast.low >= share(percent)) return 'almost certain';
    if (forecast.mid >= share(percent)) return 'likely';
    return forecast.high >= share(percent) ? 'possible' : null;
  };
  return {
    limit,
    percent: percentOf(spent, limit),
    forecastPercent: forecast === null ? null : percentOf(forecast.mid, limit),
    crossed,
    forecastCrossed: limits.forecast.flatMap((percent) => {
      const certainty = passes(percent);
      return certainty === null ? [] : [{ percent, certainty }];
    }),
    runsOut: runOut(crossingOf(hours, limit), path, limit),
  };
}

function crossingOf(
  hours: readonly { readonly hour: EpochHour; readonly cost: NanoUsd }[],
  amount: bigint,
): EpochSeconds | null {
  let sum: bigint = ZERO_USD;
  for (const { hour, cost } of hours) {
    sum += cost;
    if (sum >= amount) return startOfHour((hour + 1) as EpochHour);
  }
  return null;
}

function runOut(
  crossed: EpochSeconds | null,
  path: PeriodForecast['path'],
  limit: NanoUsd,
): BudgetState['runsOut'] {
  if (crossed !== null) return { at: crossed, forecast: false };
  const day = path.find(({ mid }) => mid >= limit)?.day;
  return day === undefined ? null : { at: epochSeconds((day + 1) * SECONDS_PER_DAY), forecast: true };
}

const percentOf = (part: bigint, whole: bigint): number =>
  whole === 0n ? 0 : Number((part * 100_000n) / whole) / 1000;
