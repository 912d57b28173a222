/**
 * A reading of the price list by the daemon: in a thread of its own, against offer files on loopback. It moves no
 * price; what it finds, or why it failed, is what status shows.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pricesFolder, writeVersion } from '../../../pricing/import/index.ts';
import { loadPrices } from '../../../pricing/index.ts';
import { priceHealth } from '../../../src/answers/price-health.ts';
import { type CheckResult, checkPrices } from '../../../src/daemon/prices/check.ts';
import { DailyCheck } from '../../../src/daemon/prices/daily-check.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { dashed, marketplace, type OfferRowText } from '../../offer-rows.ts';
import {
  indexPath,
  type OfferServer,
  offerPath,
  realisticRows,
  startOfferServer,
  textsOf,
} from '../../offer-server.ts';
import { at } from '../../support.ts';
import { importAll, importRows, offersOf } from '../../unit/pricing/import/fixture.ts';

const FM = 'AmazonBedrockFoundationModels';
const NOW = at('2026-11-15T10:00:00Z');
const DEARER = marketplace('us-west-2', 'Claude Haiku 4.5', 'InputTokenCount', '1.21');
let home: string;
let database: string;
let store: Store;
let server: OfferServer;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'price-check-'));
  database = join(home, 'meter.db');
  store = openSqliteStore(database);
  server = await startOfferServer(textsOf(realisticRows()));
});
afterEach(async () => {
  await server.close();
  await store.close();
  rmSync(home, { recursive: true });
});

/** Puts a row in the place of its namesake. */
function list(row: OfferRowText): void {
  const rows = realisticRows();
  const code = row.usagetype.includes('MP:') ? FM : 'AmazonBedrock';
  const key = `${code}/${row.region}`;
  const same = (other: OfferRowText) =>
    other.usagetype === row.usagetype && other.attributes?.servicename === row.attributes?.servicename;
  rows.set(key, [...(rows.get(key) ?? []).filter((other) => !same(other)), row]);
  server.files.offers.clear();
  for (const [name, text] of textsOf(rows)) server.files.offers.set(name, text);
}

const check = (now = NOW) =>
  checkPrices({
    ...{ database, source: 'bulk', store, now: () => now },
    env: { AWS_ENDPOINT_URL_PRICING: server.endpoint },
  });
const health = (now = NOW) => priceHealth({ store, book: loadPrices({ dir: pricesFolder(database) }), now });
const prices = async () => (await store.sources()).find(({ collector }) => collector === 'prices');

describe('a reading of the price list', () => {
  it('that says what the book says is well, and writes no version', async () => {
    expect(await health()).toMatchObject({ state: 'ok', ageDays: 5 });
    expect(await check()).toEqual({ error: null, hint: null });
    expect(await health()).toMatchObject({
      state: 'ok',
      ageDays: 0,
      since: '2026-11-15T10:00:00Z',
      fix: null,
    });
    expect(await prices()).toMatchObject({ account: null, region: null, error: null, lastSuccessAt: NOW });
    expect(readdirSync(home).filter((name) => name === 'prices')).toEqual([]);
  });

  it('with another price tells so, and changes nothing', async () => {
    list(DEARER);
    await check();
    expect(await health()).toMatchObject({
      state: 'update-available',
      since: '2026-11-15T10:00:00Z',
      detail: 'the price list of 2026-10-08 has 1 changed and 0 new prices that are not in force',
    });
    expect(readdirSync(home).filter((name) => name === 'prices')).toEqual([]);
    // It was so since the first time; a day later that is still the answer to "since when".
    const tomorrow = at('2026-11-16T10:00:00Z');
    await check(tomorrow);
    expect(await health(tomorrow)).toMatchObject({
      state: 'update-available',
      since: '2026-11-15T10:00:00Z',
    });
  });

  it('is over once the prices are taken', async () => {
    list(DEARER);
    await check();
    writeVersion(pricesFolder(database), importRows([DEARER], { accept: true }).version);
    expect((await health()).state).toBe('ok');
    await check();
    expect(await health()).toMatchObject({ state: 'ok', ageDays: 0 });
  });

  it('with a price that waits since an import goes on telling', async () => {
    list(DEARER);
    writeVersion(pricesFolder(database), importRows([DEARER]).version);
    await check();
    expect((await health()).state).toBe('update-available');
  });

  it('with a new kind of row is not understood, from the first import on', async () => {
    writeVersion(pricesFolder(database), importAll(offersOf(realisticRows())).version);
    list(dashed('us-east-1', 'NovaLite-input-thoughts', '0.00006', { model: 'Nova Lite' }));
    await check();
    expect(await health()).toMatchObject({
      state: 'not-understood',
      detail: '1 kinds of rows are unknown that were not there before',
    });
  });
});

describe('a reading that fails', () => {
  const broken = {
    HTML: (text: string) => `<html>${text}`,
    'cut in half': (text: string) => text.slice(0, text.length / 2),
  };

  it.each(Object.entries(broken))(
    'because of %s: the reason is a source, and prices stay',
    async (_, spoil) => {
      await check();
      const text = server.files.offers.get(`${FM}/us-west-2`) ?? '';
      server.files.special.set(offerPath(FM, 'us-west-2'), (_request, response) => response.end(spoil(text)));
      const later = at('2026-11-16T10:00:00Z');
      const result = await check(later);
      expect(result.error).toMatch(/^the price list could not be read in full: .*us-west-2/);
      expect(await prices()).toMatchObject({ error: result.error, lastSuccessAt: NOW, lastAttemptAt: later });
      expect((await prices())?.hint).toContain('pricing.check.every');
      expect(await health(later)).toMatchObject({ state: 'ok', ageDays: 1 });
    },
    20_000,
  );

  it('all of it: says what came, and how much more', async () => {
    for (const code of ['AmazonBedrock', FM, 'AmazonBedrockService']) {
      server.files.special.set(indexPath(code), (_, response) => response.writeHead(403).end());
    }
    expect((await check()).error).toMatch(/HTTP 403 \(and 2 more\)$/);
  });

  it('because the version in force is broken: it is named', async () => {
    writeVersion(pricesFolder(database), importRows([DEARER]).version);
    writeFileSync(join(pricesFolder(database), 'current'), 'nonsense');
    expect((await check()).error).toContain('does not name a price version');
  });
});

it('runs in a thread of its own, which keeps what it found', async () => {
  process.env.AWS_ENDPOINT_URL_PRICING = server.endpoint;
  list(DEARER);
  const states: CheckResult[] = [];
  const done = Promise.withResolvers<void>();
  let sleeps = 0;
  const daily = new DailyCheck({
    ...{ database, source: 'bulk', every: 86_400, store, now: () => NOW, random: () => 0 },
    onState: (state) => states.push(state),
    sleep: async (_, signal) => {
      sleeps += 1;
      if (sleeps === 1) return;
      done.resolve();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  });
  try {
    await done.promise;
    await daily.stop();
    expect(states).toEqual([]);
    expect((await health()).state).toBe('update-available');
    expect(await prices()).toMatchObject({ error: null, lastSuccessAt: expect.any(Number) });
  } finally {
    delete process.env.AWS_ENDPOINT_URL_PRICING;
  }
});
