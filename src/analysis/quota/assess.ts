/**
 * Every quota of one account and source Region against its traffic.
 * @module
 */
import type { EpochMinute } from '../../domain/time.ts';
import { type Exceeded, exceededOf } from './exceeded.ts';
import { judge } from './judge.ts';
import { type Coverage, likelyThrottled, type Measured, measure, type PlaceInput } from './measure.ts';
import type { Bucket, SettledBy } from './minutes.ts';
import { limitNotes } from './notes.ts';
import { withinHourOf } from './soon.ts';
import { countUsed, hottest, sumOf } from './statistics.ts';
import { type QuotaStatus, type Reservation, WINDOWS } from './status.ts';
import { throttledColumn, total, windowsOf } from './windows.ts';

export type { Coverage, PlaceInput } from './measure.ts';

/** How many of the hottest minutes callers are asked for. */
const HOT_MINUTES = 10;

/** Statuses in the order of the quotas. */
export function assessPlace(input: PlaceInput): QuotaStatus[] {
  const measured = input.quotas.map(({ quota, match }) => measure(quota, match, input));
  const { coverage, first } = input;
  const exceeded = new Map(
    measured.map((one) => [one, coverage === null ? null : exceededOf(one, coverage, first)]),
  );
  const inForce = measured.filter((one) => exceeded.get(one) === null);
  const likely = likelyThrottled(inForce, input);
  return measured.map((one) => statusOf(one, input, likely, exceeded.get(one) ?? null));
}

function statusOf(
  one: Measured,
  input: PlaceInput,
  likely: ReadonlyMap<Measured, number>,
  exceeded: Exceeded | null,
): QuotaStatus {
  const { quota, match, limit, traffic, governing, effective, daily } = one;
  const { coverage, window } = input;
  const windows = windowsOf(one, input);
  const current = windows[window];
  const throttled = traffic === null ? null : throttledColumn(traffic, input.length);
  const throttles = throttled !== null && (current?.throttledCalls ?? 0) > 0;
  const isLikely = throttles ? likely.has(one) : null;
  const throttledShare = likely.get(one) ?? null;
  const lowerBound = coarseShare(one);
  const withinHour = withinHourOf(one, input);
  const evidence = { current, windows, throttled, isLikely, lowerBound, withinHour, exceeded };
  const judged = judge(one, evidence, input);
  const hot =
    coverage === null ? [] : hottest(governing, coverage.end - WINDOWS[window], coverage.end, HOT_MINUTES);
  const settled = traffic !== null && match.parsed.metric !== 'rpm' && match.parsed.scope !== 'mantle';
  const model = match.models[0];
  return {
    account: input.account,
    region: input.region,
    ...{ quota, match, limit, windows, lowerBound, daily, withinHour, exceeded },
    ...judged,
    settledBy: settled ? settledBy(traffic.buckets) : null,
    burndown: settled && model !== undefined ? input.burndown(model) : null,
    reservation: reservationOf(one, coverage),
    likelyThrottle: isLikely,
    used: traffic !== null && countUsed(governing, 0, input.length) > 0,
    hot: { minutes: hot.map((i) => (input.first + i) as EpochMinute), by: hotBy(one, hot[0]) },
    calledIds: [...new Set(traffic?.buckets.flatMap(({ calledIds }) => calledIds) ?? [])],
    notes: limitNotes({
      quota,
      match,
      limit,
      effective,
      burndown: input.burndown,
      traffic,
      isLikely,
      throttledShare,
      daily,
      exceeded,
    }),
  };
}

function coarseShare({ traffic, effective, match }: Measured): QuotaStatus['lowerBound'] {
  if (traffic === null || effective <= 0 || match.parsed.metric === 'tpd') return null;
  const points = traffic.buckets.flatMap(({ coarse }) => coarse ?? []);
  if (points.length === 0) return null;
  const value = match.parsed.metric === 'rpm' ? 'requests' : 'settled';
  return {
    share: Math.max(...points.map((point) => point[value])) / effective,
    periodSeconds: Math.max(...points.map(({ period }) => period)),
  };
}

function settledBy(buckets: readonly Bucket[]): SettledBy {
  const sum = { native: 0, metrics: 0, logs: 0 };
  for (const { settledBy: by } of buckets) {
    sum.native += by.native;
    sum.metrics += by.metrics;
    sum.logs += by.logs;
  }
  return sum;
}

function reservationOf(
  { traffic, effective, match }: Measured,
  coverage: Coverage | null,
): Reservation | null {
  if (match.parsed.metric !== 'tpm' || traffic?.reserved == null || coverage === null) return null;
  const calls = total(traffic.buckets.map(({ reservedCalls }) => reservedCalls.calls));
  if (calls === 0) return null;
  const omitted = total(traffic.buckets.map(({ reservedCalls }) => reservedCalls.omitted));
  const unknown = total(traffic.buckets.map(({ reservedCalls }) => reservedCalls.unknown));
  const perCall = sumOf(traffic.reserved, 0, traffic.reserved.length) / calls;
  const lowerBound = unknown > 0 || (omitted > 0 && traffic.buckets.some(({ limitKnown }) => !limitKnown));
  return {
    perCall,
    admittedPerMinute: perCall > 0 ? effective / perCall : 0,
    calls,
    omitted,
    unknown,
    lowerBound,
  };
}

function hotBy({ traffic, match }: Measured, hottestMinute: number | undefined): QuotaStatus['hot']['by'] {
  if (match.parsed.metric === 'rpm') return 'requests';
  if (traffic?.reserved == null || hottestMinute === undefined) return 'settled';
  return (traffic.reserved[hottestMinute] ?? 0) > (traffic.used[hottestMinute] ?? 0) ? 'reserved' : 'settled';
}
