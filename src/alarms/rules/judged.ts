/**
 * What a rule returns, and words that rules share. Rules are pure: an answer, settings and the clock in, observations
 * out. What cannot be judged is said to be so, because absent is not clear.
 * @module
 */
import type { Labels, Observation } from '../../domain/alarm.ts';
import type { EpochSeconds } from '../../domain/time.ts';

export interface Judged {
  readonly observations: readonly Observation[];
  /** Labels of what could not be judged; `{}` is everything. */
  readonly blind: readonly Labels[];
}

/** Nothing can be said: alarms stay as they are. */
export const CANNOT_SAY: Judged = { observations: [], blind: [{}] };
/** Everything was looked at and is in order. */
export const ALL_CLEAR: Judged = { observations: [], blind: [] };

/** An account and Region that data come from. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** `12.3 %` of a share of 1. */
export const percentWords = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A path with its query. */
export function pathTo(path: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value != null) params.set(key, value);
  const text = params.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** Firing above the threshold, holding down to a part of it, clear below. */
export function verdictOf(value: number, threshold: number, clearAt: number): Observation['verdict'] {
  if (value >= threshold) return 'firing';
  return value >= threshold * clearAt ? 'hold' : 'clear';
}

/** The name behind the last slash or colon of an ARN, an id as it is. */
export const shortName = (arn: string): string =>
  arn.startsWith('arn:') ? (/[^/:]+(?:\/[^/:]+)?$/.exec(arn)?.[0] ?? arn) : arn;

/** Whether a name from elsewhere may stand in a command that people copy: nothing in it means anything to a shell. */
export const isPlainWord = (text: string): boolean => /^[\w.:/@+=,-]{1,300}$/.test(text);

export type Interval = { readonly since: EpochSeconds; readonly until: EpochSeconds };
