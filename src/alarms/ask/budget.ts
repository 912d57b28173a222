/**
 * How the budgets stand, and who spends those that are not in order.
 * @module
 */
import { type BudgetAnswer, budgetScope, budgets } from '../../answers/budgets.ts';
import type { AnswerContext } from '../../answers/context.ts';
import { untilNow } from '../../answers/freshness.ts';
import type { Cause } from '../../domain/alarm.ts';
import type { BudgetInput } from '../rules/budget.ts';
import { logsAreStale } from './fresh.ts';
import { spenders } from './spend.ts';

const STALE_SECONDS = 7200;

export async function budgetInput(context: AnswerContext): Promise<BudgetInput> {
  const { store, now } = context;
  const [answers, sources] = await Promise.all([budgets(context), store.sources()]);
  const causes = await Promise.all(answers.map((one) => causesOf(context, one)));
  return {
    budgets: answers.map((one, i) => ({ ...one, causes: causes[i] ?? [] })),
    now,
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
