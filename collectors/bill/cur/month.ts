/**
 * Line items added up to rows of the bill: by day, Region, service and usage type, exactly. Source of what is compared:
 * unblended cost of usage; discounts, credits, refunds and taxes are lines of their own.
 * @module
 */
import { z } from 'zod';
import type { BillRow } from '../../../src/domain/bill.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import { dayOf, type EpochDay, parseInstant } from '../../../src/domain/time.ts';
import { nanoAmount } from '../amount.ts';
import { DecimalSum } from '../decimal-sum.ts';
import { usageRegion } from '../usage-region.ts';
import type { CurLine } from './lines.ts';

/** What counts: usage, whatever paid for it, and fees such as those of a commitment. */
const COUNTED: ReadonlySet<string> = new Set([
  'Usage',
  'DiscountedUsage',
  'SavingsPlanCoveredUsage',
  'SavingsPlanNegation',
  'Fee',
  'RIFee',
]);
/** What does not, and is known. Any other type is told. */
const APART = /^(?:Credit|Refund|Tax|.*Discount|SavingsPlan(?:Upfront|Recurring)Fee)$/;

/** Names of services as Cost Explorer has them, where the product has none. */
const SERVICES: Readonly<Record<string, string>> = {
  AmazonBedrock: 'Amazon Bedrock',
  AmazonBedrockService: 'Amazon Bedrock Service',
  AmazonBedrockFoundationModels: 'Amazon Bedrock Foundation Models',
};
const SECONDS_PER_DAY = 86_400;

const product = z.object({ product_name: z.string().optional(), servicename: z.string().optional() });

interface Sum extends Pick<BillRow, 'region' | 'day' | 'service' | 'usageType' | 'unit'> {
  readonly cost: DecimalSum;
  readonly quantity: DecimalSum;
}

/** The days of a month, `to` exclusive. */
export interface Days {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

export class MonthSum {
  readonly #account: string;
  readonly #days: Days;
  readonly #sums = new Map<string, Sum>();
  readonly #unknown = new Set<string>();
  #last: EpochDay | undefined;

  constructor(account: string, days: Days) {
    this.#account = account;
    this.#days = days;
  }

  /** The last day that has any line of the account, of any service; undefined: there is none. */
  get last(): EpochDay | undefined {
    return this.#last;
  }

  /** Types of line items that nobody has said how to count. */
  get unknownTypes(): readonly string[] {
    return [...this.#unknown].sort();
  }

  /** @throws CollectFault for an amount that is none, is not in dollars, or is not of a day */
  add(line: CurLine): void {
    if (line.line_item_usage_account_id !== this.#account) return;
    const day = this.#dayOf(line);
    if (this.#last === undefined || day > this.#last) this.#last = day;
    const service = bedrockService(line);
    if (service === undefined) return;
    const type = line.line_item_line_item_type;
    if (!COUNTED.has(type)) {
      if (!APART.test(type)) this.#unknown.add(type.slice(0, 60));
      return;
    }
    refuseMonths(line);
    if (line.line_item_currency_code !== 'USD') {
      throw misread(
        `the cost of ${line.line_item_usage_type} is in ${line.line_item_currency_code}, not in USD`,
      );
    }
    const sum = this.#sum(day, service, line);
    if (!sum.cost.add(line.line_item_unblended_cost) || !sum.quantity.add(line.line_item_usage_amount)) {
      throw misread(`${line.line_item_usage_type} has no amount`);
    }
  }

  rows(provisional: boolean): BillRow[] {
    return [...this.#sums.values()].flatMap(({ cost, quantity, ...key }) => {
      const unblendedCost = nanoAmount(String(cost));
      if (unblendedCost === undefined) return [];
      return [{ ...key, account: this.#account, quantity: String(quantity), unblendedCost, provisional }];
    });
  }

  /** Usage that came too late for its own month is on the bill of this one, and counts on its first day. */
  #dayOf({ line_item_usage_start_date: start, line_item_usage_type: usageType }: CurLine): EpochDay {
    const at = parseInstant(start);
    if (at === undefined) throw misread(`${usageType} has no day, but ${start.slice(0, 40)}`);
    const { from, to } = this.#days;
    return Math.min(Math.max(dayOf(at), from), to - 1) as EpochDay;
  }

  #sum(day: EpochDay, service: string, line: CurLine): Sum {
    const { line_item_usage_type: usageType, product_region_code: named, pricing_unit: unit } = line;
    const region = named === '' ? usageRegion(usageType) : named;
    const key = JSON.stringify([day, region, service, usageType]);
    const known = this.#sums.get(key);
    if (known) return known;
    const [cost, quantity] = [new DecimalSum(), new DecimalSum()];
    const names = { region: own(region), service: own(service), usageType: own(usageType), unit: own(unit) };
    const sum: Sum = { ...names, day, cost, quantity };
    this.#sums.set(own(key), sum);
    return sum;
  }
}

/** Under Cost Explorer's name of the service; undefined for other services. */
function bedrockService({ line_item_product_code: code, product: text }: CurLine): string | undefined {
  if (!/bedrock/i.test(code) && !/bedrock/i.test(text)) return undefined;
  const { product_name: name, servicename } = productOf(text);
  const service = name || servicename || SERVICES[code] || code;
  return /bedrock/i.test(service) || /^AmazonBedrock/i.test(code) ? service : undefined;
}

function productOf(text: string): z.output<typeof product> {
  try {
    return product.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

function refuseMonths(line: CurLine): void {
  const [from, to] = [line.line_item_usage_start_date, line.line_item_usage_end_date].map(parseInstant);
  if (line.line_item_line_item_type !== 'Usage' || from === undefined || to === undefined) return;
  if (to - from <= SECONDS_PER_DAY) return;
  throw new CollectFault('absent', 'the export has one line for a whole month of usage', {
    hint: 'in Data Exports, make an export with the time granularity daily or hourly',
  });
}

/** A slice of a chunk keeps the whole chunk in memory; a copy does not. */
const own = (text: string): string => Buffer.from(text).toString();

const misread = (what: string): CollectFault => new CollectFault('misread', `CUR export: ${what}`);
