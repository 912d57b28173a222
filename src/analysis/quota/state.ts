/**
 * The state of a quota. Thresholds: 80 % is what AWS's own quota monitors alert on; 95 % leaves no room for the next
 * request; as critical is a limit that more likely than not is reached within the hour.
 * @module
 */

export const STATES = ['ok', 'watch', 'warn', 'critical', 'throttling', 'hold', 'unmapped', 'stale'] as const;
export type QuotaState = (typeof STATES)[number];

export const THRESHOLDS = { watch: 0.5, warn: 0.8, critical: 0.95 } as const;
/** Probability that the limit is reached within the hour from which on a quota is critical, however full it is. */
export const LIKELY_WITHIN_HOUR = 0.5;

/** The state that a share of the limit alone stands for. */
export function stateOfShare(share: number): 'ok' | 'watch' | 'warn' | 'critical' {
  if (share >= THRESHOLDS.critical) return 'critical';
  if (share >= THRESHOLDS.warn) return 'warn';
  return share >= THRESHOLDS.watch ? 'watch' : 'ok';
}

/** The share at which a state begins; null for states that no share makes. */
export function thresholdOf(state: QuotaState): number | null {
  return state === 'watch' || state === 'warn' || state === 'critical' ? THRESHOLDS[state] : null;
}

/** How urgent, for sorting: what is refused now first; a hold refuses every call, but seldom is anybody calling. */
const URGENCY: Readonly<Record<QuotaState, number>> = {
  throttling: 7,
  critical: 6,
  hold: 5,
  warn: 4,
  watch: 3,
  stale: 2,
  unmapped: 1,
  ok: 0,
};
export const urgency = (state: QuotaState): number => URGENCY[state];

/** The more urgent of two. */
export const worse = (a: QuotaState, b: QuotaState): QuotaState => (urgency(b) > urgency(a) ? b : a);
