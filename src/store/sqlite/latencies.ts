/**
 * Latencies by id as called, from single calls.
 * @module
 */
import type { LatencyQuery, LatencyRow } from '../../domain/drill.ts';
import { type CallSource, callsOf } from './calls.ts';
import type { Labels } from './labels.ts';
import type { Db } from './open.ts';

interface Counted {
  account: number;
  region: number;
  called: number;
  base: number;
  ms: number;
  calls: number;
}

/** How often each latency occurred, in ascending order. */
type Histogram = (readonly [ms: number, calls: number])[];

/** Exact nearest-rank percentiles. An id is absent where no record tells how long its calls took. */
export function queryLatencies(db: Db, labels: Labels, query: LatencyQuery): LatencyRow[] {
  const source = callsOf(db, labels, query.range, query.where);
  const firstBytes = histograms(db, source, 'first_byte_ms');
  return [...histograms(db, source, 'latency_ms')].map(([key, { of, histogram }]) => {
    const first = firstBytes.get(key)?.histogram ?? [];
    return {
      account: labels.textOf(of.account) ?? '',
      region: labels.textOf(of.region) ?? '',
      modelId: labels.textOf(of.called) ?? '',
      model: labels.textOf(of.base),
      calls: callsIn(histogram),
      p50: percentile(histogram, 0.5) ?? 0,
      p95: percentile(histogram, 0.95) ?? 0,
      firstByteCalls: callsIn(first),
      firstByteP50: percentile(first, 0.5),
      firstByteP95: percentile(first, 0.95),
    };
  });
}

function histograms(
  db: Db,
  { from, params }: CallSource,
  column: 'latency_ms' | 'first_byte_ms',
): Map<string, { of: Counted; histogram: Histogram }> {
  const found = new Map<string, { of: Counted; histogram: Histogram }>();
  const rows = db
    .prepare<(number | string)[], Counted>(
      `SELECT s.account, s.region, m.called, m.base, i.${column} AS ms, count(*) AS calls
       ${from} AND i.${column} IS NOT NULL GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
    )
    .iterate(...params);
  for (const row of rows) {
    const key = `${row.account}/${row.region}/${row.called}/${row.base}`;
    const entry = found.get(key) ?? { of: row, histogram: [] };
    entry.histogram.push([row.ms, row.calls]);
    found.set(key, entry);
  }
  return found;
}

const callsIn = (histogram: Histogram): number => histogram.reduce((sum, [, calls]) => sum + calls, 0);

/** Nearest rank: the smallest value that at least `share` of the calls do not exceed. Null without calls. */
function percentile(histogram: Histogram, share: number): number | null {
  const rank = Math.ceil(share * callsIn(histogram));
  let seen = 0;
  for (const [ms, calls] of histogram) {
    seen += calls;
    if (seen >= rank) return ms;
  }
  return null;
}
