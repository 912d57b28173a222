/**
 * One run of a planned source: opened, read, and its end noted in the store.
 * @module
 */
import type { Collector } from '../../domain/collector.ts';
import type { Source } from '../../store/port.ts';
import type { RunOutcome } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { failureOf, type RunDeps, runCollector } from './run-collector.ts';

export interface RunSourceDeps extends RunDeps {
  /** Told when it is known whose account a source reads, and again when its collector is. */
  readonly onKnown?: (source: Source, collector: Collector | null) => void;
}

export interface SourceRun {
  readonly source: Source;
  readonly outcome: RunOutcome;
}

/** Never throws: whatever goes wrong is the outcome. */
export async function runSource(planned: PlannedSource, deps: RunSourceDeps): Promise<SourceRun> {
  let source: Source = { collector: planned.name, account: planned.account, region: planned.region };
  try {
    const account = await orStop(planned.identify(), deps.signal);
    if (account === null) return { source, outcome: STOPPED };
    source = { ...source, account };
    deps.onKnown?.(source, null);
    const collector = await orStop(planned.open(account), deps.signal);
    if (collector === null) return { source, outcome: STOPPED };
    source = { collector: collector.name, account: collector.account, region: collector.region };
    deps.onKnown?.(source, collector);
    const outcome = await runCollector(source, (context) => collector.collect(context), deps);
    return { source, outcome: outcome.status === 'stopped' ? outcome : await note(source, outcome, deps) };
  } catch (error) {
    // Without a collector there is no row of the store to keep it in: it is told, and tried again.
    return { source, outcome: { status: 'failed', records: 0, malformed: 0, failure: failureOf(error) } };
  }
}

const STOPPED: RunOutcome = { status: 'stopped', records: 0, malformed: 0, failure: null };

/** An STS that hangs must not hold up the end. */
async function orStop<T>(asked: Promise<T>, signal: AbortSignal): Promise<T | null> {
  const stop = Promise.withResolvers<null>();
  const onAbort = () => stop.resolve(null);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort);
  asked.catch(() => undefined);
  try {
    return await Promise.race([asked, stop.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Keeps how it ended. */
async function note(source: Source, outcome: RunOutcome, deps: RunDeps): Promise<RunOutcome> {
  const { failure } = outcome;
  try {
    await deps.store.noteAttempt({
      source,
      at: deps.now(),
      error: failure?.message ?? null,
      hint: failure?.hint ?? null,
    });
    return outcome;
  } catch (error) {
    const kept = failure ?? failureOf(error);
    return { ...outcome, status: 'failed', failure: kept };
  }
}
