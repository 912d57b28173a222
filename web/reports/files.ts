/**
 * Reports that lie in the folder of the schedule. Only their own names are ever opened.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a browser is told of each form; HTML is handed over as a file, because it brings its own style. */
export const REPORT_TYPES = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const;
export type ReportType = keyof typeof REPORT_TYPES;

export interface ReportMonth {
  /** `2026-10`. */
  readonly month: string;
  readonly types: readonly ReportType[];
}

const NAME = /^bedrock-(\d{4}-\d{2})\.(html|md|csv|json)$/;
const MONTH = /^\d{4}-\d{2}$/;
const TYPES = Object.keys(REPORT_TYPES) as ReportType[];

/** Months with files, newest first; none where the folder cannot be read. */
export function listReports(dir: string): ReportMonth[] {
  const months = new Map<string, Set<string>>();
  for (const name of namesIn(dir)) {
    const [, month, type] = NAME.exec(name) ?? [];
    if (month === undefined || type === undefined) continue;
    months.set(month, (months.get(month) ?? new Set()).add(type));
  }
  return [...months]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([month, types]) => ({ month, types: TYPES.filter((type) => types.has(type)) }));
}

/** The file of a month; undefined where there is none. */
export function readReport(
  dir: string,
  month: string,
  type: string,
): { name: string; content: string } | undefined {
  if (!MONTH.test(month) || !TYPES.some((one) => one === type)) return undefined;
  const name = `bedrock-${month}.${type}`;
  return namesIn(dir).includes(name) ? { name, content: readFileSync(join(dir, name), 'utf8') } : undefined;
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch {
    // Before the first report there is no folder.
    return [];
  }
}
