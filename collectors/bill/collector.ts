/**
 * What AWS charged, from Cost Explorer. Source: AWS Cost Explorer API reference, `GetCostAndUsage`. Every request
 * costs a cent, so nobody runs this unasked. Data exports (CUR 2.0 in S3) can be a second source of the same rows.
 * @module
 */
import { type Expression, GetCostAndUsageCommand } from '@aws-sdk/client-cost-explorer';
import type { CollectContext, CollectedBatch } from '../../src/domain/collector.ts';
import { dayOf, type EpochDay, isoDay, startOfDay, type TimeRange } from '../../src/domain/time.ts';
import { type Doing, pages } from '../aws/index.ts';
import { type BackfillCollector, backfillCursor, backfillPosition } from '../backfill.ts';
import type { BillOptions } from './options.ts';
import { rowsOf } from './rows.ts';

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

const GET: Doing = { action: 'ce:GetCostAndUsage' };
/** Days before the last run's that are read again in every run. */
const DAYS_AGAIN = 3;
/** Cost Explorer keeps daily figures for 14 months. */
const MOST_DAYS = 425;

/** A collector of the bill of one account. Days that AWS may still change are marked as provisional. */
export function createBillCollector(options: BillOptions): BackfillCollector {
  const { account, region, every = 86_400 } = options;
  const name = 'bill';
  const source = `${name}:${account}`;

  async function* collect(context: CollectContext): Batches {
    const today = dayOf(context.now());
    const before = readPosition(await context.cursor(source), today);
    const first = Math.max(Math.min(before, today) - DAYS_AGAIN, today - MOST_DAYS) as EpochDay;
    yield* readDays(first, today, context);
    yield { kind: 'facts', facts: [], cursor: { name: source, value: String(today) } };
  }

  async function* readRange(range: TimeRange, context: CollectContext): Batches {
    const cursor = backfillCursor(source, range);
    const from = backfillPosition(await context.cursor(cursor), range);
    const today = dayOf(context.now());
    const first = Math.max(dayOf(from), today - MOST_DAYS) as EpochDay;
    // Today is not charged yet, and Cost Explorer's end is exclusive.
    const end = Math.min(Math.ceil(range.to / 86_400), today) as EpochDay;
    if (from >= range.to || first >= end) return;
    yield* readDays(first, end, context);
    yield {
      kind: 'facts',
      facts: [],
      cursor: { name: cursor, value: String(Math.min(startOfDay(end), range.to)) },
    };
  }

  async function* readDays(first: EpochDay, end: EpochDay, { now, signal }: CollectContext): Batches {
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
    for await (const page of pages(GET, fetch, (answer) => answer.NextPageToken)) {
      const rows = (page.ResultsByTime ?? []).flatMap((result) => rowsOf(result, account, dayOf(now())));
      if (rows.length > 0) yield { kind: 'bill', rows };
    }
  }

  return { name, account, region, every, collect, readRange };
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
