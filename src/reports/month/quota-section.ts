/**
 * How full the quotas were in the last week of the month.
 * @module
 */
import type { QuotaAnswer, QuotaRow } from '../../answers/quota.ts';
import { count, left, type ReportSection, right, share, text } from '../document.ts';
import { accountCell } from './account-cell.ts';

const MOST_ROWS = 15;

/** @param accounts names by id */
export function quotaSection({ rows }: QuotaAnswer, accounts: ReadonlyMap<string, string>): ReportSection {
  const fullest = ({ windows: { week } }: QuotaRow) =>
    Math.max(week?.utilization.peak ?? 0, week?.reserved?.peak ?? 0);
  const used = rows
    .filter(({ windows }) => (windows.week?.requests ?? 0) > 0)
    .toSorted((a, b) => fullest(b) - fullest(a))
    .slice(0, MOST_ROWS);
  const peak = ({ windows: { week } }: QuotaRow) => week?.utilization.peak ?? null;
  const table = {
    caption: 'Fullest first, settled or reserved; shares of the limit in force',
    columns: [
      left('Quota'),
      left('Account'),
      left('Region'),
      right('Peak'),
      right('p99'),
      right('Reserved peak'),
      right('Throttled calls'),
    ],
    rows: used.map((row) => [
      text(row.quota.name),
      accountCell(row.account, accounts),
      text(row.region),
      share(peak(row)),
      share(row.windows.week?.utilization.p99 ?? null),
      share(row.windows.week?.reserved?.peak ?? null),
      count(row.windows.week?.throttledCalls ?? null),
    ]),
  };
  const paragraphs =
    used.length === 0
      ? [
          'No quota with traffic is known for the last seven days of the month. Minutes are kept for 16 days by metrics and 90 by logs.',
        ]
      : ['Of the last seven days of the month, minute by minute.'];
  return { id: 'quotas', title: 'Quota peaks', paragraphs, table: used.length === 0 ? undefined : table };
}
