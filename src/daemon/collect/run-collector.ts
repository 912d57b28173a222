/**
 * Drives one run of one collector: each batch is committed before the next one is asked for, so that a kill at any
 * moment loses nothing. Never throws: how it went is the outcome.
 * @module
 */
import { type CollectContext, type CollectedBatch, CollectFault } from '../../domain/collector.ts';
import type { Rater } from '../../domain/cost.ts';
import { MeterError, messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Source, Store } from '../../store/port.ts';
import { commitBatch } from './commit-batch.ts';
import type { Failure, RunOutcome } from './outcome.ts';
import { DONE, STOPPED, stepOrStop, TOO_LONG } from './step.ts';

/** A reading of a source: `collect`, or a range of the past. */
export type Reading = (context: CollectContext) => AsyncGenerator<CollectedBatch, void, undefined>;

export interface RunDeps {
  readonly store: Store;
  readonly rater: Rater;
  readonly now: () => EpochSeconds;
  readonly hashKey: Uint8Array | null;
  /** Ends the run behind the transaction in hand. */
  readonly signal: AbortSignal;
  /** A source that brings nothing for so long has hung. */
  readonly patienceMilliseconds: number;
  /** Told of calls that were turned away; see `IngestOutcome.late`. */
  readonly onLate?: (source: Source, calls: number) => void;
  /** Told of each committed batch. */
  readonly onCommit?: (batch: CollectedBatch, records: number) => void;
}

/** Runs a source from its cursor to its end. */
export async function runCollector(source: Source, read: Reading, deps: RunDeps): Promise<RunOutcome> {
  const own = new AbortController();
  const signal = AbortSignal.any([deps.signal, own.signal]);
  const sums = { records: 0, malformed: 0 };
  let batches: AsyncGenerator<CollectedBatch, void, undefined> | undefined;
  try {
    batches = read({
      now: deps.now,
      cursor: (name) => deps.store.cursor(name),
      unseenObjects: (names) => deps.store.unseenObjects(names),
      hashKey: deps.hashKey,
      signal,
    });
    for (;;) {
      const step = await stepOrStop(batches, deps.signal, deps.patienceMilliseconds);
      if (step === DONE) return { status: 'ok', ...sums, failure: null };
      if (step === STOPPED) return { status: 'stopped', ...sums, failure: null };
      if (step === TOO_LONG) throw hung(source, deps.patienceMilliseconds);
      const records = await commitBatch(step, source, deps);
      sums.records += records;
      if (step.kind === 'facts') sums.malformed += step.malformed ?? 0;
      deps.onCommit?.(step, records);
    }
  } catch (error) {
    if (deps.signal.aborted && !(error instanceof MeterError)) {
      return { status: 'stopped', ...sums, failure: null };
    }
    return { status: 'failed', ...sums, failure: failureOf(error) };
  } finally {
    own.abort();
    // One that hangs would never answer: it is left behind, and nothing that it still brings is committed.
    batches?.return().catch(() => undefined);
  }
}

const hung = (source: Source, milliseconds: number): CollectFault =>
  new CollectFault(
    'unavailable',
    `${source.collector} brought nothing for ${Math.round(milliseconds / 1000)} s and was ended`,
    { hint: 'look for a proxy or a firewall that swallows connections to AWS' },
  );

/** Anything thrown, as people are told. */
export function failureOf(error: unknown): Failure {
  const message = messageOf(error);
  if (error instanceof CollectFault) return { kind: error.kind, message, hint: error.hint };
  if (error instanceof MeterError) return { kind: 'store', message, hint: error.hint };
  return { kind: 'defect', message: `unexpected failure: ${message}`, hint: DEFECT_HINT };
}

const DEFECT_HINT =
  'this is a mistake in bedrock-meter: please report it with the lines of the log around it';
