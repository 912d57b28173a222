/** `prices update` and `prices diff` against the bulk files on loopback, as their users run them. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { astra, dashed, marketplace, type OfferRowText, reservedRow } from '../offer-rows.ts';
import { type OfferServer, offerPath, realisticRows, startOfferServer, textsOf } from '../offer-server.ts';
import { cli, json } from './cli.ts';

const FM = 'AmazonBedrockFoundationModels';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const DEARER = marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.21');
let cwd: string;
let server: OfferServer;

beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'bedrock-meter-prices-'));
  server = await startOfferServer(textsOf(rowsWith()));
});
afterEach(async () => {
  await server.close();
  rmSync(cwd, { recursive: true });
});

/** The realistic rows, with some in place of their namesakes. */
function rowsWith(...changed: readonly OfferRowText[]) {
  const rows = realisticRows();
  for (const row of changed) {
    const key = `${FM}/${row.region}`;
    const same = (other: OfferRowText) =>
      other.usagetype === row.usagetype && other.attributes?.servicename === row.attributes?.servicename;
    rows.set(key, [...(rows.get(key) ?? []).filter((other) => !same(other)), row]);
  }
  return rows;
}
function serve(...changed: readonly OfferRowText[]): void {
  server.files.offers.clear();
  for (const [key, text] of textsOf(rowsWith(...changed))) server.files.offers.set(key, text);
}

const run = (...args: string[]) => cli([...args, '--now', '2026-11-15T10:00:00Z'], { cwd });
const update = (...args: string[]) =>
  run('prices', 'update', '--json', '--endpoint', server.endpoint, ...args);
const folder = () => join(cwd, 'data', 'prices');
const inputPrice = async (at: string, region = 'us-west-2') => {
  const args = ['estimate', '--model', HAIKU, '--region', region, '--at', at, '--input', '1000000', '--json'];
  const answer = json(await run(...args));
  return [answer.cost, answer.priceVersion];
};

describe('prices update', () => {
  it('writes a version, and the same list is none again', async () => {
    const first = await update();
    expect(first.code).toBe(0);
    const answer = json(first);
    expect(answer).toMatchObject({
      status: 'written',
      previous: null,
      failures: [],
      source: 'bulk',
      products: 147,
      classified: 146,
      unknown: 0,
      ambiguous: [],
      addedPrices: 0,
      pending: 0,
    });
    expect(readdirSync(folder()).sort()).toEqual([`${answer.version}.json`, 'current']);
    const again = json(await update());
    expect(again).toMatchObject({ status: 'unchanged', version: answer.version });
    expect(readdirSync(folder())).toHaveLength(2);
  });

  it('a changed price waits until it is accepted, and then every command uses it', async () => {
    serve(DEARER, ...astra('ap-south-1'));
    const pending = json(await update());
    expect(pending).toMatchObject({ status: 'written', pending: 1, accepted: false });
    expect(pending.added.length).toBeGreaterThan(0);
    const [before] = await inputPrice('2026-11-01');
    expect(before).toBe('1.100000000');

    const text = await cli(
      ['prices', 'update', '--endpoint', server.endpoint, '--now', '2026-11-15T10:00:00Z'],
      { cwd },
    );
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^1 PRICE CHANGED AND WAITS FOR YOU\./);
    expect(text.stdout).toContain('prices update --accept');

    const accepted = json(await update('--accept'));
    expect(accepted).toMatchObject({
      status: 'written',
      pending: 0,
      accepted: true,
      previous: pending.version,
    });
    const [after, version] = await inputPrice('2026-11-01');
    expect(after).toBe('1.210000000');
    expect(version).toContain(`with price list 2026-10-08 (${accepted.version.slice(-8)})`);
    expect((await inputPrice('2026-09-30'))[0]).toBe('1.100000000');
    expect((await inputPrice('2026-11-01', 'us-east-1'))[0]).toBe('1.100000000');
  });

  it('a dry run writes nothing', async () => {
    serve(DEARER);
    expect(json(await update('--dry-run', '--accept'))).toMatchObject({
      status: 'dry-run',
      changedPrices: 1,
    });
    expect(existsSync(folder())).toBe(false);
  });

  it('reads the address from the environment too', async () => {
    process.env.AWS_ENDPOINT_URL_PRICING = server.endpoint;
    try {
      expect(json(await run('prices', 'update', '--json')).status).toBe('written');
    } finally {
      delete process.env.AWS_ENDPOINT_URL_PRICING;
    }
  });

  it('an address that is none is a usage error', async () => {
    const { code, stderr } = await run('prices', 'update', '--endpoint', 'pricing');
    expect(code).toBe(2);
    expect(stderr).toContain('--endpoint pricing: not a URL such as');
  });
});

describe('capacity, fees and guardrails', () => {
  it('a model unit that the book does not have is taken; one that costs more waits, and is shown once accepted', async () => {
    const east = 'AmazonBedrock/us-east-1';
    const rows = realisticRows();
    const others = (rows.get(east) ?? []).filter(({ usagetype }) => !usagetype.includes('NoCommitment'));
    const canvas = dashed(
      'us-east-1',
      'NovaCanvas-ProvisionedThroughput-NoCommitment-ModelUnits',
      '70.50',
      {},
      'hour',
    );
    rows.set(east, [...others, canvas, reservedRow]);
    server.files.offers.clear();
    for (const [key, text] of textsOf(rows)) server.files.offers.set(key, text);
    const first = json(await update());
    expect(first).toMatchObject({ addedPrices: 1, changedPrices: 1, pending: 1 });
    expect(first.added).toMatchObject([
      {
        model: 'amazon.nova-2-lite-v1:0',
        tier: 'reserved',
        kind: 'input1Month',
        scope: 'regional',
        new: '0.0198',
      },
    ]);
    expect(first.changed).toMatchObject([
      {
        model: 'amazon.nova-canvas-v1:0',
        tier: 'provisioned',
        kind: 'noCommitment',
        old: '60.5',
        new: '70.5',
      },
    ]);
    const capacity = async (model: string) => json(await run('prices', 'show', model, '--json')).capacity;
    expect(await capacity('amazon.nova-canvas-v1:0')).toMatchObject([
      { usdPerHour: { noCommitment: '60.5' } },
    ]);
    await update('--accept');
    expect(await capacity('amazon.nova-canvas-v1:0')).toMatchObject([
      {
        kind: 'provisioned',
        regions: ['us-east-1'],
        usdPerHour: { noCommitment: '70.5', sixMonths: '30.25' },
      },
    ]);
    expect(await capacity('amazon.nova-2-lite-v1:0')).toContainEqual(
      expect.objectContaining({ kind: 'reserved', scope: 'regional', usdPerHour: { input1Month: '0.0198' } }),
    );
    const diff = json(await run('prices', 'diff', '--json'));
    expect(diff.differences).toMatchObject([
      {
        model: 'amazon.nova-canvas-v1:0',
        tier: 'provisioned',
        old: '60.5',
        new: '70.5',
        regions: ['us-east-1'],
      },
    ]);
  });

  it('two rows for one model unit are neither, and both are named', async () => {
    const east = 'AmazonBedrock/us-east-1';
    const rows = realisticRows();
    const twin = dashed(
      'us-east-1',
      'NovaCanvas-ProvisionedThroughput-NoCommit-ModelUnits',
      '70.50',
      {},
      'hour',
    );
    rows.set(east, [...(rows.get(east) ?? []), twin]);
    server.files.offers.clear();
    for (const [key, text] of textsOf(rows)) server.files.offers.set(key, text);
    const result = await update('--accept');
    // AWS's own list has such rows: told, and no failure.
    expect(result.code).toBe(0);
    const { ambiguous, changedPrices } = json(result);
    expect(changedPrices).toBe(0);
    expect(ambiguous).toHaveLength(1);
    expect(ambiguous[0].rows.map(({ usd }: { usd: string }) => usd).sort()).toEqual(['60.5', '70.5']);
  });
});

describe('a source of another name', () => {
  it('is a usage error', async () => {
    const { code, stderr } = await update('--source', 'scrape');
    expect(code).toBe(2);
    expect(stderr).toContain('--source scrape: one of bulk, api');
  });
});

describe('a list that cannot be read in full', () => {
  const path = offerPath(FM, 'us-west-2');
  const spoil = (text: string) => server.files.special.set(path, (_, response) => response.end(text));
  const whole = () => server.files.offers.get(`${FM}/us-west-2`) ?? '';

  it.each([
    ['HTML', () => '<html>', 'HTML came instead of JSON'],
    ['cut in half, at a brace', () => `${whole().slice(0, whole().indexOf('}') + 1)}`, 'not JSON'],
    ['another offer', () => whole().replace(FM, 'AmazonEC2'), 'it is the offer AmazonEC2'],
  ])('%s: exit code 3, and the version in force stays', async (_, text, message) => {
    const { version } = json(await update());
    spoil(text());
    const result = await update('--accept');
    expect(result.code).toBe(3);
    expect(json(result)).toMatchObject({ status: 'failed', version, offersRead: 5 });
    expect(json(result).failures).toMatchObject([
      { serviceCode: FM, region: 'us-west-2', url: `${server.endpoint}${path}` },
    ]);
    expect(json(result).failures[0].message).toContain(message);
    expect(readdirSync(folder())).toHaveLength(2);
  });

  it('one Region missing, before the first import: nothing is written', async () => {
    server.files.special.set(path, (_, response) => response.writeHead(404).end());
    const result = await cli(['prices', 'update', '--endpoint', server.endpoint], { cwd });
    expect(result.code).toBe(3);
    expect(result.stdout).toContain('nothing was changed, the packaged catalogue stays in force');
    expect(result.stdout).toContain(`${path}: HTTP 404`);
    expect(existsSync(folder())).toBe(false);
  });

  it('nothing at all can be read: exit code 1', async () => {
    server.files.offers.clear();
    for (const code of ['AmazonBedrock', FM, 'AmazonBedrockService']) {
      server.files.special.set(`/offers/v1.0/aws/${code}/current/region_index.json`, (_, response) =>
        response.writeHead(403).end(),
      );
    }
    const result = await update();
    expect(result.code).toBe(1);
    expect(json(result).failures).toHaveLength(3);
  });

  it('a broken version is an error that names it, in every command', async () => {
    const { version } = json(await update());
    writeFileSync(join(folder(), `${version}.json`), '{');
    const { code, stderr } = await run('prices', 'list');
    expect(code).toBe(1);
    expect(stderr).toContain(`${version}.json: not JSON`);
  });
});

describe('prices diff', () => {
  it('says so while nothing was imported', async () => {
    const { code, stdout } = await run('prices', 'diff');
    expect(code).toBe(0);
    expect(stdout).toContain('no price list was imported yet');
  });

  it('tells prices with dates, and what they do to the money of the month', async () => {
    const record = {
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp: '2026-11-03T09:00:00Z',
      accountId: '111122223333',
      region: 'us-west-2',
      requestId: '00000000-0000-4000-8000-000000000001',
      operation: 'Converse',
      modelId: HAIKU,
      identity: { arn: 'arn:aws:sts::111122223333:assumed-role/app/one' },
      input: { inputTokenCount: 1_000_000 },
      output: { outputTokenCount: 1_000 },
    };
    writeFileSync(join(cwd, 'log.json'), JSON.stringify(record));
    expect((await run('ingest', 'log.json')).code).toBe(0);
    serve(DEARER);
    await update('--accept');
    const diff = json(await run('prices', 'diff', '--json'));
    expect(diff.differences).toMatchObject([
      {
        model: HAIKU,
        kind: 'input',
        regions: ['us-west-2'],
        old: '1.1',
        new: '1.21',
        from: '2026-10-01T00:00:00Z',
        to: null,
      },
    ]);
    // 1.10 + 0.0055 before, 1.21 + 0.0055 after.
    expect(diff.thisMonth).toMatchObject({
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
      before: '1.105500000',
      after: '1.215500000',
      change: '0.110000000',
      models: [{ model: HAIKU, before: '1.105500000', after: '1.215500000' }],
    });
    // A refresh moves no stored money.
    const spend = json(await run('spend', '--json'));
    expect(spend.total.cost).toBe('1.105500000');
    const text = await run('prices', 'diff');
    expect(text.stdout).toContain('$1.11 -> $1.22');
  });

  it('usage that comes after the import is priced by it', async () => {
    serve(DEARER);
    await update('--accept');
    const record = {
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp: '2026-11-03T09:00:00Z',
      accountId: '111122223333',
      region: 'us-west-2',
      requestId: '00000000-0000-4000-8000-000000000002',
      operation: 'Converse',
      modelId: HAIKU,
      input: { inputTokenCount: 1_000_000 },
      output: { outputTokenCount: 0 },
    };
    writeFileSync(join(cwd, 'log.json'), JSON.stringify(record));
    await run('ingest', 'log.json');
    expect(json(await run('spend', '--json')).total.cost).toBe('1.210000000');
  });
});
