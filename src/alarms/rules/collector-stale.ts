/**
 * Sources that have not answered for too long: every other rule sees only what they bring.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Observation } from '../../domain/alarm.ts';
import { type EpochSeconds, SECONDS_PER_DAY } from '../../domain/time.ts';
import type { SourceState } from '../../store/port.ts';
import type { Judged } from './judged.ts';

export interface CollectorInput {
  readonly now: EpochSeconds;
  readonly sources: readonly SourceState[];
  /** Seconds between two runs of a source. */
  readonly everyOf: (collector: string) => number;
}

/** A source that nobody has asked for a day is no longer configured, as long as others are asked. */
const FORGOTTEN = SECONDS_PER_DAY;
/** Three runs missed, where that is longer than the configured time. */
const MISSED_RUNS = 3;

export function collectorStale(input: CollectorInput, settings: RuleSettings<'collectorStale'>): Judged {
  const asked = input.sources.filter(({ lastAttemptAt }) => lastAttemptAt !== null);
  const newest = Math.max(0, ...asked.map(({ lastAttemptAt }) => lastAttemptAt ?? 0));
  const alive = asked.filter(({ lastAttemptAt }) => (lastAttemptAt ?? 0) > newest - FORGOTTEN);
  const observations = alive.flatMap((source): Observation[] => {
    const limit = Math.max(settings.after, MISSED_RUNS * input.everyOf(source.collector));
    // A source that never answered counts from its first attempt; the store knows only the last, so from the data's end.
    const since = source.lastSuccessAt ?? source.lastIngestAt ?? null;
    if (since !== null && input.now - since < limit) return [];
    if (since === null && source.error === null) return [];
    return [observe(source, since, limit, input.now, settings)];
  });
  return { observations, blind: [] };
}

function observe(
  { collector, account, region, error, hint }: SourceState,
  since: EpochSeconds | null,
  limit: number,
  now: EpochSeconds,
  { severity }: RuleSettings<'collectorStale'>,
): Observation {
  const place = [account, region].filter((text) => text !== null).join(' ');
  const hours = (seconds: number) =>
    seconds >= 5400 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 60)} min`;
  const why = error === null ? 'It is no longer asked: the daemon may not collect.' : `It fails: ${error}.`;
  return {
    rule: 'collectorStale',
    labels: { collector, account: account ?? '', region: region ?? '' },
    verdict: 'firing',
    severity,
    since: since ?? now,
    until: now,
    title: `${collector}${place === '' ? '' : ` of ${place}`} brings nothing`,
    summary: `${why} Until it answers, calls, money and alarms of this source are missing.`,
    observed: since === null ? 'it has never answered' : `last answer ${hours(now - since)} ago`,
    expected: `an answer every ${hours(limit)} at least`,
    atRisk: null,
    causes: error === null ? [] : [{ name: collector, detail: error }],
    fix: hint ?? 'See /status and the log of the daemon; bedrock-meter doctor tries every permission.',
    link: '/status',
  };
}

/** Seconds between runs of a collector, by the settings of `collect`. */
export function everyOf(seconds: Readonly<Record<string, number>>): (collector: string) => number {
  const known: Readonly<Record<string, number | undefined>> = {
    'invocation-logs': seconds.cloudwatchLogs,
    'invocation-logs/cloudwatch': seconds.cloudwatchLogs,
    'invocation-logs/s3': seconds.s3,
    // Once a day.
    prices: SECONDS_PER_DAY,
  };
  return (collector) => known[collector] ?? seconds[collector] ?? 3600;
}
