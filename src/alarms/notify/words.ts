/**
 * Times, spans and money of alarms, as people read them at night.
 * @module
 */
import type { Alarm, AtRisk, News } from '../../domain/alarm.ts';
import { formatUsd } from '../../domain/format.ts';
import { type EpochSeconds, isoInstant } from '../../domain/time.ts';

/** The state word that every message begins with. */
export const STATE_WORDS: Readonly<Record<News, string>> = {
  firing: 'FIRING',
  escalated: 'WORSE',
  repeat: 'STILL FIRING',
  resolved: 'RESOLVED',
  brief: 'RESOLVED',
};

/** `2026-11-21 14:02 UTC`. */
export const instantWords = (at: EpochSeconds): string =>
  `${isoInstant(at).slice(0, 16).replace('T', ' ')} UTC`;

/** `45 s`, `12 min`, `3 h 5 min`, `2 d 4 h`. */
export function spanWords(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  const [d, h, min] = [Math.floor(s / 86_400), Math.floor((s % 86_400) / 3600), Math.floor((s % 3600) / 60)];
  const parts = d > 0 ? [[d, 'd'] as const, [h, 'h'] as const] : [[h, 'h'] as const, [min, 'min'] as const];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, unit]) => `${n} ${unit}`)
    .join(' ');
}

/** `$412.00 an hour`. */
export function riskWords(atRisk: AtRisk | null): string {
  if (atRisk === null) return 'no dollars that are known';
  const per = { hour: ' an hour', day: ' a day', month: ' a month', 'in all': '' }[atRisk.per];
  return `${formatUsd(atRisk.usd)}${per}`;
}

/** Since when the data show it, and for how long; of an alarm that is over, until the data last showed it. */
export function sinceWords({ observation, resolvedAt }: Alarm, now: EpochSeconds): string {
  const { since, until } = observation;
  if (resolvedAt === null) return `${instantWords(since)} (${spanWords(now - since)})`;
  return `${instantWords(since)}, for ${spanWords(until - since)}`;
}

/** What it has cost, of an alarm that is over; what is at risk where nobody counted that. */
export function costWords({ observation: { cost, atRisk } }: Alarm): readonly [title: string, value: string] {
  if (cost === undefined) return ['Was at risk', riskWords(atRisk)];
  return ['Cost', `${formatUsd(cost)} more than expected`];
}

/** `prod (111122223333), us-east-1`; empty for what has no place. */
export function placeWords({ labels }: Pick<Alarm, 'labels'>, accounts: ReadonlyMap<string, string>): string {
  const { account = '', region = '' } = labels;
  const name = accounts.get(account);
  const who = name === undefined || name === account ? account : `${name} (${account})`;
  return [who, region].filter((text) => text !== '').join(', ');
}
