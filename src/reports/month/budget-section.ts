/**
 * Monthly budgets.
 * @module
 */
import type { BudgetAnswer } from '../../answers/budgets.ts';
import { isoInstant } from '../../domain/time.ts';
import { type Cell, left, type ReportSection, right, share, text, usd } from '../document.ts';

/** @param closed whether the month is over: then nothing is forecast */
export function budgetSection(budgets: readonly BudgetAnswer[], closed: boolean): ReportSection {
  const columns = [
    left('Budget'),
    left('Scope'),
    right('Limit'),
    right('Spent'),
    right('Of it'),
    left('Passed'),
  ];
  const row = (one: BudgetAnswer): Cell[] => [
    text(one.name),
    text(scopeText(one.where)),
    usd(one.state.limit),
    one.problem === null ? usd(one.spent) : usd(null, one.problem),
    share(one.problem === null ? one.state.percent / 100 : null),
    text(
      one.problem ??
        one.state.crossed
          .map(({ percent, at }) => `${percent} % on ${isoInstant(at).slice(0, 10)}`)
          .join(', '),
    ),
    ...(closed ? [] : [share(one.state.forecastPercent === null ? null : one.state.forecastPercent / 100)]),
  ];
  const table = {
    caption: closed ? 'Budgets of the month' : 'Budgets of the month, with their forecast for its end',
    columns: closed ? columns : [...columns, right('Forecast')],
    rows: budgets.map(row),
  };
  return {
    id: 'budgets',
    title: 'Budgets',
    paragraphs: budgets.length === 0 ? ['No monthly budget is configured.'] : [],
    table: budgets.length === 0 ? undefined : table,
  };
}

function scopeText(where: BudgetAnswer['where']): string {
  const parts = Object.entries(where).map(([name, values]) => `${name} ${[values].flat().join(' or ')}`);
  return parts.length === 0 ? 'everything' : parts.join(', ');
}
