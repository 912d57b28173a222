/**
 * The short way for small gzip files, which is what S3 delivery writes: one read, one decompression, one buffer, on the
 * thread that parses it. Streams cost more in garbage collection and hand-overs than the parsing behind them.
 * @module
 */
import { readFileSync } from 'node:fs';
import { gunzipSync, type ZlibOptions } from 'node:zlib';
import { isPadding } from './gunzip.ts';

/** Larger files are streamed: every parser may hold one. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** A file that claims, or turns out, to hold more is streamed. */
const MAX_TEXT_BYTES = 16 * 1024 * 1024;
const MIN_GZIP_BYTES = 18;

/**
 * The whole text of a small, sound gzip file, to be released when it has been read; null for any other, which is then
 * streamed: larger files, plain ones, damaged ones (so that everything in front of the damage is delivered) and
 * unreadable ones (so that it is told).
 * @param path a Buffer where the name is no UTF-8
 * @param bytes the file's size
 */
export function readWhole(path: string | Buffer, bytes: number): Buffer | null {
  if (bytes > MAX_FILE_BYTES || bytes < MIN_GZIP_BYTES) return null;
  try {
    const packed = readFileSync(path);
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) return null;
    // The last four bytes hold the size of the last member: all of it, nearly always.
    const size = packed.readUInt32LE(packed.length - 4);
    if (size > MAX_TEXT_BYTES) return null;
    const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: MAX_TEXT_BYTES };
    const { text, consumed } = decompress(packed, options);
    // zlib stops without a word where no member begins; the streaming reader says so.
    return isPadding(packed, consumed) ? text : null;
  } catch {
    return null;
  }
}

interface Decompressed {
  readonly text: Buffer;
  /** Input that belongs to gzip members. */
  readonly consumed: number;
}

function decompress(packed: Buffer, options: ZlibOptions): Decompressed {
  const result: unknown = gunzipSync(packed, { ...options, info: true });
  if (!isInfo(result)) throw new TypeError('zlib gives no account of its input');
  return { text: result.buffer, consumed: result.engine.bytesWritten };
}

/** What zlib answers with the option `info`, which its type does not tell. */
function isInfo(result: unknown): result is { buffer: Buffer; engine: { bytesWritten: number } } {
  if (typeof result !== 'object' || result === null) return false;
  if (!('buffer' in result && Buffer.isBuffer(result.buffer) && 'engine' in result)) return false;
  const { engine } = result;
  return (
    typeof engine === 'object' &&
    engine !== null &&
    'bytesWritten' in engine &&
    typeof engine.bytesWritten === 'number'
  );
}
