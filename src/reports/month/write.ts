/**
 * The monthly report in the forms that were asked for.
 * @module
 */
import { agentNames } from '../../answers/agents.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { type Month, monthAnswer } from '../../answers/month.ts';
import type { Notice } from '../../domain/alarm.ts';
import type { TimeRange } from '../../domain/time.ts';
import type { ReportFormat } from '../formats.ts';
import { htmlReport } from '../html.tsx';
import { markdownReport } from '../markdown.ts';
import { dailyChart } from './chart.ts';
import { monthCsv } from './csv.ts';
import { type MonthNames, monthDocument } from './document.ts';
import { monthJson } from './json.ts';
import { moreSections } from './more.ts';
import { monthNotice } from './notice.ts';

export interface MonthReport {
  readonly month: Month;
  /** In short. */
  readonly notice: Notice;
  readonly files: readonly {
    readonly name: string;
    readonly format: ReportFormat;
    readonly content: string;
  }[];
}

/**
 * Writes the report of a UTC month. Of a month that is over, the same bytes for the same data and prices.
 * @returns files named `bedrock-2026-10.html` and so on
 */
export async function monthReport(
  context: AnswerContext,
  range: TimeRange,
  formats: readonly ReportFormat[],
): Promise<MonthReport> {
  const month = await monthAnswer(context, range);
  const names = await namesFor(context);
  const more = await moreSections(context, month);
  const document = monthDocument(month, names, more);
  const write = {
    html: () => htmlReport(document, { daily: dailyChart(month, names) }),
    md: () => markdownReport(document),
    csv: () => monthCsv(month),
    json: () => `${JSON.stringify(monthJson(month, more.json), null, 2)}\n`,
  } satisfies Record<ReportFormat, () => string | Promise<string>>;
  const files = formats.map(async (format) => ({
    ...{ format, name: `bedrock-${month.month}.${format}` },
    content: await write[format](),
  }));
  return { month, notice: monthNotice(month, names, more.dark), files: await Promise.all(files) };
}

/** Names by the catalogue, the configuration and the inventory. */
async function namesFor(context: AnswerContext): Promise<MonthNames> {
  const accounts = context.config.accounts.flatMap(({ id, name }) =>
    id === undefined ? [] : [[id, name] as const],
  );
  return {
    models: context.book.models as ReadonlyMap<string, { readonly name: string }>,
    accounts: new Map(accounts),
    agents: await agentNames(context),
  };
}
