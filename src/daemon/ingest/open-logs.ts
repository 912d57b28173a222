/**
 * Logs in the order of the walk, the next ones being parsed while one is written.
 * @module
 */
import { parseStream, readStream, type WalkEntry, walk } from '../../../collectors/invocation-logs/index.ts';
import type { Job, LogFile, ParsedPart } from './parsed.ts';
import type { Parsers } from './parser-pool.ts';

/** Files of a job: enough to be worth its messages, few enough for all parsers to have some. */
const JOB_BYTES = 512 * 1024;
const JOB_FILES = 64;

export interface OpenOptions {
  readonly parsers: Parsers;
  /** Secret for the hashes of prompts; null: none are made. */
  readonly hashKey: Uint8Array | null;
  readonly stdin: () => AsyncIterable<Buffer>;
}

type Parts = AsyncIterable<ParsedPart>;
type Generated = AsyncGenerator<ParsedPart, void, undefined>;

/** Parses what `walk` finds under the paths: the parts of one file after the other, in its order. */
export async function* openLogs(
  paths: readonly string[],
  options: OpenOptions,
): AsyncGenerator<ParsedPart, void, undefined> {
  const underWay: Parts[] = [];
  for await (const step of stepsOf(paths)) {
    underWay.push(begin(step, options));
    const next = underWay.length > options.parsers.room ? underWay.shift() : undefined;
    if (next) yield* next;
  }
  for (const next of underWay) yield* next;
}

type Step = { readonly kind: 'job'; readonly job: Job } | Exclude<WalkEntry, { kind: 'file' }>;

/** The walk, small neighbouring files together. */
async function* stepsOf(paths: readonly string[]): AsyncGenerator<Step, void, undefined> {
  let job: LogFile[] = [];
  let bytes = 0;
  for await (const entry of walk(paths)) {
    if (entry.kind === 'file') {
      const { path, at } = entry;
      job.push({ path, at, bytes: entry.bytes });
      bytes += entry.bytes;
      if (job.length < JOB_FILES && bytes < JOB_BYTES) continue;
    }
    if (job.length > 0) yield { kind: 'job', job };
    job = [];
    bytes = 0;
    if (entry.kind !== 'file') yield entry;
  }
  if (job.length > 0) yield { kind: 'job', job };
}

function begin(step: Step, { parsers, hashKey, stdin }: OpenOptions): Parts {
  switch (step.kind) {
    case 'job':
      return parsers.parse(step.job, hashKey);
    case 'stdin':
      return standardInput(stdin, hashKey);
    case 'unreadable':
      return unreadable(step.path, step.reason);
  }
}

const NOTHING = {
  files: 0,
  bytes: 0,
  notRecords: 0,
  malformed: 0,
  malformedSamples: [],
  failures: [],
  facts: [],
};

async function* unreadable(file: string, reason: string): Generated {
  yield { ...NOTHING, failures: [{ file, reason }] };
}

/** Read where it comes in, which is the thread of the writer. */
async function* standardInput(stdin: () => AsyncIterable<Buffer>, hashKey: Uint8Array | null): Generated {
  let bytes = 0;
  const onBytes = (read: number) => {
    bytes += read;
  };
  const chunks = readStream(stdin(), { onBytes, releases: true });
  for await (const batch of parseStream('-', chunks, { hashKey })) {
    const { facts, notRecords, malformed, malformedSamples, fault } = batch;
    const failures = fault === null ? [] : [{ file: '-', reason: fault.message }];
    yield { files: 0, bytes, notRecords, malformed, malformedSamples, failures, facts };
    bytes = 0;
  }
  yield { ...NOTHING, files: 1 };
}
