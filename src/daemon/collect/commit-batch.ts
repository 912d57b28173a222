/**
 * A batch into the store, in one transaction with the position that it brings its source to.
 * @module
 */
import type { CollectedBatch } from '../../domain/collector.ts';
import type { Rater } from '../../domain/cost.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Source, Store } from '../../store/port.ts';

export interface CommitDeps {
  readonly store: Store;
  readonly rater: Rater;
  readonly now: () => EpochSeconds;
  /** Told of calls that were turned away; see `IngestOutcome.late`. */
  readonly onLate?: (source: Source, calls: number) => void;
}

/** @returns how many records the batch held */
export async function commitBatch(batch: CollectedBatch, source: Source, deps: CommitDeps): Promise<number> {
  const { store, rater } = deps;
  switch (batch.kind) {
    case 'facts': {
      const { facts, cursor, objects } = batch;
      const position = { ...(cursor ? { cursor } : {}), ...(objects ? { objects } : {}) };
      const { late } = await store.ingest({ source, facts, ...position, now: deps.now() }, rater);
      if (late > 0) deps.onLate?.(source, late);
      return facts.length;
    }
    case 'metrics': {
      const { data, cursor } = batch;
      await store.putMetrics({ data, ...(cursor ? { cursor } : {}) });
      return data.reduce((sum, { points }) => sum + points.length, 0);
    }
    case 'snapshot':
      await store.putSnapshot(batch.snapshot);
      return batch.snapshot.items.length;
    case 'resolutions':
      await store.resolveModels(batch.resolutions, rater);
      return batch.resolutions.length;
    case 'bill':
      if (batch.replaces) await store.replaceBill(batch.replaces, batch.rows);
      else await store.putBill(batch.rows);
      return batch.rows.length;
  }
}
