/**
 * What AWS charged, from Cost Explorer. Source: AWS Cost Explorer API reference, `GetCostAndUsage`. Every request
 * costs a cent, so nobody runs this unasked. An export's files (`cur/`) are another source of the same rows.
 * @module
 */
import { type Expression, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import type { BillRow } from '../../src/domain/bill.ts';
import type { CollectContext, CollectedBatch } from '../../src/domain/collector.ts';
import { dayOf, type EpochDay, isoDay, startOfDay, type TimeRange } from '../../src/domain/time.ts';
import { type Doing, pages } from '../aws/index.ts';
import { type BackfillCollector, backfillCursor, backfillPosition } from '../backfill.ts';
import type { BillOptions } from './options.ts';
import { rowsOf } from './rows.ts';

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;
type Said = (day: EpochDay) => boolean;

const GET: Doing = { action: 'ce:GetCostAndUsage' };
/** Days before the last run's that are read again in every run. */
const DAYS_AGAIN = 3;
/** Cost Explorer keeps daily figures for 14 months. */
const MOST_DAYS = 425;

/** A second opinion for the days that another source of the bill has not said. */
export interface CostExplorerSource {
  /** Once a day, the days that are not `said`. */
  readOthers(context: CollectContext, said: (day: EpochDay) => boolean): Batches;
}

/** A collector of the bill of one account. Days that AWS may still change are marked as provisional. */
export function createBillCollector(options: BillOptions): BackfillCollector & CostExplorerSource {
  const { account, region, every = 86_400 } = options;
  const name = 'bill';
  const source = `${name}:${account}`;

  async function* collect(context: CollectContext, said: Said = () => false): Batches {
    const today = dayOf(context.now());
    const before = readPosition(await context.cursor(source), today);
    const first = Math.max(Math.min(before, today) - DAYS_AGAIN, today - MOST_DAYS) as EpochDay;
    yield* readDays(first, today, said, context);
    yield { kind: 'facts', facts: [], cursor: { name: source, value: String(today) } };
  }

  async function* readOthers(context: CollectContext, said: Said): Batches {
    // Every request costs a cent, and the other source is looked at more often than once a day.
    const today = dayOf(context.now());
    if ((await context.cursor(source)) !== String(today)) yield* collect(context, said);
  }

  async function* readRange(range: TimeRange, context: CollectContext): Batches {
    const cursor = backfillCursor(source, range);
    const from = backfillPosition(await context.cursor(cursor), range);
    const today = dayOf(context.now());
    const first = Math.max(dayOf(from), today - MOST_DAYS) as EpochDay;
    // Today is not charged yet, and Cost Explorer's end is exclusive.
    const end = Math.min(Math.ceil(range.to / 86_400), today) as EpochDay;
    if (from >= range.to || first >= end) return;
    yield* readDays(first, end, () => false, context);
    yield {
      kind: 'facts',
      facts: [],
      cursor: { name: cursor, value: String(Math.min(startOfDay(end), range.to)) },
    };
  }

  /** Days that are `said` are left alone; of the others, all that was known is replaced. */
  async function* readDays(
    first: EpochDay,
    end: EpochDay,
    said: Said,
    { now, signal }: CollectContext,
  ): Batches {
    const wanted = Array.from({ length: end - first }, (_, i) => (first + i) as EpochDay).filter(
      (day) => !said(day),
    );
    if (wanted.length === 0) return;
    const fetch = (token: string | undefined) =>
      options.client.send(
        new GetCostAndUsageCommand({
          TimePeriod: { Start: isoDay(first), End: isoDay(end) },
          Granularity: 'DAILY',
          Metrics: ['UnblendedCost', 'UsageQuantity'],
          GroupBy: [
            { Type: 'DIMENSION', Key: 'USAGE_TYPE' },
            { Type: 'DIMENSION', Key: 'SERVICE' },
          ],
          Filter: usageOf(account),
          ...(token === undefined ? {} : { NextPageToken: token }),
        }),
        { abortSignal: signal },
      );
    // A day may be on several pages.
    const rows: BillRow[] = [];
    for await (const page of pages(GET, fetch, (answer) => answer.NextPageToken)) {
      for (const result of page.ResultsByTime ?? []) rows.push(...rowsOf(result, account, dayOf(now())));
    }
    const byDay = Map.groupBy(rows, ({ day }) => day);
    for (const day of wanted) {
      const to = (day + 1) as EpochDay;
      yield { kind: 'bill', rows: byDay.get(day) ?? [], replaces: { account, from: day, to } };
    }
  }

  return { name, account, region, every, readRange, readOthers, collect: (context) => collect(context) };
}

/** The day of the last run that ended well: after days without one, the days between are read, too. */
function readPosition(value: string | undefined, today: EpochDay): number {
  const day = value === undefined ? Number.NaN : Number(value);
  return Number.isSafeInteger(day) ? day : today;
}

/**
 * This account's own usage: an organisation's payer sees all accounts, and credits and taxes would hide what was used.
 */
const usageOf = (account: string): Expression => ({
  And: [
    { Dimensions: { Key: 'LINKED_ACCOUNT', Values: [account] } },
    { Not: { Dimensions: { Key: 'RECORD_TYPE', Values: ['Credit', 'Refund', 'Tax', 'Support'] } } },
  ],
});
