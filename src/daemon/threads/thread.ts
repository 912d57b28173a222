/**
 * The life of a thread of the daemon, whatever it does: started, started again after a crash with growing pauses, and
 * ended within a bound. Collecting, watching and answering say what they tell and what they are told.
 * @module
 */
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../domain/errors.ts';
import { pauseAfterFailure } from '../collect/back-off.ts';
import { sleep } from '../collect/sleep.ts';

/** A thread that has lived so long has its earlier crashes forgiven. */
const HEALTHY_MILLISECONDS = 600_000;
/**
 * What a thread has for finishing its transaction, at most; then it is cut off, and what it had committed is safe.
 * Shorter than what `docker stop` (10 s) and deploy/bedrock-meter.service wait for.
 */
export const STOP_MILLISECONDS = 8_000;
/**
 * A small young generation makes V8 collect, and free the decompressed texts behind dead buffers, sooner: see the large
 * object in docs/campaigns.md.
 */
const YOUNG_GENERATION_MB = 8;

/** What every thread understands. */
export interface StopRequest {
  readonly kind: 'stop';
}

export interface ThreadHooks {
  /** Told of a crash, and of the seconds until the next try. */
  readonly onCrash: (message: string, again: number) => void;
  /** Told that something which the thread said could not be taken; it goes on. */
  readonly onFault: (message: string) => void;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** Another program for the thread, for tests. */
  readonly worker?: URL;
}

export interface ThreadOptions<Event> extends ThreadHooks {
  /** What lists of threads (`top -H`) call it. */
  readonly name: string;
  /** What it runs; `worker` replaces it. */
  readonly program: URL;
  /** Fixed for its life. */
  readonly setup: unknown;
  /** The process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  /** Of the heap; what needs more ends the thread, not the daemon. */
  readonly oldGenerationMb?: number;
  readonly stopMilliseconds?: number;
  readonly onEvent: (event: Event) => void;
  /** Told that there is a thread that takes requests, each time. */
  readonly onStart?: () => void;
  /** Milliseconds, from any start. */
  readonly clock?: () => number;
  /** The pause after a crash: resolves after so long, or as soon as the signal is aborted. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** From `start` to `rest` or `stop`, crashes included. */
interface Life {
  readonly ending: AbortController;
  worker: Worker | undefined;
  over: Promise<void>;
}

export class Thread<Request extends object, Event> {
  readonly #options: ThreadOptions<Event>;
  readonly #endings = new Set<Promise<void>>();
  #life: Life | undefined;
  #stopped = false;

  /** Nothing runs before `start`. */
  constructor(options: ThreadOptions<Event>) {
    this.#options = options;
  }

  /** Begins its life, unless it has begun; after `stop` there is none. */
  start(): void {
    if (this.#stopped || this.#life !== undefined) return;
    const life: Life = { ending: new AbortController(), worker: undefined, over: Promise.resolve() };
    this.#life = life;
    life.over = this.#live(life);
  }

  /**
   * Hands over a request; one that comes while there is no thread is lost.
   * @throws Error for what cannot be handed from one thread to another
   */
  post(request: Request | StopRequest): void {
    this.#life?.worker?.postMessage(request);
  }

  /** Ends it, and gives its memory back, until it is started again. */
  rest(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return Promise.resolve();
    this.post({ kind: 'stop' });
    this.#life = undefined;
    life.ending.abort();
    const ending = this.#end(life).finally(() => this.#endings.delete(ending));
    this.#endings.add(ending);
    return ending;
  }

  /** Lets it finish the transaction in hand, and ends it for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.rest(), ...this.#endings]);
  }

  async #end(life: Life): Promise<void> {
    const { stopMilliseconds = STOP_MILLISECONDS } = this.#options;
    const inTime = new AbortController();
    await Promise.race([life.over, sleep(stopMilliseconds, inTime.signal)]);
    inTime.abort();
    await life.worker?.terminate();
  }

  async #live(life: Life): Promise<void> {
    const { onCrash, random = Math.random, clock = () => performance.now(), pause = sleep } = this.#options;
    const { signal } = life.ending;
    let failures = 0;
    while (!signal.aborted) {
      const born = clock();
      const reason = await this.#once(life).catch(messageOf);
      if (signal.aborted) return;
      failures = clock() - born > HEALTHY_MILLISECONDS ? 1 : failures + 1;
      const seconds = pauseAfterFailure('defect', failures, 0, random);
      onCrash(reason, Math.ceil(seconds));
      await pause(seconds * 1000, signal);
    }
  }

  /** From the start of a thread to its end; resolves with the reason. */
  #once(life: Life): Promise<string> {
    const { name, program, worker: other, setup, env, oldGenerationMb } = this.#options;
    return new Promise((resolve) => {
      const worker = new Worker(other ?? program, {
        ...{ name, workerData: setup, ...(env === undefined ? {} : { env }) },
        resourceLimits: {
          maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
          ...(oldGenerationMb === undefined ? {} : { maxOldGenerationSizeMb: oldGenerationMb }),
        },
      });
      life.worker = worker;
      let reason = 'it ended by itself';
      worker.on('message', (event: Event) => this.#guarded(() => this.#options.onEvent(event)));
      worker.on('messageerror', (error) => this.#options.onFault(messageOf(error)));
      worker.on('error', (error) => {
        reason = messageOf(error);
      });
      worker.on('exit', () => resolve(reason));
      this.#guarded(() => this.#options.onStart?.());
    });
  }

  /** A mistake in taking what a thread says ends neither the thread nor the daemon. */
  #guarded(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#options.onFault(messageOf(error));
    }
  }
}
