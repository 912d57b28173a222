/**
 * `npm run -s campaign:large-object -- [--megabytes 1024] [--most 300]`: one log object in S3 of so many megabytes once it is
 * unpacked, read by `collect --once`. Prints the peak memory of that process as JSON; exit code 1 when what is stored
 * is not what the object holds, or the peak is above `--most` megabytes.
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { stringify } from 'yaml';
import { epochSeconds } from '../../src/domain/time.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { createWorld, SOURCES } from '../aws-simulator/world/index.ts';
import { start } from '../integration/cli.ts';

const NOW = '2026-11-20T12:00:00Z';
const MEGABYTE = 1024 * 1024;
const SOURCE = SOURCES.shopEast;
const BUCKET = 'large';
const KEY = `AWSLogs/${SOURCE.account}/BedrockModelInvocationLogs/${SOURCE.region}/2026/11/20/11/20261120T113000000Z_0123456789abcdef.json.gz`;

interface Written {
  readonly bytes: number;
  readonly packed: number;
  readonly records: number;
  readonly tokens: number;
}

/** Records of an hour again and again, each time with request ids of their own. */
async function writeObject(file: string, bytes: number): Promise<Written> {
  const now = Date.parse(NOW) / 1000;
  const world = createWorld({ seed: 'large object', now, days: 1, rate: 2000, bodies: 'natural' });
  const calls = world
    .callsOf(Math.floor(now / 3600) - 1, SOURCE)
    .filter(({ outcome }) => outcome.kind === 'answered');
  const lines = calls.map((call) => ({ call, line: world.lineOf(call) }));
  const gzip = createGzip({ level: 1 });
  const out = gzip.pipe(createWriteStream(file));
  const sum = { bytes: 0, records: 0, tokens: 0 };
  while (sum.bytes < bytes) {
    for (const { call, line } of lines) {
      const record = `${line.replaceAll(call.requestId, randomUUID())}\n`;
      sum.bytes += Buffer.byteLength(record);
      sum.records += 1;
      sum.tokens += call.tokens.input + call.tokens.output;
      if (!gzip.write(record)) await once(gzip, 'drain');
      if (sum.bytes >= bytes) break;
    }
  }
  gzip.end();
  await once(out, 'close');
  return { ...sum, packed: statSync(file).size };
}

/** An object store with one object. */
async function serve(file: string, size: number): Promise<{ url: string; close: () => void }> {
  const etag = `"${createHash('md5').update(file).digest('hex')}"`;
  const listing = (prefix: string) =>
    `<?xml version="1.0"?><ListBucketResult><Name>${BUCKET}</Name><KeyCount>1</KeyCount>${
      KEY.startsWith(prefix)
        ? `<Contents><Key>${KEY}</Key><Size>${size}</Size><ETag>${etag}</ETag></Contents>`
        : ''
    }</ListBucketResult>`;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.searchParams.get('list-type') === '2') {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(listing(url.searchParams.get('prefix') ?? ''));
      return;
    }
    if (url.pathname !== `/${BUCKET}/${KEY}`) {
      response.writeHead(501).end();
      return;
    }
    response.writeHead(200, { 'content-length': size, etag, 'content-type': 'binary/octet-stream' });
    createReadStream(file).pipe(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Peak resident memory of a process in megabytes, as Linux keeps it; null once it is gone. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1024' },
    most: { type: 'string', default: '300' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-large-'));
try {
  const object = join(folder, 'object.gz');
  const written = await writeObject(object, Number(values.megabytes) * MEGABYTE);
  const bucket = await serve(object, written.packed);
  const database = join(folder, 'meter.db');
  const off = { metrics: false, quotas: false, inventory: false, cloudwatchLogs: false };
  const file = join(folder, 'config.yaml');
  writeFileSync(
    file,
    stringify({
      accounts: [
        {
          name: 'a',
          id: SOURCE.account,
          regions: [SOURCE.region],
          sources: { ...off, s3: { bucket: BUCKET } },
        },
      ],
      store: { path: database },
    }),
  );
  const began = performance.now();
  const child = start(['collect', '--once', '--config', file, '--now', NOW], folder, {
    ...{ AWS_ENDPOINT_URL: bucket.url, AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up' },
  });
  child.stdout?.resume();
  child.stderr?.pipe(process.stderr);
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid ?? 0) ?? 0);
  }, 50);
  const [code] = await once(child, 'exit');
  clearInterval(poll);
  const seconds = (performance.now() - began) / 1000;
  bucket.close();
  const store = openSqliteStore(database, { readonly: true });
  const range = { from: epochSeconds(0), to: epochSeconds(Date.parse(NOW) / 1000 + 3600) };
  const [row] = await store.usage({ range, by: [], where: [] });
  await store.close();
  const equal = row?.invocations === written.records && row.input + row.output === written.tokens;
  if (!equal || code !== 0 || peak > Number(values.most)) process.exitCode = 1;
  const rounded = { seconds: Math.round(seconds * 10) / 10, peakMegabytes: Math.round(peak) };
  process.stdout.write(`${JSON.stringify({ ...written, equal, ...rounded })}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
