/**
 * Asks what pages ask first before anybody does, so that the first click of a day is quick. It rests many times as long
 * as it worked.
 * @module
 */
import { messageOf } from '../../domain/errors.ts';
import { sleep } from '../collect/sleep.ts';

/** Rest for each second of work: two hundredths of one core. */
const REST_PER_WORK = 49;
/** Younger answers are not made anew. */
const SHORTEST_REST_MILLISECONDS = 60_000;
/** Before answers are too old to be shown. */
const LONGEST_REST_MILLISECONDS = 14 * 60_000;
const HOUR_MILLISECONDS = 3_600_000;

export interface WarmUpDeps {
  /** Asks once what pages ask first. */
  readonly ask: () => Promise<void>;
  /** Told of a question that failed, once per message. */
  readonly onFault: (message: string) => void;
  /** Milliseconds that pass whatever the clock says. */
  readonly elapsed?: () => number;
  /** Milliseconds since the epoch, for the turn of the hour. */
  readonly clock?: () => number;
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The rest after so much work; pages that show whole hours ask something new when one begins. */
export function restAfter(worked: number, clock: number): number {
  const rest = Math.min(
    Math.max(worked * REST_PER_WORK, SHORTEST_REST_MILLISECONDS),
    LONGEST_REST_MILLISECONDS,
  );
  const turn = HOUR_MILLISECONDS - (clock % HOUR_MILLISECONDS);
  return Math.min(rest, turn);
}

export class WarmUp {
  readonly #deps: WarmUpDeps;
  readonly #stopping = new AbortController();
  #life: Promise<void> | undefined;

  constructor(deps: WarmUpDeps) {
    this.#deps = deps;
  }

  start(): this {
    this.#life ??= this.#live();
    return this;
  }

  /** Waits for nothing but the question in hand, which fails when the thread ends. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#life;
  }

  async #live(): Promise<void> {
    const { ask, onFault, elapsed = () => performance.now(), clock = Date.now } = this.#deps;
    const { signal } = this.#stopping;
    let told: string | undefined;
    while (!signal.aborted) {
      const began = elapsed();
      try {
        await ask();
        told = undefined;
      } catch (error) {
        const message = messageOf(error);
        if (message !== told && !signal.aborted) onFault(message);
        told = message;
      }
      await (this.#deps.sleep ?? sleep)(restAfter(elapsed() - began, clock()), signal);
    }
  }
}
