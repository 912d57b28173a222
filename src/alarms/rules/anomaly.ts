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
import { instantWords } from '../notify/words.ts';
import { CANNOT_SAY, isPlainWord, type Judged, pathTo, shortName } from './judged.ts';

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
  return isNew(kind) ? 'info' : 'warning';
}

const isNew = (kind: ExplainedIncident['kind']): boolean => kind.startsWith('new-');

/** Who is not named cannot be asked, and the scope itself is in the title. */
function contributorsOf({ contributors, scope }: ExplainedIncident): ExplainedIncident['contributors'] {
  return contributors.filter(
    ({ dimension, value }) => value !== null && (dimension !== scope.dimension || value !== scope.value),
  );
}

/** Whom to ask, and with which command to see what they did. */
function fixOf(incident: ExplainedIncident, since: EpochSeconds): string {
  const { kind, scope } = incident;
  const all = [
    ...(scope.value === null ? [] : [{ ...scope, value: scope.value }]),
    ...contributorsOf(incident),
  ];
  const who = all.find(({ dimension }) => dimension === 'agent' || dimension === 'principal');
  const owner = who === undefined ? 'the largest caller' : `${who.dimension} ${shortName(who.value ?? '')}`;
  const filter = who?.value != null && isPlainWord(who.value) ? ` --where ${who.dimension}=${who.value}` : '';
  const command = `bedrock-meter spend --by hour,${filter === '' ? 'principal' : 'session'}${filter} --from ${isoInstant(since)}`;
  if (kind === 'cache-regression') {
    return `Ask the owner of ${owner} what changed at the beginning of the prompt (instructions, tools, a date): only an unchanged beginning is read from the cache, and only while calls come within its time to live.`;
  }
  if (isNew(kind)) {
    return `Ask ${owner === 'the largest caller' ? 'who calls it' : `the owner of ${owner}`} whether this is meant. If not, take away the right to call it; if so, nothing is to be done: it is told for a day.`;
  }
  return `Ask the owner of ${owner} what changed; stop it there if it is a loop. Hour by hour: ${command}. If this is the new normal, silence it: what is usual is learned within a week.`;
}

function observe(
  incident: ExplainedIncident,
  completeTo: EpochHour,
  settings: RuleSettings<'anomaly'>,
): Observation {
  const { kind, scope, observed, expected, upper, impact, usdPerDay, ongoing } = incident;
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
    ...(isNew(kind)
      ? {
          summary: `Seen for the first time at ${instantWords(since)}, and not in the weeks before.${observed > 0n ? '' : ' Nothing of it has a price, so that nobody knows what it costs.'}`,
          observed: observed > 0n ? `${formatUsd(observed)} so far` : 'usage without a price',
          expected: 'nothing: it is new',
        }
      : {
          summary: `${formatUsd(observed)} since ${instantWords(since)}, where ${formatUsd(expected)} were to be expected: ${formatUsd(impact)} more.${why(incident)}`,
          observed: formatUsd(observed),
          expected: `${formatUsd(expected)}, up to ${formatUsd(upper)}`,
        }),
    atRisk: usdPerDay > 0n ? { usd: usdPerDay, per: 'day' } : null,
    ...(impact > 0n ? { cost: impact } : {}),
    causes: contributorsOf(incident).map(
      ({ dimension, value, delta }): Cause => ({
        name: `${dimension} ${shortName(value ?? '(none)')}`,
        detail: `${formatUsd(delta)} more than before`,
      }),
    ),
    fix: fixOf(incident, since),
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
function why({ causes, kind, impact }: ExplainedIncident): string {
  if (causes === null) return '';
  if (kind === 'cache-regression') {
    return causes.cacheShare > 0n
      ? ` ${formatUsd(causes.cacheShare)} of what changed is less read from the cache.`
      : '';
  }
  const parts = Object.keys(CAUSE_WORDS) as (keyof typeof CAUSE_WORDS)[];
  const largest = parts.reduce((most, part) => (causes[part] > causes[most] ? part : most));
  if (causes[largest] <= 0n) return '';
  // Other causes may have made it cheaper: a part above the whole only confuses.
  const part = causes[largest] < impact ? ` (${formatUsd(causes[largest])})` : '';
  return ` Mostly ${CAUSE_WORDS[largest]}${part}.`;
}
