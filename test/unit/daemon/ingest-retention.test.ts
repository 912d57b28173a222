import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/schema.ts';
import { IngestThread } from '../../../src/daemon/ingest/thread.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-retention-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A file with one call of a million input tokens. */
function logs(name: string, timestamp: string): string {
  const path = join(folder, name);
  const record = {
    ...{ schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp, operation: 'Converse' },
    ...{ accountId: '111122223333', region: 'us-east-1', requestId: `request-${name}` },
    modelId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    input: { inputTokenCount: 1_000_000 },
    output: { outputTokenCount: 0 },
  };
  writeFileSync(path, JSON.stringify(record));
  return path;
}

/** Ingests one file after the other. */
async function ingest(now: string, ...paths: string[]) {
  const { pricing, retention } = defaultConfig();
  const database = join(folder, 'meter.db');
  const thread = new IngestThread({ database, pricing, retention, promptHash: false, now: at(now) });
  try {
    const counts = [];
    for (const path of paths) counts.push(await thread.ingest([path]));
    return counts;
  } finally {
    await thread.close();
  }
}

it('lets a store that only files are put into go of old calls, and takes the same file only once for all that', async () => {
  const [old, later] = [logs('old', '2026-01-01T10:00:00Z'), logs('later', '2026-02-07T10:00:00Z')];
  expect(await ingest('2026-01-02T00:00:00Z', old)).toMatchObject([{ invocations: 1 }]);
  expect(await ingest('2026-02-08T00:00:00Z', old, later, old)).toMatchObject([
    { invocations: 0, duplicates: 1, late: 0 },
    { invocations: 1, duplicates: 0, late: 0 },
    { invocations: 0, duplicates: 0, late: 1 },
  ]);
  const store = openSqliteStore(join(folder, 'meter.db'));
  const range = { from: at('2026-01-01'), to: at('2026-03-01') };
  expect(await store.invocations({ range, where: [], limit: 9 })).toMatchObject([
    { requestId: 'request-later' },
  ]);
  expect((await store.usage({ range, by: [], where: [] }))[0]).toMatchObject({
    invocations: 2,
    input: 2_000_000,
  });
  await store.close();
});
