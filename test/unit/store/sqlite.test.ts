import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { DAILY_CEILINGS } from '../../../src/store/sqlite/ceiling.ts';
import { openDatabase } from '../../../src/store/sqlite/open.ts';
import { openSqliteStore, storeOn } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact, testRater, withoutPrivileges } from '../../support.ts';

const SOURCE = { collector: 'file', account: null, region: null };
const NOW = at('2026-11-21T00:00:00Z');
const NOVEMBER = { from: at('2026-11-01'), to: at('2026-12-01') };

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-store-'));
  path = join(folder, 'meter.db');
});
afterEach(() => {
  chmodSync(folder, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

async function ingest(facts: readonly InvocationFact[]): Promise<void> {
  const store = openSqliteStore(path);
  try {
    await store.ingest({ source: SOURCE, facts, now: NOW }, testRater());
  } finally {
    await store.close();
  }
}

/** Rows of a query on the closed file, past all of the store's own code. */
function rows(sql: string): Record<string, unknown>[] {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], Record<string, unknown>>(sql).all();
  } finally {
    db.close();
  }
}

describe('the file', () => {
  it('is made with its folder, and keeps what was written', async () => {
    path = join(folder, 'deep', 'er', 'meter.db');
    await ingest([fact({ tokens: { input: 3 } })]);
    const store = openSqliteStore(path);
    expect((await store.usage({ range: NOVEMBER, by: [], where: [] }))[0]).toMatchObject({ input: 3 });
    await store.close();
  });

  it('is refused when a newer version wrote it', async () => {
    await ingest([fact()]);
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openSqliteStore(path)).toThrow(/schema version 999, this bedrock-meter knows up to \d+$/);
  });

  it('says what to start when an earlier version wrote it and only reading is allowed', async () => {
    await ingest([fact()]);
    const db = new Database(path);
    const version = Number(db.pragma('user_version', { simple: true }));
    db.pragma(`user_version = ${version - 1}`);
    db.close();
    expect(() => openSqliteStore(path, { readonly: true })).toThrow(
      expect.objectContaining({
        message: `database ${path} has schema version ${version - 1}, this bedrock-meter reads ${version}, and it may not be written to`,
        hint: expect.stringContaining('start the daemon with this version'),
      }),
    );
  });

  it('is refused when it is no database, and left as it was', () => {
    writeFileSync(path, 'just some text, long enough to be mistaken for a header '.repeat(40));
    expect(() => openSqliteStore(path)).toThrow(`database ${path} is not a SQLite database`);
  });

  it('is refused when it belongs to another program, and left as it was', () => {
    const theirs = new Database(path);
    theirs.exec('CREATE TABLE photo (id INTEGER)');
    theirs.close();
    expect(() => openSqliteStore(path)).toThrow(`database ${path} belongs to another program`);
    expect(rows('SELECT name FROM sqlite_schema')).toEqual([{ name: 'photo' }]);
  });

  it('says so when it is read-only, and leaves it as it was', async () => {
    await ingest([fact({ tokens: { input: 1 } })]);
    const before = readFileSync(path);
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    await withoutPrivileges(async () => {
      expect(() => openSqliteStore(path)).toThrow(`database ${path} is read-only`);
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('says so when its folder cannot be made', () => {
    writeFileSync(join(folder, 'a-file'), '');
    expect(() => openSqliteStore(join(folder, 'a-file', 'meter.db'))).toThrow(/cannot be opened/);
  });

  it('says so when the disk is full, keeps what it had and goes on once there is room', async () => {
    await ingest([fact({ tokens: { input: 1 } })]);
    const db = openDatabase(path);
    const store = storeOn(path, db);
    const facts = Array.from({ length: 4_000 }, (_, i) =>
      fact({ tokens: { input: 1 }, arn: `arn:aws:iam::111122223333:user/u${i}` }),
    );
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 5}`);
    await expect(store.ingest({ source: SOURCE, facts, now: NOW }, testRater())).rejects.toThrow(
      `database ${path} has no room: the disk is full`,
    );
    db.pragma('max_page_count = 1000000');
    expect((await store.usage({ range: NOVEMBER, by: [], where: [] }))[0]).toMatchObject({ invocations: 1 });
    expect(await store.ingest({ source: SOURCE, facts, now: NOW }, testRater())).toMatchObject({
      inserted: 4_000,
    });
    await store.close();
  });
});

describe('rows', () => {
  it('keep day and month rows equal to the sum of hour rows, to the nano-dollar, after many small batches', async () => {
    for (let batch = 0; batch < 20; batch += 1) {
      await ingest(
        Array.from({ length: 7 }, (_, i) =>
          fact({
            at: `2026-11-${10 + (batch % 3)}T${String(i).padStart(2, '0')}:10:00Z`,
            tokens: { input: batch + i, output: 3, cacheRead: 11 * i },
            arn: `arn:aws:sts::111122223333:assumed-role/app/session-${i % 3}`,
          }),
        ),
      );
    }
    const sums = (table: string) =>
      rows(
        `SELECT sum(calls) c, sum(input) i, sum(cost_input) ci, sum(cost_output) co, sum(cost_cache_read) cr FROM ${table}`,
      );
    expect(sums('usage_day')).toEqual(sums('usage_hour'));
    expect(sums('usage_month')).toEqual(sums('usage_hour'));
    expect(rows('SELECT count(*) n FROM usage_day')[0]?.n).toBe(3);
  });

  it('keep minutes for quotas: outcomes by kind, reservations asked for and missing', async () => {
    await ingest([
      fact({ at: '2026-11-20T10:00:01Z', maxTokens: 4_096, tokens: { input: 10, cacheWrite1h: 5 } }),
      fact({ at: '2026-11-20T10:00:59Z', maxTokens: 'omitted' }),
      fact({ at: '2026-11-20T10:00:30Z', errorCode: 'ThrottlingException', maxTokens: 100 }),
      fact({ at: '2026-11-20T10:01:00Z', errorCode: 'ValidationException' }),
      fact({ at: '2026-10-01T10:00:00Z' }),
    ]);
    const columns =
      'calls, throttled, client_errors, server_errors, input, cache_write, max_tokens, max_tokens_omitted, max_tokens_unknown';
    const expected = [
      {
        calls: 2,
        throttled: 1,
        client_errors: 0,
        server_errors: 0,
        input: 10,
        cache_write: 5,
        max_tokens: 4_196,
        max_tokens_omitted: 1,
        max_tokens_unknown: 0,
      },
      {
        calls: 0,
        throttled: 0,
        client_errors: 1,
        server_errors: 0,
        input: 0,
        cache_write: 0,
        max_tokens: 0,
        max_tokens_omitted: 0,
        max_tokens_unknown: 1,
      },
    ];
    expect(rows(`SELECT ${columns} FROM usage_minute ORDER BY minute`)).toEqual(expected);
    // By model they are kept longer: the call of 1 October is there too, and 51 days old.
    expect(rows('SELECT count(*) n FROM demand_minute')[0]?.n).toBe(3);
  });

  it('take less than 60 bytes a roll-up row and 150 bytes an invocation', async () => {
    const facts = Array.from({ length: 20_000 }, (_, i) =>
      fact({
        at: new Date(Date.UTC(2026, 10, 10, 0, 0, i * 30)).toISOString(),
        requestId: `${(i * 7_919).toString(16).padStart(8, '0')}-1111-4222-8333-${(i * 104_729).toString(16).padStart(12, '0')}`,
        arn: `arn:aws:sts::111122223333:assumed-role/app-${i % 11}/s`,
        tokens: { input: 1_234 + i, output: 456, cacheRead: 20_000, cacheWrite5m: 900 },
        maxTokens: 4_096,
        promptHash: BigInt(i) * 7_919_104_729n,
        prefixHashes: new Uint8Array(12).fill(i % 255),
      }),
    );
    await ingest(facts);
    const db = new Database(path, { readonly: true });
    const bytes = (name: string) =>
      Number(
        db.prepare<[string], { n: number }>('SELECT sum(pgsize) n FROM dbstat WHERE name = ?').get(name)?.n,
      );
    const count = (table: string) =>
      Number(db.prepare<[], { n: number }>(`SELECT count(*) n FROM ${table}`).get()?.n);
    const perInvocation =
      (bytes('invocation') +
        bytes('sqlite_autoindex_invocation_1') +
        bytes('invocation_by_series') +
        bytes('invocation_by_at')) /
      count('invocation');
    const perHourRow = bytes('usage_hour') / count('usage_hour');
    db.close();
    expect(perInvocation).toBeLessThan(150);
    expect(perHourRow).toBeLessThan(60);
  });
});

describe('ceilings', () => {
  it('count what comes after a day is full under "(other)", and say so', async () => {
    const extra = 25;
    const facts = Array.from({ length: DAILY_CEILINGS.session + extra }, (_, i) =>
      fact({ tokens: { input: 1 }, arn: `arn:aws:sts::111122223333:assumed-role/app/random-${i}` }),
    );
    await ingest(facts);
    await ingest([
      fact({ tokens: { input: 1 }, arn: 'arn:aws:sts::111122223333:assumed-role/app/random-3' }),
    ]);
    const store = openSqliteStore(path);
    const bySession = await store.usage({ range: NOVEMBER, by: ['session'], where: [] });
    expect(bySession).toHaveLength(DAILY_CEILINGS.session + 1);
    expect(bySession.find((row) => row.key[0] === '(other)')).toMatchObject({ input: extra });
    expect(bySession.find((row) => row.key[0] === 'random-3')).toMatchObject({ input: 2 });
    expect(await store.overflows(NOVEMBER)).toEqual([
      { day: '2026-11-20', dimension: 'session', facts: extra },
    ]);
    await store.close();
  });

  it('never merge what a price list knows: tiers, plain units and models', async () => {
    const odd = Array.from({ length: 600 }, (_, i) =>
      fact({ tier: `t${i}`, modelId: `made.up-unpriced-${i}`, tokens: { input: 1 } }),
    );
    const sizes = Array.from({ length: 600 }, (_, i) =>
      fact({ units: [{ unit: `image:${i}x${i}:standard`, quantity: 1 }] }),
    );
    await ingest([...odd, ...sizes]);
    await ingest([fact({ tokens: { input: 1_000 } }), fact({ tier: 'flex', tokens: { input: 1_000 } })]);
    const store = openSqliteStore(path);
    const haiku = { dimension: 'model', values: ['anthropic.claude-haiku-4-5-20251001-v1:0'] } as const;
    const tiers = await store.usage({ range: NOVEMBER, by: ['tier'], where: [haiku] });
    expect(tiers.find((row) => row.key[0] === 'standard')).toMatchObject({
      costInput: 700n,
      unpricedInput: 0,
    });
    expect(tiers.find((row) => row.key[0] === 'flex')).toMatchObject({ costInput: 700n });
    expect(await store.usage({ range: NOVEMBER, by: ['model'], where: [] })).toHaveLength(
      DAILY_CEILINGS.model + 2,
    );
    await store.close();
  });

  it('keep no profile for ids past their ceiling', async () => {
    const arn = (i: number) => `arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p${i}`;
    await ingest(
      Array.from({ length: DAILY_CEILINGS.modelId + 50 }, (_, i) =>
        fact({ modelId: arn(i), tokens: { input: 1 } }),
      ),
    );
    const store = openSqliteStore(path);
    const byProfile = await store.usage({ range: NOVEMBER, by: ['profile'], where: [] });
    expect(byProfile.find((row) => row.key[0] === '(other)')).toMatchObject({ input: 50 });
    expect(Math.max(...byProfile.filter((row) => row.key[0] !== '(other)').map((row) => row.input))).toBe(1);
    await store.close();
  });

  it('keep hostile tags as they are', async () => {
    const tags = { __proto__x: '1', constructor: '2', "'; DROP TABLE label; --": '3' };
    const hostile = {
      ...fact({ tokens: { input: 1 } }),
      tags: new Map([...Object.entries(tags), ['__proto__', 'yes']]),
    };
    await ingest([hostile]);
    const store = openSqliteStore(path);
    const by = async (key: string) =>
      (await store.usage({ range: NOVEMBER, by: [`tag:${key}`], where: [] })).map((r) => r.key[0]);
    expect(await by('__proto__')).toEqual(['yes']);
    expect(await by('constructor')).toEqual(['2']);
    expect(await by("'; DROP TABLE label; --")).toEqual(['3']);
    expect(await by('toString')).toEqual([null]);
    await store.close();
    expect(existsSync(path)).toBe(true);
  });
});

describe('two connections to one file', () => {
  const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123';
  const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
  const call = (input: number) => fact({ modelId: PROFILE, tokens: { input } });

  it('agree on the model behind an id, whoever was told of it', async () => {
    const [daemon, backfill] = [openSqliteStore(path), openSqliteStore(path)];
    try {
      const put = (store: typeof daemon, input: number) =>
        store.ingest({ source: SOURCE, facts: [call(input)], now: NOW }, testRater());
      await put(backfill, 1_000);
      await daemon.resolveModels([{ called: PROFILE, base: HAIKU, scope: 'geo' }], testRater());
      await put(daemon, 100);
      // Whoever comes last prices the whole hour anew.
      await put(backfill, 10);
      const [row] = await daemon.usage({ range: NOVEMBER, by: [], where: [] });
      // 1,110 tokens at the 700 pico-dollars of the tests' price list.
      expect(row).toMatchObject({ input: 1_110, costInput: 777n, unpricedInput: 0 });
    } finally {
      await Promise.all([daemon.close(), backfill.close()]);
    }
  });
});
