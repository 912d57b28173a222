/**
 * The backup command, as a process.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cli, json } from './cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-backup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const RECORD = {
  schemaType: 'ModelInvocationLog',
  schemaVersion: '1.0',
  timestamp: '2026-11-20T10:00:00Z',
  accountId: '111122223333',
  region: 'us-east-1',
  requestId: 'b1f6d3de-0c1e-4c3e-9c53-0f6a1b1c1d1e',
  operation: 'Converse',
  modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
  input: { inputTokenCount: 1_000_000 },
  output: { outputTokenCount: 0 },
};

it('copies the store, and the copy answers like it', async () => {
  const run = (...args: string[]) => cli(args, { cwd: folder, stdin: JSON.stringify(RECORD) });
  await run('ingest', '-', '--db', 'meter.db');
  const copied = await run('backup', 'copy.db', '--db', 'meter.db', '--json');
  expect([copied.code, json(copied)]).toMatchObject([
    0,
    { file: 'copy.db', database: 'meter.db', importedPrices: null },
  ]);
  const ask = (db: string) => run('spend', '--json', '--db', db, '--now', '2026-11-21T00:00:00Z');
  const [answer, same] = [await ask('meter.db'), await ask('copy.db')];
  expect(json(same)).toEqual(json(answer));
  expect(json(same).total.tokens.input).toBe(1_000_000);

  const again = await run('backup', 'copy.db', '--db', 'meter.db');
  expect([again.code, again.stdout]).toEqual([1, '']);
  expect(again.stderr).toMatch(/^bedrock-meter: backup copy\.db exists already\nTry: name another file/);
  const none = await run('backup', 'other.db', '--db', 'nothing.db');
  expect([none.code, none.stderr]).toMatchObject([1, expect.stringContaining('nothing.db does not exist')]);
});
