/**
 * `bedrock-meter anomalies`: unusual spend, or with `--csv` the anomalies of any series.
 * @module
 */
import type { Command } from 'commander';
import { causeWords, KIND_WORDS, scopeWords } from '../analysis/anomaly/spend/words.ts';
import { type Anomalies, anomalies, anomalyBand, type ExplainedIncident } from '../answers/anomalies.ts';
import { anomaliesJson, bandJson } from '../answers/anomalies-json.ts';
import { parseAnomalyRequest } from '../answers/anomalies-request.ts';
import { EXIT, UsageError } from '../domain/errors.ts';
import { formatCount, formatUsd } from '../domain/format.ts';
import type { NanoUsd } from '../domain/money.ts';
import { isoHour, isoInstant } from '../domain/time.ts';
import { scoreCsv } from './anomalies-csv.ts';
import { flag, nowOf, print, type UsageOptions, withAnswers, withIds, withUsageOptions } from './context.ts';
import type { Action } from './run.ts';
import { renderTable } from './table.ts';

interface Options extends UsageOptions {
  readonly csv?: string;
  readonly column?: string;
  readonly band?: string;
}

export function addAnomalies(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('anomalies')
    .description(
      'unusual spend by the hour, with dollars and causes; or with --csv the anomalies of any series',
    )
    .option(
      '--band <dim=value>',
      'add the hours with their band to the JSON: total, or account=, model=, ...',
    )
    .option('--csv <file>', 'score the rows of a timestamp,value file instead; - for standard input')
    .option('--column <name>', 'the column of --csv to score (default: value)');
  return [withUsageOptions(command).action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  if (options.csv !== undefined) return scoreCsv(options.csv, options.column, options.json === true);
  if (options.column !== undefined) throw new UsageError(`--column ${options.column}: needs --csv FILE`);
  const request = parseAnomalyRequest(withIds(options), nowOf(options), flag);
  return withAnswers(options, async (context) => {
    const answer = await anomalies(context, request);
    const band = options.band === undefined || !options.json ? null : await anomalyBand(context, request);
    print(
      options,
      () => ({ ...anomaliesJson(answer), ...(band && { band: bandJson(band) }) }),
      () => text(answer),
    );
    return EXIT.done;
  });
}

function text({ range, completeTo, historyHours, incidents }: Anomalies): string {
  const lines = [
    `${isoInstant(range.from)} to ${isoInstant(range.to)} (UTC), judged up to ${isoHour(completeTo)}`,
  ];
  if (historyHours < 3 * 168) {
    lines.push(
      `Only ${Math.round(historyHours / 24)} days of history before the range: hours are compared with the same hour of other days, not yet of other weeks.`,
    );
  }
  if (incidents.length === 0) return [...lines, 'Nothing unusual.'].join('\n\n');
  const table = renderTable<ExplainedIncident>(
    [
      { title: 'from', cell: ({ from }) => isoHour(from) },
      { title: 'to', cell: ({ to, ongoing }) => (ongoing ? 'ongoing' : isoHour(to)) },
      { title: 'what', cell: ({ kind }) => KIND_WORDS[kind] },
      { title: 'where', cell: ({ scope }) => scopeWords(scope) },
      {
        title: 'observed',
        align: 'right',
        cell: ({ observed, unpricedTokens }) => formatUsd(unknownIf(observed, unpricedTokens)),
      },
      { title: 'expected', align: 'right', cell: ({ expected }) => formatUsd(expected) },
      {
        title: 'impact',
        align: 'right',
        cell: ({ impact, unpricedTokens }) => formatUsd(unknownIf(impact, unpricedTokens)),
      },
      {
        title: 'a day',
        align: 'right',
        cell: ({ usdPerDay, unpricedTokens }) => formatUsd(unknownIf(usdPerDay, unpricedTokens)),
      },
      { title: '', cell: remark },
    ],
    incidents,
  );
  return [...lines, table].join('\n\n');
}

/** What has no price costs an unknown amount, not nothing. */
const unknownIf = (amount: NanoUsd, unpriced: number): NanoUsd | null =>
  amount === 0n && unpriced > 0 ? null : amount;

function remark({ causes, seenIn, unpricedTokens }: ExplainedIncident): string {
  return [
    unpricedTokens > 0 && `${formatCount(unpricedTokens)} unpriced tokens`,
    causeWords(causes),
    seenIn.length > 0 && `also seen in ${seenIn.map(({ scope }) => scopeWords(scope)).join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}
