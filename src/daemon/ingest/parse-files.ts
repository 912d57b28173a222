/**
 * Reads, decompresses and parses the files of a job, one after the other, on the thread that calls.
 * @module
 */
import {
  LogParser,
  type MalformedSample,
  ReadFault,
  readFile,
  readWhole,
  release,
} from '../../../collectors/invocation-logs/index.ts';
import type { InvocationFact } from '../../domain/usage.ts';
import type { Job, LogFile, PartCounts } from './parsed.ts';
import type { FileFailure } from './summary.ts';

/** Where facts go until they are enough for a part. */
export interface FactSink {
  add(fact: InvocationFact): void;
  readonly rows: number;
}

/** Large texts are parsed in pieces, so that a part stays near its size. */
const PIECE_BYTES = 256 * 1024;
/** Facts after which a part is delivered. */
const FACTS_PER_PART = 2_000;
/** Bytes read after which a part is delivered without them: somebody may be watching. */
const BYTES_PER_PART = 4 * 1024 * 1024;

/**
 * Parses a job. Never throws for what is wrong with the input: that is counted.
 * @param facts filled with the facts of the part, to be taken out before the next one is asked for
 */
export async function* parseFiles(
  job: Job,
  hashKey: Uint8Array | null,
  facts: FactSink,
): AsyncGenerator<PartCounts, void, undefined> {
  const sums = new Sums();
  for (const file of job) {
    const log = new LogParser(file.path, { hashKey }, (fact) => facts.add(fact));
    for await (const chunk of textOf(file, sums)) {
      for (let from = 0; from < chunk.length; from += PIECE_BYTES) {
        log.push(chunk.subarray(from, from + PIECE_BYTES));
        if (facts.rows < FACTS_PER_PART && sums.bytes < BYTES_PER_PART) continue;
        sums.addLines(log);
        yield sums.take();
      }
    }
    log.end();
    sums.addLines(log);
    sums.files += 1;
    if (facts.rows >= FACTS_PER_PART) yield sums.take();
  }
  yield sums.take();
}

/** The text of a file, whole where it is small; the memory of a chunk is gone when the next one is asked for. */
async function* textOf(file: LogFile, sums: Sums): AsyncGenerator<Buffer, void, undefined> {
  const whole = readWhole(file.at, file.bytes);
  if (whole !== null) {
    sums.bytes += file.bytes;
    yield whole;
    release(whole);
    return;
  }
  const onBytes = (bytes: number) => {
    sums.bytes += bytes;
  };
  try {
    yield* readFile(file.at, { onBytes, releases: true });
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    sums.failures.push({ file: file.path, reason: error.message });
  }
}

class Sums {
  files = 0;
  bytes = 0;
  failures: FileFailure[] = [];
  #notRecords = 0;
  #malformed = 0;
  #samples: MalformedSample[] = [];

  addLines(log: LogParser): void {
    const { notRecords, malformed, malformedSamples } = log.takeCounts();
    this.#notRecords += notRecords;
    this.#malformed += malformed;
    this.#samples.push(...malformedSamples);
  }

  take(): PartCounts {
    const { files, bytes, failures } = this;
    const lines = {
      notRecords: this.#notRecords,
      malformed: this.#malformed,
      malformedSamples: this.#samples,
    };
    [this.files, this.bytes, this.failures] = [0, 0, []];
    [this.#notRecords, this.#malformed, this.#samples] = [0, 0, []];
    return { files, bytes, failures, ...lines };
  }
}
