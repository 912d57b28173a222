/**
 * The watching thread as the daemon sees it: it only tells.
 * @module
 */
import { Thread, type ThreadHooks } from '../threads/thread.ts';
import type { WatchEvent, WatchSetup } from './messages.ts';

/** Beside this file, in the language it is running in. */
const PROGRAM = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

export interface WatchHooks extends ThreadHooks {
  readonly onEvent: (event: WatchEvent) => void;
}

export class WatchThread {
  readonly #thread: Thread<never, WatchEvent>;

  constructor(setup: WatchSetup, hooks: WatchHooks) {
    this.#thread = new Thread<never, WatchEvent>({ ...hooks, name: 'watch', program: PROGRAM, setup });
    this.#thread.start();
  }

  /** Finishes the transaction in hand and ends the thread. */
  stop(): Promise<void> {
    return this.#thread.stop();
  }
}
