import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  confirmVersion,
  currentVersion,
  diffBooks,
  moneyEffect,
  pricesFolder,
  readPointer,
  versionNames,
  writeVersion,
} from '../../../../pricing/import/index.ts';
import { layerCatalog } from '../../../../pricing/import/layer.ts';
import { loadPriceBook, loadPrices } from '../../../../pricing/index.ts';
import { catalogFromData } from '../../../../pricing/parse-catalog.ts';
import { createPriceBook } from '../../../../pricing/price-book.ts';
import { regionId } from '../../../../src/domain/ids.ts';
import { parseRate, usdString, ZERO_USD } from '../../../../src/domain/money.ts';
import { dayOf } from '../../../../src/domain/time.ts';
import { astra, marketplace } from '../../../offer-rows.ts';
import { instant, quantities, skuOf } from '../fixture.ts';
import { bookOf, catalog, importRows, rateIn } from './fixture.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'prices-'));
  folders.push(folder);
  return join(folder, 'prices');
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const dearer = [marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.21')];
const accepted = importRows(dearer, { accept: true }).version;

describe('versions on disk', () => {
  it('before the first import the packaged prices are in force', () => {
    const dir = newFolder();
    expect(versionNames(dir)).toEqual([]);
    expect(currentVersion(dir)).toBeNull();
    expect(loadPrices({ dir }).version).toBe(loadPriceBook().version);
  });

  it('are in force once written, and leave nothing else behind', () => {
    const dir = newFolder();
    writeVersion(dir, accepted);
    expect(readdirSync(dir).sort()).toEqual([`${accepted.name}.json`, 'current']);
    const book = loadPrices({ dir });
    expect(book.version).toContain(` with price list 2026-10-08 (${accepted.name.slice(-8)})`);
    expect(rateIn(book, HAIKU, 'input', { region: regionId('us-west-2') })).toBe(1_210_000_000_000n);
  });

  it('a later check of the same list is noted', () => {
    const dir = newFolder();
    writeVersion(dir, accepted);
    confirmVersion(dir, accepted.name, instant('2026-11-20'));
    expect(readPointer(dir)).toEqual({ version: accepted.name, checkedAt: '2026-11-20T00:00:00Z' });
    expect(versionNames(dir)).toEqual([accepted.name]);
  });

  it('a broken one is refused by name, and so is a broken pointer', () => {
    const dir = newFolder();
    writeVersion(dir, accepted);
    writeFileSync(join(dir, `${accepted.name}.json`), '{"format":1');
    expect(() => loadPrices({ dir })).toThrow(`${accepted.name}.json: not JSON`);
    rmSync(join(dir, `${accepted.name}.json`));
    expect(() => loadPrices({ dir })).toThrow(`${accepted.name}.json is missing`);
    writeFileSync(join(dir, 'current'), accepted.name);
    expect(() => loadPrices({ dir })).toThrow('current: does not name a price version');
  });

  it('live beside the database', () => expect(pricesFolder('/data/meter.db')).toBe('/data/prices'));
});

describe('a layer and a later release', () => {
  it('the packaged TTL of cache writes wins over the one that was imported', () => {
    const prices = [
      {
        scope: 'regional',
        regions: ['us-west-2'],
        sources: ['list'],
        verified: 'true',
        standard: { cacheWrite1h: '9' },
      },
    ];
    const data = {
      provider: 'aws-price-list',
      name: 'Anthropic',
      sources: { list: { title: 'AWS Price List', date: '2026-10-08' } },
      models: { [HAIKU]: { name: 'Claude Haiku 4.5', cacheWriteTtl: '1h', prices } },
    };
    const layer = catalogFromData([{ file: 'layer', data }]);
    const book = createPriceBook(layerCatalog(catalog, layer, 'a layer'));
    const oregon = { region: regionId('us-west-2') };
    expect(rateIn(book, HAIKU, 'cacheWrite1h', oregon)).toBe(parseRate('9'));
    expect(rateIn(book, HAIKU, 'cacheWrite', oregon)).toBe(parseRate('1.375'));
  });
});

describe('what a version changes', () => {
  it('is told with dates, old and new', () => {
    expect(diffBooks(bookOf(null), bookOf(accepted))).toEqual([
      {
        model: HAIKU,
        scope: 'regional',
        tier: 'standard',
        prompt: '',
        kind: 'input',
        regions: ['us-west-2'],
        from: '2026-10-01T00:00:00Z',
        to: null,
        old: '1.1',
        new: '1.21',
        source: expect.stringContaining('AWS Price List AmazonBedrockFoundationModels 2026-10-08'),
      },
    ]);
  });

  it('an addition had no price before; Regions that agree are one line', () => {
    const rows = [...astra('ap-south-1'), ...astra('eu-west-1')];
    const eu = marketplace('eu-west-1', 'Claude Haiku 4.5', 'InputTokenCount', '1.1');
    const lines = diffBooks(bookOf(null), bookOf(importRows([...rows, eu]).version));
    expect(
      lines.find(
        ({ kind, prompt, scope }) => kind === 'output' && prompt === '> 272000' && scope === 'regional',
      ),
    ).toMatchObject({
      old: null,
      new: '82.5',
      regions: ['ap-south-1', 'eu-west-1'],
      from: '2026-10-01T00:00:00Z',
    });
  });

  it('a book and itself do not differ', () =>
    expect(diffBooks(bookOf(accepted), bookOf(accepted))).toEqual([]));

  it('moves the month by what its usage costs under both', () => {
    const sku = skuOf(HAIKU, { region: regionId('us-west-2') });
    const used = { modelId: HAIKU, day: dayOf(instant('2026-11-03')), invocations: 1, cost: ZERO_USD };
    const usage = [
      { ...used, sku, quantities: quantities({ input: 1_000_000, output: 1_000 }) },
      { ...used, sku: { ...sku, region: regionId('us-east-1') }, quantities: quantities({ input: 5 }) },
    ];
    const effect = moneyEffect(usage, bookOf(null), bookOf(accepted));
    // 1.10 + 0.0055 + 0.0000055 against 1.21 + 0.0055 + 0.0000055.
    expect(
      effect.models.map(({ model, before, after }) => [model, usdString(before), usdString(after)]),
    ).toEqual([[HAIKU, '1.105505500', '1.215505500']]);
    const unmoved = moneyEffect(usage.slice(1), bookOf(null), bookOf(accepted));
    // Five tokens at 1.10 USD per million: all of the money, though nothing changes.
    expect(unmoved).toEqual({ models: [], before: 5_500n, after: 5_500n });
  });
});
