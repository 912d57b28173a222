/**
 * Where what is known of an account and Region begins and ends. A minute inside without calls is zero; a minute outside
 * is unknown.
 * @module
 */
import type { Coverage } from '../../analysis/quota/assess.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { SourceState } from '../../store/port.ts';
import type { ListedPlace } from './listed.ts';

/** Sources whose success says that there was no more. What was ingested by hand says nothing of what was not. */
const CONTINUOUS: ReadonlySet<string> = new Set([
  'metrics',
  'invocation-logs/cloudwatch',
  'invocation-logs/s3',
]);
/** How late CloudWatch and log delivery may be. */
const DELIVERY_MINUTES = 5;

/** First and last minute with any traffic. */
export interface Seen {
  readonly first: number;
  readonly last: number;
}

/** The range of both. */
export function seenInAll(a: Seen | null, b: Seen | null): Seen | null {
  if (a === null || b === null) return a ?? b;
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}

export interface PlaceCoverage {
  readonly coverage: Coverage | null;
  readonly fresh: boolean;
  /** Minute after the last covered one; null: none is. */
  readonly until: number | null;
}

/**
 * @param place with the quotas that say since when it has been watched: sources resume where they stopped, so that from
 * then on a minute without calls had none
 * @param seen first and last minute with traffic; null: there was none
 * @param columns minute of their first entry, and how many there are
 */
export function coverageOf(
  place: ListedPlace,
  seen: Seen | null,
  sources: readonly SourceState[],
  columns: { readonly first: number; readonly length: number },
  { now, staleMinutes }: { readonly now: EpochSeconds; readonly staleMinutes: number },
): PlaceCoverage {
  const lastRead = sources
    .filter(({ collector, account, region }) => {
      const here = (account ?? place.account) === place.account && (region ?? place.region) === place.region;
      return CONTINUOUS.has(collector) && here;
    })
    .flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])
    .filter((at) => at <= now)
    .map((at) => Math.floor(at / 60) - DELIVERY_MINUTES);
  if (seen === null) return { coverage: null, fresh: false, until: null };
  const end = columns.first + columns.length;
  const until = Math.min(end, Math.max(seen.last + 1, ...lastRead));
  const watched = lastRead.length === 0 ? [] : place.quotas.flatMap(({ appliedSince }) => appliedSince ?? []);
  const begin = watched.reduce((first, at) => Math.min(first, Math.ceil(at / 60)), seen.first);
  const from = Math.max(0, begin - columns.first);
  return {
    coverage: { from, end: until - columns.first },
    fresh: Math.floor(now / 60) - until <= staleMinutes,
    until,
  };
}
