/** `prices unpriced`, `list`, `show` and `whatif --list-prices`, as their users run them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at } from '../../support.ts';
import { cli, json } from '../cli.ts';

const ACCOUNT = '111122223333';
const PROFILE = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/a1b2c3d4e5f6`;
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const LLAMA = 'meta.llama3-3-70b-instruct-v1:0';
const OWN = `
pricing:
  discountPercent: 50
  credits:
    - { name: "<b>grant</b>", usd: 1000, to: 2027-01-01 }
  overrides:
    - model: acme.parrot-v9:0
      newModel: true
      usdPerMillion: { input: "1", output: "2" }
`;
let cwd: string;
const run = (...args: string[]) => cli([...args, '--db', 'm.db', '--now', '2026-11-15T10:00:00Z'], { cwd });

function record(id: number, modelId: string, region: string, more: object = {}) {
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: `2026-11-0${id}T09:00:00Z`,
    accountId: ACCOUNT,
    region,
    requestId: `00000000-0000-4000-8000-00000000000${id}`,
    operation: 'Converse',
    modelId,
    input: { inputTokenCount: 1_000_000, ...more },
    output: { outputTokenCount: 100 },
  };
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'bedrock-meter-prices-'));
  const records = [
    record(1, HAIKU, 'us-east-1'),
    record(2, 'acme.parrot-v9:0', 'us-east-1'),
    record(3, 'qwen.qwen3-32b-v1:0', 'af-south-1'),
    record(4, PROFILE, 'us-east-1'),
    record(5, `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abc123def456`, 'us-east-1'),
    record(6, `global.${LLAMA}`, 'us-east-1'),
    record(7, LLAMA, 'us-west-2', { cacheReadInputTokenCount: 500 }),
  ];
  writeFileSync(join(cwd, 'log.json'), records.map((one) => JSON.stringify(one)).join('\n'));
  writeFileSync(join(cwd, 'own.yaml'), OWN);
  expect((await run('ingest', 'log.json')).code).toBe(0);
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('prices unpriced', () => {
  it('says of each usage why, and exactly what would mend it', async () => {
    const { rows } = json(await run('prices', 'unpriced', '--json'));
    const of = (modelId: string) => rows.find((row: { modelId: string }) => row.modelId === modelId);
    expect(rows).toHaveLength(6);
    expect(of('acme.parrot-v9:0')).toMatchObject({
      reason: 'unknown-model',
      tokens: 1_000_100,
      command: 'bedrock-meter prices update',
      override: '{ model: acme.parrot-v9:0, newModel: true, usdPerMillion: { input: "?", output: "?" } }',
    });
    expect(of('qwen.qwen3-32b-v1:0')).toMatchObject({
      reason: 'no-rate-for-region',
      override:
        '{ model: qwen.qwen3-32b-v1:0, region: af-south-1, usdPerMillion: { input: "?", output: "?" } }',
    });
    expect(of(PROFILE)).toMatchObject({
      reason: 'unresolved-profile',
      command: 'bedrock-meter collect --once',
      override: null,
    });
    expect(of(`arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abc123def456`)).toMatchObject({
      reason: 'billed-by-the-hour',
      command: null,
      override: null,
    });
    expect(of(`global.${LLAMA}`)).toMatchObject({
      reason: 'no-rate-for-scope',
      override: `{ model: ${LLAMA}, scope: global, usdPerMillion: { input: "?", output: "?" } }`,
    });
    expect(of(LLAMA)).toMatchObject({
      reason: 'no-rate-for-kind',
      tokens: 500,
      override: `{ model: ${LLAMA}, usdPerMillion: { cacheRead: "?" } }`,
    });
  });

  it('what it names mends it: an override that is taken over, and then reprice', async () => {
    const { rows } = json(await run('prices', 'unpriced', '--json'));
    const overrides = rows.flatMap(({ override }: { override: string | null }) => override ?? []);
    const file = `pricing:\n  overrides:\n${overrides.map((one: string) => `    - ${one.replaceAll('"?"', '"1"')}\n`).join('')}`;
    writeFileSync(join(cwd, 'mended.yaml'), file);
    const mended = json(await run('prices', 'unpriced', '--json', '--config', 'mended.yaml'));
    const left = mended.rows.filter(({ reason }: { reason: string | null }) => reason !== null);
    expect(left.map(({ reason }: { reason: string }) => reason).sort()).toEqual([
      'billed-by-the-hour',
      'unresolved-profile',
    ]);
    const known = mended.rows.find(({ reason }: { reason: string | null }) => reason === null);
    expect(known.command).toMatch(
      /^bedrock-meter prices reprice --from 2026-11-01T00:00:00Z --to 2026-12-01/,
    );
  });

  it('has words for people, and for months in which all is well', async () => {
    const { stdout } = await run('prices', 'unpriced');
    expect(stdout).toContain('Qwen3 32B has no in-region price in af-south-1');
    expect(stdout).toContain('try: bedrock-meter prices update');
    const quiet = await run('prices', 'unpriced', '--from', '2026-10-01', '--to', '2026-11-01');
    expect(quiet.stdout).toContain('all usage has a price');
  });
});

describe('own prices in lists', () => {
  it('are marked, and win in show', async () => {
    const list = json(await run('prices', 'list', '--json', '--config', 'own.yaml'));
    expect(list.models.filter(({ own }: { own: boolean }) => own)).toMatchObject([
      { model: 'acme.parrot-v9:0', provider: 'your configuration' },
    ]);
    expect(list.credits).toEqual([{ name: '<b>grant</b>', usd: 1000, to: '2027-01-01' }]);
    const text = await run('prices', 'list', '--config', 'own.yaml');
    expect(text.stdout).toContain('credit <b>grant</b>: 1000 USD to 2027-01-01; not taken off any cost');
    const show = await run('prices', 'show', 'acme.parrot-v9:0', '--config', 'own.yaml');
    expect(show.stdout).toContain('your own prices, which win:');
    expect((await run('prices', 'show', 'acme.parrot-v9:0')).code).toBe(1);
  });

  it('of an unknown model are refused with file, line and key, in serve too', async () => {
    writeFileSync(
      join(cwd, 'typo.yaml'),
      'pricing:\n  overrides:\n    - model: amazon.nova-lte-v1:0\n      usdPerMillion: { input: "1" }\n',
    );
    const expected =
      'typo.yaml:3: pricing.overrides[0].model: the price book has no model amazon.nova-lte-v1:0; did you mean amazon.nova-lite-v1:0?';
    for (const command of [
      ['prices', 'list'],
      ['serve', '--port', '0'],
    ]) {
      const { code, stderr } = await run(...command, '--config', 'typo.yaml');
      expect(code).toBe(2);
      expect(stderr).toContain(expected);
      expect(stderr).toContain('newModel: true');
    }
  });

  it('credits change no cost', async () => {
    const [with_, without] = [
      await run('spend', '--json', '--config', 'own.yaml'),
      await run('spend', '--json'),
    ];
    expect(json(with_).total.cost).toBe(json(without).total.cost);
  });
});

describe('whatif --list-prices', () => {
  it('shows list cost beside what is stored', async () => {
    const where = ['--where', `model=${HAIKU}`, '--json'];
    // 1 M x 1.10 and 100 x 5.50 a million, and half of it once the discount is applied to what is stored.
    const full = json(await run('whatif', '--list-prices', ...where));
    expect(full).toMatchObject({ listPrices: true, total: { cost: '1.100550000', costAs: '1.100550000' } });
    expect(full.assumptions).toEqual([]);
    const range = ['--from', '2026-11-01', '--to', '2026-11-02'];
    await run('prices', 'reprice', ...range, '--reason', 'the discount begins', '--config', 'own.yaml');
    const list = json(await run('whatif', '--list-prices', '--config', 'own.yaml', ...where));
    expect(list.total).toEqual({ cost: '0.550275000', costAs: '1.100550000', saving: '-0.550275000' });
    expect(list.priceVersion).not.toContain('own prices');
  });
});

describe('prices show of an application profile', () => {
  it('resolves it through the inventory, with its tags', async () => {
    const before = await run('prices', 'show', PROFILE);
    expect(before.code).toBe(1);
    expect(before.stderr).toContain('bedrock-meter collect --once');
    const store = openSqliteStore(join(cwd, 'm.db'));
    const models = ['us-east-1', 'us-west-2'].map(
      (region) => `arn:aws:bedrock:${region}::foundation-model/${HAIKU}`,
    );
    const body = { name: null, status: 'ACTIVE', models, tags: null, created: null, updated: null };
    const system = {
      ...body,
      id: `us.${HAIKU}`,
      arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${HAIKU}`,
      type: 'SYSTEM_DEFINED',
    };
    const own = {
      ...body,
      id: 'a1b2c3d4e5f6',
      arn: PROFILE,
      type: 'APPLICATION',
      name: 'checkout',
      tags: { team: 'shop' },
    };
    await store.putSnapshot({
      ...{ account: ACCOUNT, region: 'us-east-1', kind: 'inference-profile', at: at('2026-11-15') },
      items: [system, own].map((one) => ({ id: one.id, body: one })),
    });
    await store.close();
    const shown = json(await run('prices', 'show', PROFILE, '--json'));
    expect(shown.model).toBe(HAIKU);
    expect(shown.profile).toEqual({
      ...{ id: 'a1b2c3d4e5f6', arn: PROFILE, name: 'checkout', account: ACCOUNT, region: 'us-east-1' },
      ...{ base: HAIKU, scope: 'geo', tags: { team: 'shop' } },
    });
    const { stdout } = await run('prices', 'show', PROFILE);
    expect(stdout).toContain(
      `application profile checkout (a1b2c3d4e5f6): ${HAIKU}, geo, called in us-east-1; tags team=shop`,
    );
  });
});
