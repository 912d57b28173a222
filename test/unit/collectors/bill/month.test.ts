/**
 * Files of an export, written by hand, as rows of the bill.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { readLines } from '../../../../collectors/bill/cur/lines.ts';
import { MonthSum } from '../../../../collectors/bill/cur/month.ts';
import type { BillRow } from '../../../../src/domain/bill.ts';
import { dayOf, epochSeconds, parseInstant } from '../../../../src/domain/time.ts';

const ACCOUNT = '111122223333';
const day = (text: string) => dayOf(parseInstant(text) ?? epochSeconds(0));
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-12-01') };

const DEFAULTS = {
  line_item_usage_account_id: ACCOUNT,
  line_item_line_item_type: 'Usage',
  line_item_usage_start_date: '2026-11-03T07:00:00.000Z',
  line_item_usage_end_date: '2026-11-03T08:00:00.000Z',
  line_item_product_code: 'AmazonBedrock',
  line_item_usage_type: 'USE1-NovaLite-input-tokens',
  line_item_usage_amount: '1.5',
  line_item_unblended_cost: '0.0000000004',
  line_item_currency_code: 'USD',
  product: '{"product_name":"Amazon Bedrock"}',
  product_region_code: 'us-east-1',
  pricing_unit: '1K tokens',
};
type Line = Partial<Record<keyof typeof DEFAULTS, string>>;

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
function fileOf(
  lines: readonly Line[],
  columns: readonly string[] = Object.keys(DEFAULTS).reverse(),
): string {
  const rows = lines.map((line) => {
    const all: Record<string, string> = { ...DEFAULTS, ...line };
    return columns.map((column) => quoted(all[column] ?? '')).join(',');
  });
  return [columns.join(','), ...rows, ''].join('\n');
}

async function sumOf(text: string): Promise<MonthSum> {
  const sum = new MonthSum(ACCOUNT, NOVEMBER);
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
    bytes.subarray(i * 7, i * 7 + 7),
  );
  for await (const lines of readLines('a.csv.gz', ReadableStream.from(chunks)))
    for (const line of lines) sum.add(line);
  return sum;
}
const rowsOf = async (...lines: Line[]): Promise<BillRow[]> => (await sumOf(fileOf(lines))).rows(true);

describe('line items', () => {
  it('are added up by day before they are rounded', async () => {
    // Each alone rounds to nothing; three of them are 1.2 nano-dollars.
    expect(await rowsOf({}, {}, {}, { line_item_usage_start_date: '2026-11-04 00:00:00.000' })).toEqual([
      {
        ...{ account: ACCOUNT, region: 'us-east-1', day: NOVEMBER.from + 2, service: 'Amazon Bedrock' },
        ...{ usageType: 'USE1-NovaLite-input-tokens', quantity: '4.5', unit: '1K tokens' },
        ...{ unblendedCost: 1n, provisional: true },
      },
      expect.objectContaining({ day: NOVEMBER.from + 3, unblendedCost: 0n, quantity: '1.5' }),
    ]);
  });

  it.each([
    ['Usage', 1],
    ['DiscountedUsage', 1],
    ['SavingsPlanCoveredUsage', 1],
    ['SavingsPlanNegation', 1],
    ['Fee', 1],
    ['Credit', 0],
    ['Refund', 0],
    ['Tax', 0],
    ['EdpDiscount', 0],
    ['PrivateRateDiscount', 0],
    ['BundledDiscount', 0],
  ])('of the type %s count %i', async (type, count) => {
    const sum = await sumOf(fileOf([{ line_item_line_item_type: type }]));
    expect(sum.rows(true)).toHaveLength(count);
    expect(sum.unknownTypes).toEqual([]);
  });

  it('of an unknown type are told and not counted', async () => {
    const sum = await sumOf(fileOf([{ line_item_line_item_type: 'Surprise' }, {}]));
    expect([sum.rows(true).length, sum.unknownTypes]).toEqual([1, ['Surprise']]);
  });

  it('are Bedrock’s by their product, whatever its code', async () => {
    const service = async (line: Line) => (await rowsOf(line)).map((row) => row.service);
    const claude = '{"product_name":"Claude Sonnet 4.5 (Amazon Bedrock Edition)"}';
    expect(await service({ line_item_product_code: 'e7x1c2yw', product: claude })).toEqual([
      'Claude Sonnet 4.5 (Amazon Bedrock Edition)',
    ]);
    expect(await service({ product: '' })).toEqual(['Amazon Bedrock']);
    expect(await service({ product: 'no JSON', line_item_product_code: 'AmazonBedrockService' })).toEqual([
      'Amazon Bedrock Service',
    ]);
    expect(
      await service({ line_item_product_code: 'AmazonS3', product: '{"product_name":"Amazon S3"}' }),
    ).toEqual([]);
    expect(
      await service({
        line_item_product_code: 'AmazonS3',
        product: '{"product_name":"Amazon S3","tag":"bedrock"}',
      }),
    ).toEqual([]);
  });

  it('without a Region have that of their usage type', async () => {
    const [row] = await rowsOf({
      product_region_code: '',
      line_item_usage_type: 'EUW1-NovaLite-input-tokens',
    });
    expect(row?.region).toBe('eu-west-1');
  });

  it('of other accounts are another’s', async () => {
    const sum = await sumOf(fileOf([{ line_item_usage_account_id: '999900001111' }]));
    expect([sum.rows(true), sum.last]).toEqual([[], undefined]);
  });

  it('that came late count on the first day of the month that bills them', async () => {
    const [row] = await rowsOf({
      line_item_usage_start_date: '2026-10-31T23:00:00Z',
      line_item_usage_end_date: '',
    });
    expect(row?.day).toBe(NOVEMBER.from);
  });

  it.each<[Line, RegExp]>([
    [{ line_item_unblended_cost: 'NaN' }, /USE1-NovaLite-input-tokens has no amount/],
    [{ line_item_usage_amount: '' }, /has no amount/],
    [{ line_item_currency_code: 'CNY' }, /in CNY, not in USD/],
    [{ line_item_usage_start_date: 'yesterday' }, /has no day, but yesterday/],
    [{ line_item_usage_end_date: '2026-12-01T00:00:00Z' }, /one line for a whole month/],
  ])('that cannot be right are refused: %j', async (line, message) => {
    await expect(rowsOf(line)).rejects.toThrow(message);
  });
});

describe('a file', () => {
  it('that is no CUR 2.0 says which columns it lacks', async () => {
    await expect(sumOf('lineItem/UnblendedCost,lineItem/UsageType\n')).rejects.toMatchObject({
      kind: 'absent',
      message: expect.stringContaining('no column line_item_usage_account_id, line_item_line_item_type'),
      hint: expect.stringContaining('CUR 2.0'),
    });
  });

  it('may leave out what can be done without', async () => {
    const columns = Object.keys(DEFAULTS).filter(
      (one) => !/^(?:product_region_code|pricing_unit|.*end_date)$/.test(one),
    );
    const [row] = (await sumOf(fileOf([{}], columns))).rows(true);
    expect(row).toMatchObject({ region: 'us-east-1', unit: '' });
  });

  it.each([
    [`${fileOf([{}])}a,b\n`, /a line has 2 fields, its header 12/],
    [`${fileOf([{}])}"open`, /a\.csv\.gz: record 3: the text ends within quotes/],
    ['', /has no header/],
    ['\n\n', /has no header/],
  ])('that is broken is refused', async (text, message) => {
    await expect(sumOf(text)).rejects.toThrow(message);
  });

  it('of many usage types holds each once, with hostile names as they are', async () => {
    const names = ['<script>', '__proto__', 'constructor', 'x'.repeat(10_000)];
    const rows = await rowsOf(...[...names, ...names].map((name) => ({ line_item_usage_type: name })));
    expect(rows.map(({ usageType }) => usageType)).toEqual(names);
    expect(rows.every(({ quantity }) => quantity === '3')).toBe(true);
  });
});
