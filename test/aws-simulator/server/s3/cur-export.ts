/**
 * A month of an account's bill as a CUR 2.0 export: hourly line items that add up to what Cost Explorer says of a day
 * (AWS Data Exports User Guide: "Cost and Usage Report 2.0").
 * @module
 */
import { gzipSync } from 'node:zlib';
import { DAY, HOUR, iso } from '../../world/clock.ts';
import { Random } from '../../world/random.ts';
import { billOf } from '../cost-explorer/bill-day.ts';
import type { BillLine } from '../cost-explorer/bill-line.ts';
import type { Simulator } from '../simulator.ts';
import type { S3Object } from './batch.ts';

interface Export {
  readonly bucket: string;
  readonly prefix: string;
  readonly name: string;
  readonly account: string;
  /** The month, and when the files are written: seconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly version: number;
}

/** In an order of its own: columns are found by their names. */
const COLUMNS = [
  'bill_bill_type',
  'bill_billing_entity',
  'bill_payer_account_id',
  'line_item_currency_code',
  'line_item_line_item_description',
  'line_item_line_item_type',
  'line_item_product_code',
  'line_item_unblended_cost',
  'line_item_usage_account_id',
  'line_item_usage_amount',
  'line_item_usage_end_date',
  'line_item_usage_start_date',
  'line_item_usage_type',
  'pricing_unit',
  'product',
  'product_region_code',
] as const;
type Line = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Lines in a file. */
const LINES = 400;
const PAYER = '999900001111';

/** The manifest and the data files. */
export function exportOf(simulator: Simulator, wanted: Export): S3Object[] {
  const { bucket, prefix, name, version } = wanted;
  const period = `BILLING_PERIOD=${iso(wanted.from).slice(0, 7)}`;
  const lines = linesOf(simulator, wanted);
  const chunks = Array.from({ length: Math.max(1, Math.ceil(lines.length / LINES)) }, (_, i) =>
    lines.slice(i * LINES, (i + 1) * LINES),
  );
  const lastModified = version * 1000;
  const files = chunks.map((chunk, i) => ({
    key: `${prefix}/${name}/data/${period}/${name}-${String(i + 1).padStart(5, '0')}.csv.gz`,
    lastModified,
    body: csvOf(chunk),
  }));
  const manifest = {
    exportArn: `arn:aws:bcm-data-exports:us-east-1:${wanted.account}:export/${name}`,
    executionId: `execution-${version}`,
    billingPeriod: period,
    compression: 'GZIP',
    contentType: 'text/csv',
    columns: COLUMNS.map((column) => ({ name: column, type: 'string' })),
    dataFiles: files.map(({ key }) => `s3://${bucket}/${key}`),
  };
  return [
    ...files,
    {
      key: `${prefix}/${name}/metadata/${period}/${name}-Manifest.json`,
      lastModified,
      body: Buffer.from(JSON.stringify(manifest, null, 2)),
    },
  ];
}

/** Lines of CSV in two gzip members, as concatenated files are. */
function csvOf(lines: readonly Line[]): Buffer {
  const rows = [COLUMNS.join(','), ...lines.map((line) => COLUMNS.map((one) => field(line[one])).join(','))];
  const cut = Math.ceil(rows.length / 2);
  return Buffer.concat(
    [rows.slice(0, cut), rows.slice(cut)].map((part) =>
      gzipSync(part.map((row) => `${row}\n`).join(''), { level: 1 }),
    ),
  );
}

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function linesOf(simulator: Simulator, { account, from, to, version }: Export): Line[] {
  const lines: Line[] = [];
  let isFirst = true;
  for (let day = from; day < to; day += DAY) {
    const own = billOf(simulator, account, day, version);
    for (const line of own) lines.push(...hoursOf(line, day));
    if (isFirst && own.length > 0) lines.push(...besides(account, day));
    isFirst &&= own.length === 0;
  }
  return lines;
}

/** A day's line in three of its hours. */
function hoursOf(line: BillLine, day: number): Line[] {
  const random = new Random(`cur ${line.usageType} ${day}`);
  const parts = split(line.pico, random);
  const quantities = split(line.quantityMicro, random);
  return parts.map((pico, i) => {
    const start = day + i * 8 * HOUR;
    const marketplace = line.service.includes('(Amazon Bedrock Edition)');
    return lineOf({
      bill_billing_entity: marketplace ? 'AWS Marketplace' : 'AWS',
      line_item_line_item_description: `${line.usageType}, "each"\nas agreed`,
      line_item_line_item_type: line.recordType,
      // Products of the marketplace have codes that say nothing.
      line_item_product_code: marketplace ? 'e7x1c2ywmy3ihgy7fu8z0sdy6' : codeOf(line.service),
      line_item_unblended_cost: decimal(pico, 12),
      line_item_usage_account_id: line.account,
      line_item_usage_amount: decimal(quantities[i] ?? 0n, 6),
      line_item_usage_start_date: stamp(start),
      line_item_usage_end_date: stamp(start + HOUR),
      line_item_usage_type: line.usageType,
      pricing_unit: line.usageType.includes('MP:') ? 'Units' : '1K tokens',
      product: JSON.stringify({ product_name: line.service, region: line.region }),
      product_region_code: line.region,
    });
  });
}

/** What is on a bill and is no usage, and what is another account's. */
function besides(account: string, day: number): Line[] {
  const base = {
    bill_billing_entity: 'AWS',
    line_item_line_item_description: 'besides',
    line_item_product_code: 'AmazonBedrock',
    line_item_unblended_cost: '-12.5000000000',
    line_item_usage_account_id: account,
    line_item_usage_amount: '1.0000000000',
    line_item_usage_start_date: stamp(day),
    line_item_usage_end_date: stamp(day + HOUR),
    line_item_usage_type: 'USE1-NovaLite-input-tokens',
    pricing_unit: '',
    product: '{"product_name":"Amazon Bedrock"}',
    product_region_code: 'us-east-1',
  };
  return [
    ...['Credit', 'Refund', 'EdpDiscount', 'Tax'].map((type) =>
      lineOf({ ...base, line_item_line_item_type: type }),
    ),
    lineOf({ ...base, line_item_line_item_type: 'Usage', line_item_usage_account_id: PAYER }),
  ];
}

const lineOf = (
  line: Omit<Line, 'bill_bill_type' | 'bill_payer_account_id' | 'line_item_currency_code'>,
): Line => ({
  ...line,
  bill_bill_type: 'Anniversary',
  bill_payer_account_id: PAYER,
  line_item_currency_code: 'USD',
});

/** Three parts that add up to the whole. */
function split(whole: bigint, random: Random): [bigint, bigint, bigint] {
  const first = (whole * BigInt(random.int(60))) / 100n;
  const second = (whole * BigInt(random.int(40))) / 100n;
  return [first, second, whole - first - second];
}

function decimal(value: bigint, digits: number): string {
  const text = String(value < 0n ? -value : value).padStart(digits + 1, '0');
  return `${value < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const stamp = (at: number): string => new Date(at * 1000).toISOString();

const codeOf = (service: string): string => service.replaceAll(' ', '');
