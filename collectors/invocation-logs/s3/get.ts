/**
 * Reading one delivery. Source: Amazon S3 API reference, `GetObject`.
 * @module
 */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { CollectFault } from '../../../src/domain/collector.ts';
import { messageOf } from '../../../src/domain/errors.ts';
import { ReadFault } from '../file/read-fault.ts';
import type { Bucket } from './bucket.ts';
import type { LogObject } from './list.ts';

export type Gotten =
  | { readonly kind: 'bytes'; readonly bytes: AsyncIterable<Buffer> }
  /** Deleted between listing and reading. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'fault'; readonly fault: CollectFault };

/** Larger objects are streamed when it is their turn; smaller ones are fetched ahead of it. */
export const SMALL_BYTES = 1024 * 1024;

/**
 * Begins to read an object. Never rejects for what is AWS's or the network's, so that it can be done ahead.
 * @returns bytes that throw a ReadFault when the connection ends before the object does
 */
export async function getObject(bucket: Bucket, object: LogObject, signal: AbortSignal): Promise<Gotten> {
  try {
    const bytes = await openBytes(bucket, object, signal);
    if (object.bytes > SMALL_BYTES) return { kind: 'bytes', bytes };
    return { kind: 'bytes', bytes: replay(await whole(bytes)) };
  } catch (error) {
    if (error instanceof ReadFault)
      return { kind: 'fault', fault: new CollectFault('unavailable', `s3:GetObject: ${error.message}`) };
    if (!(error instanceof CollectFault)) throw error;
    const gone = error.cause instanceof Error && /^(?:NoSuchKey|NotFound)$/.test(error.cause.name);
    return gone ? { kind: 'gone' } : { kind: 'fault', fault: error };
  }
}

async function openBytes(
  bucket: Bucket,
  object: LogObject,
  signal: AbortSignal,
): Promise<AsyncIterable<Buffer>> {
  const doing = { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket.name}/*` };
  const body = await bucket.ask(doing, async (client) => {
    const command = new GetObjectCommand({ Bucket: bucket.name, Key: object.key });
    const { Body, ETag } = await client.send(command, { abortSignal: signal });
    // HTML with status 200 would pass for an object without records, and be remembered as read.
    if (Body === undefined || ETag === undefined || (object.etag !== undefined && ETag !== object.etag)) {
      throw new CollectFault(
        'misread',
        `s3:GetObject: ${object.key} came back as something else than was listed`,
      );
    }
    return Body;
  });
  if (!(Symbol.asyncIterator in body)) throw new TypeError('the S3 client gives no stream of this platform');
  return checked(body as AsyncIterable<Buffer>, object);
}

/** The bytes of a body, all of them or a fault. */
async function* checked(body: AsyncIterable<Buffer>, { key, bytes }: LogObject): AsyncGenerator<Buffer> {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw new ReadFault('unreadable', key, `${key}: ${messageOf(error)}`, error);
  }
  if (read < bytes) throw new ReadFault('unreadable', key, `${key} ended after ${read} of ${bytes} bytes`);
}

async function whole(bytes: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const chunks: Buffer[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}

async function* replay(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
