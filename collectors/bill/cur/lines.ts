/**
 * Line items of a CUR 2.0 file, by the names of their columns. Source: AWS Data Exports user guide, "Cost and Usage
 * Report (CUR) 2.0 table dictionary".
 * @module
 */
import { CollectFault } from '../../../src/domain/collector.ts';
import { CsvFault, CsvReader } from './csv.ts';

const REQUIRED = [
  'line_item_usage_account_id',
  'line_item_line_item_type',
  'line_item_usage_start_date',
  'line_item_product_code',
  'line_item_usage_type',
  'line_item_usage_amount',
  'line_item_unblended_cost',
  'line_item_currency_code',
  // Products of the marketplace, as Claude is billed, have their names only here.
  'product',
] as const;
const OPTIONAL = ['line_item_usage_end_date', 'product_region_code', 'pricing_unit'] as const;

type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** One line item; a column that the export leaves out is empty. */
export type CurLine = Readonly<Record<Column, string>>;

/**
 * Reads the line items of one file, some at a time.
 * @param name of the file, for messages
 * @throws CollectFault for what is no CUR 2.0
 */
export async function* readLines(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<CurLine[], void, undefined> {
  const decoder = new TextDecoder();
  const reader = new CsvReader();
  let columns: Columns | undefined;
  const take = (records: readonly string[][]): CurLine[] => {
    const filled = records.filter((record) => record.length > 1 || record[0] !== '');
    const [header] = filled;
    if (header === undefined) return [];
    if (columns !== undefined) return linesOf(filled, columns, name);
    columns = columnsOf(header, name);
    return linesOf(filled.slice(1), columns, name);
  };
  try {
    for await (const chunk of chunks) yield take(reader.push(decoder.decode(chunk, { stream: true })));
    yield take([...reader.push(decoder.decode()), ...reader.end()]);
  } catch (error) {
    throw error instanceof CsvFault ? new CollectFault('misread', `${name}: ${error.message}`) : error;
  }
  if (columns === undefined) throw new CollectFault('misread', `${name} has no header`);
}

interface Columns {
  readonly at: Readonly<Record<Column, number>>;
  readonly count: number;
}

function columnsOf(header: readonly string[], name: string): Columns {
  const missing = REQUIRED.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new CollectFault('absent', `${name} has no column ${missing.join(', ')}`, {
      hint: 'in Data Exports, make a standard export of CUR 2.0 with all columns, or add these to its query',
    });
  }
  const entries = [...REQUIRED, ...OPTIONAL].map((column) => [column, header.indexOf(column)]);
  return { at: Object.fromEntries(entries), count: header.length };
}

function linesOf(records: readonly string[][], { at, count }: Columns, name: string): CurLine[] {
  return records.map((record) => {
    if (record.length !== count) {
      throw new CollectFault('misread', `${name}: a line has ${record.length} fields, its header ${count}`);
    }
    return {
      line_item_usage_account_id: record[at.line_item_usage_account_id] ?? '',
      line_item_line_item_type: record[at.line_item_line_item_type] ?? '',
      line_item_usage_start_date: record[at.line_item_usage_start_date] ?? '',
      line_item_usage_end_date: record[at.line_item_usage_end_date] ?? '',
      line_item_product_code: record[at.line_item_product_code] ?? '',
      line_item_usage_type: record[at.line_item_usage_type] ?? '',
      line_item_usage_amount: record[at.line_item_usage_amount] ?? '',
      line_item_unblended_cost: record[at.line_item_unblended_cost] ?? '',
      line_item_currency_code: record[at.line_item_currency_code] ?? '',
      product: record[at.product] ?? '',
      product_region_code: record[at.product_region_code] ?? '',
      pricing_unit: record[at.pricing_unit] ?? '',
    };
  });
}
