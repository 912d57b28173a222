/**
 * Files into the store: walk, read, parse, commit batch by batch. Each batch is its own transaction; records
 * already known change nothing, so running again after a kill does what is left.
 * @module
 */
import { type ParsedBatch, parseStream } from '../../../collectors/invocation-logs/index.ts';
import type { Rater } from '../../domain/cost.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { Store } from '../../store/port.ts';
import { openLogs } from './open-logs.ts';
import { type IngestCounts, MAX_SAMPLES, newCounts } from './summary.ts';

export interface IngestDeps {
  readonly store: Store;
  readonly rater: Rater;
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
const FACTS_PER_COMMIT = 2_000;

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
  const onBytes = (bytes: number) => {
    counts.bytes += bytes;
  };
  let pending: readonly InvocationFact[] = [];
  const commitPending = async () => {
    const facts = pending;
    pending = [];
    await commit(facts, deps, counts);
  };
  for await (const log of openLogs(paths, { stdin: deps.stdin, onBytes })) {
    if ('reason' in log) {
      counts.failures.push({ file: log.path, reason: log.reason });
      continue;
    }
    for await (const batch of parseStream(log.name, log.chunks, { hashKey, batchSize: FACTS_PER_COMMIT })) {
      noteLines(batch, counts);
      if (batch.fault) counts.failures.push({ file: log.name, reason: batch.fault.message });
      pending = pending.length === 0 ? batch.facts : [...pending, ...batch.facts];
      if (pending.length >= FACTS_PER_COMMIT) await commitPending();
    }
    counts.files += 1;
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

/** Lines that are no facts. */
function noteLines(batch: ParsedBatch, counts: IngestCounts): void {
  counts.notRecords += batch.notRecords;
  counts.malformed += batch.malformed;
  const room = MAX_SAMPLES - counts.malformedSamples.length;
  counts.malformedSamples.push(...batch.malformedSamples.slice(0, Math.max(0, room)));
}

function noteTimes(facts: readonly InvocationFact[], counts: IngestCounts): void {
  for (const { at } of facts) {
    if (counts.first === null || at < counts.first) counts.first = at;
    if (counts.last === null || at > counts.last) counts.last = at;
  }
}
