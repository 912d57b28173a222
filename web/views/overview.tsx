/**
 * The overview: the answer, the figures, the chart, the tables that explain it.
 * @module
 */
import { groupThousands } from '../../src/domain/format.ts';
import type { WebDeps } from '../deps.ts';
import { titleOf } from '../format/titles.ts';
import type { Overview } from '../overview/model.ts';
import type { KeptNext } from '../overview/next-answers.ts';
import { nextSteps } from '../overview/next-steps.ts';
import type { Table } from '../overview/table.ts';
import type { Aged } from './age.tsx';
import { kindOf, scopeName } from './anomalies-band.tsx';
import { BreakdownTabs } from './breakdown-tabs.tsx';
import { Chips } from './chips.tsx';
import { Empty } from './empty.tsx';
import { Figures } from './figures.tsx';
import { NextSteps } from './next-steps.tsx';
import { RangePicker } from './range-picker.tsx';
import { DarkRemark, Remark } from './remark.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { Sentence } from './sentence.tsx';
import { shell } from './shell.tsx';
import { SpendChartSection } from './spend-chart.tsx';
import { TableCard, TableFilter } from './table-card.tsx';
import { type UnpricedLine, UnpricedList } from './unpriced-list.tsx';
import { UsageTable, type UsageTableProps } from './usage-table.tsx';

const PATH = '/';

export interface OverviewPage {
  readonly deps: WebDeps;
  readonly overview: Overview;
  readonly unpriced: readonly UnpricedLine[];
  /** What is kept of other pages' answers; null where the page is not about everything and now. */
  readonly next: KeptNext | null;
}

export function overviewPage({ deps, age, overview, unpriced, next }: OverviewPage & Aged) {
  const { request, data, names, now } = overview;
  return shell({
    deps,
    age,
    aged: 'What only metrics saw',
    title: 'Overview',
    active: 'overview',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={data.scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} compares />
      </>
    ),
    children: (
      <>
        <Chips request={request} path={PATH} names={names} />
        {overview.used ? (
          <Content {...{ overview, unpriced, next }} />
        ) : (
          <>
            <DarkRemark overview={overview} />
            <Empty request={request} extent={data.extent} path={PATH} now={now} />
          </>
        )}
      </>
    ),
  });
}

function Content({ overview, unpriced, next }: Omit<OverviewPage, 'deps'>) {
  const { request, names, models, principals, breakdown, periods, chart } = overview;
  const table = (table: Table, title: string): UsageTableProps => ({
    ...{ table, caption: `Spend ${title.replace('By', 'by')}`, path: PATH, state: request.state, names },
    noChange: periods.noComparison,
  });
  const broken = `By ${request.by.map(titleOf).join(' and ')}`;
  return (
    <>
      <h1 class="answer">
        <Sentence words={overview.sentence} />
      </h1>
      <Remark overview={overview} />
      <Figures figures={overview.figures} />
      {next !== null && (
        <NextSteps
          steps={nextSteps(
            next.answers,
            (scope) => `${kindOf(scope)}${scopeName(scope, names)}`,
            overview.now,
          )}
          age={next.age}
        />
      )}
      <SpendChartSection overview={overview} path={PATH} />
      <TableFilter request={request} path={PATH} text={tableText(overview)} />
      <TableCard id="models" title="By model" request={request} table={models}>
        <UsageTable {...table(models, 'By model')} slots={chart.slots} trends={chart.trends} />
      </TableCard>
      <TableCard id="principals" title="By principal" request={request} table={principals}>
        <UsageTable {...table(principals, 'By principal')} />
      </TableCard>
      <TableCard id="breakdown" title={broken} request={request} table={breakdown}>
        <BreakdownTabs request={request} path={PATH} />
        <UsageTable {...table(breakdown, broken)} />
      </TableCard>
      {unpriced.length > 0 && <UnpricedList lines={unpriced} range={request.range} names={names} />}
    </>
  );
}

/** `14 models, 19 principals`. */
function tableText({ models, principals }: Overview): string {
  const count = ({ rows, rest }: Table, noun: string) => {
    const n = rows.filter(({ change }) => change?.kind !== 'gone').length + (rest?.rows ?? 0);
    return `${groupThousands(n)} ${noun}${n === 1 ? '' : 's'}`;
  };
  return `${count(models, 'model')}, ${count(principals, 'principal')}`;
}
