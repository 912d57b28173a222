/**
 * Parsing on other threads gives the very store that parsing on one thread gives.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IngestDeps, ingestPaths } from '../../../../src/daemon/ingest/ingest-paths.ts';
import { HERE } from '../../../../src/daemon/ingest/parse-here.ts';
import { ParserPool, type Parsers } from '../../../../src/daemon/ingest/parser-pool.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/sqlite-store.ts';
import { at, testRater } from '../../../support.ts';
import {
  claudeRequest,
  claudeStream,
  record,
  withBodies,
} from '../../collectors/invocation-logs/fixtures.ts';

let folder: string;
let pool: ParserPool;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-threads-'));
  pool = new ParserPool(3);
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

type Line =
  | { readonly kind: 'record'; readonly id: number; readonly tokens: number; readonly hour: number }
  | string;

const aRecord = fc.record({
  kind: fc.constant('record' as const),
  // Few ids: the same comes again, in other files and with other tokens, and whichever is first counts.
  id: fc.nat(30),
  tokens: fc.nat(100_000),
  hour: fc.nat(5),
});
const line: fc.Arbitrary<Line> = fc.oneof(
  { weight: 8, arbitrary: aRecord },
  { weight: 1, arbitrary: fc.constantFrom('{"schemaType":"ModelInvocationLog"', '[1,', 'text', '', '{}') },
  { weight: 1, arbitrary: fc.constant('Permissions are correctly set for Amazon Bedrock logs.') },
);

/** What is done to the text of a file. */
const FORMS = ['lines', 'gzip', 'members', 'array', 'cut', 'damaged', 'absent'] as const;
const file = fc.record({ lines: fc.array(line, { maxLength: 12 }), form: fc.constantFrom(...FORMS) });
type File = { readonly lines: readonly Line[]; readonly form: (typeof FORMS)[number] };

function textOf(lines: readonly Line[], joint: string): string {
  return lines
    .map((each) => {
      if (typeof each === 'string') return each;
      const { id, tokens, hour } = each;
      const top = {
        requestId: `7a0b2c1d-0000-4000-8000-${String(id).padStart(12, '0')}`,
        timestamp: `2026-11-20T0${hour}:10:11Z`,
        identity: { arn: `arn:aws:sts::123456789012:assumed-role/app/session-${id % 7}` },
        ...(id % 5 === 0 ? { errorCode: 'ThrottlingException' } : {}),
        ...(id % 4 === 0 ? { requestMetadata: { team: `team ${tokens % 3}` } } : {}),
      };
      const input = { inputTokenCount: tokens };
      return JSON.stringify(
        id % 3 === 0 ? withBodies(claudeRequest, claudeStream, { input, top }) : record({ ...top, input }),
      );
    })
    .join(joint);
}

function bytesOf({ lines, form }: File): Buffer {
  const text = textOf(lines, '\n');
  const half = Math.floor(lines.length / 2);
  switch (form) {
    case 'lines':
    case 'absent':
      return Buffer.from(text);
    case 'gzip':
      return gzipSync(text);
    case 'members':
      return Buffer.concat([
        gzipSync(`${textOf(lines.slice(0, half), '\n')}\n`),
        gzipSync(textOf(lines.slice(half), '\n')),
      ]);
    case 'array':
      return Buffer.from(`[${textOf(lines, ',')}]`);
    case 'cut': {
      const packed = gzipSync(text);
      return packed.subarray(0, packed.length - 20);
    }
    case 'damaged':
      return Buffer.concat([gzipSync(text), Buffer.from('no member')]);
  }
}

let serial = 0;

function write(files: readonly File[]): string {
  const root = join(folder, `world-${serial++}`);
  mkdirSync(root);
  files.forEach((each, i) => {
    // A file that is named and not there is a failure among the others.
    if (each.form !== 'absent')
      writeFileSync(join(root, `${String(i).padStart(3, '0')}.json`), bytesOf(each));
  });
  return root;
}

async function storeBy(parsers: Parsers, paths: readonly string[]) {
  const path = join(folder, `store-${serial++}.db`);
  const store = openSqliteStore(path);
  const deps: IngestDeps = {
    ...{ store, rater: testRater(), parsers, promptHash: false, now: () => at('2026-11-21T00:00:00Z') },
    stdin: () => Readable.from([]),
  };
  const counts = await ingestPaths(paths, deps);
  await store.close();
  const db = new Database(path, { readonly: true });
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all();
  const rows = tables.map(({ name }) => [name, db.prepare(`SELECT * FROM "${name}"`).all()] as const);
  db.close();
  rmSync(path);
  return { counts, rows };
}

describe('files parsed on other threads', () => {
  it('give the same store, row for row, and the same answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 8 }), fc.boolean(), async (files, named) => {
        const root = write(files);
        const paths = named ? files.map((_, i) => join(root, `${String(i).padStart(3, '0')}.json`)) : [root];
        const here = await storeBy(HERE, paths);
        expect(await storeBy(pool, paths)).toEqual(here);
        rmSync(root, { recursive: true });
      }),
      { numRuns: 40 },
    );
  });

  it('give the same facts with hashes of prompts, in the same order', async () => {
    const root = write([
      { form: 'gzip', lines: [0, 3, 6, 9, 2].map((id) => ({ kind: 'record', id, tokens: id, hour: 1 })) },
    ]);
    const job = [{ path: 'a', at: Buffer.from(join(root, '000.json')), bytes: 1000 }];
    const key = Buffer.alloc(32, 7);
    const factsBy = async (parsers: Parsers) =>
      (await Array.fromAsync(parsers.parse(job, key))).flatMap(({ facts }) => facts);
    const here = await factsBy(HERE);
    expect(here.map(({ promptHash }) => promptHash !== null)).toEqual([true, true, true, true, false]);
    expect(await factsBy(pool)).toEqual(here);
  });

  it('are read once each where they are more than all threads have in hand', async () => {
    const files = Array.from({ length: 1000 }, (_, i): File => {
      const lines = [{ kind: 'record' as const, id: i, tokens: i, hour: i % 6 }];
      return { form: i % 2 === 0 ? 'gzip' : 'lines', lines };
    });
    const root = write(files);
    const { counts, rows } = await storeBy(pool, [root]);
    expect(counts).toMatchObject({
      files: 1000,
      records: 1000,
      invocations: 1000,
      failures: [],
      malformed: 0,
    });
    expect(rows.find(([name]) => name === 'invocation')?.[1]).toHaveLength(1000);
    expect(counts).toEqual((await storeBy(HERE, [root])).counts);
  });

  it('wait where one file has more parts than the writer has room for', async () => {
    const lines = Array.from({ length: 30_000 }, (_, id) => ({
      kind: 'record' as const,
      id,
      tokens: 1,
      hour: 0,
    }));
    const root = write([
      { form: 'lines', lines },
      { form: 'gzip', lines },
    ]);
    const { counts } = await storeBy(pool, [root]);
    expect(counts).toMatchObject({ files: 2, records: 60_000, invocations: 30_000, duplicates: 30_000 });
  });

  it('are not waited for behind a store that fails, and the threads serve again', async () => {
    const root = write([{ form: 'lines', lines: [{ kind: 'record', id: 1, tokens: 1, hour: 0 }] }]);
    const store = openSqliteStore(join(folder, `store-${serial++}.db`));
    await store.close();
    const deps = {
      store,
      rater: testRater(),
      parsers: pool,
      promptHash: false,
      now: () => at('2026-11-21T00:00:00Z'),
    };
    const failing = ingestPaths([root], { ...deps, stdin: () => Readable.from([]) });
    await expect(failing).rejects.toThrow();
    await pool.close();
    expect((await storeBy(pool, [root])).counts).toMatchObject({ records: 1 });
  });
});
