/**
 * `bedrock-meter spend`: usage and cost by any dimensions.
 * @module
 */
import type { Command } from 'commander';
import { costOf, type Spend, type SpendRow, spendJson } from '../analysis/spend.ts';
import { parseSpendRequest } from '../analysis/spend-request.ts';
import { spendCoverage } from '../answers/coverage.ts';
import { spendCoverageJson } from '../answers/coverage-json.ts';
import { spendAnswer } from '../answers/spend.ts';
import { NONE_LABEL } from '../domain/dimension.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, formatUsd } from '../domain/format.ts';
import { type Measures, unpricedTokens } from '../domain/measures.ts';
import { isoInstant } from '../domain/time.ts';
import {
  collect,
  flag,
  nowOf,
  print,
  type UsageOptions,
  withAnswers,
  withIds,
  withUsageOptions,
} from './context.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

interface Options extends UsageOptions {
  readonly by?: string[];
}

export function addSpend(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('spend')
    .description('tokens and dollars by any dimensions over a range of whole UTC hours')
    .option('--by <dims>', 'model, modelId, scope, profile, principal, agent, day, tag:KEY, ...', collect);
  return [withUsageOptions(command).action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const request = parseSpendRequest(withIds(options), nowOf(options), flag);
  return withAnswers(options, async (context) => {
    const answer = await spendAnswer(context, request);
    const dark = await spendCoverage(context, request);
    print(
      options,
      () => spendJson(answer, spendCoverageJson(dark)),
      () => `${spendText(answer)}${darkText(dark)}`,
    );
    return EXIT.done;
  });
}

/** What the table does not have; empty where it has everything. */
function darkText(dark: Awaited<ReturnType<typeof spendCoverage>>): string {
  if (dark === null || dark.coverage === null || dark.coverage === 1) return '';
  const cost = dark.cost === null ? 'without a price' : `about ${formatUsd(dark.cost.mid)}`;
  return `\n\nLogged are ${(100 * dark.coverage).toFixed(1)} % of the tokens that metrics saw; the rest is ${cost} and not in the table: bedrock-meter coverage`;
}

function spendText(answer: Spend): string {
  const { by, rows, total } = answer;
  const columns: Column<SpendRow>[] = [
    ...by.map((dimension) => ({
      title: dimension,
      cell: (row: SpendRow) => row.values[dimension] ?? NONE_LABEL,
    })),
    number('calls', (row) => formatCount(row.measures.invocations)),
    number('failed', (row) => formatCount(row.measures.failedInvocations)),
    number('input', (row) => formatCount(row.measures.input)),
    number('output', (row) => formatCount(row.measures.output)),
    number('cache read', (row) => formatCount(row.measures.cacheRead)),
    number('cache write', (row) => formatCount(row.measures.cacheWrite)),
    number('cost', (row) => formatUsd(costOf(row.measures))),
    number('unpriced', (row) => unpricedText(row.measures)),
  ];
  const totalValues = Object.fromEntries(by.map((dimension, i) => [dimension, i === 0 ? 'total' : '']));
  const all = by.length === 0 ? [] : rows;
  return [
    `${isoInstant(answer.range.from)} to ${isoInstant(answer.range.to)} (UTC)`,
    renderTable(columns, [...all, { values: totalValues, measures: total }]),
  ].join('\n\n');
}

function number(title: string, cell: (row: SpendRow) => string): Column<SpendRow> {
  return { title, align: 'right', cell };
}

function unpricedText(m: Measures): string {
  const [tokens, units] = [unpricedTokens(m), m.unpricedUnits];
  const parts = [tokens > 0 && `${formatCount(tokens)} tokens`, units > 0 && `${formatCount(units)} units`];
  return parts.filter(Boolean).join(', ');
}
