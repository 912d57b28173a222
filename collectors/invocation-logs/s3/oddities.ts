/**
 * What is odd in a queue, gathered over a run and told in a sentence. It lives as long as its collector: what is
 * permanent is told once and not every minute.
 * @module
 */
import type { Message } from './queue.ts';

/** What cannot be read is told when it has come so often; by then a redrive policy may have taken it. */
const TOLD_AFTER_RECEIVES = 3;
/** Messages remembered as told; a queue full of them must not fill the memory. */
const MOST_TOLD = 10_000;

export class Oddities {
  readonly #told = new Set<string>();
  #hasToldForeign = false;
  #foreign: string[] = [];
  #unreadable: string[] = [];

  /** An object that is another's. */
  foreign(name: string): void {
    if (!this.#hasToldForeign) this.#foreign.push(name.slice(0, 200));
  }

  /** A message that stays in the queue. */
  unreadable({ id, receives }: Message, reason: string): void {
    if (receives < TOLD_AFTER_RECEIVES || this.#told.has(id)) return;
    if (this.#told.size >= MOST_TOLD) this.#told.clear();
    this.#told.add(id);
    this.#unreadable.push(`${id}, received ${receives} times: ${reason}`);
  }

  tell(queue: string, tell: (what: string) => void): void {
    const [foreign, unreadable] = [this.#foreign, this.#unreadable];
    [this.#foreign, this.#unreadable] = [[], []];
    if (foreign.length > 0) {
      this.#hasToldForeign = true;
      tell(
        `${queue} announces objects that are not read here (${foreign.length} in this run, such as ${foreign[0]}): they are taken off the queue`,
      );
    }
    if (unreadable.length > 0) {
      tell(
        `${queue} has ${unreadable.length} messages that cannot be read, such as ${unreadable[0]}; they stay until the queue drops them`,
      );
    }
  }
}
