/**
 * Answers that were just given: an analysis over weeks of hours is not done twice for the same minute.
 * @module
 */
import type { EpochSeconds } from '../../src/domain/time.ts';

const KEPT = 32;

export class Recent<T> {
  readonly #answers = new Map<string, { readonly until: EpochSeconds; readonly answer: Promise<T> }>();
  readonly #seconds: number;

  /** @param seconds how old an answer may be */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** The answer given under the key not long ago, or a new one. A failure is not kept. */
  get(key: string, now: EpochSeconds, ask: () => Promise<T>): Promise<T> {
    const kept = this.#answers.get(key);
    if (kept !== undefined && kept.until > now) return kept.answer;
    const answer = ask();
    this.#answers.delete(key);
    this.#answers.set(key, { until: (now + this.#seconds) as EpochSeconds, answer });
    answer.catch(() => this.#answers.delete(key));
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > KEPT && oldest !== undefined) this.#answers.delete(oldest);
    return answer;
  }
}
