/**
 * Memory of decompressed text, given back as soon as it has been read. A buffer that is only dropped waits for a garbage
 * collection, and V8 sees a hundred bytes where megabytes hang on them.
 * @module
 */

/** Frees what a buffer of its own allocation holds; nothing may read it afterwards. Slices of Node's pool stay. */
export function release({ buffer }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}

/**
 * Releases each allocation when the first chunk of another one is asked for, and the last at the end. For sources that
 * fill one allocation after the other, and readers that keep nothing.
 */
export async function* releasing(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  let last: Buffer | undefined;
  for await (const chunk of chunks) {
    if (last !== undefined && last.buffer !== chunk.buffer) release(last);
    last = chunk;
    yield chunk;
  }
  if (last !== undefined) release(last);
}
