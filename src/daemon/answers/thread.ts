/**
 * The answering thread as the daemon sees it: questions wait in line, those of people before those that nobody waits
 * for, and one is worked on at a time. It is there while there are questions, and a little longer. What was asked of one that
 * crashes fails; a new one takes its place.
 * @module
 */
import { deserialize } from 'node:v8';
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
import { Thread, type ThreadHooks } from '../threads/thread.ts';
import { type AnswersEvent, type AnswersRequest, type AnswersSetup, errorOf } from './messages.ts';

/** Beside this file, in the language it is running in. */
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
/** It only reads: what takes longer is cut off. */
const STOP_MILLISECONDS = 2_000;
/** Of the heap. A question that needs more ends its thread, not the daemon. */
const OLD_GENERATION_MB = 512;
/** More would wait for minutes; who asks so much is told. */
const MOST_WAITING = 100;
/** A thread that nobody asks for so long is ended: its memory is the daemon's largest part, and a start is half a second. */
const IDLE_MILLISECONDS = 60_000;

export interface AnswersHooks extends ThreadHooks {
  /** Of a thread that is asked nothing, before it ends. */
  readonly idleMilliseconds?: number;
}

interface Question {
  readonly name: QuestionName;
  readonly request: RequestOf<QuestionName>;
  readonly now: EpochSeconds;
  readonly resolve: (answer: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class AnswersThread implements HeavyAnswers {
  readonly #thread: Thread<AnswersRequest, AnswersEvent>;
  readonly #idleMilliseconds: number;
  readonly #waiting: Readonly<Record<Urgency, Question[]>> = { now: [], later: [] };
  #idle: NodeJS.Timeout | undefined;
  #inHand: (Question & { readonly id: number }) | undefined;
  #asked = 0;
  /** Why nothing is answered at this time. */
  #down: string | undefined;

  /** Nothing runs before the first question. */
  constructor(setup: AnswersSetup, hooks: AnswersHooks) {
    this.#idleMilliseconds = hooks.idleMilliseconds ?? IDLE_MILLISECONDS;
    this.#thread = new Thread<AnswersRequest, AnswersEvent>({
      ...hooks,
      ...{ name: 'answers', program: PROGRAM, setup },
      ...{ oldGenerationMb: OLD_GENERATION_MB, stopMilliseconds: STOP_MILLISECONDS },
      onStart: () => {
        this.#down = undefined;
        this.#next();
      },
      onEvent: (event) => this.#take(event),
      onCrash: (message, again) => {
        this.#fail(`the thread that computes answers has stopped: ${message}`);
        hooks.onCrash(message, again);
      },
    });
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
    // Which asks for the next question by itself, where it was not there.
    this.#thread.start();
    this.#next();
    const bytes = await promise;
    return { answer: deserialize(bytes) as AnswerOf<N>, bytes: bytes.byteLength };
  }

  /** Ends the thread; what it was asked fails. */
  stop(): Promise<void> {
    clearTimeout(this.#idle);
    this.#fail('the daemon is stopping');
    return this.#thread.stop();
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
    clearTimeout(this.#idle);
    if (question === undefined) {
      this.#idle = setTimeout(() => void this.#thread.rest(), this.#idleMilliseconds).unref();
      return;
    }
    this.#asked += 1;
    const { name, request, now } = question;
    this.#inHand = { ...question, id: this.#asked };
    try {
      this.#thread.post({ kind: 'ask', id: this.#asked, name, request, now });
    } catch (error) {
      // A request that cannot be handed over is a defect of who asks; the others go on.
      this.#inHand = undefined;
      question.reject(new Error(`the question ${name} cannot be handed over: ${messageOf(error)}`));
      this.#next();
    }
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
