/**
 * The answering thread as the daemon sees it: questions wait in line, those of people before those that nobody waits
 * for, and one is worked on at a time. After a crash a new thread takes its place; what was asked of the old one fails.
 * @module
 */
import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type {
  AnswerOf,
  Given,
  HeavyAnswers,
  QuestionName,
  RequestOf,
  Urgency,
} from '../../answers/questions.ts';
import { MeterError, messageOf } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { pauseAfterFailure } from '../collect/back-off.ts';
import { sleep } from '../collect/sleep.ts';
import { YOUNG_GENERATION_MB } from '../collect/young-generation.ts';
import { type AnswersEvent, type AnswersRequest, type AnswersSetup, errorOf } from './messages.ts';

/** Beside this file, in the language it is running in. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
/** A thread that has lived so long has its earlier crashes forgiven. */
const HEALTHY_MILLISECONDS = 600_000;
/** It only reads: what takes longer is cut off. */
const STOP_MILLISECONDS = 2_000;
/** Of the heap. A question that needs more ends its thread, not the daemon. */
const OLD_GENERATION_MB = 512;
/** More would wait for minutes; who asks so much is told. */
const MOST_WAITING = 100;

export interface AnswersHooks {
  /** Told of a crash, and of the seconds until the next try. */
  readonly onCrash: (message: string, again: number) => void;
  readonly random?: () => number;
  /** Another program for the thread, for tests. */
  readonly worker?: URL;
}

interface Question {
  readonly name: QuestionName;
  readonly request: RequestOf<QuestionName>;
  readonly now: EpochSeconds;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class AnswersThread implements HeavyAnswers {
  readonly #setup: AnswersSetup;
  readonly #hooks: AnswersHooks;
  readonly #stopping = new AbortController();
  readonly #life: Promise<void>;
  readonly #waiting: Readonly<Record<Urgency, Question[]>> = { now: [], later: [] };
  #worker: Worker | undefined;
  #inHand: (Question & { readonly id: number }) | undefined;
  #asked = 0;
  /** Why nothing is answered at this time. */
  #down: string | undefined;

  constructor(setup: AnswersSetup, hooks: AnswersHooks) {
    this.#setup = setup;
    this.#hooks = hooks;
    this.#life = this.#live();
  }

  async ask<N extends QuestionName>(
    name: N,
    request: RequestOf<N>,
    now: EpochSeconds,
    urgency: Urgency = 'now',
  ): Promise<Given<N>> {
    if (this.#down !== undefined) throw notNow(this.#down);
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
    const line = this.#waiting[urgency];
    if (line.length >= MOST_WAITING) {
      throw new MeterError(`${MOST_WAITING} questions wait for an answer already`, {
        hint: 'Try again in a minute, or ask for a shorter range.',
      });
    }
    line.push({ name, request, now, resolve, reject });
    this.#next();
    const bytes = await promise;
    return { answer: deserialize(bytes) as AnswerOf<N>, bytes: bytes.byteLength };
  }

  /** Ends the thread; what it was asked fails. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#fail('the daemon is stopping');
    this.#post({ kind: 'stop' });
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
      this.#fail(`the thread that computes answers has stopped: ${crash}`);
      onCrash(crash, Math.ceil(pause));
      await sleep(pause * 1000, this.#stopping.signal);
    }
  }

  /** From the start of a thread to its end; resolves with the reason. */
  #oneLife(): Promise<string> {
    return new Promise((resolve) => {
      const worker = new Worker(this.#hooks.worker ?? WORKER, {
        workerData: this.#setup,
        resourceLimits: {
          maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
          maxOldGenerationSizeMb: OLD_GENERATION_MB,
        },
      });
      this.#worker = worker;
      this.#down = undefined;
      let reason = 'it ended by itself';
      worker.on('message', (event: AnswersEvent) => this.#take(event));
      worker.on('error', (error) => {
        reason = messageOf(error);
      });
      worker.on('exit', () => resolve(reason));
    });
  }

  #take(event: AnswersEvent): void {
    const question = this.#inHand;
    if (question?.id !== event.id) return;
    this.#inHand = undefined;
    if (event.kind === 'answer') question.resolve(event.answer);
    else question.reject(errorOf(event.failure));
    this.#next();
  }

  /** Hands over the next question, people's first. */
  #next(): void {
    if (this.#inHand !== undefined || this.#down !== undefined) return;
    const question = this.#waiting.now.shift() ?? this.#waiting.later.shift();
    if (question === undefined) return;
    this.#asked += 1;
    const { name, request, now } = question;
    this.#inHand = { ...question, id: this.#asked };
    try {
      this.#post({ kind: 'ask', id: this.#asked, name, request, now });
    } catch (error) {
      // A request that cannot be handed over is a defect of who asks; the others go on.
      this.#inHand = undefined;
      question.reject(new Error(`the question ${name} cannot be handed over: ${messageOf(error)}`));
      this.#next();
    }
  }

  #post(request: AnswersRequest): void {
    this.#worker?.postMessage(request);
  }

  /** Nobody waits for what will not come. */
  #fail(why: string): void {
    this.#down = why;
    const lost = [...(this.#inHand ? [this.#inHand] : []), ...this.#waiting.now, ...this.#waiting.later];
    this.#inHand = undefined;
    this.#waiting.now.length = 0;
    this.#waiting.later.length = 0;
    for (const { reject } of lost) reject(notNow(why));
  }
}

const notNow = (why: string): MeterError =>
  new MeterError(`this cannot be computed now: ${why}`, {
    hint: 'It is started again by itself: try again in a moment. The log of the daemon says more.',
  });
