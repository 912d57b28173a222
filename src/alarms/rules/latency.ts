/**
 * Answers that take much longer than is usual for the same model in the same place.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Labels, Observation } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import { type Interval, type Judged, type Place, pathTo, shortName, verdictOf } from './judged.ts';
import { seriesKey } from './throttle-share.ts';

const CLEAR_AT = 0.7;

/**
 * By metrics the p95 of the typical minute: percentiles of minutes cannot be added up, their median can be compared.
 * By logs the p95 of the hour, and the median of those of the same hour of the days before.
 */
export interface LatencySeries extends Place, Interval {
  readonly modelId: string;
  /** Where metrics are absent, logs tell: some forms of records carry how long the call took. */
  readonly by: 'metrics' | 'logs';
  readonly calls: number;
  readonly p95Ms: number;
  /** What is usual in the seven days before; null: not enough is known of them. */
  readonly usualMs: number | null;
}

export interface LatencyInput {
  readonly series: readonly LatencySeries[];
  readonly blind: readonly Labels[];
  /** Who called what is slow, by {@link seriesKey}; those that ask for most tokens first. */
  readonly callers?: ReadonlyMap<string, readonly Cause[]>;
}

export function latency(input: LatencyInput, settings: RuleSettings<'latency'>): Judged {
  const observations = input.series.flatMap((one): Observation[] => {
    const limit = limitMs(one, settings);
    if (limit === null || one.calls < settings.minCalls) return [];
    return [{ ...observe(one, limit, settings), causes: input.callers?.get(seriesKey(one)) ?? [] }];
  });
  return { observations, blind: input.blind };
}

/** Whether it is an alarm. */
export function isSlow(series: LatencySeries, settings: RuleSettings<'latency'>): boolean {
  const limit = limitMs(series, settings);
  return limit !== null && series.calls >= settings.minCalls && series.p95Ms >= limit;
}

function limitMs({ usualMs }: LatencySeries, settings: RuleSettings<'latency'>): number | null {
  const { p95Seconds, timesUsual, floorSeconds } = settings;
  if (p95Seconds !== undefined) return p95Seconds * 1000;
  return usualMs === null ? null : Math.max(usualMs * timesUsual, floorSeconds * 1000);
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function observe(series: LatencySeries, limit: number, { severity }: RuleSettings<'latency'>): Observation {
  const { account, region, modelId, by, p95Ms, usualMs, calls, since, until } = series;
  const when = by === 'metrics' ? 'In a typical minute of the last hour' : 'In the last hour, by the logs,';
  const usual = usualMs === null ? '' : `; usual are ${seconds(usualMs)}`;
  return {
    rule: 'latency',
    labels: { account, region, modelId },
    verdict: verdictOf(p95Ms, limit, CLEAR_AT),
    severity,
    since,
    until,
    title: `Slow answers of ${shortName(modelId)} in ${region}`,
    summary: `${when} one call in twenty took longer than ${seconds(p95Ms)}${usual} (${groupThousands(calls)} calls).`,
    observed: `p95 ${seconds(p95Ms)}`,
    expected: `below ${seconds(limit)}${usualMs === null ? '' : ` (usual ${seconds(usualMs)})`}`,
    atRisk: null,
    causes: [],
    fix: 'Look at the AWS Health Dashboard for this Region, at the size of prompts and answers, and at another profile or Region.',
    link: pathTo('/', { account, region, modelId, since: '24h' }),
  };
}
