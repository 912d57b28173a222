/**
 * Which places cannot be judged, because what brings their data has not answered for too long.
 * @module
 */
import type { Labels } from '../../domain/alarm.ts';
import { type EpochSeconds, SECONDS_PER_DAY } from '../../domain/time.ts';
import type { SourceState } from '../../store/port.ts';

export const isLogs = ({ collector }: SourceState): boolean => collector.startsWith('invocation-logs');
const isMetrics = ({ collector }: SourceState): boolean => collector === 'metrics';

/** Sources that somebody still asks; others are no longer configured. */
export function asked(sources: readonly SourceState[]): SourceState[] {
  const newest = Math.max(0, ...sources.map(({ lastAttemptAt }) => lastAttemptAt ?? 0));
  return sources.filter(
    ({ lastAttemptAt }) => lastAttemptAt !== null && lastAttemptAt > newest - SECONDS_PER_DAY,
  );
}

/**
 * Places of which neither logs nor metrics have been read within `within` seconds.
 * What was ingested by hand is never blind: nobody promised more of it.
 */
export function blindPlaces(sources: readonly SourceState[], now: EpochSeconds, within: number): Labels[] {
  const places = Map.groupBy(
    asked(sources).filter((source) => isLogs(source) || isMetrics(source)),
    ({ account, region }) => JSON.stringify([account, region]),
  );
  return [...places.values()].flatMap((here) => {
    const read = Math.max(...here.map(({ lastSuccessAt }) => lastSuccessAt ?? 0));
    const [one] = here;
    if (one === undefined || now - read <= within) return [];
    return [
      { ...(one.account ? { account: one.account } : {}), ...(one.region ? { region: one.region } : {}) },
    ];
  });
}

/** Whether logs of any place have not been read within `within` seconds: sums over all places may then grow. */
export function logsAreStale(sources: readonly SourceState[], now: EpochSeconds, within: number): boolean {
  return asked(sources).some((source) => isLogs(source) && now - (source.lastSuccessAt ?? 0) > within);
}
