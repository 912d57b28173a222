/**
 * What is known of one quota in one account and source Region.
 * @module
 */
import type { EpochMinute, EpochSeconds } from '../../domain/time.ts';
import type { Burndown } from './burndown.ts';
import type { DailyBurn } from './daily.ts';
import type { Exceeded } from './exceeded.ts';
import type { SettledBy } from './minutes.ts';
import type { NameMatch } from './names.ts';
import type { QuotaState } from './state.ts';
import type { Utilization } from './statistics.ts';

export const WINDOWS = { hour: 60, day: 1440, week: 10_080 } as const;
export type WindowName = keyof typeof WINDOWS;

/** A quota as Service Quotas lists it, applied and default values side by side. */
export interface ListedQuota {
  readonly code: string;
  readonly name: string;
  /** Null: AWS did not say. It is not the default then. */
  readonly applied: number | null;
  readonly default: number | null;
  readonly adjustable: boolean;
  /** Since when the applied value has been seen as it is. */
  readonly appliedSince: EpochSeconds | null;
}

/** One window that ends where data end. Shares are of the limit. */
export interface QuotaWindow {
  /** Covered minutes. */
  readonly minutes: number;
  /** Settled tokens, requests, or on daily quotas the sum of the day before. */
  readonly utilization: Utilization;
  /** What requests reserve when they start; null where no record tells. */
  readonly reserved: Utilization | null;
  /** Minutes in which the higher of both is above 80 and 95 %. */
  readonly minutesOver80: number;
  readonly minutesOver95: number;
  /** The minute of the highest utilization, and that of the highest reservation; null where there is none. */
  readonly peakAt: EpochSeconds | null;
  readonly reservedPeakAt: EpochSeconds | null;
  readonly requests: number;
  readonly throttledCalls: number;
  readonly throttledMinutes: number;
}

export interface Reservation {
  /** Mean tokens that a call reserves. */
  readonly perCall: number;
  /** Calls a minute that the limit admits at that mean. */
  readonly admittedPerMinute: number;
  readonly calls: number;
  /** Calls without a limit: the model's maximum is reserved. */
  readonly omitted: number;
  /** Calls whose records do not tell. */
  readonly unknown: number;
  /** Some of it is not known, so that true reservations are higher. */
  readonly lowerBound: boolean;
}

export interface QuotaStatus {
  readonly account: string;
  readonly region: string;
  readonly quota: ListedQuota;
  readonly match: NameMatch;
  /** What utilisation is a share of; null where neither value is known. */
  readonly limit: { readonly value: number; readonly of: 'applied' | 'default' } | null;
  readonly state: QuotaState;
  /** When the present state began, as far back as the window goes. */
  readonly since: EpochSeconds | null;
  /** Why the state is what it is, in a sentence without full stop. */
  readonly why: string;
  readonly windows: { readonly [W in WindowName]: QuotaWindow | null };
  /** A peak from points coarser than a minute: the true one is at least this. */
  readonly lowerBound: { readonly share: number; readonly periodSeconds: number } | null;
  readonly settledBy: SettledBy | null;
  readonly burndown: Burndown | null;
  readonly reservation: Reservation | null;
  readonly daily: DailyBurn | null;
  /** Probability, 0 to 1, that any minute of the next hour is at the limit; null: what is known does not carry one. */
  readonly withinHour: number | null;
  /** Proof that AWS lets more requests through than it lists; null: none. */
  readonly exceeded: Exceeded | null;
  /** Whether throttled calls most likely hit this quota rather than another one of the same traffic; null: none. */
  readonly likelyThrottle: boolean | null;
  /** Whether anything drew on it within the loaded range. */
  readonly used: boolean;
  /** The hottest minutes of the window, hottest first, and what makes them hot. */
  readonly hot: {
    readonly minutes: readonly EpochMinute[];
    readonly by: 'settled' | 'reserved' | 'requests';
  };
  readonly calledIds: readonly string[];
  readonly notes: readonly string[];
}
