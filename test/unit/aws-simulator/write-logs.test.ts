import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type WrittenLogs, writeLogs } from '../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-19T12:34:56Z') / 1000;
const world = createWorld({
  seed: 11,
  now: NOW,
  days: 1,
  rate: 60,
  bodies: 'natural',
  keyPrefix: 'logs/bedrock',
});
let folder: string;
let written: WrittenLogs;
let paths: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'world-'));
  written = await writeLogs(world, folder, { batch: 20 });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
});
afterAll(() => rm(folder, { recursive: true }));

const KEY =
  /^logs\/bedrock\/AWSLogs\/(\d{12})\/BedrockModelInvocationLogs\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/\d{8}T\d{9}Z_[0-9a-f]{16}\.json\.gz$/;

const batches = () => paths.map((path) => path.slice(folder.length + 1)).filter((key) => KEY.test(key));

test('objects hold the records of their account, Region and hour', async () => {
  const lines: string[] = [];
  for (const key of batches()) {
    const [, account, region, ...time] = KEY.exec(key) ?? [];
    const text = gunzipSync(await readFile(join(folder, key))).toString();
    for (const line of text.trimEnd().split('\n')) {
      const record = JSON.parse(line);
      expect([record.accountId, record.region]).toEqual([account, region]);
      expect(record.timestamp.slice(0, 13)).toBe(`${time.slice(0, 3).join('-')}T${time[3]}`);
      lines.push(line);
    }
  }
  const all = world.recordsBetween(world.history.from, world.history.to).map((record) => record.line);
  expect(lines.toSorted()).toEqual(all.toSorted());
  expect(lines.length).toBe(written.records);
});

test('the summary is what is on disk', async () => {
  const sizes = await Promise.all(batches().map(async (key) => (await stat(join(folder, key))).size));
  expect(sizes.length).toBe(written.files);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(written.compressedBytes);
  expect(written.ledger.rows()).toEqual(expect.arrayContaining(world.ledger().rows()));
  expect(written.ledger.total()).toEqual(world.ledger().total());
});

test('body objects and empty permission checks lie beside them', async () => {
  const checks = paths.filter((path) => path.endsWith('/amazon-bedrock-logs-permission-check'));
  const bodies = paths.filter((path) => /\/data\/[0-9a-f-]{36}_input\.json\.gz$/.test(path));
  expect(checks.length).toBe(world.sources.length);
  expect((await stat(checks[0] ?? '')).size).toBe(0);
  expect(bodies.length).toBeGreaterThan(0);
  expect(checks.length + bodies.length + written.files).toBe(paths.length);
  const body = gunzipSync(await readFile(bodies[0] ?? '')).toString();
  expect(Buffer.byteLength(body)).toBeGreaterThan(90_000);
});
