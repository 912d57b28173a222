/**
 * Gives memory back that was needed for a while. V8 keeps what a heavy answer took until the next one asks for more than
 * ever before; a thread that mostly waits would hold its largest minute for days.
 * @module
 */
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

const LOOK_MILLISECONDS = 60_000;
/** What a start took, and nothing needs again, is there soon after it. */
const FIRST_LOOK_MILLISECONDS = 15_000;
/** More than what was left last time by so much is worth an eighth of a second. */
const WORTH_BYTES = 12_000_000;
/** A thread that people wait for is left alone unless it has waited for nearly all of the time. */
const QUIET_SHARE = 0.02;

export interface TidyDeps {
  /** Whether people wait for this thread: then it is tidied only after a minute in which nobody did. */
  readonly peopleWait: boolean;
  /** Bytes that the thread's heap, and what hangs on it, take. */
  readonly bytes?: () => number;
  /** Collects all garbage and gives back what it took; absent where Node was started without. */
  readonly collect?: (() => void) | undefined;
  /** The share of time, since the last look, in which the thread did something. */
  readonly busy?: () => number;
}

/** One thread's tidying. */
export class Tidy {
  readonly #deps: Required<TidyDeps>;
  #left = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: TidyDeps) {
    this.#deps = { bytes: heapBytes, collect: collector(), busy: busyShare(), ...deps };
  }

  /** Looks soon after the start, then once a minute; holds no thread alive. */
  start(): this {
    this.#timer ??= setTimeout(() => this.#next(), FIRST_LOOK_MILLISECONDS).unref();
    return this;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    this.#timer = setTimeout(() => this.#next(), LOOK_MILLISECONDS).unref();
    this.look();
  }

  /** Tidies up where that is worth it. */
  look(): void {
    const { peopleWait, bytes, collect, busy } = this.#deps;
    const share = busy();
    if (collect === undefined || bytes() < this.#left + WORTH_BYTES) return;
    if (peopleWait && share > QUIET_SHARE) return;
    collect();
    this.#left = bytes();
  }
}

function heapBytes(): number {
  const { total_physical_size, external_memory } = getHeapStatistics();
  return total_physical_size + external_memory;
}

/** There with `--expose-gc`, which `serve` gives itself (`cli/long-lived.ts`). */
function collector(): (() => void) | undefined {
  const { gc } = globalThis;
  return gc && (() => gc({ type: 'major', execution: 'sync', flavor: 'last-resort' }));
}

function busyShare(): () => number {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
