/**
 * A log file, or standard input, as chunks of plain bytes. gzip is known by its first bytes, not by the name:
 * S3 tools decompress on the way, and keep the `.gz`.
 * @module
 */
import { createReadStream } from 'node:fs';
import { messageOf } from '../../../src/domain/errors.ts';
import { GzipFault, gunzip, INPUT_BYTES } from './gunzip.ts';
import { ReadFault } from './read-fault.ts';
import { releasing } from './release.ts';

const READ_BYTES = 256 * 1024;
/** A fault is narrowed down by giving zlib smaller and smaller pieces of the input around it. */
const RECOVERY_PIECES = [1024, 32, 1] as const;
const GZIP_MAGIC = [0x1f, 0x8b] as const;

export interface ReadOptions {
  /** Called with the size of every piece read from the file, before decompression: progress. */
  readonly onBytes?: (bytes: number) => void;
  /** Chunks are read before the next one is asked for, and not kept: decompressed ones are freed at once. */
  readonly releases?: boolean;
}

/** Opens the raw bytes; more than once where a fault has to be narrowed down. */
type Open = () => AsyncIterable<Buffer>;

/**
 * Reads a file to its end. Chunks come as fast as they are taken.
 * @param path a Buffer where the name is no UTF-8; faults show it with replacement characters
 * @throws ReadFault once everything that could be read has been delivered
 */
export function readFile(
  path: string | Buffer,
  options: ReadOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  const open = () => createReadStream(path, { highWaterMark: READ_BYTES });
  return plainBytes(path.toString(), open, open, options);
}

/** Reads a stream, such as standard input, in the same way. It cannot be read twice, so that a damaged gzip
 * member loses a little more in front of the fault. */
export function readStream(
  input: AsyncIterable<Buffer>,
  options: ReadOptions = {},
): AsyncGenerator<Buffer, void, undefined> {
  return plainBytes('-', () => input, null, options);
}

async function* plainBytes(
  path: string,
  open: Open,
  reopen: Open | null,
  options: ReadOptions,
): AsyncGenerator<Buffer, void, undefined> {
  let delivered = 0;
  try {
    const [isGzip, input] = await sniff(counted(open(), options));
    if (!isGzip) return yield* input;
    const text = gunzip(input);
    for await (const chunk of options.releases ? releasing(text) : text) {
      delivered += chunk.length;
      yield chunk;
    }
  } catch (error) {
    if (isSystemError(error)) throw new ReadFault('unreadable', path, messageOf(error), error);
    if (!(error instanceof GzipFault)) throw error;
    const canNarrow = error.kind === 'corrupt' && !error.isExact && reopen !== null;
    const fault = canNarrow ? yield* recover(reopen, error, delivered) : error;
    throw new ReadFault(fault.kind, path, describe(fault), fault);
  }
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

function describe({ kind, soundBytes, isExact, message }: GzipFault): string {
  if (kind === 'truncated') return `gzip data ends early, after ${soundBytes} bytes`;
  // Of a stream only the piece is known.
  const place = isExact ? `near byte ${soundBytes}` : `after byte ${soundBytes}`;
  return `gzip data is damaged ${place} (${message})`;
}

/** Yields what lies between what was delivered and the first damaged byte; returns the fault as found there. */
async function* recover(
  reopen: Open,
  coarse: GzipFault,
  delivered: number,
): AsyncGenerator<Buffer, GzipFault, undefined> {
  let fault = coarse;
  let skip = delivered;
  for (const piece of RECOVERY_PIECES) {
    let seen = 0;
    const from = fault.soundBytes;
    try {
      for await (const chunk of gunzip(reopen(), (offset) => pieceAt(offset, from, piece))) {
        const fresh = chunk.subarray(Math.max(0, skip - seen));
        seen += chunk.length;
        if (fresh.length > 0) yield fresh;
      }
      return fault;
    } catch (error) {
      // A file that has gone meanwhile leaves it at what was delivered.
      if (!(error instanceof GzipFault)) return fault;
      fault = error;
      skip = Math.max(skip, seen);
    }
  }
  return fault;
}

/** Up to the sound input's end as usual, then in small pieces. */
const pieceAt = (offset: number, sound: number, small: number): number =>
  offset < sound ? Math.min(INPUT_BYTES, sound - offset) : small;

async function* counted(input: AsyncIterable<Buffer>, { onBytes }: ReadOptions): AsyncGenerator<Buffer> {
  for await (const chunk of input) {
    onBytes?.(chunk.length);
    yield chunk;
  }
}

/** Looks at the first two bytes; the returned input has them again. */
async function sniff(input: AsyncGenerator<Buffer>): Promise<[boolean, AsyncGenerator<Buffer>]> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < GZIP_MAGIC.length) {
    const { done, value } = await input.next();
    if (done) break;
    head = head.length === 0 ? value : Buffer.concat([head, value]);
  }
  return [GZIP_MAGIC.every((byte, i) => head[i] === byte), withHead(head, input)];
}

async function* withHead(head: Buffer, input: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  yield* input;
}
