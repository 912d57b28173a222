/**
 * `bedrock-meter forecast`: the month's end with an interval, and the budgets.
 * @module
 */
import type { Command } from 'commander';
import { type BudgetAnswer, budgetJson, budgets } from '../answers/budgets.ts';
import {
  darkWords,
  FORECAST_ASSUMPTIONS,
  type Forecast,
  type ForecastRow,
  forecast,
  forecastJson,
} from '../answers/forecast.ts';
import { parseForecastRequest } from '../answers/forecast-request.ts';
import { NONE_LABEL } from '../domain/dimension.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, formatUsd } from '../domain/format.ts';
import { unpricedTokens } from '../domain/measures.ts';
import { dayOf, isoInstant, isoMonth } from '../domain/time.ts';
import { type CommonOptions, collect, flag, nowOf, print, withAnswers, withIds } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends CommonOptions {
  readonly by?: string;
  readonly where?: string[];
  readonly month?: string;
}

export function addForecast(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('forecast')
    .description('what the month will have cost, with an interval, and the state of the budgets')
    .option('--by <dim>', 'model, account, principal, agent, tag:KEY, ...')
    .option('--where <dim=value>', 'only usage with this value; repeatable', collect)
    .option('--month <YYYY-MM>', 'the UTC month (default: the current one)');
  return [command.action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  const request = parseForecastRequest(withIds(options), nowOf(options), flag);
  return withAnswers(options, async (context) => {
    const [answer, watched] = await Promise.all([forecast(context, request), budgets(context)]);
    print(
      options,
      () => ({ ...forecastJson(answer), budgets: watched.map(budgetJson) }),
      () => [text(answer), ...(watched.length > 0 ? [budgetText(watched)] : [])].join('\n\n'),
    );
    return EXIT.done;
  });
}

function text(answer: Forecast): string {
  const { request, asOf, total, rows, dark } = answer;
  const month = isoMonth(dayOf(request.period.from));
  const lines = [
    `${month} (UTC)${asOf === null ? '' : `, complete up to ${isoInstant(asOf)}`}`,
    renderTable<ForecastRow>(
      [
        {
          title: request.by ?? '',
          cell: (row) => (row === total ? 'total' : (row.value ?? NONE_LABEL)),
        },
        { title: 'so far', align: 'right', cell: ({ actual }) => formatUsd(actual) },
        { title: 'month end', align: 'right', cell: ({ forecast }) => formatUsd(forecast?.mid ?? null) },
        { title: 'at least', align: 'right', cell: ({ forecast }) => formatUsd(forecast?.low ?? null) },
        { title: 'at most', align: 'right', cell: ({ forecast }) => formatUsd(forecast?.high ?? null) },
        { title: '', cell: remark },
      ],
      [...rows, total],
    ),
    ...(dark === null ? [] : [`In none of these figures: ${darkWords(dark)}; see bedrock-meter coverage.`]),
    'At least and at most: eight of ten futures lie between.',
    FORECAST_ASSUMPTIONS.map((one) => `Assumed: ${one}`).join('\n'),
  ];
  return lines.join('\n\n');
}

function remark({ reason, measures }: ForecastRow): string {
  const tokens = unpricedTokens(measures);
  return [reason, tokens > 0 && `${formatCount(tokens)} unpriced tokens`].filter(Boolean).join('; ');
}

function budgetText(watched: readonly BudgetAnswer[]): string {
  return renderTable<BudgetAnswer>(
    [
      { title: 'budget', cell: ({ name, period }) => `${name}, this ${period}` },
      { title: 'limit', align: 'right', cell: ({ state }) => formatUsd(state.limit) },
      { title: 'spent', align: 'right', cell: (one) => formatUsd(one.problem === null ? one.spent : null) },
      { title: '', align: 'right', cell: (one) => (one.problem === null ? percent(one.state.percent) : '') },
      { title: 'forecast', align: 'right', cell: ({ state }) => percent(state.forecastPercent) },
      { title: 'runs out', cell: runsOut },
      { title: '', cell: budgetRemark },
    ],
    watched,
  );
}

function budgetRemark({ problem, reason, dark }: BudgetAnswer): string {
  return problem ?? [reason, dark && `and ${darkWords(dark)}`].filter(Boolean).join('; ');
}

const percent = (n: number | null): string => (n === null ? '' : `${n.toFixed(1)} %`);

function runsOut({ state: { runsOut: out } }: BudgetAnswer): string {
  if (out === null) return 'not in this period';
  return out.forecast ? `forecast by ${isoInstant(out.at)}` : `since ${isoInstant(out.at)}`;
}
