import { mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IngestThread } from '../../../../src/daemon/ingest/thread.ts';
import { record } from './fixtures.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stdin-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LINE = `${JSON.stringify(record())}\n`;

function threadOn(stdin: Readable, database = 'm.db'): IngestThread {
  const pricing = { discountPercent: 0, overrides: [] };
  return new IngestThread({ database: join(folder, database), pricing, promptHash: false, now: null }, stdin);
}

async function ingest(stdin: Readable, ...paths: string[]) {
  const thread = threadOn(stdin);
  try {
    const { files, records, failures } = await thread.ingest(paths);
    return { files, records, failures };
  } finally {
    await thread.close();
  }
}

describe('standard input', () => {
  it('is read to its end', async () => {
    expect(await ingest(Readable.from([LINE]), '-')).toEqual({ files: 1, records: 1, failures: [] });
  });

  it('that fails is a failed file, behind everything that came before', async () => {
    async function* input() {
      yield LINE;
      throw new Error('read EIO');
    }
    expect(await ingest(Readable.from(input()), '-')).toEqual({
      files: 1,
      records: 1,
      failures: [{ file: '-', reason: 'read EIO' }],
    });
  });

  it('that fails is no fault of an ingestion that does not read it', async () => {
    writeFileSync(join(folder, 'a.json'), LINE);
    const stdin = new PassThrough();
    stdin.destroy(new Error('read EIO'));
    expect(await ingest(stdin, join(folder, 'a.json'))).toMatchObject({ records: 1, failures: [] });
  });

  it('that is a folder is a failed file', async () => {
    const stdin = Object.assign(Readable.from([]), { fd: openSync(folder, 'r') });
    expect(await ingest(stdin, '-')).toEqual({
      files: 1,
      records: 0,
      failures: [{ file: '-', reason: 'EISDIR: standard input is a directory' }],
    });
  });

  it('is let go when the store cannot be opened', async () => {
    writeFileSync(join(folder, 'no.db'), 'not a database '.repeat(100));
    const endless = new PassThrough();
    endless.write(LINE);
    const thread = threadOn(endless, 'no.db');
    await expect(thread.ingest(['-'])).rejects.toThrow(/is not a SQLite database/);
    expect(endless.destroyed).toBe(true);
    await thread.close();
  });

  it('is let go when it is damaged gzip that nobody reads on', async () => {
    const damaged = gzipSync(LINE.repeat(50));
    damaged.fill(0xff, 30, 40);
    const endless = new PassThrough();
    endless.write(damaged);
    endless.write(Buffer.alloc(1_000_000));
    expect(await ingest(endless, '-')).toMatchObject({
      files: 1,
      failures: [{ file: '-', reason: expect.stringContaining('gzip data is damaged') }],
    });
    expect(endless.destroyed).toBe(true);
  });

  it('is let go when the thread is closed', async () => {
    const endless = new PassThrough();
    endless.write(LINE);
    const thread = threadOn(endless);
    await thread.ingest([]);
    await thread.close();
    expect(endless.destroyed).toBe(true);
  });
});
