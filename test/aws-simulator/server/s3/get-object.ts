/**
 * GetObject and HeadObject (S3 API Reference).
 * @module
 */
import { z } from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { type Context, operation } from '../wire/service.ts';
import { bucketFor } from './access.ts';
import type { ObjectHead } from './bucket.ts';

const input = z.object({ bucket: z.string(), key: z.string() });
type Input = z.output<typeof input>;

export const getObject = operation(input, (asked, context) => {
  const { head, body } = find(asked, context);
  const range = context.request.headers.get('range');
  if (range === null) return new Response(new Uint8Array(body), { headers: headersOf(head, body.length) });
  const [from, to] = rangeOf(range, body.length);
  return new Response(new Uint8Array(body.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headersOf(head, to + 1 - from), 'content-range': `bytes ${from}-${to}/${body.length}` },
  });
});

export const headObject = operation(input, (asked, context) => {
  const { head } = find(asked, context);
  return new Response(null, { headers: headersOf(head, head.size) });
});

function find({ bucket: name, key }: Input, context: Context) {
  const { simulator, account, region, now } = context;
  const found = bucketFor(name, context).find(key, now);
  if (!found || simulator.faults.strikes('object-deleted', key, { account, region })) {
    throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.');
  }
  return found;
}

const headersOf = (head: ObjectHead, length: number): Record<string, string> => ({
  'content-type': 'binary/octet-stream',
  'content-length': String(length),
  'accept-ranges': 'bytes',
  etag: head.etag,
  'last-modified': new Date(head.lastModified).toUTCString(),
});

/** First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`. @throws AwsError when outside the object */
function rangeOf(range: string, size: number): [number, number] {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  if ((from === '' && to === '') || first > last) {
    throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable');
  }
  return [first, last];
}
