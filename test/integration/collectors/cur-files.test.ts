/**
 * Exports that are odd, from a bucket that holds exactly those.
 * @module
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCurCollector } from '../../../collectors/index.ts';
import type { BillRow } from '../../../src/domain/bill.ts';
import { type CollectContext, CollectFault } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds, isoDay } from '../../../src/domain/time.ts';
import { clientsFor } from './bench.ts';

const NOW = Date.parse('2026-11-20T15:30:00Z') / 1000;
const ACCOUNT = '111122223333';
const MANIFEST = 'finance/cur/metadata/BILLING_PERIOD=2026-11/cur-Manifest.json';
const DATA = 'finance/cur/data/BILLING_PERIOD=2026-11/';
const HEADER =
  'line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,line_item_product_code,line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,line_item_currency_code,product';
const line = (day: string, usd: string, type = 'USE1-NovaLite-input-tokens', account = ACCOUNT) =>
  `${account},Usage,2026-11-${day}T01:00:00Z,AmazonBedrock,${type},1,${usd},USD,`;
const csv = (...lines: string[]) => gzipSync([HEADER, ...lines, ''].join('\n'));

interface Stored {
  readonly body: Buffer;
  readonly modified: string;
}

let server: Server;
let objects: Map<string, Stored>;
let cursors: Map<string, string>;
let told: string[];
let reads: string[];
let onRead: (key: string) => void;

beforeEach(async () => {
  [objects, cursors, told, reads] = [new Map(), new Map(), [], []];
  onRead = () => undefined;
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    if (url.searchParams.has('list-type')) {
      response.end(listing(url.searchParams.get('prefix') ?? ''));
      return;
    }
    const key = decodeURIComponent(url.pathname.slice('/bucket/'.length));
    const found = objects.get(key);
    reads.push(key);
    if (found === undefined) response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    else response.writeHead(200, { etag: etagOf(found) }).end(found.body);
    onRead(key);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const etagOf = ({ body }: Stored) => `"${createHash('md5').update(body).digest('hex')}"`;

function listing(prefix: string): string {
  const found = [...objects].filter(([key]) => key.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
  const contents = found.map(
    ([key, one]) =>
      `<Contents><Key>${key}</Key><Size>${one.body.length}</Size><ETag>${etagOf(one)}</ETag><LastModified>${one.modified}</LastModified></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult><Name>bucket</Name><KeyCount>${found.length}</KeyCount>${contents.join('')}</ListBucketResult>`;
}

const put = (key: string, body: Buffer | string, modified = '2026-11-20T06:00:00.000Z') =>
  objects.set(key, { body: Buffer.from(body), modified });
const manifest = (...files: string[]) =>
  JSON.stringify({ dataFiles: files.map((file) => `s3://bucket/${file}`) });

/** Runs once. @returns the fault, and what is in the place of the bill's rows */
async function run(): Promise<{ fault: CollectFault | undefined; rows: string[]; days: string[] }> {
  const { port } = server.address() as AddressInfo;
  const collector = createCurCollector({
    ...{ account: accountId(ACCOUNT), region: regionId('us-east-1'), bucket: 'bucket' },
    ...{ prefix: '/finance/', exportName: 'cur', tell: (what: string) => told.push(what) },
    client: clientsFor(`http://127.0.0.1:${port}`, ACCOUNT, 'us-east-1').s3,
  });
  const context: CollectContext = {
    now: () => epochSeconds(NOW),
    cursor: async (name) => cursors.get(name),
    unseenObjects: async (names) => [...names],
    hashKey: null,
    signal: new AbortController().signal,
  };
  const rows: BillRow[] = [];
  const days: string[] = [];
  try {
    for await (const batch of collector.collect(context)) {
      if (batch.kind === 'facts' && batch.cursor) cursors.set(batch.cursor.name, batch.cursor.value);
      if (batch.kind !== 'bill') continue;
      rows.push(...batch.rows);
      if (batch.replaces) days.push(`${isoDay(batch.replaces.from)} ${isoDay(batch.replaces.to)}`);
    }
    return { fault: undefined, rows: rows.map(textOf), days };
  } catch (error) {
    if (!(error instanceof CollectFault)) throw error;
    return { fault: error, rows: rows.map(textOf), days };
  }
}
const textOf = ({ day, usageType, unblendedCost }: BillRow) => `${isoDay(day)} ${usageType} ${unblendedCost}`;

describe('an export', () => {
  it('is what its manifest names, and says the days up to its last line', async () => {
    put(`${DATA}cur-00001.csv.gz`, csv(line('02', '0.5'), line('03', '0.25')));
    put(`${DATA}cur-00002.csv.gz`, csv(line('03', '0.25'), line('18', '1', 'USE1-NovaPro-output-tokens')));
    put(`${DATA}cur-00003.csv.gz`, csv(line('04', '99')));
    put(MANIFEST, manifest(`${DATA}cur-00001.csv.gz`, `${DATA}cur-00002.csv.gz`));
    expect(await run()).toEqual({
      fault: undefined,
      rows: [
        '2026-11-02 USE1-NovaLite-input-tokens 500000000',
        '2026-11-03 USE1-NovaLite-input-tokens 500000000',
        '2026-11-18 USE1-NovaPro-output-tokens 1000000000',
      ],
      days: ['2026-11-01 2026-11-19'],
    });
    const before = reads.length;
    expect(await run()).toEqual({ fault: undefined, rows: [], days: [] });
    expect(reads.length).toBe(before);
    // A refresh that ends earlier still replaces what the one before had said.
    put(`${DATA}cur-00001.csv.gz`, csv(line('02', '0.5')));
    put(
      MANIFEST,
      manifest(`${DATA}cur-00001.csv.gz`).replace('}', ',"again":1}'),
      '2026-11-21T06:00:00.000Z',
    );
    expect(await run()).toMatchObject({
      rows: ['2026-11-02 USE1-NovaLite-input-tokens 500000000'],
      days: ['2026-11-01 2026-11-19'],
    });
  });

  it('in a folder for each refresh is the newest one', async () => {
    for (const [id, usd, modified] of [
      ['20261119T0600-b', '1', '2026-11-19T06:00:00.000Z'],
      ['20261120T0600-a', '2', '2026-11-20T06:00:00.000Z'],
    ] as const) {
      put(`${DATA}${id}/cur-00001.csv.gz`, csv(line('02', usd)), modified);
      // Without names of files, all in the folder are meant.
      put(`finance/cur/metadata/BILLING_PERIOD=2026-11/${id}/cur-Manifest.json`, '{}', modified);
    }
    expect((await run()).rows).toEqual(['2026-11-02 USE1-NovaLite-input-tokens 2000000000']);
  });

  it('of several months is read month by month, and a damaged one keeps the others', async () => {
    const october = 'finance/cur/data/BILLING_PERIOD=2026-10/cur-00001.csv.gz';
    put(october, csv(line('02', '1').replace('2026-11', '2026-10')), '2026-11-05T06:00:00.000Z');
    put(
      'finance/cur/metadata/BILLING_PERIOD=2026-10/cur-Manifest.json',
      manifest(october),
      '2026-11-05T06:00:00.000Z',
    );
    put(`${DATA}cur-00001.csv.gz`, csv(line('02', '1')).subarray(0, 60));
    put(MANIFEST, manifest(`${DATA}cur-00001.csv.gz`));
    const first = await run();
    expect(first).toMatchObject({
      fault: { kind: 'unavailable' },
      rows: ['2026-10-02 USE1-NovaLite-input-tokens 1000000000'],
      days: ['2026-10-01 2026-11-01'],
    });
    put(`${DATA}cur-00001.csv.gz`, csv(line('02', '1')));
    expect(await run()).toMatchObject({ fault: undefined, days: ['2026-11-01 2026-11-03'] });
  });

  it('that is rewritten while it is read is read again, and adds up no two refreshes', async () => {
    const [one, two] = [`${DATA}cur-00001.csv.gz`, `${DATA}cur-00002.csv.gz`];
    put(one, csv(line('02', '1')));
    put(two, csv(line('02', '10')));
    put(MANIFEST, manifest(one, two));
    onRead = (key) => {
      if (key !== one) return;
      onRead = () => undefined;
      put(one, csv(line('02', '5')));
      put(MANIFEST, manifest(one, two).replace('}', ',"again":1}'), '2026-11-20T15:00:00.000Z');
    };
    expect(await run()).toMatchObject({ fault: { kind: 'unavailable' }, rows: [] });
    expect((await run()).rows).toEqual(['2026-11-02 USE1-NovaLite-input-tokens 15000000000']);
  });

  it('without a line of the account takes nothing away', async () => {
    put(`${DATA}cur-00001.csv.gz`, csv(line('02', '1', 'x', '999900001111')));
    put(MANIFEST, manifest(`${DATA}cur-00001.csv.gz`));
    expect(await run()).toEqual({ fault: undefined, rows: [], days: [] });
    expect(told).toEqual([
      'the export of 2026-11 has no line of account 111122223333: nothing is taken from it',
    ]);
  });
});

describe('an export that cannot be read', () => {
  const file = `${DATA}cur-00001.csv.gz`;
  it.each<[string, Record<string, Buffer | string>, Partial<CollectFault>]>([
    [
      'as Parquet names the setting',
      {
        [`${DATA}cur-00001.snappy.parquet`]: 'PAR1',
        [MANIFEST]: manifest(`${DATA}cur-00001.snappy.parquet`),
      },
      {
        kind: 'absent',
        hint: 'in Data Exports, set the export to "gzip - text/csv" as compression and file format',
      },
    ],
    [
      'as Parquet without names in the manifest, too',
      { [`${DATA}cur-00001.snappy.parquet`]: 'PAR1', [MANIFEST]: '{}' },
      { kind: 'absent', hint: expect.stringContaining('text/csv') },
    ],
    [
      'for a file that is not there',
      { [MANIFEST]: manifest(file) },
      { kind: 'unavailable', message: expect.stringContaining('which its manifest names') },
    ],
    [
      'for a manifest that is none',
      { [file]: csv(), [MANIFEST]: '<html>' },
      { kind: 'misread', message: expect.stringContaining('is no manifest') },
    ],
    [
      'for a file that is no gzip',
      { [file]: 'a,b\n', [MANIFEST]: manifest(file) },
      { kind: 'unavailable', message: expect.stringContaining('cur-00001.csv.gz') },
    ],
    [
      'for a file of the first CUR',
      { [file]: gzipSync('lineItem/UnblendedCost\n1\n'), [MANIFEST]: manifest(file) },
      { kind: 'absent', hint: expect.stringContaining('CUR 2.0') },
    ],
    ['for nothing at all', {}, { kind: 'absent', hint: expect.stringContaining('exportName') }],
  ])('%s', async (_, files, fault) => {
    for (const [key, body] of Object.entries(files)) put(key, body);
    expect(await run()).toMatchObject({ fault, rows: [], days: [] });
    expect(cursors.size).toBe(0);
  });
});
