/**
 * S3 by its real client: what Bedrock delivers there.
 * @module
 */
import { gunzipSync } from 'node:zlib';
import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { SOURCES, type Source } from '../../aws-simulator/world/index.ts';
import { allPages, clientConfig, ENGINEERING, failureOf, NOW_MS, requestIds, start } from './support.ts';

const BUCKET = 'bedrock-logs-111122223333-us-east-1';
const ROOT = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';
let simulator: RunningSimulator;
let s3: S3Client;

beforeAll(async () => {
  simulator = await start();
  s3 = new S3Client(clientConfig(simulator));
});
afterEach(() => {
  simulator.faults.clear();
  simulator.clock.set(NOW_MS);
});
afterAll(() => simulator.close());

async function list(input: Partial<ListObjectsV2CommandInput> = {}, client = s3) {
  const pages = await allPages(
    (ContinuationToken) =>
      client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input, ContinuationToken })),
    (page) => page.NextContinuationToken,
  );
  return {
    pages,
    keys: pages.flatMap((page) => (page.Contents ?? []).map(({ Key = '' }) => Key)),
    folders: pages.flatMap((page) => (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix)),
  };
}

async function bytesOf(key: string, bucket = BUCKET, client = s3): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const isBatch = (key: string) => /\/\d{8}T\d{9}Z_[0-9a-f]{16}\.json\.gz$/.test(key);

async function linesOf(keys: readonly string[], bucket = BUCKET, client = s3): Promise<string[]> {
  const lines: string[] = [];
  for (const key of keys.filter(isBatch)) {
    lines.push(
      ...gunzipSync(await bytesOf(key, bucket, client))
        .toString()
        .trimEnd()
        .split('\n'),
    );
  }
  return lines;
}

const callsBefore = (source: Source, until: number) =>
  simulator.world
    .hours({ from: simulator.world.history.from, to: until / 1000 })
    .flatMap((hour) => [...simulator.world.callsOf(hour, source)])
    .filter(({ at }) => at * 1000 < until)
    .map(({ requestId }) => requestId);

describe('ListObjectsV2 and GetObject', () => {
  it('together hold every record once, in pages, by key', async () => {
    // A delivery takes up to five minutes of records and a little more than one to appear.
    const whole = NOW_MS - (NOW_MS % 3_600_000);
    const { pages, keys } = await list({ Prefix: ROOT, MaxKeys: 50 });
    expect(pages.length).toBeGreaterThan(5);
    expect(keys).toEqual(keys.toSorted());
    const found = requestIds(await linesOf(keys));
    const truth = new Set(callsBefore(SOURCES.shopEast, whole));
    expect(found.filter((id) => truth.has(id)).toSorted()).toEqual([...truth].toSorted());
    expect(new Set(found).size).toBe(found.length);
  });

  it('serves an account that delivers to S3 alone, and nothing where logging is off', async () => {
    const client = new S3Client(clientConfig(simulator, 'us-west-2', ENGINEERING));
    const bucket = 'bedrock-logs-444455556666-us-west-2';
    const { keys } = await list(
      { Bucket: bucket, Prefix: 'AWSLogs/444455556666/BedrockModelInvocationLogs/' },
      client,
    );
    const found = new Set(requestIds(await linesOf(keys, bucket, client)));
    const truth = callsBefore(SOURCES.engineeringWest, NOW_MS - 3_600_000);
    expect(truth.filter((id) => !found.has(id))).toEqual([]);
    const dark = new S3Client(clientConfig(simulator, 'us-east-1', ENGINEERING));
    const none = await list({ Bucket: 'bedrock-logs-444455556666-us-east-1' }, dark);
    expect(none.keys.filter(isBatch)).toEqual([]);
  });

  it('folds folders, starts after a key and says sizes that are true', async () => {
    const day = `${ROOT}2026/11/19/`;
    const { folders, keys } = await list({ Prefix: day, Delimiter: '/', MaxKeys: 7 });
    expect(keys).toEqual([]);
    expect(folders).toEqual(Array.from({ length: 24 }, (_, i) => `${day}${String(i).padStart(2, '0')}/`));
    const all = await list({ Prefix: `${day}10/` });
    const after = all.keys[1] ?? '';
    expect((await list({ Prefix: `${day}10/`, StartAfter: after })).keys).toEqual(all.keys.slice(2));
    const [first] = all.pages[0]?.Contents ?? [];
    expect((await bytesOf(first?.Key ?? '')).length).toBe(first?.Size);
  });

  it('also holds what is no record: markers, bodies, another service’s logs', async () => {
    const { keys } = await list();
    expect(keys).toContain(`${ROOT}amazon-bedrock-logs-permission-check`);
    expect((await bytesOf(`${ROOT}amazon-bedrock-logs-permission-check`)).length).toBe(0);
    expect(keys.some((key) => /\/data\/[0-9a-f-]{36}_input_media_00\.pdf$/.test(key))).toBe(true);
    expect(keys.some((key) => key.includes('/CloudTrail/'))).toBe(true);
  });

  it('names folders by the hour of the delivery, or of the calls', async () => {
    const byCall = await start({ hourFolder: 'invocation', days: 1 });
    try {
      const client = new S3Client(clientConfig(byCall));
      const { keys } = await list({ Prefix: `${ROOT}2026/11/20/03/` }, client);
      for (const line of await linesOf(keys, BUCKET, client)) {
        expect(JSON.parse(line).timestamp).toMatch(/^2026-11-20T03:/);
      }
      const { keys: delivered } = await list({ Prefix: `${ROOT}2026/11/20/03/` });
      expect(delivered.filter(isBatch).every((key) => key.includes('/20261120T03'))).toBe(true);
    } finally {
      await byCall.close();
    }
  });

  it('shows an object when it is delivered', async () => {
    const prefix = `${ROOT}2026/11/20/12/`;
    const before = (await list({ Prefix: prefix })).keys;
    simulator.clock.advance(3_600_000);
    const after = (await list({ Prefix: prefix })).keys;
    expect(after.length).toBeGreaterThan(before.length);
    expect(after).toEqual(expect.arrayContaining(before));
  });
});

it('answers ranges and heads', async () => {
  const [key = ''] = (await list({ Prefix: `${ROOT}2026/11/19/10/` })).keys;
  const whole = await bytesOf(key);
  const part = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key, Range: 'bytes=3-9' }));
  expect(part.ContentRange).toBe(`bytes 3-9/${whole.length}`);
  expect(Buffer.from((await part.Body?.transformToByteArray()) ?? [])).toEqual(whole.subarray(3, 10));
  const tail = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key, Range: 'bytes=-5' }));
  expect(Buffer.from((await tail.Body?.transformToByteArray()) ?? [])).toEqual(whole.subarray(-5));
  const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }));
  expect(head.ContentLength).toBe(whole.length);
  const outside = s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key, Range: 'bytes=999999999-' }));
  expect(await failureOf(outside)).toEqual({ name: 'InvalidRange', status: 416 });
});

it('knows buckets by path and by host name, and says where they are', async () => {
  await s3.send(new HeadBucketCommand({ Bucket: BUCKET }));
  const location = await s3.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
  expect(location.LocationConstraint ?? '').toBe('');
  const signature =
    'AWS4-HMAC-SHA256 Credential=AKIA111122223333TEST/20261120/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00';
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    const headers = { host: `${BUCKET}.localhost`, authorization: signature };
    request(`${simulator.url}/?list-type=2&max-keys=1`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });
  expect(status).toBe(200);
});

it('refuses in S3’s words', async () => {
  const get = (Bucket: string, Key = 'nope', client = s3) =>
    failureOf(client.send(new GetObjectCommand({ Bucket, Key })));
  expect(await get(BUCKET)).toEqual({ name: 'NoSuchKey', status: 404 });
  expect(await get('nobodys-bucket')).toEqual({ name: 'NoSuchBucket', status: 404 });
  expect(await get('bedrock-logs-444455556666-us-west-2')).toEqual({ name: 'AccessDenied', status: 403 });
  const west = new S3Client(clientConfig(simulator, 'us-west-2'));
  expect(await get(BUCKET, 'nope', west)).toEqual({ name: 'PermanentRedirect', status: 301 });
  const following = new S3Client({ ...clientConfig(simulator, 'us-west-2'), followRegionRedirects: true });
  expect((await list({ Prefix: ROOT, MaxKeys: 1000 }, following)).keys.length).toBeGreaterThan(0);
});

it('loses objects between list and get on request', async () => {
  simulator.faults.add({ kind: 'object-deleted', probability: 0.5 });
  const { keys } = await list({ Prefix: `${ROOT}2026/11/19/1` });
  const results = await Promise.all(
    keys.map((key) =>
      bytesOf(key).then(
        () => 'there',
        (error: Error) => error.name,
      ),
    ),
  );
  expect(new Set(results)).toEqual(new Set(['there', 'NoSuchKey']));
});
