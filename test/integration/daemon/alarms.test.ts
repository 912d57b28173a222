/**
 * `serve` watches: a receiver hears of what is wrong once, also over a restart; one that fails holds nothing up.
 * @module
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { type Receiver, startReceiver } from '../../slack-receiver.ts';
import { fact, testRater } from '../../support.ts';
import { cli, json, start } from '../cli.ts';
import { until } from './support.ts';

let folder: string;
let receiver: Receiver;
let daemon: ChildProcess | undefined;
let log = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-watch-'));
  receiver = await startReceiver();
  const store = openSqliteStore(join(folder, 'meter.db'));
  const facts = [
    fact({ at: '2026-11-21T10:00:00Z', modelId: 'us.amazon.unpriced-v1:0', tokens: { input: 50_000 } }),
  ];
  await store.ingest(
    { source: { collector: 'file', account: null, region: null }, facts, now: facts[0]?.at ?? (0 as never) },
    testRater(),
  );
  await store.close();
  const notifier = `{ name: ops, type: slack, webhookUrl: "${receiver.url}", rules: [unpricedUsage] }`;
  writeFileSync(join(folder, 'config.yaml'), `notifiers: [${notifier}]\nstore: { path: ./meter.db }\n`);
});
afterEach(() => {
  daemon?.kill('SIGKILL');
});
afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(now: string): Promise<string> {
  log = '';
  const child = start(['serve', '--port', '0', '--now', now], folder);
  daemon = child;
  child.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const url = () => /listens on (http:\S+?)"/.exec(log)?.[1] ?? '';
  await until('the daemon', () => url() !== '');
  return url();
}

async function stop(): Promise<number | null> {
  const exited = once(daemon as ChildProcess, 'exit');
  daemon?.kill('SIGTERM');
  return (await exited)[0] as number | null;
}

interface Alarms {
  readonly evaluatedAt: string | null;
  readonly alarms: readonly { readonly id: number; readonly state: string; readonly rule: string }[];
}
const alarmsOf = async (url: string): Promise<Alarms> =>
  (await (await fetch(`${url}/api/alarms`)).json()) as Alarms;

describe('serve with a notifier', () => {
  it('tells once, and not again after a restart', async () => {
    const first = await serve('2026-11-21T11:00:00Z');
    await until('the message', () => receiver.requests.length > 0);
    expect(receiver.requests[0]?.body).toContain('[FIRING] warning: No price for us.amazon.unpriced-v1:0');
    expect(receiver.requests[0]?.body).toContain(`${first}/alarms/1`);
    expect(await stop()).toBe(0);

    const second = await serve('2026-11-21T11:10:00Z');
    let seen = await alarmsOf(second);
    await until('the look', async () => {
      seen = await alarmsOf(second);
      return seen.evaluatedAt === '2026-11-21T11:10:00Z';
    });
    expect(seen.alarms).toMatchObject([{ id: 1, state: 'firing', rule: 'unpricedUsage' }]);
    expect(await stop()).toBe(0);
    expect(receiver.requests).toHaveLength(1);
    expect(log).not.toContain('secret-part');
  });

  it('is acknowledged from the command line beside it', async () => {
    const result = await cli(
      ['alarms', 'ack', '1', '--note', 'asked AWS', '--json', '--now', '2026-11-21T11:20:00Z'],
      {
        cwd: folder,
      },
    );
    expect([result.code, result.stderr]).toEqual([0, '']);
    expect(json(result)).toMatchObject({ id: 1, state: 'acknowledged', acknowledged: { note: 'asked AWS' } });
    const list = await cli(['alarms', 'list', '--now', '2026-11-21T11:20:00Z'], { cwd: folder });
    expect(list.stdout).toMatch(/1 {2}acknowledged {2}warning {3}unpricedUsage/);
  });

  it('keeps a message that the receiver refuses, with the reason, and goes on', async () => {
    receiver.behave(() => ({ status: 500, body: '<html>' }));
    const other = join(folder, 'other.yaml');
    writeFileSync(
      other,
      `notifiers: [{ name: other, type: slack, webhookUrl: "${receiver.url}" }]\nstore: { path: ./meter.db }\nalarms: { rules: { unpricedUsage: { severity: critical } } }\n`,
    );
    log = '';
    const child = start(['serve', '--port', '0', '--now', '2026-11-21T11:30:00Z', '--config', other], folder);
    daemon = child;
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    await until('the refusal', () => /other did not take a message: 500 with a web page/.test(log));
    expect(await stop()).toBe(0);
    const list = json(await cli(['alarms', 'list', '--json', '--config', other], { cwd: folder }));
    expect(list.notifiers).toMatchObject([
      { name: 'other', queued: 1, error: expect.stringMatching(/^500/) },
    ]);
    expect(log).not.toContain('secret-part');
  });
});
