/**
 * A quota beside its traffic, before anything is judged.
 * @module
 */
import type { Burndown } from './burndown.ts';
import { type DailyBurn, dailyBurn, rollingSums } from './daily.ts';
import { type MantleBucket, mantleTraffic } from './mantle.ts';
import type { Bucket } from './minutes.ts';
import type { NameMatch } from './names.ts';
import { THRESHOLDS } from './state.ts';
import { larger, windowStats } from './statistics.ts';
import { type ListedQuota, type QuotaStatus, WINDOWS, type WindowName } from './status.ts';
import { type Traffic, trafficOf, zeros } from './traffic.ts';

/** Where data begin and end: indices into the columns. */
export interface Coverage {
  readonly from: number;
  readonly end: number;
}

export interface PlaceInput {
  readonly account: string;
  readonly region: string;
  readonly quotas: readonly { readonly quota: ListedQuota; readonly match: NameMatch }[];
  readonly buckets: readonly Bucket[];
  readonly mantle: readonly MantleBucket[];
  /** Minute of the columns' first entry, since the epoch. */
  readonly first: number;
  readonly length: number;
  /** Null: nobody has seen anything of this account and Region. */
  readonly coverage: Coverage | null;
  /** Newest that is known, traffic or its absence; null: nothing is. Older than `staleMinutes`: states are stale. */
  readonly fresh: boolean;
  readonly window: WindowName;
  readonly burndown: (model: string) => Burndown;
}

export interface Measured {
  readonly quota: ListedQuota;
  readonly match: NameMatch;
  readonly limit: QuotaStatus['limit'];
  /** The traffic with the highest share, where a name limits several. */
  readonly traffic: Traffic | null;
  /** The higher of settled and reserved, by minute; of the day before on daily quotas. */
  readonly governing: Float64Array;
  readonly effective: number;
  readonly daily: DailyBurn | null;
}

export function measure(quota: ListedQuota, match: NameMatch, input: PlaceInput): Measured {
  const value = quota.applied ?? quota.default;
  const limit =
    value === null ? null : ({ value, of: quota.applied === null ? 'default' : 'applied' } as const);
  const none = zeros(input.length);
  const bare = { quota, match, limit, traffic: null, governing: none, effective: 0, daily: null };
  if (match.status !== 'mapped' || limit === null) return bare;
  const all =
    match.parsed.scope === 'mantle'
      ? mantleTraffic(match, input.mantle, input.length)
      : trafficOf(match, input.buckets, input.length);
  const { coverage } = input;
  let best: Measured | undefined;
  let highest = -1;
  for (const traffic of all) {
    const effective = limit.value * traffic.times;
    const daily = match.parsed.metric === 'tpd';
    const governing = governingColumn(traffic, daily);
    const stats = coverage && windowStats(governing, coverage.end - WINDOWS.week, coverage.end, effective);
    const share = stats?.utilization.peak ?? 0;
    if (share <= highest) continue;
    highest = share;
    const burn =
      daily && coverage && effective > 0 ? dailyBurn(traffic.used, input.first, coverage, effective) : null;
    best = { quota, match, limit, traffic, governing, effective, daily: burn };
  }
  return best ?? bare;
}

/** What is compared with the limit, minute by minute: the higher of settled and reserved, or the day before. */
export function governingColumn({ used, reserved }: Traffic, daily: boolean): Float64Array {
  return daily ? rollingSums(used) : larger(used, reserved);
}

/**
 * Throttled calls are counted per model, not per quota. Which limit they met is told by which was fullest in those
 * minutes: the reservation of tokens, their settlement, or requests. Where none was half full, tokens are meant: what
 * they reserve is often in no record.
 * @returns the quotas, with their highest share in those minutes
 */
export function likelyThrottled(
  all: readonly Measured[],
  { coverage, window }: PlaceInput,
): ReadonlyMap<Measured, number> {
  const byTraffic = new Map<Bucket, { one: Measured; share: number; rank: number }>();
  if (coverage === null) return new Map();
  const from = Math.max(coverage.from, coverage.end - WINDOWS[window]);
  // A hold refuses every call, whatever the other quotas say.
  const held = new Set(
    all.flatMap(({ traffic, effective }) => (effective > 0 ? [] : (traffic?.buckets ?? []))),
  );
  for (const one of all) {
    const { metric } = one.match.parsed;
    if (one.traffic === null || one.effective <= 0 || metric === 'tpd') continue;
    for (const bucket of one.traffic.buckets) {
      if (held.has(bucket)) continue;
      const share = throttledShare(one, bucket, from, coverage.end);
      if (share === null) continue;
      const rank = Math.max(share, metric === 'tpm' ? THRESHOLDS.watch : 0);
      if (rank > (byTraffic.get(bucket)?.rank ?? -1)) byTraffic.set(bucket, { one, share, rank });
    }
  }
  return new Map([...byTraffic.values()].map(({ one, share }) => [one, share]));
}

/** The highest share in minutes with throttled calls; null without any. */
function throttledShare({ governing, effective }: Measured, bucket: Bucket, from: number, end: number) {
  let share: number | null = null;
  for (let i = Math.max(0, from); i < end; i += 1) {
    if ((bucket.throttled[i] ?? 0) > 0) share = Math.max(share ?? 0, (governing[i] ?? 0) / effective);
  }
  return share;
}
