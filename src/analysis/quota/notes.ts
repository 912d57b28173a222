/**
 * What a person needs to know beside the numbers: sentences without full stop.
 * @module
 */
import { formatCount } from '../../domain/format.ts';
import type { Burndown } from './burndown.ts';
import type { DailyBurn } from './daily.ts';
import type { Exceeded } from './exceeded.ts';
import type { NameMatch } from './names.ts';
import { THRESHOLDS } from './state.ts';
import type { ListedQuota, QuotaStatus, QuotaWindow, WindowName } from './status.ts';
import type { Traffic } from './traffic.ts';

export const WINDOW_WORDS: Readonly<Record<WindowName, string>> = {
  hour: 'the last hour',
  day: 'the last 24 hours',
  week: 'the last 7 days',
};

/** `42 %`, below ten with a digit more. */
export function percent(share: number): string {
  const value = 100 * share;
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} %`;
}

export interface ShareInput {
  readonly one: { readonly match: NameMatch; readonly daily: DailyBurn | null };
  readonly current: QuotaWindow | null;
  readonly refusedNow: boolean;
  readonly isLikely: boolean | null;
  readonly lowerBound: QuotaStatus['lowerBound'];
  /** Where it makes the quota critical. */
  readonly withinHour: number | null;
  readonly exceeded: Exceeded | null;
  readonly window: WindowName;
}

/** Why a quota is in its state. */
export function describeShare({
  one,
  current,
  refusedNow,
  isLikely,
  lowerBound,
  withinHour,
  exceeded,
  window,
}: ShareInput): string {
  const { match, daily } = one;
  if (current === null) return 'no minute is covered by data';
  const { utilization, reserved, throttledCalls, throttledMinutes } = current;
  const parts: string[] = [];
  if (isLikely === true) {
    const calls = `${formatCount(throttledCalls)} throttled ${throttledCalls === 1 ? 'call' : 'calls'}`;
    const minutes = `${throttledMinutes} ${throttledMinutes === 1 ? 'minute' : 'minutes'}`;
    parts.push(
      `${calls} in ${minutes} of ${WINDOW_WORDS[window]}${refusedNow ? ', the latest within the hour' : ''}`,
    );
  }
  if (withinHour !== null) parts.push(`likely to throttle within the hour (${likelihood(withinHour)})`);
  const what = { rpm: 'requests', mantle: 'tokens', settled: 'settled tokens' }[countedOf(match)];
  if (daily !== null) {
    const { used, utilization, exhaustedIn } = daily[daily.worse];
    parts.push(`${formatCount(used)} tokens of the day are used, ${percent(utilization)}`);
    if (exhaustedIn !== null && exhaustedIn > 0)
      parts.push(`at the rate of the last hour the rest lasts ${spanOf(exhaustedIn)}`);
  } else if (reserved !== null && reserved.peak > utilization.peak) {
    parts.push(
      `reservations peak at ${percent(reserved.peak)} while ${what} peak at ${percent(utilization.peak)}`,
    );
  } else parts.push(`${what} peak at ${percent(utilization.peak)}`);
  if (lowerBound !== null && lowerBound.share > utilization.peak) {
    parts.push(
      `means of ${lowerBound.periodSeconds / 60} minutes reach ${percent(lowerBound.share)}, minutes more`,
    );
  }
  if (exceeded !== null) parts.push('AWS accepts more than it lists');
  return parts.join('; ');
}

/** Output of the mantle endpoint is not weighted, so that nothing is settled. */
const countedOf = ({ parsed }: NameMatch) =>
  parsed.metric === 'rpm' ? 'rpm' : parsed.scope === 'mantle' ? 'mantle' : 'settled';

/** `62 %`; nothing to come is certain, or impossible. */
export function likelihood(p: number): string {
  if (p > 0.99) return 'over 99 %';
  return p < 0.01 ? 'under 1 %' : `${Math.round(100 * p)} %`;
}

/** `40 minutes`, `7 hours`. */
export function spanOf(minutes: number): string {
  if (minutes < 90) return `${Math.round(minutes)} minutes`;
  return `${Math.round(minutes / 60)} hours`;
}

export interface NotesInput {
  readonly quota: ListedQuota;
  readonly match: NameMatch;
  readonly limit: QuotaStatus['limit'];
  readonly effective: number;
  readonly burndown: (model: string) => Burndown;
  readonly traffic: Traffic | null;
  readonly isLikely: boolean | null;
  /** How full this quota was when calls were throttled, where it is the likely one. */
  readonly throttledShare: number | null;
  readonly daily: DailyBurn | null;
  readonly exceeded: Exceeded | null;
}

export function limitNotes({
  quota,
  match,
  limit,
  burndown,
  traffic,
  isLikely,
  throttledShare,
  daily,
  exceeded,
}: NotesInput): string[] {
  const notes: string[] = [];
  const { applied } = quota;
  if (limit?.of === 'default') notes.push('AWS did not say the applied value: shares are of the default');
  if (applied === 0) {
    notes.push(
      'An increase request is refused unless it asks for more than the default: open a case with AWS Support',
    );
  } else if (applied !== null && quota.default !== null && applied < quota.default) {
    notes.push(`The applied value is below the default of ${formatCount(quota.default)}`);
  }
  if (traffic?.times === 2)
    notes.push('Cross-Region calls have twice the listed value; they are the fuller side here');
  const assumed = match.models.filter(
    (model) => burndown(model).assumed && (traffic?.buckets.length ?? 0) > 0,
  );
  if (assumed.length > 0 && match.parsed.metric !== 'rpm' && match.parsed.scope !== 'mantle') {
    const [model = ''] = assumed;
    notes.push(`Output counts ${burndown(model).rate} times: assumed, AWS's text does not name the model`);
  }
  if (throttledShare !== null && throttledShare < THRESHOLDS.watch) {
    notes.push(
      "No known limit was half full when calls were throttled: reservations that no record tells, or AWS's capacity",
    );
  }
  if (exceeded !== null) {
    const { minutes, highest } = exceeded;
    notes.push(
      `Not enforced as listed, or another model's: up to ${formatCount(highest)} requests a minute were accepted, more than the limit in ${minutes} minutes without a pause, and none was throttled`,
    );
  }
  if (isLikely === false)
    notes.push('Calls of this model are throttled; another quota of the same traffic is the likelier cause');
  if (daily !== null)
    notes.push(`When the day resets is not published: the ${DAY_RULES[daily.worse]} is worse`);
  if (match.parsed.variant === 'input' && match.parsed.scope === 'mantle') {
    notes.push(
      'AWS also checks max_tokens when a request starts, which no metric tells, and does not count what a prompt cache has, which may be in these tokens',
    );
  }
  if (match.parsed.scope === 'global')
    notes.push('AWS states it both as one limit and as one per source Region: counted per source Region');
  return notes;
}

const DAY_RULES = { rolling: 'rolling 24 hours', midnight: 'day from UTC midnight' } as const;
