/**
 * The monthly report in the forms that were asked for.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { Month } from '../../answers/month.ts';
import type { Notice } from '../../domain/alarm.ts';
import type { TimeRange } from '../../domain/time.ts';
import type { ReportFormat } from '../formats.ts';
import { htmlReport } from '../html.tsx';
import { markdownReport } from '../markdown.ts';
import { bridgeChart } from './bridge-chart.ts';
import { dailyChart } from './chart.ts';
import { monthCsv } from './csv.ts';
import { monthDocument } from './document.ts';
import { monthJson } from './json.ts';
import { monthNotice } from './notice.ts';
import { monthParts } from './parts.ts';

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
 * Writes the report of a UTC month. Of a month that is over, the same bytes for the same facts and prices: what it is
 * written from is kept in the store.
 * @returns files named `bedrock-2026-10.html` and so on
 */
export async function monthReport(
  context: AnswerContext,
  range: TimeRange,
  formats: readonly ReportFormat[],
): Promise<MonthReport> {
  const { month, names, more, drawn, revisions } = await monthParts(context, range);
  const document = monthDocument({ month, names, more, drawn, revisions });
  const write = {
    html: () => htmlReport(document, { daily: dailyChart(month, names, drawn), ...bridgeChart(month) }),
    md: () => markdownReport(document),
    csv: () => monthCsv(month),
    json: () => `${JSON.stringify(monthJson(month, more.json, revisions), null, 2)}\n`,
  } satisfies Record<ReportFormat, () => string | Promise<string>>;
  const files = formats.map(async (format) => ({
    ...{ format, name: `bedrock-${month.month}.${format}` },
    content: await write[format](),
  }));
  return { month, notice: monthNotice(month, names, more.dark), files: await Promise.all(files) };
}
