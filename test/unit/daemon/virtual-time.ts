/**
 * Time that passes only when told to, for the scheduler's clock and sleep.
 * @module
 */
import { setImmediate } from 'node:timers/promises';

interface Timer {
  readonly at: number;
  readonly ring: () => void;
}

export class VirtualTime {
  #now = 0;
  readonly #timers = new Set<Timer>();

  readonly clock = (): number => this.#now;

  readonly sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const timer = {
        at: this.#now + milliseconds,
        ring: () => {
          this.#timers.delete(timer);
          resolve();
        },
      };
      if (signal?.aborted) resolve();
      else this.#timers.add(timer);
      signal?.addEventListener('abort', timer.ring);
    });

  /** Lets so much time pass; whatever was waiting for a moment in it goes on at that moment. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      await settle();
      const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      this.#now = Math.max(this.#now, next.at);
      next.ring();
    }
    this.#now = end;
    await settle();
  }
}

/** Everything that waits for nothing but promises has gone on. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await setImmediate();
}
