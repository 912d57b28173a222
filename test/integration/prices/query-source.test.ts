/**
 * `GetProducts` by its real client against the simulator: the same prices as the bulk files of the same world, and
 * everything that can go wrong on the way.
 */
import { PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countCalls, createCallTally } from '../../../collectors/aws/index.ts';
import { bulkPriceList } from '../../../collectors/price-list/bulk-source.ts';
import type { OfferDocument } from '../../../collectors/price-list/index.ts';
import { queryPriceList, queryRegionFor } from '../../../collectors/price-list/query-source.ts';
import { importOffers, loadCatalog, type Offer } from '../../../pricing/import/index.ts';
import { readOffers } from '../../../src/daemon/prices/read-offers.ts';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { at } from '../../support.ts';
import { clientConfig, NOW, start } from '../aws-simulator/support.ts';

const CODES = ['AmazonBedrock', 'AmazonBedrockFoundationModels', 'AmazonBedrockService'];
let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ days: 1, rate: 1 });
});
afterEach(() => {
  simulator.faults.clear();
  simulator.permissions.allowAll();
});
afterAll(() => simulator.close());

const client = (maxAttempts = 1) => new PricingClient({ ...clientConfig(simulator), maxAttempts });
const query = (maxAttempts?: number) => queryPriceList({ client: client(maxAttempts) });
const bulk = () =>
  bulkPriceList({
    endpoint: simulator.url,
    fetch: globalThis.fetch,
    concurrency: 4,
    attempts: 1,
    maxBytes: 1e8,
    timeout: () => AbortSignal.timeout(30_000),
    sleep: async () => undefined,
    random: () => 0,
  });
const imported = (offers: readonly Offer[], accept = true) =>
  importOffers({ offers, catalog: loadCatalog(), previous: null, now: at(NOW), accept });

describe('GetProducts', () => {
  it('is imported to the very same version as the bulk files', async () => {
    const [byQuery, byFile] = [await readOffers(query()), await readOffers(bulk())];
    expect(byQuery.failures).toEqual([]);
    expect(byFile.failures).toEqual([]);
    const [a, b] = [imported(byQuery.offers), imported(byFile.offers)];
    expect(a.report.products).toBeGreaterThan(200);
    expect(a.report.unknownSamples).toEqual([]);
    expect(a.report.ambiguous).toEqual([]);
    // A service code without products has files of the Regions, and no page: neither says anything.
    expect(a.version.name).toBe(b.version.name);
    expect(a.report.prices).toBe(b.report.prices);
    expect(a.report.added).toEqual(b.report.added);
    expect(a.report.changed).toEqual(b.report.changed);
    expect(a.version.catalog).toEqual(b.version.catalog);
    expect(a.version.listed).toEqual(b.version.listed);
    expect(a.report.confirmed).toBe(b.report.confirmed);
  });

  it('brings what is no token too, each in its own Region', async () => {
    const seen: OfferDocument[] = [];
    expect(await query().read((offer) => void seen.push(offer))).toEqual([]);
    expect(seen.map(({ serviceCode, region }) => `${serviceCode} ${region}`).sort()).toEqual(
      ['eu-west-1', 'us-east-1', 'us-west-2']
        .flatMap((region) => CODES.slice(0, 2).map((code) => `${code} ${region}`))
        .sort(),
    );
    const east = seen.find(
      ({ serviceCode, region }) => serviceCode === 'AmazonBedrock' && region === 'us-east-1',
    );
    expect(east?.text).toContain('Guardrail-ContentPolicyUnitsConsumed');
    expect(east?.text).not.toContain('USW2-');
  });

  it('follows the pages, and every attempt is counted', async () => {
    const tally = createCallTally({ account: 'price list', region: 'us-east-1', now: () => at(NOW) });
    const counted = countCalls(client(3), tally.count);
    simulator.faults.add({ kind: 'throttling', service: 'pricing', times: 1, skip: 1 });
    const { offers, failures } = await readOffers(queryPriceList({ client: counted }));
    expect(failures).toEqual([]);
    const products = offers.reduce((sum, { items }) => sum + items.length, 0);
    const [calls, ...others] = tally.take();
    expect(others).toEqual([]);
    expect(calls).toMatchObject({ service: 'pricing', operation: 'GetProducts', account: 'price list' });
    // Pages of 100 of the three service codes, and the one that was throttled.
    expect(calls?.calls).toBeGreaterThanOrEqual(Math.ceil(products / 100) + 1 + 1);
    expect(tally.take()).toEqual([]);
  });

  it.each([
    ['throttling without end', { kind: 'throttling' }, /Throttl/],
    ['HTML', { kind: 'html' }, /an answer that is not the service's/],
    ['an answer cut in half', { kind: 'truncated' }, /GetProducts/],
    ['expired credentials', { kind: 'expired-credentials' }, /the credentials have expired/],
    ['a fault of the service', { kind: 'internal-error' }, /GetProducts/],
    [
      'a page token that is no longer good',
      { kind: 'expired-page-token' },
      /InvalidNextToken|ExpiredNextToken|NextToken/,
    ],
  ] as const)('%s is a failure of the service code, which names what came', async (_, fault, message) => {
    simulator.faults.add({ ...fault, service: 'pricing' });
    const { failures } = await readOffers(query());
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      expect(failure.region).toBeNull();
      expect(failure.message).toMatch(message);
      expect(failure.message).toContain(`pricing:GetProducts ${failure.serviceCode}`);
    }
  });

  it('access denied tells the statement that is missing', async () => {
    simulator.permissions.allowOnly(['sts:*']);
    const { offers, failures } = await readOffers(query());
    expect(offers).toEqual([]);
    expect(failures.map(({ serviceCode }) => serviceCode)).toEqual(CODES);
    expect(failures[0]?.message).toContain('"Action":"pricing:GetProducts"');
  });

  it('nothing of a service code is handed over when its last page fails', async () => {
    simulator.faults.add({ kind: 'throttling', service: 'pricing', skip: 1 });
    const seen: string[] = [];
    const failures = await query().read(({ serviceCode }) => void seen.push(serviceCode));
    expect(failures.map(({ serviceCode }) => serviceCode)).toContain(CODES[0]);
    expect(seen).not.toContain(CODES[0]);
  });
});

describe('what a strange answer is', () => {
  /** A client whose one page is this. */
  const answering = (...texts: string[]) =>
    queryPriceList({
      client: { send: async () => ({ PriceList: texts }) } as unknown as PricingClient,
    });
  const one = (change: object = {}, sku = 'A', price = '1') =>
    JSON.stringify({
      product: { sku, attributes: { regionCode: 'us-east-1' } },
      serviceCode: 'AmazonBedrock',
      terms: { OnDemand: { [`${sku}.T`]: { price } } },
      version: '1',
      publicationDate: '2026-10-08T00:00:00Z',
      ...change,
    });

  it.each([
    ['no JSON', ['<html>'], 'not JSON'],
    ['half a JSON', [one().slice(0, 40)], 'not JSON'],
    [
      'a product without a Region',
      [one({ product: { sku: 'A', attributes: {} } })],
      'product.attributes.regionCode',
    ],
    ['a product of another service', [one({ serviceCode: 'AmazonEC2' })], 'a product of AmazonEC2'],
    ['two prices under one SKU', [one({}, 'A', '1'), one({}, 'A', '2')], 'two prices under the SKU A'],
  ])('%s', async (_, texts, message) => {
    const failures = await answering(...texts).read(() => undefined);
    expect(failures.find(({ serviceCode }) => serviceCode === CODES[0])?.message).toContain(message);
  });

  it('hostile names are names', async () => {
    const seen: OfferDocument[] = [];
    const hostile = `{"__proto__":{"__proto__":{"polluted":1}},"OnDemand":{"__proto__.T":{}}}`;
    const text = one({}, '__proto__').replace(/"terms":\{.*\}\}\},/, `"terms":${hostile},`);
    await answering(text).read((offer) => void seen.push(offer));
    expect(seen).toHaveLength(1);
    expect(Object.keys({})).toEqual([]);
    expect('polluted' in {}).toBe(false);
    expect('__proto__.T' in {}).toBe(false);
  });

  it('the same product twice is one: lists move under their pages', async () => {
    const seen: OfferDocument[] = [];
    await answering(one(), one()).read((offer) => void seen.push(offer));
    expect(Object.keys(JSON.parse(seen[0]?.text ?? '{}').products)).toEqual(['A']);
  });
});

it('asks the endpoint in the same part of the world', () => {
  expect(['eu-west-3', 'ap-southeast-2', 'us-west-2', 'sa-east-1', undefined].map(queryRegionFor)).toEqual([
    'eu-central-1',
    'ap-south-1',
    'us-east-1',
    'us-east-1',
    'us-east-1',
  ]);
});
