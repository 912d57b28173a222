/**
 * The monthly reports there are, and how to have others.
 * @module
 */
import { type EpochSeconds, isoInstant, monthOf, parseInstant } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import { monthName } from '../format/moment.ts';
import type { ReportMonth, ReportType } from '../reports/files.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable } from './data-table.tsx';
import { Icon } from './icons.tsx';
import { shell } from './shell.tsx';

export interface ReportsPage {
  readonly deps: WebDeps;
  readonly months: readonly ReportMonth[];
  /** The month in the address; null: none in particular. */
  readonly asked: string | null;
}

export function reportsPage({ deps, months, asked }: ReportsPage) {
  const now = deps.now();
  const shown = asked === null ? months : months.filter(({ month }) => month === asked);
  return shell({
    deps,
    title: 'Reports',
    active: 'reports',
    bar: asked !== null && <a href="/reports">All reports</a>,
    children: (
      <>
        <h1 class="answer">{answer(months, asked, now)}</h1>
        {shown.length > 0 && <Table months={shown} now={now} />}
        <Other
          month={asked ?? isoInstant(monthOf(now).from).slice(0, 7)}
          schedule={scheduleText(deps, now)}
        />
      </>
    ),
  });
}

function answer(months: readonly ReportMonth[], asked: string | null, now: EpochSeconds): string {
  if (asked !== null) {
    const there = months.some(({ month }) => month === asked);
    return there
      ? `The report of ${nameOf(asked, now)}.`
      : `No report of ${nameOf(asked, now)} has been written yet.`;
  }
  const [newest] = months;
  if (newest === undefined) return 'No monthly report has been written yet.';
  return `The newest report is that of ${nameOf(newest.month, now)}.`;
}

function nameOf(month: string, now: EpochSeconds): string {
  const first = parseInstant(`${month}-01`);
  return first === undefined ? month : monthName(first, now);
}

function scheduleText({ config }: WebDeps, now: EpochSeconds): string {
  const { enabled, day, hour } = config.reports.monthly;
  if (!enabled) return 'The schedule is switched off (reports.monthly.enabled).';
  const month = monthOf(now);
  const due = (from: number) => (from + (day - 1) * 86_400 + hour * 3600) as EpochSeconds;
  const next = due(month.from) > now ? due(month.from) : due(month.to);
  return `The next one is written on ${isoInstant(next).slice(0, 16).replace('T', ' ')} UTC.`;
}

const TITLES: Readonly<Record<ReportType, string>> = {
  html: 'HTML',
  md: 'Markdown',
  csv: 'CSV',
  json: 'JSON',
};

function Table({ months, now }: { months: readonly ReportMonth[]; now: EpochSeconds }) {
  return (
    <section class="card" aria-labelledby="reports-title">
      <header class="card-head">
        <h2 id="reports-title">Monthly reports</h2>
        <CardLinks api="/api/reports" table="reports" what="monthly reports" />
      </header>
      <DataTable
        label="Monthly reports"
        caption="Monthly reports, newest first"
        columns={['Month', 'Files', 'On the overview']}
      >
        {months.map(({ month, types }) => (
          <tr>
            <th scope="row">
              <a href={`/reports/${month}`}>{nameOf(month, now)}</a>
            </th>
            <td>
              {types.map((type) => (
                <>
                  <a href={`/reports/${month}.${type}`} download>
                    {TITLES[type]}
                  </a>{' '}
                </>
              ))}
            </td>
            <td>
              <a href={overviewOf(month)}>The same month</a>
            </td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}

const overviewOf = (month: string): string => `/${monthQuery(month)}`;

/** The range of a month as a query; empty where none is asked about, which is the current month. */
function monthQuery(month: string | null): string {
  const first = month === null ? undefined : parseInstant(`${month}-01`);
  if (first === undefined) return '';
  const { from, to } = monthOf(first);
  return `?from=${isoInstant(from).slice(0, 10)}&to=${isoInstant(to).slice(0, 10)}`;
}

function Other({ month, schedule }: { month: string; schedule: string }) {
  const command = `bedrock-meter report ${month}`;
  return (
    <section class="card empty">
      <h2>Any other month</h2>
      <p>{schedule} Any month, the running one too, is written at once by:</p>
      <p class="command">
        <code>{command}</code>
        <button type="button" class="copy" data-copy={command} title="Copy" aria-label={`Copy ${command}`}>
          <Icon name="copy" />
        </button>
      </p>
      <p>
        For other tools, charge by charge:{' '}
        <a href={`/api/export/focus${monthQuery(month)}`} download>
          FOCUS-shaped CSV of {month}
        </a>
      </p>
    </section>
  );
}
