/**
 * Which hours of an account and Region can be compared: how far its logs and metrics have been read.
 * @module
 */
import { comparableUpTo } from '../analysis/coverage/comparable.ts';
import { placeKey } from '../analysis/coverage/named-models.ts';
import type { SeenSeries } from '../analysis/coverage/seen.ts';
import {
  dayOf,
  type EpochHour,
  type EpochSeconds,
  epochSeconds,
  parseSpan,
  SECONDS_PER_HOUR,
  startOfDay,
  startOfHour,
} from '../domain/time.ts';
import type { SourceState } from '../store/port.ts';
import type { AnswerContext } from './context.ts';

/**
 * For each place whose logs of the past are still being read, newest first, the first hour that has been: what metrics
 * have of earlier ones is not dark, it is early. The daemon keeps the position as `from-to` under this cursor.
 */
export async function historyOf(
  { store, config }: AnswerContext,
  sources: readonly SourceState[],
): Promise<ReadonlyMap<string, number>> {
  const span = parseSpan(config.collect.backfill) ?? 0;
  const reached = new Map<string, number>();
  for (const { collector, account, region } of sources) {
    if (account === null || region === null || !collector.startsWith('invocation-logs')) continue;
    const position = await store.cursor(`history:${collector}:${account}:${region}`);
    const [, at, to] = /^(\d{1,12})-(\d{1,12})$/.exec(position ?? '') ?? [];
    if (at === undefined || to === undefined) continue;
    const begin = startOfDay(dayOf(epochSeconds(Number(to) - span)));
    const place = placeKey(account, region);
    const from = Number(at) <= begin ? Number.NEGATIVE_INFINITY : Math.ceil(Number(at) / SECONDS_PER_HOUR);
    // Of several places that logs are read from, the one furthest back has what the others have.
    reached.set(place, Math.min(reached.get(place) ?? from, from));
  }
  return reached;
}

/** For each place, the first hour that cannot be compared yet. */
export function limitsOf(
  now: EpochSeconds,
  seen: readonly SeenSeries[],
  sources: readonly SourceState[],
  loggingOff: ReadonlySet<string>,
): (place: string) => number {
  const newest = new Map<string, number>();
  for (const { account, region, hours } of seen) {
    const place = placeKey(account, region);
    for (const [hour, { input, output }] of hours) {
      if (input + output > 0) newest.set(place, Math.max(newest.get(place) ?? hour, hour));
    }
  }
  const of = (place: string, prefix: string) =>
    sources.filter(
      ({ account, region, collector }) =>
        account !== null &&
        region !== null &&
        placeKey(account, region) === place &&
        collector.startsWith(prefix),
    );
  const limits = new Map<string, number>();
  return (place) => {
    const known = limits.get(place);
    if (known !== undefined) return known;
    const limit = comparableUpTo({
      now,
      newestMetricHour: newest.get(place) ?? null,
      metricsReadAt: of(place, 'metrics')[0]?.lastSuccessAt ?? null,
      // Where logging is off, nothing is waited for.
      logsReadAt: loggingOff.has(place)
        ? []
        : of(place, 'invocation-logs').map(({ lastSuccessAt }) => lastSuccessAt),
    });
    limits.set(place, limit);
    return limit;
  };
}

/** How far the logs and metrics of an account and Region can be compared; null: not at all. */
export interface ComparablePlace {
  readonly account: string;
  readonly region: string;
  readonly upTo: EpochSeconds | null;
}

/** Every place that metrics are, or should be, known of. */
export function placesOf(
  seen: readonly SeenSeries[],
  sources: readonly SourceState[],
  limits: (place: string) => number,
): ComparablePlace[] {
  const read = sources.filter(
    ({ collector, lastAttemptAt }) => collector === 'metrics' && lastAttemptAt !== null,
  );
  const places = new Map<string, Omit<ComparablePlace, 'upTo'>>();
  for (const { account, region } of [...seen, ...read]) {
    if (account !== null && region !== null) places.set(placeKey(account, region), { account, region });
  }
  return [...places].map(([key, place]) => {
    const limit = limits(key);
    return { ...place, upTo: Number.isFinite(limit) ? startOfHour(limit as EpochHour) : null };
  });
}

/** The place that is furthest behind says how far all of them can be compared. */
export function overallLimit(
  seen: readonly SeenSeries[],
  limits: (place: string) => number,
): EpochSeconds | null {
  const hours = seen.map(({ account, region }) => limits(placeKey(account, region))).filter(Number.isFinite);
  return hours.length === 0 ? null : startOfHour(Math.min(...hours) as EpochHour);
}
