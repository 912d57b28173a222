/**
 * Listing deliveries. Source: Amazon S3 API reference, `ListObjectsV2`.
 * @module
 */
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { CollectFault } from '../../../src/domain/collector.ts';
import { type EpochSeconds, epochSeconds } from '../../../src/domain/time.ts';
import { type Doing, pages, secondsOf } from '../../aws/index.ts';
import type { Bucket } from './bucket.ts';
import { isLog } from './keys.ts';

/** An object as it was listed. */
export interface LogObject {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string | undefined;
}

export interface Listing {
  readonly prefix: string;
  /** Only keys that sort behind this. */
  readonly startAfter?: string;
  readonly signal: AbortSignal;
  /** What to do when there is no such bucket, where it is none of logs. */
  readonly whenAbsent?: string;
}

/** Any object as it was listed. */
export interface ListedObject extends LogObject {
  readonly modified: EpochSeconds;
}

/** Objects with records below a prefix, page by page in the order of their keys. */
export async function* listLogs(
  bucket: Bucket,
  listing: Listing,
): AsyncGenerator<LogObject[], void, undefined> {
  for await (const page of listObjects(bucket, listing)) {
    yield page.filter(({ key, bytes }) => isLog(key, listing.prefix, bytes));
  }
}

/** All objects below a prefix, page by page in the order of their keys. */
export async function* listObjects(
  bucket: Bucket,
  { prefix, startAfter, signal, whenAbsent }: Listing,
): AsyncGenerator<ListedObject[], void, undefined> {
  const asking = { ...doing(bucket), ...(whenAbsent === undefined ? {} : { whenAbsent }) };
  const fetch = (token: string | undefined) =>
    bucket.ask(asking, (client) =>
      listPage(client, signal, {
        Bucket: bucket.name,
        Prefix: prefix,
        ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
  for await (const { Contents = [] } of pages(asking, fetch, (page) => page.NextContinuationToken)) {
    yield Contents.flatMap(({ Key, Size = 0, ETag, LastModified }) =>
      Key === undefined
        ? []
        : [{ key: Key, bytes: Size, etag: ETag, modified: secondsOf(LastModified) ?? epochSeconds(0) }],
    );
  }
}

/** Whether there is any object below a prefix. */
export async function hasAny(bucket: Bucket, prefix: string, signal: AbortSignal): Promise<boolean> {
  const page = await bucket.ask(doing(bucket), (client) =>
    listPage(client, signal, { Bucket: bucket.name, Prefix: prefix, MaxKeys: 1 }),
  );
  return (page.Contents ?? []).length > 0;
}

async function listPage(
  client: S3Client,
  abortSignal: AbortSignal,
  input: ConstructorParameters<typeof ListObjectsV2Command>[0],
): Promise<ListObjectsV2CommandOutput> {
  const page = await client.send(new ListObjectsV2Command(input), { abortSignal });
  // The client takes any 200 for an empty listing, a proxy's HTML too.
  if (page.Name === undefined && page.KeyCount === undefined) {
    throw new CollectFault('misread', 's3:ListBucket: the answer is no listing', {
      hint: 'the answer did not come from S3: look for a proxy or a wrong endpoint in between',
    });
  }
  return page;
}

const doing = (bucket: Bucket): Doing => ({
  action: 's3:ListBucket',
  resource: `arn:aws:s3:::${bucket.name}`,
  whenAbsent: `there is no bucket ${bucket.name}: see where the logs go with \`aws bedrock get-model-invocation-logging-configuration\``,
});
