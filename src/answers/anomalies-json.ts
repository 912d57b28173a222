/**
 * The JSON of `anomalies`, the same from the CLI and the API.
 * @module
 */
import type { Scope } from '../analysis/anomaly/spend/series.ts';
import type { JudgedHour } from '../analysis/anomaly/spend/surge.ts';
import { nanoUsd, usdString } from '../domain/money.ts';
import { type EpochHour, isoHour, isoInstant } from '../domain/time.ts';
import type { Anomalies, Band, ExplainedIncident } from './anomalies.ts';

/** Money as decimal strings, times as ISO 8601; `to` is null while an incident goes on. */
export function anomaliesJson({ range, completeTo, dataUpTo, historyHours, incidents }: Anomalies) {
  return {
    from: isoInstant(range.from),
    to: isoInstant(range.to),
    judgedTo: isoHour(completeTo),
    dataUpTo: dataUpTo === null ? null : isoInstant(dataUpTo),
    historyHours,
    incidents: incidents.map(incidentJson),
  };
}

export function incidentJson(incident: ExplainedIncident) {
  const { id, kind, scope, from, to, ongoing, knownAt, unpricedTokens, seenIn } = incident;
  const { contributors, causes } = incident;
  return {
    ...{ id, kind, scope: scopeJson(scope), from: isoHour(from), to: ongoing ? null : isoHour(to), ongoing },
    lastHourTo: isoHour(to),
    knownAt: isoHour(knownAt),
    observed: usdString(incident.observed),
    expected: usdString(incident.expected),
    band: { low: usdString(nanoUsd(0n)), high: usdString(incident.upper) },
    impact: usdString(incident.impact),
    usdPerDay: usdString(incident.usdPerDay),
    score: Number(incident.score.toFixed(4)),
    unpricedTokens,
    contributors: contributors.map((one) => ({ ...one, delta: usdString(one.delta) })),
    causes: causes && {
      volume: usdString(causes.volume),
      tokensPerCall: usdString(causes.tokensPerCall),
      cacheShare: usdString(causes.cacheShare),
      mixAndPrice: usdString(causes.mixAndPrice),
    },
    seenIn: seenIn.map((one) => ({ ...scopeJson(one.scope), id: one.id })),
  };
}

const scopeJson = ({ dimension, value }: Scope) => ({ dimension, value });

/** The hours of one scope with their band. */
export function bandJson({ scope, from, hours }: Band) {
  return {
    scope: scopeJson(scope),
    hours: hours.map((hour, i) => ({ hour: isoHour((from + i) as EpochHour), ...hourJson(hour) })),
  };
}

/** `cost` is null in a gap of the data, `expected` and `high` while nothing is known. */
function hourJson({ cost, expected, upper, tier, out }: JudgedHour) {
  const usd = (amount: number) => usdString(nanoUsd(BigInt(Math.round(amount))));
  return {
    cost: Number.isNaN(cost) ? null : usd(cost),
    expected: tier === null ? null : usd(expected),
    high: tier === null ? null : usd(upper),
    anomaly: out,
  };
}
