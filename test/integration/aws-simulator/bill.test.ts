/**
 * Cost Explorer and the price list by their real clients, and the offer files.
 * @module
 */
import {
  CostExplorerClient,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
} from '@aws-sdk/client-cost-explorer';
import { DescribeServicesCommand, GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { allPages, clientConfig, EUROPE, failureOf, SHOP, start } from './support.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ days: 6 });
});
afterAll(() => simulator.close());

const GROUPED = [
  { Type: 'DIMENSION' as const, Key: 'SERVICE' },
  { Type: 'DIMENSION' as const, Key: 'USAGE_TYPE' },
];

async function costs(input: Partial<GetCostAndUsageCommandInput> = {}, account = SHOP) {
  const client = new CostExplorerClient(clientConfig(simulator, 'us-east-1', account));
  const pages = await allPages(
    (NextPageToken) =>
      client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: '2026-11-14', End: '2026-11-21' },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost', 'UsageQuantity'],
          GroupBy: GROUPED,
          ...input,
          NextPageToken,
        }),
      ),
    (page) => page.NextPageToken,
  );
  const rows = pages.flatMap((page) =>
    (page.ResultsByTime ?? []).flatMap(({ TimePeriod, Groups = [] }) =>
      Groups.map(({ Keys = [], Metrics = {} }) => ({
        day: TimePeriod?.Start ?? '',
        service: Keys[0] ?? '',
        usageType: Keys[1] ?? '',
        usd: Number(Metrics.UnblendedCost?.Amount),
        quantity: Number(Metrics.UsageQuantity?.Amount),
      })),
    ),
  );
  return { pages, rows };
}

describe('GetCostAndUsage', () => {
  it('bills what the ledger says was used, in the usage type’s unit', async () => {
    const { rows } = await costs();
    const day = '2026-11-18';
    const from = Date.parse(day) / 1000;
    const used = simulator
      .ledger({ from, to: from + 86_400 })
      .filter(({ account, modelId }) => account === SHOP && /^(us\.)?amazon\.nova-lite-v1:0$/.test(modelId))
      .reduce((sum, row) => sum + row.input, 0);
    const line = rows.find((row) => row.day === day && row.usageType === 'USE1-NovaLite-input-tokens');
    expect(line?.quantity).toBeCloseTo(used / 1000, 6);
    expect(line?.usd).toBeCloseTo((used / 1e6) * 0.06, 9);
    const haiku = simulator
      .ledger({ from, to: from + 86_400 })
      .filter(({ account }) => account === EUROPE)
      .filter(({ modelId }) => modelId.includes('claude-haiku-4-5'))
      .reduce((sum, row) => sum + row.output, 0);
    const europe = (await costs({}, EUROPE)).rows.find(
      (row) =>
        row.day === day &&
        row.service.startsWith('Claude Haiku 4.5') &&
        row.usageType.includes('_OutputTokenCount'),
    );
    expect(europe).toMatchObject({ service: 'Claude Haiku 4.5 (Amazon Bedrock Edition)' });
    expect(europe?.usd).toBeCloseTo((haiku / 1e6) * 5.5, 9);
  });

  it('spells usage types in all grammars, and has more than Bedrock', async () => {
    const { rows } = await costs();
    const types = rows.map(({ usageType }) => usageType);
    for (const type of [
      'USE1-MP:USE1_input_tokens_standard-Units',
      'USW2-MP:USW2_InputTokenCount_LCtx-Units',
      'USW2-Nova2.0Lite-input-tokens-flex-cross-region-global',
      'USW2-NovaLite-input-tokens-batch',
      'USE1-Guardrail-ContentPolicyUnitsConsumed',
      'USW2-NovaPro-ProvisionedThroughput-1MonthCommit-ModelUnits',
    ]) {
      expect(types).toContain(type);
    }
    expect(new Set(rows.map(({ service }) => service))).toContain('AmazonCloudWatch');
  });

  it('adds up to the same however it is asked, lags behind, and is estimated within the month', async () => {
    const { rows, pages } = await costs();
    const total = rows.reduce((sum, { usd }) => sum + usd, 0);
    const monthly = await costs({ Granularity: 'MONTHLY', GroupBy: [] });
    const amount = monthly.pages[0]?.ResultsByTime?.[0]?.Total?.UnblendedCost?.Amount;
    expect(Number(amount)).toBeCloseTo(total, 6);
    const only = await costs({
      Filter: {
        And: [
          { Dimensions: { Key: 'REGION', Values: ['us-west-2'] } },
          { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Tax'] } } },
        ],
      },
    });
    expect(only.rows.reduce((sum, { usd }) => sum + usd, 0)).toBeLessThan(total);
    // Today's usage is not on the bill yet, yesterday's is not whole.
    expect(rows.some(({ day }) => day === '2026-11-20')).toBe(false);
    expect(rows.some(({ day }) => day === '2026-11-19')).toBe(true);
    expect(pages.flatMap((page) => page.ResultsByTime ?? []).every(({ Estimated }) => Estimated)).toBe(true);
    const bad = costs({ TimePeriod: { Start: '2026-11-20', End: '2026-11-20' } });
    expect(await failureOf(bad)).toEqual({ name: 'ValidationException', status: 400 });
  });

  it('comes in pages, each group once', async () => {
    const { pages, rows } = await costs();
    expect(pages.length).toBeGreaterThan(1);
    const keys = rows.map(({ day, service, usageType }) => `${day} ${service} ${usageType}`);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the price list', () => {
  it('is the same by GetProducts and by offer file', async () => {
    const client = new PricingClient(clientConfig(simulator));
    const services = await client.send(new DescribeServicesCommand({}));
    expect(services.Services?.map(({ ServiceCode }) => ServiceCode)).toContain(
      'AmazonBedrockFoundationModels',
    );
    for (const ServiceCode of ['AmazonBedrock', 'AmazonBedrockFoundationModels']) {
      const pages = await allPages(
        (NextToken) =>
          client.send(
            new GetProductsCommand({
              ServiceCode,
              Filters: [{ Type: 'TERM_MATCH', Field: 'regionCode', Value: 'US-WEST-2' }],
              MaxResults: 10,
              NextToken,
            }),
          ),
        (page) => page.NextToken,
      );
      const queried = pages.flatMap((page) => page.PriceList ?? []).map((text) => JSON.parse(String(text)));
      const index = await file(`/offers/v1.0/aws/${ServiceCode}/current/region_index.json`);
      const offer = await file(index.regions['us-west-2'].currentVersionUrl);
      expect(queried.length).toBeGreaterThan(10);
      expect(Object.keys(offer.products).toSorted()).toEqual(
        queried.map(({ product }) => product.sku).toSorted(),
      );
      for (const { product, terms } of queried) {
        expect(offer.products[product.sku]).toEqual(product);
        expect(offer.terms.OnDemand[product.sku]).toEqual(terms.OnDemand);
      }
    }
  });

  it('has a version before the price change, and one since', async () => {
    const index = await file('/offers/v1.0/aws/AmazonBedrockFoundationModels/index.json');
    const prices = await Promise.all(
      Object.keys(index.versions)
        .toSorted()
        .map(async (version) => {
          const offer = await file(
            `/offers/v1.0/aws/AmazonBedrockFoundationModels/${version}/us-east-1/index.json`,
          );
          const product = Object.values<{ sku: string; attributes: Record<string, string> }>(
            offer.products,
          ).find(
            ({ attributes }) =>
              attributes.servicename?.startsWith('Claude Sonnet 5.5') &&
              attributes.usagetype === 'USE1-MP:USE1_cache_read_tokens_global_standard-Units',
          );
          const [term] = Object.values<{ priceDimensions: object }>(offer.terms.OnDemand[product?.sku ?? '']);
          const [dimension] = Object.values<{ unit: string; pricePerUnit: { USD: string } }>(
            Object(term?.priceDimensions),
          );
          return [dimension?.unit, dimension?.pricePerUnit.USD];
        }),
    );
    expect(prices).toEqual([
      ['1M tokens', '0.2000000000'],
      ['1M tokens', '0.1000000000'],
    ]);
    expect((await fetch(`${simulator.url}/offers/v1.0/aws/AmazonEC2/index.json`)).status).toBe(404);
  });

  async function file(path: string) {
    const answer = await fetch(simulator.url + path);
    expect(answer.status).toBe(200);
    return JSON.parse(await answer.text());
  }
});
