/**
 * ListObjectsV2 (S3 API Reference).
 * @module
 */
import { z } from 'zod';
import { issueToken, readToken } from '../wire/page.ts';
import { operation } from '../wire/service.ts';
import { element, XML_HEAD } from '../wire/xml.ts';
import { bucketFor } from './access.ts';
import type { Bucket, ObjectHead } from './bucket.ts';

const input = z.object({
  bucket: z.string(),
  prefix: z.string().default(''),
  delimiter: z.string().optional(),
  'max-keys': z.coerce.number().int().nonnegative().default(1000),
  'continuation-token': z.string().optional(),
  'start-after': z.string().default(''),
});

interface Listing {
  readonly contents: readonly ObjectHead[];
  readonly prefixes: readonly string[];
  /** Where the next page goes on; undefined at the end. */
  readonly after?: string;
}

export const listObjectsV2 = operation(input, (asked, context) => {
  const { prefix, delimiter, 'continuation-token': token } = asked;
  const bucket = bucketFor(asked.bucket, context);
  const limit = Math.min(1000, asked['max-keys']);
  const question = [bucket.name, prefix, delimiter];
  const after = token === undefined ? asked['start-after'] : readToken<string>(token, question, context.now);
  const { contents, prefixes, after: next } = list(bucket, { prefix, delimiter, after, limit }, context.now);
  const body = element(
    'ListBucketResult',
    {
      Name: bucket.name,
      Prefix: prefix,
      Delimiter: delimiter,
      MaxKeys: limit,
      KeyCount: contents.length + prefixes.length,
      IsTruncated: next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: next === undefined ? undefined : issueToken(question, next, context.now),
      Contents: contents.map((head) => ({
        Key: head.key,
        LastModified: new Date(head.lastModified).toISOString(),
        ETag: head.etag,
        Size: head.size,
        StorageClass: 'STANDARD',
      })),
      CommonPrefixes: prefixes.map((each) => ({ Prefix: each })),
    },
    'http://s3.amazonaws.com/doc/2006-03-01/',
  );
  return new Response(XML_HEAD + body, { headers: { 'content-type': 'application/xml' } });
});

interface Wanted {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly after: string;
  readonly limit: number;
}

function list(bucket: Bucket, { prefix, delimiter, after: start, limit }: Wanted, now: number): Listing {
  const contents: ObjectHead[] = [];
  const prefixes: string[] = [];
  let after = start;
  for (let found = first(bucket, prefix, after, now); found; found = first(bucket, prefix, after, now)) {
    for (const head of bucket.objects(prefix, after, now)) {
      if (contents.length + prefixes.length >= limit) return { contents, prefixes, after };
      const cut = delimiter ? head.key.indexOf(delimiter, prefix.length) : -1;
      after = head.key;
      if (cut < 0) {
        contents.push(head);
        continue;
      }
      const folder = head.key.slice(0, cut + (delimiter ?? '').length);
      prefixes.push(folder);
      // Everything below the folder is said with it.
      after = `${folder}\uffff`;
      break;
    }
  }
  return { contents, prefixes };
}

const first = (bucket: Bucket, prefix: string, after: string, now: number): ObjectHead | undefined =>
  bucket.objects(prefix, after, now).next().value ?? undefined;
