/**
 * Commands that need no logs, and the daemon as a process.
 * @module
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { VERSION } from '../../src/domain/version.ts';
import { cli, json, start } from './cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const run = (...args: string[]) => cli(args, { cwd: folder });

describe('estimate', () => {
  // Two worked costs: 1,234 x 3.30 + 567 x 16.50 + 45,678 x 0.33 + 2,048 x 4.125 + 4,096 x 6.60 micro-dollars, and
  // 1,000,003 x 0.55 + 200,007 x 2.75 micro-dollars in batch.
  it.each([
    [
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      [
        '--input',
        '1234',
        '--output',
        '567',
        '--cache-read',
        '45678',
        '--cache-write',
        '2048',
        '--cache-write-1h',
        '4096',
      ],
      '0.063983040',
    ],
    [
      'anthropic.claude-haiku-4-5-20251001-v1:0',
      ['--input', '1000003', '--output', '200007', '--batch'],
      '1.100020900',
    ],
  ])('prices %s', async (model, quantities, cost) => {
    const result = await run(
      'estimate',
      '--model',
      model,
      '--region',
      'us-east-1',
      '--at',
      '2026-11-20',
      '--json',
      ...quantities,
    );
    const answer = json(result);
    expect([result.code, result.stderr]).toEqual([0, '']);
    expect(answer).toMatchObject({
      status: 'priced',
      cost,
      priceVersion: expect.stringMatching(/^catalog /),
    });
    const nano = (text: string) => BigInt(text.replace('.', ''));
    expect(answer.lines.reduce((sum: bigint, line: { cost: string }) => sum + nano(line.cost), 0n)).toBe(
      nano(cost),
    );
  });

  it('says unpriced, and why, and never guesses', async () => {
    const answer = json(
      await run(
        'estimate',
        '--model',
        'anthropic.claude-opus-9',
        '--region',
        'us-east-1',
        '--input',
        '1',
        '--json',
      ),
    );
    expect(answer).toMatchObject({ status: 'unpriced', cost: null, reason: 'unknown-model' });
  });

  it('names the flag that is wrong', async () => {
    const cases: [string[], RegExp][] = [
      [['--model', 'm', '--region', 'mars'], /--region mars: not a Region/],
      [['--model', 'a b', '--region', 'us-east-1'], /--model a b: not a model id or ARN/],
      [['--model', 'm', '--region', 'us-east-1', '--input', '-5'], /--input -5: not a whole number/],
      [['--model', 'm', '--region', 'us-east-1', '--input', '1e3'], /--input 1e3: not a whole number/],
      [['--model', 'm'], /required option '--region <region>' not specified/],
      [['--model', 'm', '--region', 'us-east-1', '--at', 'noon'], /--at noon: not an ISO 8601 time/],
    ];
    for (const [args, message] of cases) {
      const result = await run('estimate', ...args);
      expect([args, result.code, result.stderr]).toEqual([args, 2, expect.stringMatching(message)]);
    }
  });
});

describe('prices', () => {
  it('shows a model in any form of its id, and refuses one it does not know', async () => {
    const shown = json(
      await run('prices', 'show', 'global.anthropic.claude-opus-4-5-20251101-v1:0', '--json'),
    );
    expect(shown).toMatchObject({ model: 'anthropic.claude-opus-4-5-20251101-v1:0', provider: 'Anthropic' });
    const unknown = await run('prices', 'show', 'anthropic.claude-opus-4-5');
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      expect.stringMatching(/has no model anthropic\.claude-opus-4-5\nTry: did you mean/),
    ]);
  });

  it('lists every model', async () => {
    const { models } = json(await run('prices', 'list', '--json'));
    expect(models.length).toBeGreaterThan(100);
  });
});

describe('config', () => {
  it('is checked and shown without secrets', async () => {
    writeFileSync(join(folder, 'config.yaml'), 'server: { auth: { token: hunter2hunter2 } }\n');
    const result = await run('config', 'check', '--json');
    expect(json(result)).toMatchObject({
      ok: true,
      config: { server: { port: 8484, auth: { token: '(set)' } } },
    });
    expect(result.stdout).not.toContain('hunter2');
  });

  it('is refused with file, line and key', async () => {
    writeFileSync(join(folder, 'config.yaml'), 'store:\n  paht: x\n');
    const result = await run('spend');
    expect([result.code, result.stderr]).toEqual([
      2,
      'bedrock-meter: config.yaml:2: store.paht: unknown key; did you mean path?\n'.replace(
        'config',
        './config',
      ),
    ]);
  });

  it('refuses an override for a model that nobody sells', async () => {
    writeFileSync(
      join(folder, 'config.yaml'),
      'pricing:\n  overrides:\n    - { model: anthropic.claude-typo, usdPerMillion: { input: "1" } }\n',
    );
    writeFileSync(join(folder, 'log.json'), '');
    for (const words of [
      ['config', 'check'],
      ['ingest', 'log.json'],
    ]) {
      const result = await run(...words);
      expect([result.code, result.stderr]).toEqual([
        2,
        expect.stringMatching(/config\.yaml:\d+: pricing\.overrides.*anthropic\.claude-typo/),
      ]);
    }
  });

  it('has a JSON Schema', async () => {
    expect(json(await run('config', 'schema'))).toMatchObject({
      type: 'object',
      properties: { store: {}, server: {} },
    });
  });
});

describe('serve', () => {
  it('says where it listens, answers, and ends with 0 on SIGTERM', async () => {
    const child = start(['serve', '--db', 'm.db', '--port', '0'], folder);
    const lines = createInterface({ input: child.stderr ?? process.stdin });
    const [line] = (await once(lines, 'line')) as [string];
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/api/spend?by=model`)).json()).toMatchObject({
      rows: [],
      total: { cost: '0.000000000' },
    });
    expect((await fetch(`${url}/api/spend?by=modle`)).status).toBe(400);
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });

  it('does not bind an open address without authentication', async () => {
    const result = await run('serve', '--host', '0.0.0.0', '--db', 'm.db');
    expect([result.code, result.stderr]).toEqual([
      2,
      expect.stringMatching(/server\.host 0\.0\.0\.0: needs server\.auth\.token/),
    ]);
  });

  it('says so when the port is taken', async () => {
    const child = start(['serve', '--db', 'm.db', '--port', '0'], folder);
    const [line] = (await once(createInterface({ input: child.stderr ?? process.stdin }), 'line')) as [
      string,
    ];
    const port = /:(\d+)"/.exec(line)?.[1] ?? '';
    const second = await run('serve', '--db', 'm2.db', '--port', port);
    child.kill('SIGTERM');
    await once(child, 'close');
    expect([second.code, second.stderr]).toEqual([
      1,
      expect.stringMatching(/cannot listen on 127\.0\.0\.1:\d+: .*EADDRINUSE/),
    ]);
  });
});

it('has the version of its package', async () => {
  expect(VERSION).toBe(packageJson.version);
  expect((await run('--version')).stdout.trim()).toBe(packageJson.version);
});
