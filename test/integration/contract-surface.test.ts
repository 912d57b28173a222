/**
 * What programs rely on, whatever the command: one JSON document, exit codes, options before and behind the command.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseUsd } from '../../src/domain/money.ts';
import { cli, json } from './cli.ts';

const NOW = '2026-11-21T00:00:00Z';
let folder: string;
const run = (...args: string[]) => cli(args, { cwd: folder });

/** A record of one call of Claude Haiku 4.5 in us-east-1: 1.10 in, 5.50 out per million. */
const record = (requestId: string, modelId: string, inputTokenCount: number) =>
  JSON.stringify({
    ...{ schemaType: 'ModelInvocationLog', schemaVersion: '1.0', timestamp: '2026-11-20T10:00:00Z' },
    ...{ accountId: '111122223333', region: 'us-east-1', requestId, operation: 'Converse', modelId },
    identity: { arn: 'arn:aws:sts::111122223333:assumed-role/app/worker' },
    input: { inputContentType: 'application/json', inputTokenCount },
    output: { outputContentType: 'application/json', outputTokenCount: 100 },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-surface-'));
  const lines = [
    record('a', 'anthropic.claude-haiku-4-5-20251001-v1:0', 1_000_000),
    record('b', 'acme.unknown-v1:0', 7),
  ];
  const done = await cli(['ingest', '-', '--db', 'meter.db', '--now', NOW], {
    cwd: folder,
    stdin: lines.join('\n'),
  });
  expect(done.code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a failure', () => {
  it.each([
    [['spend', '--by', 'colour'], 2, 'wrong usage', /^--by colour: no such dimension/],
    [['spend', '--bye', 'model'], 2, 'wrong usage', /^unknown option '--bye' \(Did you mean --by\?\)$/],
    [['spnd'], 2, 'wrong usage', /^unknown command 'spnd' \(Did you mean spend\?\)$/],
    [['spend', '--db', 'none.db'], 1, 'failed', /^database none\.db does not exist$/],
    [['prices'], 2, 'wrong usage', /^a command is missing$/],
    [
      ['export', 'focus', '--db', 'meter.db', '--grain', 'week'],
      2,
      'wrong usage',
      /^--grain week: is hour or day$/,
    ],
  ])('of %j is one document with --json', async (args, code, error, message) => {
    const result = await run(...args, '--json');
    expect(result.code).toBe(code);
    expect(json(result)).toMatchObject({ error, message: expect.stringMatching(message) });
    expect(result.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('is one line on stderr, and nothing on stdout without --json', async () => {
    const result = await run('spend', '--bye', 'model');
    expect(result).toEqual({
      code: 2,
      stdout: '',
      stderr: "bedrock-meter: unknown option '--bye' (Did you mean --by?)\n",
    });
  });
});

it('takes common options in front of a command as well', async () => {
  const behind = await run('prices', 'unpriced', '--db', 'meter.db', '--now', NOW, '--json');
  expect(json(behind).rows).toHaveLength(1);
  expect(await run('--db', 'meter.db', 'prices', '--now', NOW, '--json', 'unpriced')).toEqual(behind);
});

describe('export focus', () => {
  const focus = (...args: string[]) => run('export', 'focus', '--db', 'meter.db', '--now', NOW, ...args);

  it('writes CSV to stdout and says on stderr what it adds up to', async () => {
    const { code, stdout, stderr } = await focus();
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\r\n');
    // Input and output of two models, and the titles.
    expect(lines).toHaveLength(5);
    // Without a price first, by name: empty, never zero. Then 1 M x 1.10 and 100 x 5.50 per million.
    const costs = [/^,1/, /^,1/, /^1\.100000000,111122223333,/, /^0\.000550000,/];
    lines.slice(1).forEach((line, i) => {
      expect(line).toMatch(costs[i] ?? '');
    });
    expect(stderr).toBe(
      '4 rows, $1.10 (estimate); 2 of them without a price (107 tokens): x_UnpricedReason says why\n',
    );
  });

  it('says the same as one document, and as a file', async () => {
    const document = json(await focus('--json'));
    expect(document.total).toEqual({
      ...{ rows: 4, effectiveCost: '1.100550000', listCost: '1.100550000', tokens: 1_000_207, units: 0 },
      unpriced: { rows: 2, tokens: 107, units: 0 },
    });
    const at = document.columns.indexOf('EffectiveCost');
    const costs = document.rows.map((row: (string | null)[]) => row[at]);
    expect(costs.filter((cost: string | null) => cost === null)).toHaveLength(2);
    const sum = costs.reduce((all: bigint, cost: string | null) => all + parseUsd(cost ?? '0'), 0n);
    expect(sum).toBe(1_100_550_000n);
    const written = json(await focus('--out', 'below/november.csv', '--json'));
    expect(written).toMatchObject({ file: 'below/november.csv', total: document.total });
    expect(readFileSync(join(folder, 'below/november.csv'), 'utf8')).toBe((await focus()).stdout);
  });

  it('leaves no half of a file', async () => {
    const { code, stderr } = await focus('--out', '.');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^bedrock-meter: cannot write \.: .*\nTry: /)]);
  });
});
