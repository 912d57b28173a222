/**
 * The collecting thread as the daemon sees it: reports come in, a crash is told and mended by a new thread.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../domain/errors.ts';
import { pauseAfterFailure } from './back-off.ts';
import type { HistoryReport } from './history.ts';
import type { CollectEvent, CollectRequest, CollectSetup } from './messages.ts';
import { planOf } from './plan.ts';
import { initialReport, type SourceReport } from './report.ts';
import { sleep } from './sleep.ts';
import { YOUNG_GENERATION_MB } from './young-generation.ts';

/** Beside this file, in the language it is running in. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
/** A thread that has lived so long has its earlier crashes forgiven. */
const HEALTHY_MILLISECONDS = 600_000;
/** A stop that takes longer than this ends the thread: what it had committed is safe. */
const STOP_MILLISECONDS = 8_000;

const NO_HISTORY: HistoryReport = { sources: [], secondsLeft: null };

export interface CollectHooks {
  readonly onEvent: (event: CollectEvent) => void;
  /** Told of a crash, and of the seconds until the next try. */
  readonly onCrash: (message: string, again: number) => void;
  readonly random?: () => number;
  /** The environment in which the SDK looks for credentials and endpoints; the process's by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Another program for the thread, for tests. */
  readonly worker?: URL;
}

export class CollectThread {
  readonly #setup: CollectSetup;
  readonly #hooks: CollectHooks;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  #worker: Worker | undefined;
  #reports: readonly SourceReport[];
  #history: HistoryReport = NO_HISTORY;
  #crash: string | null = null;

  constructor(setup: CollectSetup, hooks: CollectHooks) {
    this.#setup = setup;
    this.#hooks = hooks;
    this.#reports = planOf(setup).sources.map((plan) => initialReport(plan));
    this.#life = this.#live();
  }

  /** How every source stands; while the thread is down, all of them fail for that reason. */
  reports(): readonly SourceReport[] {
    const crash = this.#crash;
    if (crash === null) return this.#reports;
    return this.#reports.map((report) => ({
      ...report,
      kind: 'defect',
      error: `collecting has stopped: ${crash}`,
      hint: 'it is started again by itself; if it goes on, see the log',
    }));
  }

  /** How far the past has been read. */
  history(): HistoryReport {
    return this.#history;
  }

  /** Finishes the transaction in hand and ends the thread. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const request: CollectRequest = { kind: 'stop' };
    this.#worker?.postMessage(request);
    const late = new AbortController();
    await Promise.race([this.#life, sleep(STOP_MILLISECONDS, late.signal)]);
    late.abort();
    await this.#worker?.terminate();
  }

  async #live(): Promise<void> {
    const { random = Math.random, onCrash } = this.#hooks;
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const born = performance.now();
      const crash = await this.#oneLife();
      if (this.#stopping.signal.aborted) return;
      failures = performance.now() - born > HEALTHY_MILLISECONDS ? 1 : failures + 1;
      const pause = pauseAfterFailure('defect', failures, 0, random);
      this.#crash = crash;
      onCrash(crash, Math.ceil(pause));
      await sleep(pause * 1000, this.#stopping.signal);
    }
  }

  /** From the start of a thread to its end; resolves with the reason. */
  #oneLife(): Promise<string> {
    return new Promise((resolve) => {
      const { worker: program = WORKER, env = process.env } = this.#hooks;
      const worker = new Worker(program, {
        workerData: this.#setup,
        env,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      this.#worker = worker;
      let reason = 'the collecting thread ended by itself';
      worker.on('message', (event: CollectEvent) => this.#take(event));
      worker.on('error', (error) => {
        reason = messageOf(error);
      });
      worker.on('exit', () => resolve(reason));
    });
  }

  #take(event: CollectEvent): void {
    if (event.kind === 'reports') {
      this.#crash = null;
      this.#reports = event.reports;
    }
    if (event.kind === 'history') this.#history = event.history;
    this.#hooks.onEvent(event);
  }
}
