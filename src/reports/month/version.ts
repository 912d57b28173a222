/**
 * Which facts a month was reported from, as one hash for each kind of them: two reports of the same facts have the same.
 * Only what is kept for good is asked, so that letting go of minutes and single calls changes nothing.
 * @module
 */
import { createHash } from 'node:crypto';
import { SEEN_METRICS } from '../../analysis/coverage/seen.ts';
import type { AnswerContext } from '../../answers/context.ts';
import type { Month, MonthTable } from '../../answers/month.ts';
import type { Measures } from '../../domain/measures.ts';
import { toMoneyJson } from '../../domain/money-json.ts';
import { SECONDS_PER_DAY } from '../../domain/time.ts';

/** Kinds of facts, in the order in which people ask. */
export const FACTS = ['calls', 'prices', 'before', 'metrics', 'bill'] as const;
export type Fact = (typeof FACTS)[number];

/** Hashes; `tables`: which tables were asked for, which is no fact. */
export type MonthVersion = Readonly<Record<Fact | 'tables', string>>;

export async function versionOf({ store }: AnswerContext, month: Month): Promise<MonthVersion> {
  const { range } = month;
  const [bill, ...metrics] = await Promise.all([
    store.bill(range),
    ...Object.entries(SEEN_METRICS).map(([namespace, names]) =>
      store.metricSums({ range, namespace, metrics: names }, SECONDS_PER_DAY),
    ),
  ]);
  // Tags of profiles stand in for those of calls and are known as they are now: who changes one adds no calls.
  const tables = month.tables.filter(({ dimension }) => !dimension.startsWith('tag:'));
  // Who is only in this month says nothing of the one before.
  const gone = tables.map((table) => ({
    ...table,
    rows: table.rows.filter(({ before }) => before !== null),
  }));
  const others = tables.filter(({ dimension }) => dimension !== 'model');
  return {
    calls: hashOf([
      ...rowsOf(others, ({ measures }) => countsOf(measures)),
      ...month.overflows.map((one) => ['overflow', one]),
    ]),
    prices: hashOf([
      ...rowsOf(tables, ({ measures }) => measures),
      ...month.days.map((row) => ['day', row]),
      ...month.unpriced.map((one) => ['unpriced', one]),
      ...month.priceVersions.map((one) => ['version', one]),
      ...month.repricings.map((one) => ['repricing', one]),
    ]),
    before: hashOf([month.knownFrom, month.before, ...rowsOf(gone, ({ before }) => before)]),
    metrics: hashOf(metrics.flat()),
    bill: hashOf(bill),
    tables: hashOf(month.tables.map(({ dimension }) => dimension)),
  };
}

type Row = MonthTable['rows'][number];

const rowsOf = (tables: readonly MonthTable[], of: (row: Row) => unknown): unknown[] =>
  tables.flatMap(({ dimension, rows }) => rows.map((row) => [dimension, row.value, of(row)]));

const countsOf = ({
  invocations,
  failedInvocations,
  input,
  output,
  cacheRead,
  cacheWrite,
  units,
}: Measures) => [invocations, failedInvocations, input, output, cacheRead, cacheWrite, units];

/** The same for the same things in any order. */
function hashOf(things: readonly unknown[]): string {
  const hash = createHash('sha256');
  for (const line of things.map(toMoneyJson).toSorted()) hash.update(line).update('\n');
  return hash.digest('hex').slice(0, 32);
}

/** The kinds of facts in which two versions differ. */
export function changedFacts(one: MonthVersion, other: MonthVersion): Fact[] {
  return FACTS.filter((fact) => one[fact] !== other[fact]);
}
