/**
 * Prices beside a running daemon, as its users see them: a version that is put in force holds without a restart, and
 * a broken one is told while the last good one stays.
 */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { marketplace } from '../../offer-rows.ts';
import { type OfferServer, realisticRows, startOfferServer, textsOf } from '../../offer-server.ts';
import { cli, json, start } from '../cli.ts';
import { until } from '../daemon/support.ts';

const FM = 'AmazonBedrockFoundationModels';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const NOW = '2026-11-15T10:00:00Z';
let cwd: string;
let server: OfferServer;
let daemon: ChildProcess | undefined;
let log = '';

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'bedrock-meter-live-'));
  const rows = realisticRows();
  rows.set(`${FM}/eu-west-1`, [
    ...(rows.get(`${FM}/eu-west-1`) ?? []),
    marketplace('eu-west-1', 'Claude Haiku 4.5', 'InputTokenCount', '1.21'),
  ]);
  server = await startOfferServer(textsOf(rows));
});
afterEach(async () => {
  daemon?.kill('SIGKILL');
  await server.close();
  rmSync(cwd, { recursive: true, force: true });
});

interface Status {
  readonly priceBook: { readonly version: string; readonly health: object; readonly credits: object[] };
  readonly sources: readonly object[];
}

const run = (...args: string[]) => cli([...args, '--db', 'm.db', '--now', NOW], { cwd });

/** Adds a call of a million input tokens. */
async function ingest(id: number): Promise<void> {
  const record = {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: `2026-11-03T0${id}:00:00Z`,
    accountId: '111122223333',
    region: 'eu-west-1',
    requestId: `00000000-0000-4000-8000-00000000000${id}`,
    operation: 'Converse',
    modelId: HAIKU,
    input: { inputTokenCount: 1_000_000 },
    output: { outputTokenCount: 0 },
  };
  writeFileSync(join(cwd, 'log.json'), JSON.stringify(record));
  expect((await run('ingest', 'log.json')).code).toBe(0);
}

it('a version that is accepted holds in the running daemon; stored money stays; a broken one changes nothing', async () => {
  await ingest(1);
  const child = start(['serve', '--db', 'm.db', '--port', '0', '--now', NOW], cwd);
  daemon = child;
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const url = () => /listens on (http:\S+?)"/.exec(log)?.[1] ?? '';
  await until('the daemon', () => url() !== '');
  const ask = async <T>(path: string): Promise<T> => (await (await fetch(`${url()}${path}`)).json()) as T;
  const status = () => ask<Status>('/api/status');
  expect((await status()).priceBook).toMatchObject({
    version: expect.not.stringContaining('price list'),
    health: { state: 'ok', fix: null },
    credits: [],
  });

  const update = json(await run('prices', 'update', '--accept', '--endpoint', server.endpoint, '--json'));
  expect(update).toMatchObject({ status: 'written', changedPrices: 1, pending: 0 });
  const print = update.version.slice(-8);
  await until('the new version', async () => (await status()).priceBook.version.includes(print));
  expect(log).toContain('prices in force from now on');
  const after = await status();
  expect(after.priceBook.health).toMatchObject({ state: 'ok', ageDays: 0, since: NOW });
  expect(after.sources).toContainEqual(
    expect.objectContaining({ collector: 'prices', account: null, status: 'ok', lastSuccess: NOW }),
  );
  await ingest(2);
  const spend = await ask<{ rows: { cost: string }[] }>('/api/spend?by=hour');
  expect(spend.rows.map(({ cost }) => cost).sort()).toEqual(['1.100000000', '1.210000000']);

  const file = join(cwd, 'prices', `${update.version}.json`);
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, 300));
  await until('the complaint', () => log.includes('not JSON'));
  expect(log).toMatch(new RegExp(`${update.version}\\.json: not JSON: .*line \\d+.*stays in force`));
  expect((await status()).priceBook.version).toContain(print);
  expect(log.match(/stays in force/g)).toHaveLength(1);
});
