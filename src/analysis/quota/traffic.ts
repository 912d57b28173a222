/**
 * The traffic that one quota limits, out of all buckets of an account and Region.
 * @module
 */
import type { Scope } from '../../domain/sku.ts';
import type { Bucket } from './minutes.ts';
import type { NameMatch } from './names.ts';

/** What counts against a quota, by minute. */
export interface Traffic {
  /** Settled tokens, or requests. */
  readonly used: Float64Array;
  readonly reserved: Float64Array | null;
  readonly buckets: readonly Bucket[];
  /** The limit that holds for this traffic is this many times the listed value. */
  readonly times: number;
}

const SCOPES: Readonly<Record<string, readonly (readonly [Scope, number])[]>> = {
  'on-demand': [['in-region', 1]],
  'cross-region': [['geo', 1]],
  global: [['global', 1]],
  // `(doubled for cross-region calls)`: two buckets with one name.
  shared: [
    ['in-region', 1],
    ['geo', 2],
  ],
};

/** Traffic by the limits that it has; empty for what cannot be counted. Models that share a quota are added up. */
export function trafficOf(
  { parsed, models }: NameMatch,
  buckets: readonly Bucket[],
  length: number,
): Traffic[] {
  if (parsed.metric === 'concurrent' || parsed.scope === null) return [];
  return (SCOPES[parsed.scope] ?? []).map(([scope, times]) => {
    const own = buckets.filter((bucket) => bucket.scope === scope && models.includes(bucket.model));
    const column = parsed.metric === 'rpm' ? 'requests' : 'settled';
    const used = sumColumns(
      own.map((bucket) => bucket[column]),
      length,
    );
    const told = own.flatMap(({ reserved }) => (reserved === null ? [] : [reserved]));
    const reserved = parsed.metric === 'tpm' && told.length > 0 ? sumColumns(told, length) : null;
    return { used, reserved, buckets: own, times };
  });
}

/** Sums of columns of one length. */
export function sumColumns(columns: readonly Float64Array[], length: number): Float64Array {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined) return only;
  if (only === undefined) return zeros(length);
  const sum = new Float64Array(length);
  for (const column of columns) for (let i = 0; i < length; i += 1) sum[i] = (sum[i] ?? 0) + (column[i] ?? 0);
  return sum;
}

let none = new Float64Array(0);

/** Nothing, minute by minute: one column for the many quotas that nobody draws on. It is only ever read. */
export function zeros(length: number): Float64Array {
  if (none.length !== length) none = new Float64Array(length);
  return none;
}
