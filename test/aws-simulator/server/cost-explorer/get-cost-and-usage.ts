/**
 * GetCostAndUsage by day or month, grouped by up to two dimensions (Cost Explorer API Reference). An account
 * sees its own bill.
 * @module
 */
import { z } from 'zod';
import { DAY } from '../../world/clock.ts';
import { usdText } from '../pricing/rate.ts';
import { invalid } from '../wire/aws-error.ts';
import { pageOf } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import { billOf } from './bill-day.ts';
import type { BillLine } from './bill-line.ts';
import { dimensionOf, expression, passes } from './filter.ts';

const METRICS = [
  'UnblendedCost',
  'UsageQuantity',
  'NetUnblendedCost',
  'AmortizedCost',
  'BlendedCost',
  'NetAmortizedCost',
] as const;
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const input = z.object({
  TimePeriod: z.object({ Start: day, End: day }),
  Granularity: z.enum(['DAILY', 'MONTHLY']),
  Metrics: z.array(z.enum(METRICS)).min(1),
  GroupBy: z
    .array(z.object({ Type: z.enum(['DIMENSION']), Key: z.string() }))
    .max(2)
    .default([]),
  Filter: expression.optional(),
  NextPageToken: z.string().optional(),
});
type Input = z.output<typeof input>;

/** Groups in a page. */
const PAGE = 100;

interface Group {
  readonly start: string;
  readonly end: string;
  readonly keys: readonly string[];
  readonly lines: readonly BillLine[];
}

export const getCostAndUsage = operation(input, (asked, context) => {
  const { NextPageToken, ...question } = asked;
  const { Start, End } = asked.TimePeriod;
  if (Start >= End) throw invalid('Start date (and hour) should be before end date (and hour)');
  const groups = periodsOf(asked).flatMap((period) => groupsOf(period, asked, context));
  const paging = {
    token: NextPageToken,
    limit: PAGE,
    question: [question, context.account],
    now: context.now,
  };
  const { items, nextToken } = pageOf(groups, paging);
  const month = new Date(context.now).toISOString().slice(0, 7);
  return {
    GroupDefinitions: asked.GroupBy,
    ResultsByTime: [...Map.groupBy(items, ({ start }) => start)].map(([start, own]) => ({
      TimePeriod: { Start: start, End: own[0]?.end },
      Estimated: start.slice(0, 7) >= month,
      ...(asked.GroupBy.length === 0
        ? {
            Total: metricsOf(
              own.flatMap(({ lines }) => lines),
              asked,
            ),
            Groups: [],
          }
        : {
            Total: {},
            // A period without usage has one group without key, so that it is there at all.
            Groups: own
              .filter(({ keys }) => keys.length > 0)
              .map(({ keys, lines }) => ({ Keys: keys, Metrics: metricsOf(lines, asked) })),
          }),
    })),
    DimensionValueAttributes: [],
    ...(nextToken === undefined ? {} : { NextPageToken: nextToken }),
  };
});

/** Days, or months cut to the time period. */
function periodsOf({ TimePeriod: { Start, End }, Granularity }: Input): { start: string; end: string }[] {
  const days: string[] = [];
  for (let at = Date.parse(Start); at < Date.parse(End); at += DAY * 1000) days.push(isoDay(at));
  const size = Granularity === 'DAILY' ? 10 : 7;
  return [...Map.groupBy(days, (each) => each.slice(0, size)).values()].map((own) => ({
    start: own[0] ?? Start,
    end: isoDay(Date.parse(own.at(-1) ?? Start) + DAY * 1000),
  }));
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

function groupsOf(period: { start: string; end: string }, asked: Input, context: Context): Group[] {
  const lines: BillLine[] = [];
  for (let at = Date.parse(period.start); at < Date.parse(period.end); at += DAY * 1000) {
    lines.push(...billOf(context.simulator, context.account, at / 1000, context.now / 1000));
  }
  const wanted = lines.filter((line) => passes(line, asked.Filter));
  if (asked.GroupBy.length === 0 || wanted.length === 0) return [{ ...period, keys: [], lines: wanted }];
  const byKeys = Map.groupBy(wanted, (line) =>
    JSON.stringify(asked.GroupBy.map(({ Key }) => dimensionOf(line, Key))),
  );
  return [...byKeys]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([keys, own]) => ({ ...period, keys: z.array(z.string()).parse(JSON.parse(keys)), lines: own }));
}

function metricsOf(lines: readonly BillLine[], { Metrics }: Input): object {
  const usd = usdText(lines.reduce((sum, { pico }) => sum + pico, 0n));
  const quantity = Number(lines.reduce((sum, { quantityMicro }) => sum + quantityMicro, 0n)) / 1e6;
  return Object.fromEntries(
    Metrics.map((name) => [
      name,
      name === 'UsageQuantity' ? { Amount: String(quantity), Unit: 'N/A' } : { Amount: usd, Unit: 'USD' },
    ]),
  );
}
