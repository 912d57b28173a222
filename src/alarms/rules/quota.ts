/**
 * Quotas that are nearly full, throttle, or are held at zero.
 * @module
 */
import { likelihood } from '../../analysis/quota/notes.ts';
import { LIKELY_WITHIN_HOUR, THRESHOLDS, urgency } from '../../analysis/quota/state.ts';
import type { QuotaWindow } from '../../analysis/quota/status.ts';
import type { QuotaRow } from '../../answers/quota.ts';
import type { Cause, Labels, Observation, Severity } from '../../domain/alarm.ts';
import { groupThousands } from '../../domain/format.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { type Judged, pathTo, percentWords, shortName } from './judged.ts';

/** What the rule reads of a quota of the last hour. */
export type QuotaInputRow = Pick<
  QuotaRow,
  | 'account'
  | 'region'
  | 'state'
  | 'since'
  | 'why'
  | 'likelyThrottle'
  | 'limit'
  | 'callers'
  | 'notes'
  | 'withinHour'
  | 'exceeded'
> & {
  readonly match: { readonly parsed: Pick<QuotaRow['match']['parsed'], 'scope' | 'metric'> };
  readonly hot: Pick<QuotaRow['hot'], 'by'>;
  readonly quota: Pick<QuotaRow['quota'], 'code' | 'name' | 'adjustable' | 'default'>;
  readonly windows: Pick<QuotaRow['windows'], 'hour'>;
};

export interface QuotaInput {
  readonly now: EpochSeconds;
  readonly rows: readonly QuotaInputRow[];
}

/** Fires from 80 % on (`warn`), and from one in two within the hour; is over ten points below: it does not flap. */
const CLEAR_BELOW = 0.7;
const UNLIKELY_BELOW = LIKELY_WITHIN_HOUR - 0.1;
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

/** Below its threshold, but not far enough to be over. */
function lingers(row: QuotaInputRow): boolean {
  if (row.exceeded !== null) return false;
  const full = peakOf(row) >= CLEAR_BELOW && urgency(row.state) >= urgency('watch');
  return full || (isJudged(row) && (row.withinHour ?? 0) >= UNLIKELY_BELOW);
}

/** Throttling of another quota is left to that one; what is stale tells nothing. */
const isJudged = ({ state, likelyThrottle }: QuotaInputRow): boolean =>
  state !== 'stale' && state !== 'unmapped' && !(state === 'throttling' && likelyThrottle === false);

/** Critical by what is likely to come, and by nothing that was seen. */
const isAhead = (row: QuotaInputRow): boolean =>
  row.state === 'critical' &&
  (row.withinHour ?? 0) >= LIKELY_WITHIN_HOUR &&
  peakOf(row) < THRESHOLDS.critical &&
  (row.windows.hour?.throttledCalls ?? 0) === 0;

function observe(row: QuotaInputRow, now: EpochSeconds): Observation | null {
  const severity = severityOf(row);
  const peak = peakOf(row);
  if (severity === null && !lingers(row)) return null;
  const { account, region, quota, state, windows } = row;
  const ahead = isAhead(row);
  const hour = windows.hour;
  const throttled = hour !== null && hour.throttledCalls > 0;
  return {
    rule: 'quota',
    labels: labelsOf(row),
    verdict: severity === null ? 'hold' : 'firing',
    severity: severity ?? 'warning',
    since: row.since ?? now,
    until: now,
    title: `${ahead ? 'Likely to throttle within the hour' : (TITLES[state] ?? 'Nearly full')}: ${quota.name} in ${region}`,
    summary: `${row.why.charAt(0).toUpperCase()}${row.why.slice(1)}.`,
    observed: [
      ...(ahead ? [`reaches its limit within the hour with ${likelihood(row.withinHour ?? 0)}`] : []),
      state === 'hold'
        ? 'applied quota 0'
        : `${row.hot.by === 'reserved' ? 'reserved' : 'used'} up to ${percentWords(peak)} of ${limitText(row)} in the last hour`,
      ...(throttled ? [throttledText(hour)] : []),
    ].join(', '),
    expected: expectedOf(row, ahead),
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

const UNITS = { tpm: 'tokens a minute', rpm: 'requests a minute', tpd: 'tokens a day' } as const;

function limitText({ limit, match }: QuotaInputRow): string {
  const { metric } = match.parsed;
  const unit = metric === null || metric === 'concurrent' ? '' : ` ${UNITS[metric]}`;
  return limit === null ? 'the limit' : `${groupThousands(limit.value)}${unit}`;
}

type Caller = NonNullable<QuotaRow['callers']>[number];

const nameOf = ({ principal, agent }: Caller): string => agent ?? shortName(principal ?? '(no principal)');

function callerCause(caller: Caller): Cause {
  const { share, calls } = caller;
  return {
    name: nameOf(caller),
    detail: `${percentWords(share)} of the hottest minutes, ${groupThousands(calls)} calls`,
  };
}

function expectedOf({ state, quota }: QuotaInputRow, ahead: boolean): string {
  if (state === 'hold') return `the default of ${groupThousands(quota.default ?? 0)}`;
  return ahead ? `below ${likelihood(LIKELY_WITHIN_HOUR)}` : 'below 80 %, none throttled';
}

/** `1 call throttled in 1 minute`. */
function throttledText({ throttledCalls: calls, throttledMinutes: minutes }: QuotaWindow): string {
  const inMinutes = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
  return `${groupThousands(calls)} ${calls === 1 ? 'call' : 'calls'} throttled in ${inMinutes}`;
}

/** First what helps at once, then what takes days. */
function fixOf(row: QuotaInputRow): string {
  const { state, quota } = row;
  if (state === 'hold')
    return 'The account is held at zero: open a case with AWS Support; a quota request is refused below the default.';
  const profile = PROFILES[row.match.parsed.scope ?? ''];
  const steps = [lessOf(row), ...(profile === undefined ? [] : [profile])].join(', or ');
  return quota.adjustable
    ? `${steps}. Ask for more of ${quota.code} in Service Quotas, which takes days.`
    : `${steps}. This quota cannot be raised by request.`;
}

/** What makes its minutes hot, of whoever does most. */
function lessOf({ hot, callers }: QuotaInputRow): string {
  const [largest] = callers ?? [];
  const who = largest === undefined ? 'the largest caller' : nameOf(largest);
  switch (hot.by) {
    case 'reserved':
      return `Lower max_tokens of ${who}, which is reserved when a call begins`;
    case 'requests':
      return `Slow down or spread the calls of ${who}`;
    case 'settled':
      return `Slow down ${who}, or move what can wait to batch`;
  }
}

/** Where else the same calls may go: each has a quota of its own. */
const PROFILES: Readonly<Record<string, string>> = {
  'on-demand': 'call a geo or global profile',
  'cross-region': 'call the global profile where there is one and data may leave the geography',
};
