/**
 * Objects that are large, damaged or cut off, from a bucket that holds exactly those.
 * @module
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createS3LogsCollector } from '../../../collectors/index.ts';
import type { CollectContext, CollectedBatch } from '../../../src/domain/collector.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { clientsFor } from './bench.ts';

const NOW = Date.parse('2026-11-20T15:30:00Z') / 1000;
const FOLDER = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/2026/11/20/15/';
const ETAG = '"0123456789abcdef"';

interface Stored {
  readonly size: number;
  readonly send: (response: ServerResponse, request: IncomingMessage) => void;
}

let server: Server;
let objects: Map<string, Stored>;
let remembered: Set<string>;
let facts: number;
let told: string[];

beforeEach(async () => {
  objects = new Map();
  remembered = new Set();
  facts = 0;
  told = [];
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    const key = decodeURIComponent(url.pathname.slice('/bucket/'.length));
    if (url.searchParams.has('list-type')) {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(listing(url.searchParams.get('prefix') ?? ''));
      return;
    }
    objects.get(key)?.send(response, request);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function listing(prefix: string): string {
  const found = [...objects].filter(([key]) => key.startsWith(prefix));
  const contents = found.map(
    ([key, { size }]) => `<Contents><Key>${key}</Key><Size>${size}</Size><ETag>${ETAG}</ETag></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult><Name>bucket</Name><KeyCount>${found.length}</KeyCount>${contents.join('')}</ListBucketResult>`;
}

const context = (): CollectContext => ({
  now: () => epochSeconds(NOW),
  cursor: async () => undefined,
  unseenObjects: async (names) => names.filter((name) => !remembered.has(name)),
  hashKey: null,
  signal: new AbortController().signal,
});

const createCollector = () =>
  createS3LogsCollector({
    account: accountId('111122223333'),
    region: regionId('us-east-1'),
    client: clientsFor(
      `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      '111122223333',
      'us-east-1',
    ).s3,
    bucket: 'bucket',
    tell: (what) => told.push(what),
  });

function take(batch: CollectedBatch): void {
  if (batch.kind !== 'facts') return;
  facts += batch.facts.length;
  for (const name of batch.objects ?? []) remembered.add(name);
}

async function run(collector = createCollector()): Promise<CollectFault | undefined> {
  try {
    for await (const batch of collector.collect(context())) take(batch);
    return undefined;
  } catch (error) {
    if (error instanceof CollectFault) return error;
    throw error;
  }
}

const record = (i: number, body = '') =>
  `${JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: '2026-11-20T15:10:00Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: `request-${i}`,
    operation: 'Converse',
    modelId: 'amazon.nova-lite-v1:0',
    input: { inputBodyJson: { text: body }, inputTokenCount: 10 },
    output: { outputTokenCount: 5 },
  })}\n`;
const records = (count: number, body = '') =>
  Array.from({ length: count }, (_, i) => record(i, body)).join('');

const put = (name: string, body: Buffer, size = body.length) =>
  objects.set(`${FOLDER}${name}`, {
    size,
    send: (response) => {
      response.writeHead(200, { etag: ETAG, 'content-length': body.length });
      response.end(body);
    },
  });

describe('an object', () => {
  it('of several gzip members, or of none at all, is read whole', async () => {
    put('a.json.gz', Buffer.concat([gzipSync(records(3)), gzipSync(records(2))]));
    put('b.json.gz', Buffer.from(records(4)));
    expect(await run()).toBeUndefined();
    expect(facts).toBe(9);
    expect(remembered.size).toBe(2);
  });

  it('that is cut off gives what it has, and is remembered when it has stayed so for three runs', async () => {
    // Bodies that do not compress, so that the cut leaves whole records in front of it.
    const noise = Array.from({ length: 3000 }, (_, i) => ((i * 2654435761) >>> 8).toString(36)).join('');
    const whole = gzipSync(records(20, noise), { level: 1 });
    put('a.json.gz', whole.subarray(0, whole.length - 40));
    const collector = createCollector();
    for (const left of [2, 1, 0]) {
      facts = 0;
      expect(await run(collector)).toBeUndefined();
      expect(facts).toBeGreaterThan(0);
      expect(remembered.size).toBe(left === 0 ? 1 : 0);
    }
    expect(told[0]).toMatch(/gzip data ends early.*it will be read again$/);
    expect(told.at(-1)).toMatch(/it stays damaged; the records before the damage are taken$/);
    facts = 0;
    await run(collector);
    expect(facts).toBe(0);
  });

  it('whose connection ends early is left for the next run, and the others are read', async () => {
    const body = gzipSync(records(5));
    objects.set(`${FOLDER}a.json.gz`, {
      size: body.length,
      send: (response, request) => {
        response.writeHead(200, { etag: ETAG, 'content-length': body.length });
        response.write(body.subarray(0, 30), () => request.socket.destroySoon());
      },
    });
    put('b.json.gz', gzipSync(records(7)));
    expect(await run()).toMatchObject({ kind: 'unavailable', message: expect.stringContaining('a.json.gz') });
    expect(facts).toBe(7);
    expect([...remembered]).toEqual([`s3://bucket/${FOLDER}b.json.gz`]);
    put('a.json.gz', body);
    expect(await run()).toBeUndefined();
    expect(facts).toBe(12);
  });

  it('that comes shorter than it was listed, without an error, is left for the next run', async () => {
    const body = Buffer.from(records(5));
    put('a.json', body.subarray(0, 700), body.length);
    expect(await run()).toMatchObject({ kind: 'unavailable' });
    expect(remembered.size).toBe(0);
  });

  it('that comes back as HTML is not taken for an object without records', async () => {
    objects.set(`${FOLDER}a.json.gz`, {
      size: 26,
      send: (response) => {
        response.writeHead(200, { 'content-type': 'text/html' });
        response.end('<html>Please sign in</html>');
      },
    });
    expect(await run()).toMatchObject({ kind: 'misread' });
    expect(remembered.size).toBe(0);
  });

  it('of any size is parsed while it comes: its first facts are there before its last byte', async () => {
    const half = Buffer.from(records(6000, 'x'.repeat(200)));
    let sendRest: () => void = () => undefined;
    objects.set(`${FOLDER}large.json`, {
      size: half.length * 2,
      send: (response) => {
        response.writeHead(200, { etag: ETAG, 'content-length': half.length * 2 });
        response.write(half);
        sendRest = () => response.end(half);
      },
    });
    expect(half.length).toBeGreaterThan(1024 * 1024);
    const batches = createCollector().collect(context());
    const first = await batches.next();
    expect(first.value).toMatchObject({ kind: 'facts' });
    sendRest();
    const rest = await Array.fromAsync(batches);
    const named = rest.filter((batch) => batch.kind === 'facts' && (batch.objects?.length ?? 0) > 0);
    expect(named).toMatchObject([{ objects: [`s3://bucket/${FOLDER}large.json`] }]);
    const count = [first.value, ...rest].reduce(
      (sum, batch) => sum + (batch?.kind === 'facts' ? batch.facts.length : 0),
      0,
    );
    expect(count).toBe(12_000);
  });

  it('too large to be fetched ahead, whose connection ends early, is left for the next run', async () => {
    const body = Buffer.from(records(6000, 'x'.repeat(200)));
    objects.set(`${FOLDER}large.json`, {
      size: body.length,
      send: (response, request) => {
        response.writeHead(200, { etag: ETAG, 'content-length': body.length });
        response.write(body.subarray(0, body.length - 100), () => request.socket.destroySoon());
      },
    });
    expect(await run()).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('large.json'),
    });
    expect(facts).toBe(5999);
    expect(remembered.size).toBe(0);
  });

  it('is remembered with the last of its facts and not before', async () => {
    put('a.json', Buffer.from(records(9000)));
    const seen: [number, number][] = [];
    for await (const batch of createCollector().collect(context())) {
      if (batch.kind === 'facts') seen.push([batch.facts.length, batch.objects?.length ?? 0]);
    }
    const withObjects = seen.findIndex(([, names]) => names > 0);
    expect(seen.slice(0, withObjects + 1).reduce((sum, [count]) => sum + count, 0)).toBe(9000);
    expect(Math.max(...seen.map(([count]) => count))).toBeLessThanOrEqual(2000);
  });
});
