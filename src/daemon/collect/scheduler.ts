/**
 * The loop that runs sources when they are due, each by itself. Decisions are `schedule.ts` and `back-off.ts`; time,
 * waiting and chance are given.
 * @module
 */
import type { CollectedBatch } from '../../domain/collector.ts';
import type { AwsCalls } from '../../domain/own-cost.ts';
import type { Source, SourceState } from '../../store/port.ts';
import { pauseAfterFailure } from './back-off.ts';
import type { Failure, RunOutcome } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { initialReport, reportAfter, type SourceReport } from './report.ts';
import { failureOf, type RunDeps } from './run-collector.ts';
import { runSource } from './run-source.ts';
import { nextBeat, nextLook, PLACES, type Places, staggeredStart, toStart } from './schedule.ts';

export interface SchedulerDeps extends Omit<RunDeps, 'signal' | 'onCommit'> {
  readonly sources: readonly PlannedSource[];
  /** Milliseconds, from any start. */
  readonly clock: () => number;
  /** Resolves after so long, or as soon as the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** First runs are spread over so long. */
  readonly spreadMilliseconds: number;
  readonly places?: Places;
  /** Calls counted since the last time. */
  readonly takeCalls: () => AwsCalls[];
  /** Told when a run has ended. */
  readonly onReport: (report: SourceReport, outcome: RunOutcome) => void;
  /** Told when it is known whose account a source reads, and where. */
  readonly onKnown?: (report: SourceReport) => void;
  readonly onCommit?: (source: Source, batch: CollectedBatch) => void;
}

interface Slot {
  readonly key: string;
  readonly account: string;
  readonly planned: PlannedSource;
  dueAt: number;
  runningSince: number | null;
  report: SourceReport;
}

export class Scheduler {
  readonly #deps: SchedulerDeps;
  readonly #slots: Slot[];
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  #wake = new AbortController();
  #loop: Promise<void> | undefined;

  /** @param known how the sources stood when the daemon ran before */
  constructor(deps: SchedulerDeps, known: readonly SourceState[] = []) {
    this.#deps = deps;
    const start = deps.clock();
    const { sources, spreadMilliseconds } = deps;
    this.#slots = sources.map((planned, i) => ({
      key: planned.key,
      account: planned.accountName,
      planned,
      dueAt: start + staggeredStart(i, sources.length, spreadMilliseconds),
      runningSince: null,
      report: initialReport(planned, known),
    }));
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  reports(): readonly SourceReport[] {
    return this.#slots.map(({ report }) => report);
  }

  /** Finishes the transactions in hand; what was not read is read next time. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#loop;
    await Promise.all(this.#running);
    await this.#flushCalls();
  }

  async #run(): Promise<void> {
    const { clock, sleep, places = PLACES } = this.#deps;
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController();
      for (const { key } of toStart(this.#slots, clock(), places)) this.#begin(key);
      const now = clock();
      const next = nextLook(this.#slots, now, places);
      await sleep(next === null ? LONGEST_SLEEP : Math.min(LONGEST_SLEEP, next - now), this.#wake.signal);
    }
  }

  #begin(key: string): void {
    const slot = this.#slots.find((one) => one.key === key);
    if (!slot) return;
    const startedAt = this.#deps.clock();
    slot.runningSince = startedAt;
    const run = this.#runOnce(slot, startedAt).finally(() => {
      this.#running.delete(run);
      slot.runningSince = null;
      this.#wake.abort();
    });
    this.#running.add(run);
  }

  async #runOnce(slot: Slot, startedAt: number): Promise<void> {
    const { clock, random, onReport, onCommit, onKnown } = this.#deps;
    const deps = { ...this.#deps, signal: this.#stopping.signal };
    let every = slot.planned.every;
    // Once it was known whose account and where, it stays the same row while it cannot be found out again.
    const { collector: name, account } = slot.report;
    const planned = { ...slot.planned, name, account: account ?? slot.planned.account };
    const { source, outcome } = await runSource(planned, {
      ...deps,
      onKnown: (known, collector) => {
        every = collector?.every ?? every;
        slot.report = { ...slot.report, ...known };
        onKnown?.(slot.report);
      },
      onCommit: (batch) => onCommit?.(slot.report, batch),
    });
    const failure = (await this.#flushCalls()) ?? outcome.failure;
    if (outcome.status === 'stopped') return;
    slot.report = reportAfter(slot.report, source, failure, deps.now());
    slot.dueAt =
      failure === null
        ? nextBeat(startedAt, every * 1000, clock())
        : clock() + 1000 * pauseAfterFailure(failure.kind, slot.report.failures, every, random);
    onReport(slot.report, outcome);
  }

  /** Counts that cannot be stored are a failure of the store, and told as one. */
  async #flushCalls(): Promise<Failure | null> {
    const calls = this.#deps.takeCalls();
    if (calls.length === 0) return null;
    try {
      await this.#deps.store.countAwsCalls(calls);
      return null;
    } catch (error) {
      return failureOf(error);
    }
  }
}

/** A clock that was set, or a laptop that slept, is noticed after this long. */
const LONGEST_SLEEP = 30_000;
