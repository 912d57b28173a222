/**
 * One run of a planned source: opened, read, and its end noted in the store.
 * @module
 */
import type { Collector } from '../../domain/collector.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Source } from '../../store/port.ts';
import type { RunOutcome } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { failureOf, type RunDeps, runCollector } from './run-collector.ts';

export interface RunSourceDeps extends RunDeps {
  readonly onOpen?: (collector: Collector) => void;
}

export interface SourceRun {
  readonly source: Source;
  readonly outcome: RunOutcome;
}

/** Never throws: whatever goes wrong is the outcome. */
export async function runSource(planned: PlannedSource, deps: RunSourceDeps): Promise<SourceRun> {
  let source: Source = { collector: planned.name, account: planned.account, region: planned.region };
  let outcome: RunOutcome;
  try {
    const collector = await openOrStop(planned, deps.signal);
    if (collector === null) return { source, outcome: STOPPED };
    source = { collector: collector.name, account: collector.account, region: collector.region };
    deps.onOpen?.(collector);
    outcome = await runCollector(source, (context) => collector.collect(context), deps);
  } catch (error) {
    outcome = { status: 'failed', records: 0, malformed: 0, failure: failureOf(error) };
  }
  if (outcome.status === 'stopped') return { source, outcome };
  return { source, outcome: await note(source, outcome, deps) };
}

const STOPPED: RunOutcome = { status: 'stopped', records: 0, malformed: 0, failure: null };

/** An account whose STS hangs must not hold up the end. */
async function openOrStop(planned: PlannedSource, signal: AbortSignal): Promise<Collector | null> {
  if (signal.aborted) return null;
  const stop = Promise.withResolvers<null>();
  const onAbort = () => stop.resolve(null);
  signal.addEventListener('abort', onAbort);
  const opening = planned.open();
  opening.catch(() => undefined);
  try {
    return await Promise.race([opening, stop.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Keeps how it ended. A source whose account is not even known has no row to keep it in. */
async function note(source: Source, outcome: RunOutcome, deps: RunDeps): Promise<RunOutcome> {
  const { failure } = outcome;
  if (failure !== null && !/^\d{12}$/.test(source.account ?? '')) return outcome;
  try {
    await deps.store.noteAttempt({
      source,
      at: deps.now(),
      error: failure?.message ?? null,
      hint: failure?.hint ?? null,
    });
    return outcome;
  } catch (error) {
    const kept = failure ?? { kind: 'store' as const, message: messageOf(error), hint: undefined };
    return { ...outcome, status: 'failed', failure: kept };
  }
}
