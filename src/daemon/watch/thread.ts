/**
 * The watching thread as the daemon sees it: it tells what happens, and after a crash a new one takes its place.
 * Everything that it knows is in the store.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../domain/errors.ts';
import { pauseAfterFailure } from '../collect/back-off.ts';
import { sleep } from '../collect/sleep.ts';
import { YOUNG_GENERATION_MB } from '../collect/young-generation.ts';
import type { WatchEvent, WatchRequest, WatchSetup } from './messages.ts';

/** Beside this file, in the language it is running in. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
/** A thread that has lived so long has its earlier crashes forgiven. */
const HEALTHY_MILLISECONDS = 600_000;
/** A stop that takes longer than this ends the thread: what it had committed is safe. */
const STOP_MILLISECONDS = 8_000;

export interface WatchHooks {
  readonly onEvent: (event: WatchEvent) => void;
  /** Told of a crash, and of the seconds until the next try. */
  readonly onCrash: (message: string, again: number) => void;
  readonly random?: () => number;
  /** Another program for the thread, for tests. */
  readonly worker?: URL;
}

export class WatchThread {
  readonly #setup: WatchSetup;
  readonly #hooks: WatchHooks;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  #worker: Worker | undefined;

  constructor(setup: WatchSetup, hooks: WatchHooks) {
    this.#setup = setup;
    this.#hooks = hooks;
    this.#life = this.#live();
  }

  /** Finishes the transaction in hand and ends the thread. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    const request: WatchRequest = { kind: 'stop' };
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
      onCrash(crash, Math.ceil(pause));
      await sleep(pause * 1000, this.#stopping.signal);
    }
  }

  /** From the start of a thread to its end; resolves with the reason. */
  #oneLife(): Promise<string> {
    return new Promise((resolve) => {
      const worker = new Worker(this.#hooks.worker ?? WORKER, {
        workerData: this.#setup,
        resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      });
      this.#worker = worker;
      let reason = 'the watching thread ended by itself';
      worker.on('message', (event: WatchEvent) => this.#hooks.onEvent(event));
      worker.on('error', (error) => {
        reason = messageOf(error);
      });
      worker.on('exit', () => resolve(reason));
    });
  }
}
