/**
 * `bedrock-meter report YYYY-MM`: the monthly report.
 * @module
 */
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, UsageError } from '../domain/errors.ts';
import { formatUsd } from '../domain/format.ts';
import { pricedCost } from '../domain/measures.ts';
import { usdString } from '../domain/money.ts';
import { type EpochSeconds, isoInstant, monthOf, parseInstant, type TimeRange } from '../domain/time.ts';
import { REPORT_FORMATS, type ReportFormat } from '../reports/formats.ts';
import { saveReport } from '../reports/save.ts';
import { type CommonOptions, print, withAnswers } from './context.ts';
import type { Action } from './run.ts';

interface Options extends CommonOptions {
  readonly out: string;
  readonly format: string;
}

export function addReport(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('report')
    .argument('<month>', 'UTC month, such as 2026-10')
    .description('the monthly report: HTML that prints, Markdown, CSV, JSON')
    .option('--out <dir>', 'folder to write to', '.')
    .option('--format <list>', 'html, md, csv, json', 'html,md,csv,json');
  return [command.action((month: string, options: Options) => choose(() => run(month, options)))];
}

async function run(text: string, options: Options) {
  const formats = formatsOf(options.format);
  return withAnswers(options, async (context) => {
    const range = reportMonth(text, context.now);
    const { monthReport } = await import('../reports/month/write.ts');
    const { month, files } = await monthReport(context, range, formats);
    const written = files.map(({ name, format, content }) => {
      const path = join(options.out, name);
      saveReport(path, content);
      return { format, path };
    });
    const cost = pricedCost(month.total);
    print(
      options,
      () => ({ month: month.month, closed: month.closed, cost: usdString(cost), files: written }),
      () => `${month.month}: ${formatUsd(cost)}\n${written.map(({ path }) => path).join('\n')}`,
    );
    return EXIT.done;
  });
}

/**
 * The month of a report.
 * @throws UsageError for what is no month, and for a month that has not begun
 */
export function reportMonth(text: string, now: EpochSeconds): TimeRange {
  const first = /^\d{4}-\d{2}$/.test(text) ? parseInstant(`${text}-01`) : undefined;
  if (first === undefined || first < OLDEST)
    throw new UsageError(`report ${text}: not a month such as 2026-10`);
  const range = monthOf(first);
  if (range.from > now)
    throw new UsageError(`report ${text}: that month begins on ${isoInstant(range.from).slice(0, 10)}`);
  return range;
}

/** Amazon Bedrock did not exist before. */
const OLDEST = 1_672_531_200;

function formatsOf(text: string): ReportFormat[] {
  const names = text.split(',').map((name) => name.trim());
  return names.map((name) => {
    const known = REPORT_FORMATS.find((format) => format === name);
    if (known !== undefined) return known;
    throw new UsageError(`--format ${name}: known formats are ${REPORT_FORMATS.join(', ')}`);
  });
}
