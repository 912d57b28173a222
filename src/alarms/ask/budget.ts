/**
 * How the budgets stand, up to where the data are complete, and who spends those that are not in order.
 * @module
 */
import { type BudgetAnswer, budgetScope, budgets } from '../../answers/budgets.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { completenessOf, untilNow } from '../../answers/freshness.ts';
import type { Cause } from '../../domain/alarm.ts';
import { startOfHour } from '../../domain/time.ts';
import type { BudgetInput } from '../rules/budget.ts';
import { logsAreStale } from './fresh.ts';
import { spenders } from './spend.ts';

const STALE_SECONDS = 7200;

export async function budgetInput(context: AnswerContext): Promise<BudgetInput> {
  const { store, now } = context;
  const [answers, sources, { completeTo }] = await Promise.all([
    budgets(context),
    store.sources(),
    completenessOf(store, now),
  ]);
  const causes = await Promise.all(answers.map((one) => causesOf(context, one)));
  return {
    budgets: answers.map((one, i) => ({ ...one, causes: causes[i] ?? [] })),
    until: startOfHour(completeTo),
    stale: logsAreStale(sources, now, STALE_SECONDS),
  };
}

async function causesOf(
  { store, config, now }: AnswerContext,
  { range, where: scope, problem, state }: BudgetAnswer,
): Promise<Cause[]> {
  if (problem !== null || state.crossed.length + state.forecastCrossed.length === 0) return [];
  const { where } = budgetScope({ where: scope }, config);
  return spenders(
    await store.usage({ range: untilNow(range, now), by: ['principal', 'agent', 'model'], where }),
  );
}
