/**
 * Parser threads as the writer sees them: a stream of parts per job.
 * @module
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { factsOf } from '../../../collectors/invocation-logs/index.ts';
import type { Job, ParsedPart } from './parsed.ts';
import type { FromParser, ToParser } from './parser.ts';

/** Beside this file, in the language it is running in. */
const PARSER = new URL(import.meta.url.endsWith('.ts') ? './parser.ts' : './parser.js', import.meta.url);

/** More than the one writer keeps up with would only cost memory. */
const MOST_PARSERS = 3;
/** Facts are written into columns as they are found, so that nothing young lives long. */
const YOUNG_GENERATION_MB = 4;

/** Parses jobs, here or elsewhere; parts come in the order of the job. */
export interface Parsers {
  /** Jobs worth having under way at once. */
  readonly room: number;
  /** Begins with a job at once, or as soon as a thread is free. */
  parse(job: Job, hashKey: Uint8Array | null): AsyncIterable<ParsedPart>;
}

/** Jobs under way for each parser: while the writer commits, it hands out nothing. */
const JOBS_PER_PARSER = 4;

export class ParserPool implements Parsers {
  readonly #most: number;
  #parsers: Parser[] = [];
  #serial = 0;

  constructor(most = Math.min(Math.max(1, availableParallelism() - 1), MOST_PARSERS)) {
    this.#most = most;
  }

  get room(): number {
    return this.#most * JOBS_PER_PARSER;
  }

  /** Starts a thread beforehand, while others are still getting ready. */
  warm(): void {
    if (this.#parsers.length === 0) this.#parsers.push(new Parser());
  }

  parse(job: Job, hashKey: Uint8Array | null): AsyncIterable<ParsedPart> {
    this.#serial += 1;
    return this.#leastBusy().parse(this.#serial, job, hashKey);
  }

  /** Ends all threads, whatever they are doing; the next job starts new ones. */
  async close(): Promise<void> {
    const parsers = this.#parsers;
    this.#parsers = [];
    await Promise.all(parsers.map((parser) => parser.close()));
  }

  #leastBusy(): Parser {
    const idlest = this.#parsers.toSorted((a, b) => a.load - b.load)[0];
    if (idlest && (idlest.load === 0 || this.#parsers.length === this.#most)) return idlest;
    const parser = new Parser();
    this.#parsers.push(parser);
    return parser;
  }
}

class Parser {
  readonly #worker = new Worker(PARSER, {
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  readonly #jobs = new Map<number, Parts>();

  constructor() {
    this.#worker.on('message', (message: FromParser) => this.#take(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('a parser thread has ended')));
  }

  /** Bytes of the jobs that have not ended. */
  get load(): number {
    let bytes = 0;
    for (const { size } of this.#jobs.values()) bytes += size;
    return bytes;
  }

  parse(job: number, files: Job, hashKey: Uint8Array | null): Parts {
    const size = files.reduce((sum, { bytes }) => sum + bytes, 1);
    const parts = new Parts(size, () => this.#send({ kind: 'taken', job }));
    this.#jobs.set(job, parts);
    this.#send({ kind: 'parse', job, files, hashKey });
    return parts;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #send(message: ToParser): void {
    this.#worker.postMessage(message);
  }

  #take(message: FromParser): void {
    const parts = this.#jobs.get(message.job);
    if (parts === undefined) return;
    if (message.kind === 'part') {
      parts.push(() => ({ ...message.counts, facts: factsOf(message.columns) }));
      return;
    }
    this.#jobs.delete(message.job);
    parts.end(message.kind === 'failed' ? new Error(message.message) : null);
  }

  #fail(error: Error): void {
    for (const parts of this.#jobs.values()) parts.end(error);
    this.#jobs.clear();
  }
}

/** Parts of one job as they come; turned into facts only when it is their turn. */
class Parts implements AsyncIterable<ParsedPart> {
  readonly size: number;
  readonly #onTaken: () => void;
  readonly #waiting: (() => ParsedPart)[] = [];
  #isOver = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  constructor(size: number, onTaken: () => void) {
    this.size = size;
    this.#onTaken = onTaken;
  }

  push(part: () => ParsedPart): void {
    this.#waiting.push(part);
    this.#wake();
  }

  end(error: Error | null): void {
    this.#isOver = true;
    this.#error = error;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ParsedPart, void, undefined> {
    for (;;) {
      const part = this.#waiting.shift();
      if (part) {
        this.#onTaken();
        yield part();
      } else if (this.#isOver) break;
      else
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    }
    if (this.#error) throw this.#error;
  }
}
