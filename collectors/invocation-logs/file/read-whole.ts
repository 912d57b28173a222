/**
 * The short way for small gzip files, which is what S3 delivery writes: one read, one decompression off the thread,
 * one buffer. A stream of many small buffers costs more in garbage collection than the parsing behind it.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, type ZlibOptions } from 'node:zlib';

/** Larger files are streamed: a few of these are in memory at once. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** A file that claims, or turns out, to hold more is streamed. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;
const MIN_GZIP_BYTES = 18;

const decompress = promisify<Buffer, ZlibOptions, Buffer>(gunzip);

/**
 * The whole text of a small, sound gzip file; null for any other, which is then streamed: larger files, plain ones,
 * damaged ones (so that everything in front of the damage is delivered) and unreadable ones (so that it is told).
 * @param bytes the file's size
 */
export async function readWhole(path: string, bytes: number): Promise<Buffer | null> {
  if (bytes > MAX_FILE_BYTES || bytes < MIN_GZIP_BYTES) return null;
  try {
    const packed = await readFile(path);
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) return null;
    // The last four bytes hold the size of the last member: all of it, nearly always.
    const size = packed.readUInt32LE(packed.length - 4);
    if (size > MAX_TEXT_BYTES) return null;
    return await decompress(packed, { chunkSize: Math.max(64, size + 1), maxOutputLength: MAX_TEXT_BYTES });
  } catch {
    return null;
  }
}
