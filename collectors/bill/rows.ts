/**
 * An answer of Cost Explorer -> rows of the bill.
 * @module
 */
import type { Group, ResultByTime } from '@aws-sdk/client-cost-explorer';
import type { BillRow } from '../../src/domain/bill.ts';
import { CollectFault } from '../../src/domain/collector.ts';
import { dayOf, type EpochDay, parseInstant } from '../../src/domain/time.ts';
import { nanoAmount, plainDecimal } from './amount.ts';
import { usageRegion } from './usage-region.ts';

/** The day after, AWS still adds to a day; the day after that it is done. */
const FINAL_AFTER_DAYS = 2;

/**
 * Rows of Bedrock in one day of the answer. Claude is billed under the names of marketplace products, so that the
 * service is known by the word in its name.
 * @throws CollectFault for an amount that is none, or is not in dollars: a bill must not be guessed
 */
export function rowsOf(result: ResultByTime, account: string, today: EpochDay): BillRow[] {
  const start = parseInstant(result.TimePeriod?.Start ?? '');
  if (start === undefined) throw misread(`a day without date`);
  const day = dayOf(start);
  return (result.Groups ?? []).flatMap((group) => {
    const [usageType = '', service = ''] = group.Keys ?? [];
    if (!/bedrock/i.test(service)) return [];
    const cost = metric(group, 'UnblendedCost');
    const quantity = metric(group, 'UsageQuantity');
    if (cost.unit !== 'USD') throw misread(`the cost of ${usageType} is in ${cost.unit}, not in USD`);
    const unblendedCost = nanoAmount(cost.amount);
    const units = plainDecimal(quantity.amount);
    if (unblendedCost === undefined || units === undefined) throw misread(`${usageType} has no amount`);
    return {
      account,
      region: usageRegion(usageType),
      day,
      service,
      usageType,
      quantity: units,
      unit: quantity.unit,
      unblendedCost,
      provisional: today - day < FINAL_AFTER_DAYS,
    };
  });
}

function metric({ Metrics }: Group, name: string): { amount: string; unit: string } {
  return { amount: Metrics?.[name]?.Amount ?? '', unit: Metrics?.[name]?.Unit ?? '' };
}

const misread = (what: string): CollectFault => new CollectFault('misread', `ce:GetCostAndUsage: ${what}`);
