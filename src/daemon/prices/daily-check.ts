/**
 * Compares the prices in force with the AWS Price List once a day, each time in a thread of its own. That it fails is
 * told once, and nothing else depends on it.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { PRICES_SOURCE } from '../../answers/price-health.ts';
import { messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Store } from '../../store/port.ts';
import type { CheckResult, CheckSetup } from './check.ts';

/** Beside this file, in the language it is running in. */
const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './check-worker.ts' : './check-worker.js',
  import.meta.url,
);
/** A start has better things to do first. */
const SETTLE_SECONDS = 60;
/** And many daemons start at the same moment, after an upgrade or an outage: the first reading is spread over so long. */
const SPREAD_SECONDS = 540;
const RETRY_SECONDS = 3_600;

export interface DailyCheckOptions extends CheckSetup {
  /** Seconds between two readings. */
  readonly every: number;
  readonly store: Store;
  readonly now: () => EpochSeconds;
  /** Told when a reading fails for another reason than the one before, and (null) when all is well again. */
  readonly onState: (result: CheckResult) => void;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly run?: (setup: CheckSetup, signal: AbortSignal) => Promise<CheckResult>;
}

export class DailyCheck {
  readonly #options: DailyCheckOptions;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  #told: string | null = null;

  constructor(options: DailyCheckOptions) {
    this.#options = options;
    this.#life = this.#live();
  }

  /** Ends a reading in hand; nothing of it is kept then. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { every, random, sleep, run = inThread } = this.#options;
    const { signal } = this.#stopping;
    let pause = Math.max(await this.#untilDue(), SETTLE_SECONDS + random() * SPREAD_SECONDS);
    for (;;) {
      await sleep(pause * 1000, signal);
      if (signal.aborted) return;
      const result = await run(this.#options, signal).catch(
        (error: unknown): CheckResult => ({ error: messageOf(error), hint: null }),
      );
      if (signal.aborted) return;
      this.#tell(result);
      pause = result.error === null ? every : Math.min(RETRY_SECONDS, every);
    }
  }

  /** A restart is no reason to read the list again. */
  async #untilDue(): Promise<number> {
    const { store, every, now } = this.#options;
    const sources = await store.sources().catch(() => []);
    const last = sources.find(({ collector }) => collector === PRICES_SOURCE.collector)?.lastSuccessAt;
    return last == null ? 0 : last + every - now();
  }

  #tell(result: CheckResult): void {
    if (result.error === this.#told) return;
    this.#told = result.error;
    this.#options.onState(result);
  }
}

function inThread({ database, source }: CheckSetup, signal: AbortSignal): Promise<CheckResult> {
  return new Promise((resolve, reject) => {
    const setup: CheckSetup = { database, source };
    const worker = new Worker(WORKER, { workerData: setup });
    const end = () => void worker.terminate();
    signal.addEventListener('abort', end);
    worker.on('message', resolve);
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', end);
      reject(new Error('the thread ended without a result'));
    });
  });
}
