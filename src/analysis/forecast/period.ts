/**
 * The forecast of one group's spend to the end of a period, from its days. Pure.
 * @module
 */
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  SECONDS_PER_DAY,
  startOfDay,
  type TimeRange,
} from '../../domain/time.ts';
import { ENOUGH_DAYS, FEWEST_DAYS, type Quantiles, simulate } from './simulate.ts';

/** Whole days of history that are used: any day of the month three times. The level is that of the last eight weeks. */
export const HISTORY_DAYS = 98;

/** One group's spend in nano-dollars; days without spend may be absent. */
export interface GroupSpend {
  readonly byDay: ReadonlyMap<EpochDay, number>;
  /** Which share of each of some recent days came after the time of day of `asOf`; 0 to 1, at least one of them. */
  readonly restOfToday: readonly number[];
  /** Exactly what is stored for the period, running hour included. */
  readonly actual: NanoUsd;
}

export interface ForecastAmounts {
  readonly low: NanoUsd;
  readonly mid: NanoUsd;
  readonly high: NanoUsd;
}

export interface PeriodForecast {
  readonly forecast: ForecastAmounts | null;
  /** Why there is none, or why it is rough; null when all is well. */
  readonly reason: string | null;
  /** Cumulative spend at the end of today and of each later day of the period; empty without a forecast. */
  readonly path: readonly (ForecastAmounts & { readonly day: EpochDay })[];
}

/** What there is besides the group's own spend. */
export interface ForecastFrame {
  readonly period: TimeRange;
  /** Up to here the data are complete: a whole hour. */
  readonly asOf: EpochSeconds;
  readonly dataFrom: EpochSeconds;
}

/** Forecasts the period. @param seed names the group */
export function forecastPeriod(group: GroupSpend, frame: ForecastFrame, seed: string): PeriodForecast {
  const { period, asOf, dataFrom } = frame;
  if (asOf >= period.to) return none('the period is over: what was spent is all there is');
  if (asOf < period.from) return none('the period has not begun, or its data have not come in yet');
  const today = dayOf(asOf);
  const firstDay = Math.max(today - HISTORY_DAYS, Math.ceil(dataFrom / SECONDS_PER_DAY));
  const spendOf = (day: number) => group.byDay.get(day as EpochDay) ?? 0;
  const days = sinceBegun(
    Array.from({ length: Math.max(0, today - firstDay) }, (_, i) => spendOf(firstDay + i)),
  );
  if (days.length < FEWEST_DAYS) {
    return none(
      `${days.length} whole days of history; a forecast needs ${FEWEST_DAYS}, and ${ENOUGH_DAYS} for a fair interval`,
    );
  }
  const before = range(dayOf(period.from), today).reduce((sum, day) => sum + spendOf(day), 0);
  const yesterday = (today - 1) as EpochDay;
  const past = { days, yesterday, before, today: spendOf(today), restOfToday: group.restOfToday };
  const last = dayOf((period.to - 1) as EpochSeconds);
  const path = simulate(past, last - today, seed) ?? [];
  const amounts = path.map((one, i) => ({
    day: (today + i) as EpochDay,
    ...atLeast(one, group.actual),
  }));
  const end = amounts.at(-1);
  return {
    forecast: end === undefined ? null : { low: end.low, mid: end.mid, high: end.high },
    reason:
      days.length < ENOUGH_DAYS ? `only ${days.length} whole days of history: the interval is a guess` : null,
    path: amounts,
  };
}

/**
 * A group that began to spend has no history before. One that spends on few days has: it did not spend.
 */
export function sinceBegun(days: readonly number[]): readonly number[] {
  const begun = days.findIndex((spend) => spend > 0);
  if (begun <= 0) return days;
  const since = days.slice(begun);
  return 2 * since.filter((spend) => spend > 0).length > since.length ? since : days;
}

const none = (reason: string): PeriodForecast => ({ forecast: null, reason, path: [] });

/** What is spent is spent: the running hour may already be past a low forecast. */
function atLeast({ low, mid, high }: Quantiles, actual: NanoUsd): ForecastAmounts {
  const amount = (x: number) => {
    const nano = BigInt(Math.round(x));
    return nanoUsd(nano > actual ? nano : actual);
  };
  return { low: amount(low), mid: amount(mid), high: amount(high) };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Start of the UTC day that holds the instant. */
export const midnight = (at: EpochSeconds): EpochSeconds => startOfDay(dayOf(at));
