/**
 * Quotas that are nearly full, throttle, or are held at zero.
 * @module
 */
import { urgency } from '../../analysis/quota/state.ts';
import type { QuotaRow } from '../../answers/quota.ts';
import type { Cause, Labels, Observation, Severity } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { type Judged, pathTo, percentWords, shortName } from './judged.ts';

/** What the rule reads of a quota of the last hour. */
export type QuotaInputRow = Pick<
  QuotaRow,
  'account' | 'region' | 'state' | 'since' | 'why' | 'likelyThrottle' | 'limit' | 'callers' | 'notes'
> & {
  readonly quota: Pick<QuotaRow['quota'], 'code' | 'name' | 'adjustable' | 'default'>;
  readonly windows: Pick<QuotaRow['windows'], 'hour'>;
};

export interface QuotaInput {
  readonly now: EpochSeconds;
  readonly rows: readonly QuotaInputRow[];
}

/** Fires from 80 % on (`warn`), is over ten points below: it does not flap around its threshold. */
const CLEAR_BELOW = 0.7;
/** A throttled call now and then is what retries are for. */
const CRITICAL_THROTTLED_MINUTES = 5;

export function quota({ rows, now }: QuotaInput): Judged {
  const blind: Labels[] = [];
  const observations: Observation[] = [];
  for (const row of rows) {
    if (row.state === 'stale') blind.push(labelsOf(row));
    const observation = observe(row, now);
    if (observation !== null) observations.push(observation);
  }
  return { observations, blind };
}

const labelsOf = ({ account, region, quota }: QuotaInputRow): Labels => ({
  ...{ account, region, quotaCode: quota.code },
});

const peakOf = ({ windows }: QuotaInputRow): number =>
  Math.max(windows.hour?.utilization.peak ?? 0, windows.hour?.reserved?.peak ?? 0);

/** Null: nothing to be told, or another quota of the same traffic was hit. */
function severityOf({ state, windows, likelyThrottle }: QuotaInputRow): Severity | null {
  switch (state) {
    case 'hold':
    case 'critical':
      return 'critical';
    case 'throttling':
      if (likelyThrottle === false) return null;
      return (windows.hour?.throttledMinutes ?? 0) >= CRITICAL_THROTTLED_MINUTES ? 'critical' : 'warning';
    case 'warn':
      return 'warning';
    default:
      return null;
  }
}

function observe(row: QuotaInputRow, now: EpochSeconds): Observation | null {
  const severity = severityOf(row);
  const peak = peakOf(row);
  if (severity === null && (peak < CLEAR_BELOW || urgency(row.state) < urgency('watch'))) return null;
  const { account, region, quota, state, windows, limit } = row;
  const hour = windows.hour;
  const throttled = hour !== null && hour.throttledCalls > 0;
  return {
    rule: 'quota',
    labels: labelsOf(row),
    verdict: severity === null ? 'hold' : 'firing',
    severity: severity ?? 'warning',
    since: row.since ?? now,
    until: now,
    title: `${TITLES[state] ?? 'Nearly full'}: ${quota.name} in ${region}`,
    summary: `${row.why.charAt(0).toUpperCase()}${row.why.slice(1)}.`,
    observed: [
      state === 'hold'
        ? 'applied quota 0'
        : `peak ${percentWords(peak)} of ${limitText(limit)} in the last hour`,
      ...(throttled ? [`${groupThousands(hour.throttledCalls)} calls throttled`] : []),
    ].join(', '),
    expected: state === 'hold' ? `the default of ${groupThousands(quota.default ?? 0)}` : 'below 80 %',
    atRisk: null,
    causes: (row.callers ?? []).map(callerCause),
    fix: fixOf(row),
    link: pathTo(`/quotas/${encodeURIComponent(quota.code)}`, { account, region, window: '24h' }),
  };
}

const TITLES: Readonly<Record<string, string>> = {
  hold: 'Account hold',
  throttling: 'Throttling',
  critical: 'Almost full',
  warn: 'Filling up',
};

const limitText = (limit: QuotaInputRow['limit']): string =>
  limit === null ? 'the limit' : groupThousands(limit.value);

function callerCause(caller: NonNullable<QuotaRow['callers']>[number]): Cause {
  const { principal, agent, share, calls } = caller;
  return {
    name: agent ?? shortName(principal ?? '(no principal)'),
    detail: `${percentWords(share)} of the hottest minutes, ${groupThousands(calls)} calls`,
  };
}

function fixOf({ state, quota }: QuotaInputRow): string {
  if (state === 'hold')
    return 'The account is held at zero: open a case with AWS Support; a quota request is refused below the default.';
  return quota.adjustable
    ? `Ask for more of ${quota.code} in Service Quotas, lower max_tokens of the largest caller, or use a geo or global profile.`
    : 'This quota cannot be raised by request: lower max_tokens of the largest caller, spread calls, or use a geo or global profile.';
}
