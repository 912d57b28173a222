/**
 * The collecting thread as the daemon sees it: reports come in, and while it is down all sources fail for that reason.
 * @module
 */
import { Thread, type ThreadHooks } from '../threads/thread.ts';
import type { HistoryReport } from './history.ts';
import type { CollectEvent, CollectSetup } from './messages.ts';
import { planOf } from './plan.ts';
import { initialReport, type SourceReport } from './report.ts';

/** Beside this file, in the language it is running in. */
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

const NO_HISTORY: HistoryReport = { sources: [], secondsLeft: null };

export interface CollectHooks extends ThreadHooks {
  readonly onEvent: (event: CollectEvent) => void;
  /** The environment in which the SDK looks for credentials and endpoints; the process's by default. */
  readonly env?: NodeJS.ProcessEnv;
}

export class CollectThread {
  readonly #hooks: CollectHooks;
  readonly #thread: Thread<never, CollectEvent>;
  #reports: readonly SourceReport[];
  #history: HistoryReport = NO_HISTORY;
  #crash: string | null = null;

  constructor(setup: CollectSetup, hooks: CollectHooks) {
    this.#hooks = hooks;
    this.#reports = planOf(setup).sources.map((plan) => initialReport(plan));
    this.#thread = new Thread<never, CollectEvent>({
      ...hooks,
      ...{ name: 'collect', program: PROGRAM, setup, env: hooks.env ?? process.env },
      onEvent: (event) => this.#take(event),
      onCrash: (message, again) => {
        this.#crash = message;
        hooks.onCrash(message, again);
      },
    });
    this.#thread.start();
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
  stop(): Promise<void> {
    return this.#thread.stop();
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
