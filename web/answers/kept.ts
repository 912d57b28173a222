/**
 * Heavy answers, kept for a while. Who asks the same at the same time shares one computation; what is a minute old is
 * made anew, and pages show the old one meanwhile and say its age; programs wait for the new one.
 * @module
 */
import type {
  AnswerOf,
  HeavyAnswers,
  QuestionName,
  RequestOf,
  Urgency,
} from '../../src/answers/questions.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { canonical } from './canonical.ts';

/** Younger answers are as good as new. */
export const FRESH_SECONDS = 60;
/** Older ones are not shown at all. */
export const STALE_SECONDS = 900;
const MOST_KEPT = 200;
/** As written down; in memory an answer takes a few times as much. */
const MOST_BYTES = 16_000_000;

export interface KeptDeps {
  readonly heavy: HeavyAnswers;
  readonly now: () => EpochSeconds;
  /** Milliseconds that pass whatever the clock says: it may stand still, or be set. */
  readonly elapsed?: () => number;
  /** Told of a renewal that failed, for which nobody waits. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

export interface AskOptions {
  /** The request in words, where the request itself moves with the clock. */
  readonly key?: string;
  /** How old an answer may be, in seconds. */
  readonly fresh?: number;
  /** How old an answer may be that is given while the next one is made, in seconds. */
  readonly stale?: number;
  readonly urgency?: Urgency;
}

export interface Kept<N extends QuestionName> {
  readonly answer: AnswerOf<N>;
  /** Seconds since it was asked. */
  readonly age: number;
}

interface Entry {
  /** Of the question that its key names. */
  readonly answer: unknown;
  readonly bytes: number;
  readonly at: number;
  readonly now: EpochSeconds;
}

export class KeptAnswers {
  readonly #deps: KeptDeps;
  readonly #elapsed: () => number;
  /** The one that was not asked for longest comes first. */
  readonly #kept = new Map<string, Entry>();
  readonly #running = new Map<string, Promise<Entry>>();
  #bytes = 0;

  constructor(deps: KeptDeps) {
    this.#deps = deps;
    this.#elapsed = deps.elapsed ?? (() => performance.now());
  }

  /** The kept answer, where it is young enough, or a new one. A failure is not kept. */
  async ask<N extends QuestionName>(
    name: N,
    request: RequestOf<N>,
    options: AskOptions = {},
  ): Promise<Kept<N>> {
    const { fresh = FRESH_SECONDS, stale = 0, urgency = 'now' } = options;
    const key = canonical([name, options.key ?? request]);
    const known = this.#kept.get(key);
    const age = known === undefined ? Number.POSITIVE_INFINITY : this.#ageOf(known);
    if (known !== undefined && age < Math.max(fresh, stale)) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      if (age >= fresh) this.#renew(key, name, request);
      return { answer: known.answer as AnswerOf<N>, age };
    }
    const made = await this.#run(key, name, request, urgency);
    return { answer: made.answer as AnswerOf<N>, age: this.#ageOf(made) };
  }

  /** What is kept and young enough to be shown, or null. Nothing is asked for it. */
  peek<N extends QuestionName>(name: N, request: RequestOf<N>): Kept<N> | null {
    const known = this.#kept.get(canonical([name, request]));
    if (known === undefined) return null;
    const age = this.#ageOf(known);
    return age < STALE_SECONDS ? { answer: known.answer as AnswerOf<N>, age } : null;
  }

  /** For programs, which cannot be told an age: at most a minute old. */
  async fresh<N extends QuestionName>(
    name: N,
    request: RequestOf<N>,
    options: Pick<AskOptions, 'key' | 'fresh'> = {},
  ): Promise<AnswerOf<N>> {
    return (await this.ask(name, request, options)).answer;
  }

  /** For one page, which says how old the oldest of its answers is. */
  forPage(): PageAnswers {
    return new PageAnswers(this, { stale: STALE_SECONDS });
  }

  /** For nobody yet: what is not as good as new is made anew, after what people wait for. */
  forLater(): PageAnswers {
    return new PageAnswers(this, { urgency: 'later' });
  }

  #renew<N extends QuestionName>(key: string, name: N, request: RequestOf<N>): void {
    this.#run(key, name, request, 'later').catch((error: unknown) => this.#deps.onError?.(error));
  }

  #run<N extends QuestionName>(
    key: string,
    name: N,
    request: RequestOf<N>,
    urgency: Urgency,
  ): Promise<Entry> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const made = this.#make(key, name, request, urgency).finally(() => this.#running.delete(key));
    this.#running.set(key, made);
    return made;
  }

  async #make<N extends QuestionName>(
    key: string,
    name: N,
    request: RequestOf<N>,
    urgency: Urgency,
  ): Promise<Entry> {
    const now = this.#deps.now();
    const at = this.#elapsed();
    const { answer, bytes } = await this.#deps.heavy.ask(name, request, now, urgency);
    const entry = { answer, bytes, at, now };
    this.#drop(key);
    this.#kept.set(key, entry);
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT && this.#bytes <= MOST_BYTES) break;
      this.#drop(oldest);
    }
    return entry;
  }

  #drop(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }

  #ageOf({ at, now }: Entry): number {
    return Math.max((this.#elapsed() - at) / 1000, Math.abs(this.#deps.now() - now));
  }
}

export class PageAnswers {
  readonly #kept: KeptAnswers;
  readonly #options: AskOptions;
  #oldest = 0;

  constructor(kept: KeptAnswers, options: AskOptions) {
    this.#kept = kept;
    this.#options = options;
  }

  /** Seconds since the oldest answer was asked; null while all are as good as new. */
  get age(): number | null {
    return this.#oldest < FRESH_SECONDS ? null : this.#oldest;
  }

  /** @param key the request in words, where the request itself moves with the clock */
  async ask<N extends QuestionName>(name: N, request: RequestOf<N>, key?: string): Promise<AnswerOf<N>> {
    const options = { ...this.#options, ...(key === undefined ? {} : { key }) };
    const { answer, age } = await this.#kept.ask(name, request, options);
    this.#oldest = Math.max(this.#oldest, age);
    return answer;
  }
}
