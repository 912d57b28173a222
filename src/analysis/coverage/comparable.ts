/**
 * From when on two witnesses can be compared. Pure.
 * @module
 */
import type { EpochSeconds } from '../../domain/time.ts';

/** Logs and metrics of an hour keep arriving, and metrics are revised, for a while after it. */
const SETTLE = 2 * 3600;
/** Token metrics are read hourly, or a few times a day where many series make that dear. */
const METRICS_LAG = 6 * 3600;
/** A record comes within seconds through CloudWatch Logs and within minutes through S3. */
const LOGS_LAG = 900;

export interface WitnessTimes {
  readonly now: EpochSeconds;
  /** Hour of the newest token metric of the place; null without any. */
  readonly newestMetricHour: number | null;
  /** Last success of the metrics' collector; null: none runs, and what there is was put there at once. */
  readonly metricsReadAt: EpochSeconds | null;
  /** Last successes of the collectors of the place's logs: null for one that never had any. Empty: none runs. */
  readonly logsReadAt: readonly (EpochSeconds | null)[];
}

/** The first hour since the epoch that cannot be compared yet. */
export function comparableUpTo({ now, newestMetricHour, metricsReadAt, logsReadAt }: WitnessTimes): number {
  const settled = hourOf(now - SETTLE);
  const newest = newestMetricHour ?? Number.NEGATIVE_INFINITY;
  // What came last may be the beginning of its hour; a later run has read all of it.
  const measured =
    metricsReadAt === null ? newest + 1 : Math.max(newest, hourOf(metricsReadAt - METRICS_LAG));
  const read = logsReadAt.map((at) => (at === null ? Number.NEGATIVE_INFINITY : hourOf(at - LOGS_LAG)));
  // Of several places that logs are read from, the freshest has what the others have.
  const logged = read.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...read);
  return Math.min(settled, measured, logged);
}

const hourOf = (at: number): number => Math.floor(at / 3600);
