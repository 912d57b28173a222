/**
 * Chunks of one log -> batches of usage facts with counts of everything else. No I/O of its own.
 * @module
 */
import type { InvocationFact } from '../../src/domain/usage.ts';
import { ReadFault } from './file/read-fault.ts';
import { type LineCounts, LogParser, type LogParserOptions } from './log-parser.ts';

export interface ParseStreamOptions extends LogParserOptions {
  /** Facts after which a batch is delivered; default 2,000. */
  readonly batchSize?: number;
}

/** What has been read since the batch before. Counts of a log are the sums over its batches. */
export interface ParsedBatch extends LineCounts {
  readonly facts: readonly InvocationFact[];
  /** Well-formed records: the number of facts. */
  readonly records: number;
  /** Why reading ended early; everything read before it has been delivered. Only in a log's last batch. */
  readonly fault: ReadFault | null;
}

/** Larger chunks are parsed in parts, so that a batch stays near its size. */
export const PART_BYTES = 256 * 1024;

/**
 * Parses one log. Every log gives at least one batch.
 * @param file name for samples
 * @param chunks decompressed bytes, of which nothing is kept behind the next one; a {@link ReadFault} thrown by it ends
 *   the log and is reported, anything else is thrown on
 */
export async function* parseStream(
  file: string,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ParseStreamOptions,
): AsyncGenerator<ParsedBatch, void, undefined> {
  const { batchSize = 2000 } = options;
  let facts: InvocationFact[] = [];
  const log = new LogParser(file, options, (fact) => facts.push(fact));
  const flush = (fault: ReadFault | null): ParsedBatch => {
    const batch = { facts, records: facts.length, ...log.takeCounts(), fault };
    facts = [];
    return batch;
  };

  let fault: ReadFault | null = null;
  try {
    for await (const chunk of chunks) {
      const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let from = 0; from < buffer.length; from += PART_BYTES) {
        log.push(buffer.subarray(from, from + PART_BYTES));
        if (facts.length >= batchSize) yield flush(null);
      }
    }
  } catch (error) {
    if (!(error instanceof ReadFault)) throw error;
    fault = error;
  }
  log.end();
  yield flush(fault);
}
