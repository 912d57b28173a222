import { describe, expect, it } from 'vitest';
import { readOffer } from '../../../../pricing/import/index.ts';
import { regionId } from '../../../../src/domain/ids.ts';
import { dashed, marketplace, type OfferRowText, offerText } from '../../../offer-rows.ts';
import { realisticRows } from '../../../offer-server.ts';
import { bookOf, FM, importAll, importRows, offer, offersOf, rateIn } from './fixture.ts';

const HAIKU = 'Claude Haiku 4.5';
const usw2 = (dimension: string, usd: string, more: Partial<OfferRowText> = {}) =>
  marketplace('us-west-2', HAIKU, dimension, usd, more);
const price = (usd: string, more: Readonly<Record<string, unknown>> = {}) => ({
  unit: '1M tokens',
  description: 'x',
  beginRange: '0',
  endRange: 'Inf',
  pricePerUnit: { USD: usd },
  ...more,
});

/** The reasons for which rows were not understood. */
const reasons = (rows: readonly OfferRowText[]): string[] =>
  importRows(rows).report.unknownSamples.map(({ reason }) => reason);

describe('a product that is not as expected is unknown, by name', () => {
  const input = (more: Partial<OfferRowText>) => [usw2('InputTokenCount', '1.2', more)];
  it.each<[string, readonly OfferRowText[], string]>([
    ['no term', input({ terms: {} }), 'no OnDemand term'],
    [
      'two terms',
      input({
        terms: {
          a: { effectiveDate: '2026-10-01T00:00:00Z', priceDimensions: { a: price('1') } },
          b: { effectiveDate: '2026-10-01T00:00:00Z', priceDimensions: { b: price('2') } },
        },
      }),
      'more than one OnDemand term',
    ],
    ['two dimensions', input({ moreDimensions: [price('2')] }), 'more than one price dimension'],
    [
      'tiers',
      input({ dimension: { endRange: '1000000' } }),
      'a price for 0 to 1000000 only: tiered by volume',
    ],
    ['no USD', input({ dimension: { pricePerUnit: { CNY: '7' } } }), 'no price in USD'],
    ['a number', input({ dimension: { pricePerUnit: { USD: 1.2 } } }), 'a price is text, never a number'],
    ['a unit that nobody knows', input({ unit: '1G tokens' }), 'unknown unit "1G tokens"'],
    ['a negative price', [usw2('InputTokenCount', '-1.1')], 'negative price -1.1'],
    ['scientific notation', [usw2('InputTokenCount', '1.1E0')], 'not an exact decimal price: "1.1E0"'],
    ['a zero input price', [usw2('InputTokenCount', '0.0000000000')], 'a price of zero is a placeholder'],
    [
      'no grain',
      input({ unit: 'Units', description: 'x|Input Tokens' }),
      'unit "Units" and no grain in the description "x|Input Tokens"',
    ],
    ['no date', input({ effectiveDate: 'soon' }), 'effectiveDate is no date: soon'],
    [
      'a stranger',
      [marketplace('us-west-2', 'Claude Opus 9', 'InputTokenCount', '1')],
      'no model is called Claude Opus 9 (Amazon Bedrock Edition)',
    ],
    ['a new token', [usw2('InputTokenCount_Turbo', '1')], 'unknown token "Turbo"'],
    [
      'a tier that says something else',
      [
        dashed('us-east-1', 'NovaLite-input-tokens-flex', '0.1', {
          model: 'Nova Lite',
          service_tier: 'priority',
        }),
      ],
      'service_tier priority, usagetype says regional flex',
    ],
    [
      'a model that says something else',
      [dashed('us-east-1', 'NovaLite-input-tokens', '0.1', { model: 'Nova Pro' })],
      'the product is Nova Pro, its usagetype says NovaLite',
    ],
    [
      'the Region of another file',
      [
        {
          ...usw2('InputTokenCount', '1.2'),
          region: 'us-west-2',
          attributes: { servicename: HAIKU, regionCode: 'us-east-1' },
        },
      ],
      'regionCode us-east-1 in the file of us-west-2',
    ],
    [
      'a prefix that says something else',
      [{ ...usw2('InputTokenCount', '1.2'), usagetype: 'USE1-MP:USE1_InputTokenCount-Units' }],
      'prefix USE1 stands for us-east-1, regionCode says us-west-2',
    ],
    [
      'prefixes that differ',
      [{ ...usw2('InputTokenCount', '1.2'), usagetype: 'USW2-MP:USE1_InputTokenCount-Units' }],
      'prefix USE1 stands for us-east-1, regionCode says us-west-2',
    ],
    [
      'a Region that nobody knows',
      [
        {
          ...usw2('InputTokenCount', '1.2'),
          region: 'eu-east-9',
          usagetype: 'EUE9-MP:EUE9_InputTokenCount-Units',
        },
      ],
      'unknown Region eu-east-9',
    ],
    [
      'long context without a limit',
      [marketplace('us-west-2', 'Claude Opus 5.5', 'input_tokens_long_ctx_standard', '8.8')],
      'long context of anthropic.claude-opus-5-5, whose limit the price book does not know',
    ],
  ])('%s', (_, rows, reason) => {
    expect(reasons(rows).map((text) => text.replace(/^term .*: /, ''))).toContain(reason);
    const { version } = importRows(rows);
    expect(version.pending).toEqual([]);
    // What is not understood takes nothing from the book.
    expect(
      rateIn(bookOf(version), 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 'input', {
        region: regionId('us-west-2'),
      }),
    ).toBe(1_100_000_000_000n);
  });
});

describe('two rows for one price', () => {
  const twin = usw2('InputTokenCount', '1.3', {
    sku: 'TWIN',
    attributes: { servicename: HAIKU, operation: 'other' },
  });

  it('give neither, and both are named', () => {
    const rows = realisticRows();
    rows.set(`${FM}/us-west-2`, [...(rows.get(`${FM}/us-west-2`) ?? []), twin]);
    const { report, version } = importAll(offersOf(rows));
    expect(report.ambiguous).toEqual([
      {
        price: 'anthropic.claude-haiku-4-5-20251001-v1:0 us-west-2 regional standard input',
        rows: [
          { row: expect.stringMatching(/USW2-MP:USW2_InputTokenCount-Units \(SKU SKU/), usd: '1.1' },
          { row: expect.stringMatching(/USW2-MP:USW2_InputTokenCount-Units \(SKU TWIN\)/), usd: '1.3' },
        ],
      },
    ]);
    expect(report.changedPrices).toBe(0);
    expect(version.catalog).toEqual([]);
  });

  it('that agree are one price, whatever service code or endpoint they come from', () => {
    const rows = realisticRows();
    rows.set('AmazonBedrockService/us-east-1', [
      dashed('us-east-1', 'Claude4.5Haiku-input-tokens', '0.0011000000', { model: 'Claude Haiku 4.5' }),
    ]);
    const { report } = importAll(offersOf(rows));
    expect(report.ambiguous).toEqual([]);
    expect(report.unchanged).toBe(report.prices);
  });

  it('mantle and runtime that differ are neither', () => {
    const mantle = dashed('us-west-2', 'anthropic.claude-opus-5-5-mantle-input-tokens-standard', '0.005');
    const { report } = importRows([mantle]);
    expect(report.ambiguous.map(({ price: text }) => text)).toEqual([
      'anthropic.claude-opus-5-5 us-west-2 regional standard input',
    ]);
  });
});

describe('a file that is none', () => {
  const text = offerText({ serviceCode: FM, region: 'us-west-2', rows: [usw2('InputTokenCount', '1.1')] });
  const read = (broken: string) => () =>
    readOffer({ serviceCode: FM, region: 'us-west-2', url: 'http://x/y', text: broken });

  it.each([
    ['HTML', '<!doctype html><p>Service Unavailable', 'HTML came instead of JSON'],
    ['cut in half', text.slice(0, text.length / 2), 'not JSON: '],
    ['another document', '{"regions":{}}', 'not an offer file:'],
    ['another service', text.replace(FM, 'AmazonEC2'), 'it is the offer AmazonEC2'],
    ['nothing', '', 'not JSON: '],
    ['a list', '[]', 'not an offer file:'],
  ])('%s: the error names file and what came', (_, broken, message) => {
    expect(read(broken)).toThrow(`price list ${FM} us-west-2 (http://x/y): ${message}`);
  });

  it('one bad product does not hide the others', () => {
    const broken = JSON.parse(text);
    broken.products.BAD = { sku: 'BAD' };
    const read = offer(FM, 'us-west-2', []);
    const { items, problems } = readOffer({ ...read, url: 'u', text: JSON.stringify(broken) });
    expect(items).toHaveLength(1);
    expect(problems).toEqual([
      { sku: 'BAD', usagetype: null, problem: expect.stringContaining('product attributes') },
    ]);
  });
});
