/**
 * The ingest thread as its owner sees it: a promise per ingestion.
 * @module
 */
import { fstatSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { EXIT, MeterError, messageOf, UsageError } from '../../domain/errors.ts';
import type { Progress } from './ingest-paths.ts';
import type { Answer, Request, ThreadSetup } from './messages.ts';
import type { IngestCounts } from './summary.ts';

/** Beside this file, in the language it is running in. */
const WORKER = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);

/**
 * A small young generation makes V8 collect, and free the decompressed texts behind dead buffers, sooner. On 400 MB of
 * logs the peak is 261 to 279 MB instead of 322 to 331, at the same speed (docs/benchmarks.md).
 */
const YOUNG_GENERATION_MB = 8;

/** What the store has for closing, once everything is committed, where the thread may not end by itself. */
const CLOSING_MILLISECONDS = 1000;

/** The path that is standard input. */
const STDIN = '-';

interface Pending {
  readonly readsStdin: boolean;
  readonly resolve: (counts: IngestCounts) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

export class IngestThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  readonly #stdin: Readable | undefined;
  /** Why standard input ended early. The thread cannot be told through its stream, and sees only an end. */
  #stdinFault: string | undefined;
  /** The last ingestion asked for: the thread does one after the other. */
  #last: Promise<unknown> = Promise.resolve();
  /** Why the thread ended early. */
  #death: Error | undefined;
  #serial = 0;

  /** @param stdin what the path `-` reads; nothing where absent */
  constructor(setup: ThreadSetup, stdin?: Readable) {
    this.#worker = new Worker(WORKER, {
      workerData: setup,
      stdin: true,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    this.#stdin = stdin;
    this.#feed(stdin);
    this.#exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#failAll(error));
  }

  /**
   * Ingests files, folders and `-`, behind whatever was asked before.
   * @throws MeterError when the store cannot be written; UsageError where own rates fit no model
   */
  ingest(
    paths: readonly string[],
    onProgress: (progress: Progress) => void = () => undefined,
  ): Promise<IngestCounts> {
    this.#serial += 1;
    const id = this.#serial;
    const answer = new Promise<IngestCounts>((resolve, reject) => {
      if (this.#death) return reject(this.#death);
      this.#pending.set(id, { readsStdin: paths.includes(STDIN), resolve, reject, onProgress });
      this.#send({ kind: 'ingest', id, paths });
    });
    this.#last = answer;
    return answer;
  }

  /** Finishes what was asked, closes the store and ends the thread. */
  async close(): Promise<void> {
    this.#send({ kind: 'close' });
    if (this.#stdin) await this.#closeWithStdin();
    else await this.#exited;
  }

  /** Input that nobody read to its end keeps a thread from ending by itself: Node waits for a reader. */
  async #closeWithStdin(): Promise<void> {
    await Promise.allSettled([this.#last]);
    this.#dropStdin();
    const exited = this.#exited.then(() => true);
    if (await Promise.race([exited, setTimeout(CLOSING_MILLISECONDS, false, { ref: false })])) return;
    await this.#worker.terminate();
  }

  #feed(stdin: Readable | undefined): void {
    const to = this.#worker.stdin;
    if (!to) return;
    this.#stdinFault = stdin && unreadable(stdin);
    if (!stdin || this.#stdinFault !== undefined) {
      to.end();
      return;
    }
    stdin.on('error', (error) => {
      this.#stdinFault = messageOf(error);
      to.end();
    });
    stdin.pipe(to);
  }

  /** Lets go of standard input, which would hold the process for as long as somebody writes to it. */
  #dropStdin(): void {
    if (!this.#stdin || this.#stdin.destroyed) return;
    this.#stdin.unpipe();
    this.#stdin.destroy();
  }

  #send(request: Request): void {
    this.#worker.postMessage(request);
  }

  #settle(answer: Answer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    if (answer.kind === 'progress') {
      pending.onProgress(answer.progress);
      return;
    }
    this.#pending.delete(answer.id);
    if (answer.kind === 'done') {
      pending.resolve(pending.readsStdin ? this.#withStdinFault(answer.counts) : answer.counts);
      return;
    }
    this.#dropStdin();
    const { message, hint, exitCode } = answer;
    const help = hint === undefined ? {} : { hint };
    const isUsage = exitCode === EXIT.usage;
    pending.reject(isUsage ? new UsageError(message, help) : new MeterError(message, { exitCode, ...help }));
  }

  /** Whatever the thread made of the end of standard input, the fault is why. */
  #withStdinFault(counts: IngestCounts): IngestCounts {
    if (this.#stdinFault === undefined) return counts;
    const others = counts.failures.filter(({ file }) => file !== STDIN);
    return { ...counts, failures: [...others, { file: STDIN, reason: this.#stdinFault }] };
  }

  #failAll(error: Error): void {
    this.#death = error;
    this.#dropStdin();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** Node takes a standard input that it cannot read, such as a folder, for an empty one. */
function unreadable(stdin: Readable): string | undefined {
  if (!('fd' in stdin) || typeof stdin.fd !== 'number') return undefined;
  const found = fstatSync(stdin.fd);
  if (found.isDirectory()) return 'EISDIR: standard input is a directory';
  return found.isBlockDevice() ? 'standard input is a block device' : undefined;
}
