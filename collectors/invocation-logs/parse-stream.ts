/**
 * Chunks of one log -> batches of usage facts with counts of everything else. No I/O of its own.
 * @module
 */
import type { InvocationFact } from '../../src/domain/usage.ts';
import { ReadFault } from './file/read-fault.ts';
import { TextFramer } from './framing/framer.ts';
import { DEFAULT_MAX_FRAME_BYTES } from './framing/sink.ts';
import type { ParseOptions } from './outcome.ts';
import { parseRecord } from './record.ts';

export interface ParseStreamOptions extends ParseOptions {
  /** Facts after which a batch is delivered; default 2,000. */
  readonly batchSize?: number;
  /** Bytes after which a line or record is dropped as malformed; default 16 MiB. */
  readonly maxLineBytes?: number;
  /** Malformed lines described per log; default 20. All are counted. */
  readonly maxSamples?: number;
}

/** Where and why something was no record. Reasons never contain text of the log. */
export interface MalformedSample {
  readonly file: string;
  /** 1-based, in the decompressed text. */
  readonly line: number;
  readonly reason: string;
}

/** What has been read since the batch before. Counts of a log are the sums over its batches. */
export interface ParsedBatch {
  readonly facts: readonly InvocationFact[];
  /** Well-formed records: the number of facts. */
  readonly records: number;
  /** Lines known to be none, such as the permission notice. */
  readonly notRecords: number;
  readonly malformed: number;
  readonly malformedSamples: readonly MalformedSample[];
  /** Why reading ended early; everything read before it has been delivered. Only in a log's last batch. */
  readonly fault: ReadFault | null;
}

interface Counts {
  facts: InvocationFact[];
  notRecords: number;
  malformed: number;
  samples: MalformedSample[];
}

/** Larger chunks are parsed in parts, so that a batch stays near its size. */
const PART_BYTES = 256 * 1024;

/**
 * Parses one log. Every log gives at least one batch.
 * @param file name for samples
 * @param chunks decompressed bytes; a {@link ReadFault} thrown by it ends the log and is reported, anything
 *   else is thrown on
 */
export async function* parseStream(
  file: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ParseStreamOptions,
): AsyncGenerator<ParsedBatch, void, undefined> {
  const { batchSize = 2000, maxLineBytes = DEFAULT_MAX_FRAME_BYTES, maxSamples = 20 } = options;
  let counts = noCounts();
  let samples = 0;
  const bad = (line: number, reason: string): void => {
    counts.malformed++;
    if (samples++ < maxSamples) counts.samples.push({ file, line, reason });
  };
  const frame = (bytes: Buffer, line: number): boolean => {
    const outcome = parseRecord(bytes, options);
    if (outcome.kind === 'fact') counts.facts.push(outcome.fact);
    else if (outcome.kind === 'malformed') bad(line, outcome.reason);
    else counts.notRecords++;
    return outcome.kind !== 'malformed';
  };
  const framer = new TextFramer({ frame, bad }, maxLineBytes);
  const flush = (fault: ReadFault | null): ParsedBatch => {
    const batch = batchOf(counts, fault);
    counts = noCounts();
    return batch;
  };

  let fault: ReadFault | null = null;
  try {
    for await (const chunk of chunks) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let from = 0; from < buffer.length; from += PART_BYTES) {
        framer.push(buffer.subarray(from, from + PART_BYTES));
        if (counts.facts.length >= batchSize) yield flush(null);
      }
    }
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    fault = error;
  }
  framer.end();
  yield flush(fault);
}

const noCounts = (): Counts => ({ facts: [], notRecords: 0, malformed: 0, samples: [] });

function batchOf(counts: Counts, fault: ReadFault | null): ParsedBatch {
  const { facts, notRecords, malformed, samples } = counts;
  return { facts, records: facts.length, notRecords, malformed, malformedSamples: samples, fault };
}
