/**
 * Keeps the price of reading metrics under a ceiling: the more series there are, the more rarely they are read. Every
 * application inference profile is a `ModelId` of its own, so that there can be thousands.
 * Source: Amazon CloudWatch pricing, $0.01 for 1,000 metrics requested by `GetMetricData`.
 * @module
 */

const METRICS_PER_DOLLAR = 100_000;
const DAYS_PER_MONTH = 30;
const DAY = 86_400;
/** What throttles and quotas need minutes after, and what may come within the hour, share the money like this. */
const LIVE_SHARE = 0.4;

export interface Pace {
  /** Seconds between two live passes, and between two full ones, while there are few series. */
  readonly liveEvery: number;
  readonly fullEvery: number;
  readonly usdPerMonth: number;
}

export interface SeriesCounts {
  readonly live: number;
  readonly full: number;
}

/** Seconds between passes over so many series that keep the month within its price. */
export function affordable(pace: Pace, series: SeriesCounts): { liveEvery: number; fullEvery: number } {
  const aDay = (pace.usdPerMonth * METRICS_PER_DOLLAR) / DAYS_PER_MONTH;
  const fullEvery = Math.max(pace.fullEvery, (DAY * series.full) / (aDay * (1 - LIVE_SHARE)));
  const liveEvery = Math.max(pace.liveEvery, (DAY * series.live) / (aDay * LIVE_SHARE));
  return { liveEvery, fullEvery };
}
