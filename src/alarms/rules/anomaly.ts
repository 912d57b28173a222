/**
 * Unusual spend that goes on. Incidents that are over are kept as history.
 * @module
 */
import type { ExplainedIncident } from '../../answers/anomalies.ts';
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Observation, Severity } from '../../domain/alarm.ts';
import { NONE_LABEL } from '../../domain/dimension.ts';
import { formatUsd, usdNumber } from '../../domain/format.ts';
import { type EpochHour, type EpochSeconds, isoInstant, startOfHour } from '../../domain/time.ts';
import { CANNOT_SAY, type Judged, pathTo, shortName } from './judged.ts';

export interface AnomalyInput {
  readonly incidents: readonly ExplainedIncident[];
  /** Behind the last hour that was judged. */
  readonly completeTo: EpochHour;
  /** Up to where data have come; null: nothing is stored. */
  readonly dataUpTo: EpochSeconds | null;
  /** Whether hours are missing that should be complete by now: then nothing is over. */
  readonly stale: boolean;
}

export function anomaly(
  { incidents, completeTo, dataUpTo, stale }: AnomalyInput,
  settings: RuleSettings<'anomaly'>,
): Judged {
  if (dataUpTo === null) return CANNOT_SAY;
  return {
    observations: incidents.map((one) => observe(one, completeTo, settings)),
    blind: stale ? [{}] : [],
  };
}

function severityOf(
  { kind, usdPerDay }: ExplainedIncident,
  { criticalUsdPerDay }: RuleSettings<'anomaly'>,
): Severity {
  if (usdNumber(usdPerDay) >= criticalUsdPerDay) return 'critical';
  // Somebody new is worth knowing, and wakes nobody.
  return kind.startsWith('new-') ? 'info' : 'warning';
}

function observe(
  incident: ExplainedIncident,
  completeTo: EpochHour,
  settings: RuleSettings<'anomaly'>,
): Observation {
  const { kind, scope, observed, expected, upper, impact, usdPerDay, ongoing, contributors } = incident;
  // What goes on was looked at up to now, also where its last hour was some quiet hours ago.
  const [since, until] = [startOfHour(incident.from), startOfHour(ongoing ? completeTo : incident.to)];
  const who =
    scope.dimension === 'total' ? 'all spend' : `${scope.dimension} ${shortName(scope.value ?? '(none)')}`;
  return {
    rule: 'anomaly',
    labels: { kind, dimension: scope.dimension, value: scope.value ?? '' },
    verdict: ongoing ? 'firing' : 'past',
    severity: severityOf(incident, settings),
    since,
    until,
    title: `${TITLES[kind]}: ${who}`,
    summary: `${formatUsd(observed)} since ${isoInstant(since)}, where ${formatUsd(expected)} were to be expected: ${formatUsd(impact)} more.${why(incident)}`,
    observed: formatUsd(observed),
    expected: `${formatUsd(expected)}, up to ${formatUsd(upper)}`,
    atRisk: usdPerDay > 0n ? { usd: usdPerDay, per: 'day' } : null,
    causes: contributors.map(
      ({ dimension, value, delta }): Cause => ({
        name: `${dimension} ${shortName(value ?? '(none)')}`,
        detail: `${formatUsd(delta)} more than before`,
      }),
    ),
    fix: 'Open the evidence and follow the largest contributor. If this is the new normal, silence it: the baseline learns within a week.',
    link: pathTo('/anomalies', {
      from: isoInstant(since),
      to: isoInstant(until),
      // The band of the scope that is out of it.
      ...(scope.dimension === 'total' ? {} : { band: `${scope.dimension}=${scope.value ?? NONE_LABEL}` }),
    }),
  };
}

const TITLES: Readonly<Record<ExplainedIncident['kind'], string>> = {
  surge: 'Spend is unusually high',
  drift: 'Spend has crept up',
  'cache-regression': 'The prompt cache is hardly read any more',
  'new-model': 'A new model is used',
  'new-principal': 'A new caller spends',
  'new-region': 'A new Region is used',
};

const CAUSE_WORDS = {
  volume: 'more calls',
  tokensPerCall: 'more tokens per call',
  cacheShare: 'less read from the cache',
  mixAndPrice: 'dearer models or prices',
} as const;

/** The largest part of the change, in words. */
function why({ causes }: ExplainedIncident): string {
  if (causes === null) return '';
  const parts = Object.keys(CAUSE_WORDS) as (keyof typeof CAUSE_WORDS)[];
  const largest = parts.reduce((most, part) => (causes[part] > causes[most] ? part : most));
  return causes[largest] > 0n ? ` Mostly ${CAUSE_WORDS[largest]} (${formatUsd(causes[largest])}).` : '';
}
