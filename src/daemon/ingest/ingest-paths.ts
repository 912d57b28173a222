/**
 * Files into the store: walk, read, parse, commit batch by batch. Each batch is its own transaction; records
 * already known change nothing, so running again after a kill does what is left.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { Store } from '../../store/port.ts';
import { openLogs } from './open-logs.ts';
import type { PartCounts } from './parsed.ts';
import type { Parsers } from './parser-pool.ts';
import { type IngestCounts, MAX_SAMPLES, newCounts } from './summary.ts';

export interface IngestDeps {
  readonly store: Store;
  readonly rater: Rater;
  readonly parsers: Parsers;
  readonly now: () => EpochSeconds;
  /** Keep keyed hashes of prompts. */
  readonly promptHash: boolean;
  /** Standard input, for the path `-`. */
  readonly stdin: () => AsyncIterable<Buffer>;
}

/** How far it is, for a progress bar. */
export interface Progress {
  readonly filesDone: number;
  readonly bytesRead: number;
  readonly records: number;
  readonly invocations: number;
}

const SOURCE = { collector: 'file', account: null, region: null } as const;
/**
 * Facts a transaction, across files: large enough to share roll-up rows, small enough to keep memory and locks short.
 */
const FACTS_PER_COMMIT = 5_000;

/**
 * Ingests files, folders and `-`. Never throws for what is wrong with the input: that is counted.
 * @throws MeterError when the store cannot be written; what was committed before stays
 */
export async function ingestPaths(
  paths: readonly string[],
  deps: IngestDeps,
  onProgress: (progress: Progress) => void = () => undefined,
): Promise<IngestCounts> {
  const counts = newCounts();
  const hashKey = deps.promptHash ? await deps.store.hashKey() : null;
  const report = () => {
    const { files, bytes, records, invocations } = counts;
    onProgress({ filesDone: files, bytesRead: bytes, records, invocations });
  };
  let pending: InvocationFact[] = [];
  const commitPending = async () => {
    const facts = pending;
    pending = [];
    await commit(facts, deps, counts);
  };
  const { parsers, stdin } = deps;
  for await (const part of openLogs(paths, { parsers, hashKey, stdin })) {
    notePart(part, counts);
    for (const fact of part.facts) pending.push(fact);
    if (pending.length >= FACTS_PER_COMMIT) await commitPending();
    report();
  }
  await commitPending();
  report();
  return counts;
}

async function commit(
  facts: readonly InvocationFact[],
  deps: IngestDeps,
  counts: IngestCounts,
): Promise<void> {
  if (facts.length === 0) return;
  const outcome = await deps.store.ingest({ source: SOURCE, facts, now: deps.now() }, deps.rater);
  counts.records += facts.length;
  counts.invocations += outcome.inserted;
  counts.duplicates += outcome.duplicates;
  counts.late += outcome.late;
  counts.unpricedInvocations += outcome.unpriced;
  counts.suspectCounts += outcome.suspect;
  for (const [dimension, facts] of Object.entries(outcome.overflow)) {
    counts.overflow[dimension] = (counts.overflow[dimension] ?? 0) + facts;
  }
  noteTimes(facts, counts);
}

/** What is no fact. */
function notePart(part: PartCounts, counts: IngestCounts): void {
  counts.files += part.files;
  counts.bytes += part.bytes;
  counts.notRecords += part.notRecords;
  counts.malformed += part.malformed;
  counts.failures.push(...part.failures);
  const room = MAX_SAMPLES - counts.malformedSamples.length;
  counts.malformedSamples.push(...part.malformedSamples.slice(0, Math.max(0, room)));
}

function noteTimes(facts: readonly InvocationFact[], counts: IngestCounts): void {
  for (const { at } of facts) {
    if (counts.first === null || at < counts.first) counts.first = at;
    if (counts.last === null || at > counts.last) counts.last = at;
  }
}
