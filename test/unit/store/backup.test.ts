import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupDatabase } from '../../../src/store/sqlite/backup.ts';
import { openDatabase } from '../../../src/store/sqlite/open.ts';
import { MIGRATIONS } from '../../../src/store/sqlite/schema.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater, withoutPrivileges } from '../../support.ts';

const SOURCE = { collector: 'file', account: null, region: null };
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };

let folder: string;
let path: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-backup-'));
  [path, copy] = [join(folder, 'meter.db'), join(folder, 'copy.db')];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const batch = (input: number) => ({
  source: SOURCE,
  facts: [fact({ tokens: { input } })],
  cursor: { name: 'c', value: String(input) },
  now: at('2026-11-21'),
});
const totals = async (file: string) => {
  const store = openSqliteStore(file);
  const [row] = await store.usage({ range: NOVEMBER, by: [], where: [] });
  const found = { input: row?.input, cost: row?.costInput, cursor: await store.cursor('c') };
  await store.close();
  return found;
};

describe('a backup', () => {
  it('is made under a writer, and answers and goes on like the store', async () => {
    const store = openSqliteStore(path);
    await store.ingest(batch(1_000), testRater());
    const key = await store.hashKey();
    expect(backupDatabase(path, copy)).toBe(statSync(copy).size);
    await store.ingest(batch(20), testRater());
    await store.close();
    expect(await totals(copy)).toEqual({ input: 1_000, cost: 700n, cursor: '1000' });
    expect(await totals(path)).toEqual({ input: 1_020, cost: 714n, cursor: '20' });
    const restored = openSqliteStore(copy);
    expect(await restored.hashKey()).toEqual(key);
    expect(await restored.ingest(batch(3), testRater())).toMatchObject({ inserted: 1 });
    await restored.close();
    const db = openDatabase(copy);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  it('leaves what exists already as it is', async () => {
    await openSqliteStore(path).close();
    writeFileSync(copy, 'last year');
    expect(() => backupDatabase(path, copy)).toThrow(`backup ${copy} exists already`);
    expect(readFileSync(copy, 'utf8')).toBe('last year');
    expect(() => backupDatabase(path, path)).toThrow('exists already');
  });

  it('takes the place of a copy that was cut off', async () => {
    await openSqliteStore(path).close();
    writeFileSync(`${copy}.partial`, 'half of it');
    backupDatabase(path, copy);
    expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
  });

  it('is readable by nobody who may not read the store', async () => {
    await openSqliteStore(path).close();
    chmodSync(path, 0o600);
    backupDatabase(path, copy);
    expect((statSync(copy).mode & 0o777).toString(8)).toBe('600');
  });

  it('says so when it cannot be written, and leaves nothing behind', async () => {
    await openSqliteStore(path).close();
    const elsewhere = join(folder, 'no', 'such', 'folder.db');
    expect(() => backupDatabase(path, elsewhere)).toThrow(/cannot be opened/);
    await withoutPrivileges(async () => {
      expect(() => backupDatabase(path, '/proc/meter.db')).toThrow(/meter\.db/);
    });
    expect(existsSync(`${copy}.partial`)).toBe(false);
  });

  it('copies a store of an earlier version as it is: before an upgrade is when it is wanted', () => {
    const old = new Database(path);
    old.exec(MIGRATIONS[0] ?? '');
    old.pragma('user_version = 1');
    old.pragma(`application_id = ${0x424d7472}`);
    old.close();
    backupDatabase(path, copy);
    const found = new Database(copy, { readonly: true });
    expect(found.pragma('user_version', { simple: true })).toBe(1);
    found.close();
  });

  it('refuses what is no store', () => {
    writeFileSync(path, 'x'.repeat(5_000));
    expect(() => backupDatabase(path, copy)).toThrow('is not a SQLite database');
    expect(existsSync(copy)).toBe(false);
  });
});
