/**
 * `prices reprice` and `whatif` on a store filled from logs.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cli, json } from './cli.ts';

let folder: string;
const run = (...args: string[]) =>
  cli([...args, '--db', 'm.db', '--now', '2026-11-21T12:00:00Z'], { cwd: folder });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-reprice-'));
  const line = (n: number, timestamp: string) =>
    JSON.stringify({
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp,
      accountId: '111122223333',
      region: 'us-east-1',
      requestId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      operation: 'Converse',
      modelId: 'us.anthropic.claude-sonnet-4-6',
      input: { inputTokenCount: 1_000_000 },
      output: { outputTokenCount: 100_000 },
    });
  writeFileSync(
    join(folder, 'a.ndjson'),
    [line(1, '2026-10-10T00:00:00Z'), line(2, '2026-11-10T00:00:00Z')].join('\n'),
  );
  await run('ingest', 'a.ndjson');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// us. Sonnet 4.6 lists at 3.30 / 16.50: 3.30 + 1.65 = $4.95. The contract says 2.50 / 12: $3.70.
it('moves a closed month only when asked, by whom and why, and only the range named', async () => {
  const config =
    'pricing: { overrides: [{ model: anthropic.claude-sonnet-4-6, scope: geo, region: us-east-1, usdPerMillion: { input: "2.5", output: "12" } }] }';
  writeFileSync(join(folder, 'contract.yaml'), config);
  const october = ['--from', '2026-10', '--to', '2026-11'];
  const costOf = async (...range: string[]) => json(await run('spend', ...range, '--json')).total.cost;
  expect(await costOf(...october)).toBe('4.950000000');

  const reprice = (...args: string[]) =>
    run('prices', 'reprice', '--config', 'contract.yaml', '--json', ...args);
  const dry = json(await reprice(...october, '--dry-run'));
  expect(dry.changes).toMatchObject([
    {
      month: '2026-10',
      model: 'anthropic.claude-sonnet-4-6',
      before: '4.950000000',
      after: '3.700000000',
      difference: '-1.250000000',
    },
  ]);
  expect(await costOf(...october)).toBe('4.950000000');

  expect(await reprice(...october)).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/needs --reason/),
  });
  expect(await reprice('--reason', 'x')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/needs --from and --to/),
  });
  expect(json(await reprice(...october, '--reason', 'contract of 2026'))).toMatchObject({
    total: { before: '4.950000000', after: '3.700000000' },
  });
  // Nothing changes: all of the money, under both.
  expect(json(await reprice(...october, '--reason', 'again'))).toMatchObject({
    changes: [],
    total: { before: '3.700000000', after: '3.700000000', difference: '0.000000000' },
  });
  expect(await costOf(...october)).toBe('3.700000000');
  expect(await costOf('--from', '2026-11', '--to', '2026-12')).toBe('4.950000000');
});

it('answers what another scope would have cost', async () => {
  const answer = json(await run('whatif', '--as', 'global.anthropic.claude-sonnet-4-6', '--json'));
  // 3.00 + 1.50 = $4.50 against $4.95.
  expect(answer).toMatchObject({
    total: { cost: '4.950000000', costAs: '4.500000000', saving: '0.450000000' },
  });
  expect(await run('whatif', '--as', 'anthropic.claude-sonnet-4-66')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/no such model; did you mean anthropic\.claude-sonnet-4-6\?/),
  });
  expect(await run('whatif')).toMatchObject({ code: 2, stderr: expect.stringMatching(/needs --as MODEL/) });
});
