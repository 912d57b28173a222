/**
 * `bedrock-meter coverage`: logs against metrics against the bill.
 * @module
 */
import type { Command } from 'commander';
import type { BillDay } from '../analysis/coverage/bill.ts';
import { type Counts, tokensOf } from '../analysis/coverage/counts.ts';
import type { CoverageRow, Reason } from '../analysis/coverage/coverage.ts';
import { type Coverage, coverage } from '../answers/coverage.ts';
import { coverageJson } from '../answers/coverage-json.ts';
import { parseCoverageRequest } from '../answers/coverage-request.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, formatUsd, UNKNOWN } from '../domain/format.ts';
import { isoDay, isoInstant } from '../domain/time.ts';
import { type CommonOptions, flag, print, withAnswers, withIds } from './context.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly account?: string;
  readonly region?: string;
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
  readonly hours?: boolean;
}

export function addCoverage(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('coverage')
    .description(
      'usage that metrics saw and logs did not, per account, Region and model; and the bill beside it',
    )
    .option('--account <id>', 'only this account')
    .option('--region <region>', 'only this Region')
    .option('--from <time>', 'start, inclusive (default: the current UTC month)')
    .option('--to <time>', 'end, exclusive')
    .option('--since <span>', 'the last 24h, 7d, 4w, ...')
    .option('--hours', 'list the dark hours of each row (JSON)');
  return [command.action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const answer = await withAnswers(options, (context) =>
    coverage(context, parseCoverageRequest(withIds(options), context.now, flag)),
  );
  print(
    options,
    () => coverageJson(answer, { hours: options.hours === true }),
    () => text(answer),
  );
  return EXIT.done;
}

const REASONS: Readonly<Record<Reason, string>> = {
  'logging-off': 'logging is off',
  'no-records': 'no records of this Region',
  'not-logged': 'no records of this id',
  'partly-logged': 'records are missing',
  batch: 'batch jobs are not logged',
  mantle: 'the mantle endpoint is not logged',
  'metrics-absent': 'no metrics',
  'not-yet-comparable': 'too young to compare',
};

function text(answer: Coverage): string {
  const { request, rows, total, darkRegions, bill, comparableUpTo, measured } = answer;
  const span = `${isoInstant(request.range.from)} to ${isoInstant(request.range.to)} (UTC)`;
  if (!measured) {
    return `${span}\n\nNo metrics were read in this time: nothing can be compared. The collector of metrics reads them: bedrock-meter collect --once`;
  }
  const columns: Column<CoverageRow>[] = [
    { title: 'account', cell: (row) => row.account },
    { title: 'Region', cell: (row) => row.region },
    { title: 'model id', cell: (row) => row.modelId },
    { title: 'metrics', align: 'right', cell: (row) => amount(row.metrics) },
    { title: 'logged', align: 'right', cell: (row) => amount(row.logged) },
    { title: 'dark', align: 'right', cell: (row) => amount(row.dark) },
    { title: 'covered', align: 'right', cell: (row) => percent(row.coverage) },
    { title: 'dark cost', align: 'right', cell: (row) => costText(row) },
    { title: '', cell: (row) => (row.reason === null ? '' : REASONS[row.reason]) },
  ];
  const parts = [
    `${span}, compared up to ${comparableUpTo === null ? 'nowhere yet' : isoInstant(comparableUpTo)}`,
    renderTable(columns, rows),
    `${percent(total.coverage)} of the tokens are in the logs; the rest costs ${costText(total)}`,
  ];
  for (const { account, region, because, command } of darkRegions) {
    const why = because === 'configuration' ? 'logging is off' : 'no record was read';
    parts.push(
      `${account} ${region}: ${why}. To switch it on (the log group and role must exist):\n${command}`,
    );
  }
  if (bill.length > 0) parts.push(`Against the bill\n${billText(bill)}`);
  return parts.join('\n\n');
}

const amount = (counts: Counts): string =>
  tokensOf(counts) > 0
    ? formatCount(tokensOf(counts))
    : counts.invocations > 0
      ? `${formatCount(counts.invocations)} calls`
      : '';
const percent = (share: number | null): string =>
  share === null ? UNKNOWN : `${(100 * share).toFixed(1)} %`;

function costText({
  cost,
  unpricedTokens,
  unpricedImages,
}: Pick<CoverageRow, 'cost' | 'unpricedTokens' | 'unpricedImages'>): string {
  const unpriced = [
    unpricedTokens > 0 && `${formatCount(unpricedTokens)} tokens`,
    unpricedImages > 0 && `${formatCount(unpricedImages)} images`,
  ].filter(Boolean);
  const rest = unpriced.length > 0 ? `unpriced: ${unpriced.join(', ')}` : '';
  if (cost === null) return rest;
  const range = cost.low === cost.high ? '' : ` (${formatUsd(cost.low)} to ${formatUsd(cost.high)})`;
  return [`${formatUsd(cost.mid)}${range}`, rest].filter(Boolean).join(', ');
}

function billText(bill: readonly BillDay[]): string {
  return renderTable<BillDay>(
    [
      { title: 'day', cell: (row) => isoDay(row.day) },
      { title: 'billed', align: 'right', cell: (row) => formatUsd(row.billed) },
      { title: 'of it capacity', align: 'right', cell: (row) => formatUsd(row.capacity) },
      { title: 'estimated', align: 'right', cell: (row) => formatUsd(row.estimated) },
      { title: 'difference', align: 'right', cell: (row) => formatUsd(row.difference) },
      { title: '', align: 'right', cell: (row) => percent(row.share) },
      { title: '', cell: (row) => (row.provisional ? 'provisional' : '') },
    ],
    bill,
  );
}
