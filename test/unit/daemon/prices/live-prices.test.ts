/** Prices that change while a daemon runs: new usage takes the new ones, old money stays, and broken ones change nothing. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pricesFolder, writeVersion } from '../../../../pricing/import/index.ts';
import { LivePrices } from '../../../../src/daemon/prices/live-prices.ts';
import { baseModelId, regionId } from '../../../../src/domain/ids.ts';
import { usdString } from '../../../../src/domain/money.ts';
import { openSqliteStore } from '../../../../src/store/sqlite/sqlite-store.ts';
import { marketplace } from '../../../offer-rows.ts';
import { fact } from '../../../support.ts';
import { instant, quantities, skuOf, totalOf } from '../../pricing/fixture.ts';
import { importRows } from '../../pricing/import/fixture.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const dearer = importRows([marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.21')], {
  accept: true,
}).version;
const dearest = importRows([marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.32')], {
  accept: true,
}).version;

let home: string;
let database: string;
let told: string[];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'live-prices-'));
  database = join(home, 'meter.db');
  told = [];
});
afterEach(() => rmSync(home, { recursive: true }));

const open = (pricing = {}) =>
  new LivePrices({
    ...{ database, pricing },
    onChange: (version, before) => told.push(`change ${before} -> ${version}`),
    onFault: (message) => told.push(`fault ${message}`),
  });
const million = quantities({ input: 1_000_000 });
const priceOf = ({ rater }: LivePrices) =>
  usdString(
    totalOf(
      rater.rate(skuOf(HAIKU, { region: regionId('us-west-2'), band: 0 }), instant('2026-11-10'), million),
    ),
  );

describe('prices in force', () => {
  it('are the packaged ones until a version is put in force, and the new ones from then on', () => {
    const prices = open();
    const before = prices.rater.version;
    const { rate, knowsModel } = prices.rater;
    expect(priceOf(prices)).toBe('1.100000000');
    writeVersion(pricesFolder(database), dearer);
    expect(priceOf(prices)).toBe('1.100000000');
    prices.look();
    expect(priceOf(prices)).toBe('1.210000000');
    expect(prices.rater.version).toBe(prices.book.version);
    expect(told).toEqual([`change ${before} -> ${prices.book.version}`]);
    // Whoever holds the rater, or a part of it, has the new prices.
    expect(knowsModel(baseModelId(HAIKU))).toBe(true);
    expect(rate(skuOf(HAIKU), instant('2026-11-10'), million).reason).toBeNull();
    prices.look();
    expect(told).toHaveLength(1);
  });

  it('keep the discount and the own prices of the configuration', () => {
    const prices = open({ discountPercent: 50 });
    writeVersion(pricesFolder(database), dearer);
    prices.look();
    expect(priceOf(prices)).toBe('0.605000000');
    expect(prices.book.version).toContain('with own prices');
    expect(prices.book.listVersion).not.toContain('with own prices');
  });

  it('go back when the pointer is removed', () => {
    writeVersion(pricesFolder(database), dearer);
    const prices = open();
    expect(priceOf(prices)).toBe('1.210000000');
    rmSync(join(pricesFolder(database), 'current'));
    prices.look();
    expect(priceOf(prices)).toBe('1.100000000');
  });

  it('stay when a version cannot be read, which is told once, and are replaced by the next good one', () => {
    const prices = open();
    writeVersion(pricesFolder(database), dearer);
    prices.look();
    const file = join(pricesFolder(database), `${dearer.name}.json`);
    const good = readFileSync(file, 'utf8');
    // Saved half way by hand, then with a price that nobody imported.
    writeFileSync(file, good.slice(0, 500));
    prices.look();
    prices.look();
    expect(priceOf(prices)).toBe('1.210000000');
    expect(told.slice(1)).toEqual([expect.stringMatching(/^fault .*\.json: not JSON: .*line \d+/)]);
    writeFileSync(file, good.replaceAll('1.21', '0.01'));
    prices.look();
    expect(told.at(-1)).toMatch(/was changed by hand/);
    expect(priceOf(prices)).toBe('1.210000000');
    writeVersion(pricesFolder(database), dearest);
    prices.look();
    expect(priceOf(prices)).toBe('1.320000000');
  });

  it.each([
    ['no JSON', '<html>'],
    ['a version that is not there', '{"version":"2026-11-15-00000000","checkedAt":"2026-11-15T00:00:00Z"}'],
    ['a path', '{"version":"../../etc/passwd","checkedAt":"2026-11-15T00:00:00Z"}'],
    ['a number', '7'],
  ])('a pointer that holds %s changes nothing', (_, text) => {
    const prices = open();
    writeVersion(pricesFolder(database), dearer);
    prices.look();
    writeFileSync(join(pricesFolder(database), 'current'), text);
    prices.look();
    expect(priceOf(prices)).toBe('1.210000000');
    expect(told.at(-1)).toMatch(/^fault /);
  });

  it('an override whose model a version takes away with it is a fault, not an end', () => {
    const extra = importRows([
      {
        ...marketplace('us-west-2', '', '', '1'),
        usagetype: 'USW2-acme.parrot-v1-mantle-input-tokens-standard',
        unit: '1K tokens',
        attributes: {},
      },
    ]).version;
    writeVersion(pricesFolder(database), extra);
    const prices = open({ overrides: [{ model: 'acme.parrot-v1', usdPerMillion: { input: '1' } }] });
    rmSync(join(pricesFolder(database), 'current'));
    prices.look();
    expect(told).toEqual([expect.stringContaining('pricing.overrides[0].model')]);
    expect(prices.book.models.has(baseModelId('acme.parrot-v1'))).toBe(true);
  });
});

describe('a store that is written with them', () => {
  it('prices what is new by the new version; what is stored stays', async () => {
    const store = openSqliteStore(database);
    const prices = open();
    const source = { collector: 'file', account: null, region: null };
    const now = instant('2026-11-15');
    const call = (id: string, hour: string) =>
      fact({
        ...{ requestId: `00000000-0000-4000-8000-00000000000${id}`, modelId: HAIKU },
        region: regionId('us-west-2'),
        at: `2026-11-10T${hour}:00:00Z`,
        tokens: { input: 1_000_000 },
      });
    await store.ingest({ source, facts: [call('a', '09')], now }, prices.rater);
    writeVersion(pricesFolder(database), dearer);
    prices.look();
    await store.ingest({ source, facts: [call('b', '10'), call('a', '09')], now }, prices.rater);
    const range = { from: instant('2026-11-10'), to: instant('2026-11-11') };
    const rows = await store.usage({ range, by: ['hour'], where: [] });
    const costs = rows.map(({ key, costInput }) => [key[0], usdString(costInput)]).sort();
    expect(costs).toEqual([
      ['2026-11-10T09:00:00Z', '1.100000000'],
      ['2026-11-10T10:00:00Z', '1.210000000'],
    ]);
    await store.close();
  });
});
