/**
 * Budgets: spent, heading for, thresholds passed, and when the money runs out.
 * @module
 */
import type { BudgetAnswer } from '../../src/answers/budgets.ts';
import { parseDimension } from '../../src/domain/dimension.ts';
import { unpricedTokens } from '../../src/domain/measures.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { momentText, rangeText } from '../format/moment.ts';
import { titleOf } from '../format/titles.ts';
import { visible } from '../format/visible.ts';
import { seenOnly } from '../overview/seen-only.ts';
import { CardLinks } from './card-links.tsx';
import { DataTable, numbers } from './data-table.tsx';
import { Icon } from './icons.tsx';
import { Money, UnpricedBadge } from './numbers.tsx';
import { ShareBar } from './share-bar.tsx';

export interface BudgetTableProps {
  readonly budgets: readonly BudgetAnswer[];
  readonly names: Names;
  readonly now: EpochSeconds;
}

export function BudgetTable({ budgets, names, now }: BudgetTableProps) {
  return (
    <section class="card" aria-labelledby="budgets-title">
      <header class="card-head">
        <h2 id="budgets-title">Budgets</h2>
        {budgets.length > 0 && <CardLinks api="/api/forecast" table="budgets" what="budgets" />}
      </header>
      {budgets.length === 0 ? (
        <p class="card-text">
          None yet. In the configuration:{' '}
          <code>{'budgets: [{ name: everything, usd: 10000, period: month }]'}</code>
        </p>
      ) : (
        <DataTable
          label="Budgets"
          caption="Budgets and how they stand"
          columns={[
            'Budget',
            'Period (UTC)',
            ...numbers(['Limit', 'Spent', 'Used', 'Forecast']),
            'Thresholds passed',
            'Runs out',
          ]}
        >
          {budgets.map((budget) => (
            <Row budget={budget} names={names} now={now} />
          ))}
        </DataTable>
      )}
    </section>
  );
}

function Row({ budget, names, now }: { budget: BudgetAnswer; names: Names; now: EpochSeconds }) {
  const { name, range, spent, measures, problem, state, forecast, reason, dark } = budget;
  const tokens = unpricedTokens(measures);
  return (
    <tr>
      <th scope="row">
        <bdi>{visible(name)}</bdi>
        <p class="muted">{scopeText(budget, names)}</p>
      </th>
      <td>{rangeText(range, now)}</td>
      <td class="number">
        <Money value={state.limit} />
      </td>
      <td class="number strong">
        <Money value={problem === null ? spent : null} reason={problem ?? ''} />
        {tokens > 0 && (
          <p>
            <UnpricedBadge tokens={tokens} />
          </p>
        )}
        {dark !== null && <p class="id-detail">and {seenOnly(dark)}</p>}
      </td>
      <td class="number share">
        {problem === null && (
          <>
            {state.percent >= 100 && <Icon name="warning" />} {state.percent.toFixed(1)} %
            <ShareBar share={Math.min(1, state.percent / 100)} />
          </>
        )}
      </td>
      <td class="number">
        <Money value={forecast?.mid ?? null} reason={reason ?? 'no forecast'} />
        {state.forecastPercent !== null && <p class="muted">{state.forecastPercent.toFixed(1)} %</p>}
      </td>
      <td class={problem === null ? undefined : 'wrap'}>
        {problem !== null && <span class="state failed">{visible(problem)}</span>}
        {state.crossed.map(({ percent, at }) => (
          <p>
            {percent} % {momentText(at, now)}
          </p>
        ))}
        {state.percent < 100 &&
          state.forecastCrossed.map(({ percent, certainty }) => (
            <p class="muted">
              {percent} % forecast: {certainty}
            </p>
          ))}
      </td>
      <td>{problem === null && <RunsOut budget={budget} now={now} />}</td>
    </tr>
  );
}

function RunsOut({ budget, now }: { budget: BudgetAnswer; now: EpochSeconds }) {
  const { runsOut } = budget.state;
  if (runsOut === null) return <>not in this period</>;
  const at = momentText(runsOut.at, now);
  return runsOut.forecast ? (
    <>forecast before {at}</>
  ) : (
    <span class="state failed">
      <Icon name="warning" /> since {at}
    </span>
  );
}

function scopeText({ where }: BudgetAnswer, names: Names): string {
  const parts = Object.entries(where).map(([key, given]) => {
    const dimension = parseDimension(key);
    const values = [given].flat();
    if (dimension === undefined) return `${key} ${values.join(' or ')}`;
    return `${titleOf(dimension)} ${values.map((value) => labelOf(dimension, value, names).text).join(' or ')}`;
  });
  return parts.length === 0 ? 'all spend' : parts.join(' and ');
}
