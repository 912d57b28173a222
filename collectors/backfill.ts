/**
 * Collectors that can also read the past.
 * @module
 */
import type { CollectContext, CollectedBatch, Collector } from '../src/domain/collector.ts';
import { type EpochSeconds, epochSeconds, type TimeRange } from '../src/domain/time.ts';

export interface BackfillCollector extends Collector {
  /**
   * Reads a range of the past, oldest first. Its batches are committed like those of `collect`; asked again for the
   * same range, it goes on from the cursor that it keeps under {@link backfillCursor}.
   * @throws CollectFault as `collect` does
   */
  readRange(range: TimeRange, context: CollectContext): AsyncGenerator<CollectedBatch, void, undefined>;
}

/** Name of the cursor of a backfill. */
export function backfillCursor(source: string, range: TimeRange): string {
  return `${source}:backfill:${range.from}-${range.to}`;
}

/** The time up to which a backfill has come, from the value of its cursor; its range's start without one. */
export function backfillPosition(value: string | undefined, range: TimeRange): EpochSeconds {
  const until = value === undefined ? Number.NaN : Number(value);
  return Number.isSafeInteger(until) ? epochSeconds(Math.max(range.from, until)) : range.from;
}
