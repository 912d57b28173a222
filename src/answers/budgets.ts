/**
 * The configured budgets: spent, forecast, thresholds passed, and when they run out.
 * @module
 */
import { type BudgetPeriod, type BudgetState, budgetPeriod, budgetState } from '../analysis/budget/budget.ts';
import type { ForecastAmounts } from '../analysis/forecast/period.ts';
import { accountIdNamed } from '../config/account-names.ts';
import type { Budget } from '../config/budgets.ts';
import type { Config } from '../config/schema.ts';
import { NONE_LABEL, parseDimension } from '../domain/dimension.ts';
import {
  type Measures,
  NO_MEASURES,
  pricedCost,
  type StoreDimension,
  type UsageQuery,
  type UsageRow,
  unpricedTokens,
} from '../domain/measures.ts';
import { type NanoUsd, usdString, ZERO_USD } from '../domain/money.ts';
import { principalAsLogged } from '../domain/principal.ts';
import {
  type EpochSeconds,
  epochSeconds,
  hourOf,
  isoInstant,
  parseInstant,
  type TimeRange,
} from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { amountsJson, type DarkSoFar, darkSoFar, forecast } from './forecast.ts';
import { untilNow } from './freshness.ts';

export interface BudgetAnswer {
  readonly name: string;
  readonly period: BudgetPeriod;
  readonly range: TimeRange;
  readonly where: Budget['where'];
  /** Why the budget cannot be watched: its scope names what is not known. Null when all is well. */
  readonly problem: string | null;
  readonly spent: NanoUsd;
  readonly measures: Measures;
  /** What only metrics saw of its scope; beside `spent`, and in no percent. Null: nothing, or not to be told. */
  readonly dark: DarkSoFar | null;
  readonly forecast: ForecastAmounts | null;
  /** Why there is no forecast, or why it is rough. */
  readonly reason: string | null;
  readonly state: BudgetState;
}

/** Each budget for the period that holds `now`, in the order of the configuration. */
export async function budgets(context: AnswerContext): Promise<BudgetAnswer[]> {
  // Budgets of one period and scope share what metrics alone saw of it.
  const asked = new Map<string, ReturnType<typeof darkSoFar>>();
  const askDark: typeof darkSoFar = (of, question) => {
    const key = JSON.stringify(question);
    const found = asked.get(key) ?? darkSoFar(of, question);
    asked.set(key, found);
    return found;
  };
  return Promise.all(context.config.budgets.map((budget) => answer(context, budget, askDark)));
}

async function answer(
  context: AnswerContext,
  budget: Budget,
  askDark: typeof darkSoFar,
): Promise<BudgetAnswer> {
  const { name, period } = budget;
  const range = budgetPeriod(period, context.now);
  const plain = { name, period, range, where: budget.where };
  const { where, problem } = budgetScope(budget, context.config);
  if (problem !== null) {
    const nothing = { forecast: null, reason: problem, path: [] };
    const state = budgetState(budget, [], ZERO_USD, nothing);
    return {
      ...plain,
      problem,
      spent: ZERO_USD,
      measures: NO_MEASURES,
      dark: null,
      forecast: null,
      reason: problem,
      state,
    };
  }
  const [{ total, dark }, hourly] = await Promise.all([
    forecast(context, { period: range, by: null, where }, askDark),
    context.store.usage({ range: untilNow(range, context.now), by: ['hour'], where }),
  ]);
  const spent = pricedCost(total.measures);
  return {
    ...{ ...plain, problem, spent, measures: total.measures, dark },
    ...{ forecast: total.forecast, reason: total.reason },
    state: notAfter(budgetState(budget, hoursOf(hourly), spent, total), context.now),
  };
}

/** What the running hour passed was passed by now, not at its end. */
function notAfter(state: BudgetState, now: EpochSeconds): BudgetState {
  const before = (at: EpochSeconds) => epochSeconds(Math.min(at, now));
  const { crossed, runsOut } = state;
  return {
    ...state,
    crossed: crossed.map(({ percent, at }) => ({ percent, at: before(at) })),
    runsOut: runsOut === null || runsOut.forecast ? runsOut : { ...runsOut, at: before(runsOut.at) },
  };
}

function hoursOf(rows: readonly UsageRow[]) {
  return rows
    .flatMap((row) => {
      const at = parseInstant(row.key[0] ?? '');
      return at === undefined ? [] : [{ hour: hourOf(at), cost: pricedCost(row) }];
    })
    .sort((a, b) => a.hour - b.hour);
}

/** A budget's scope as filters of the store; accounts may be named as the configuration names them. */
export function budgetScope(
  { where }: Pick<Budget, 'where'>,
  config: Pick<Config, 'accounts'>,
): { where: UsageQuery['where']; problem: string | null } {
  const filters: { dimension: StoreDimension; values: (string | null)[] }[] = [];
  for (const [name, given] of Object.entries(where)) {
    const dimension = parseDimension(name);
    if (dimension === undefined || dimension === 'tokenType') {
      return { where: [], problem: `${name}: no such dimension for a budget` };
    }
    const values: (string | null)[] = [];
    for (const value of [given].flat()) {
      const found = dimension === 'account' ? accountOf(value, config) : value;
      if (found === null) {
        return {
          where: [],
          problem: `account ${value}: its id is not known; give accounts[].id in the configuration, or twelve digits here`,
        };
      }
      if (found === NONE_LABEL) values.push(null);
      else values.push(dimension === 'principal' ? principalAsLogged(found) : found);
    }
    filters.push({ dimension, values });
  }
  return { where: filters, problem: null };
}

function accountOf(value: string, { accounts }: Pick<Config, 'accounts'>): string | null {
  return value === NONE_LABEL ? value : accountIdNamed(value, accounts);
}

/** The JSON of a budget. */
export function budgetJson(one: BudgetAnswer) {
  const { name, period, range, where, problem, spent, measures, reason, state } = one;
  return {
    ...{ name, period, from: isoInstant(range.from), to: isoInstant(range.to), where },
    usd: usdString(state.limit),
    spent: problem === null ? usdString(spent) : null,
    percent: problem === null ? state.percent : null,
    dark: one.dark?.cost ? amountsJson(one.dark.cost) : null,
    unpriced: { invocations: measures.unpricedInvocations, tokens: unpricedTokens(measures) },
    forecast: one.forecast && amountsJson(one.forecast),
    forecastPercent: state.forecastPercent,
    crossed: state.crossed.map(({ percent, at }) => ({ percent, at: isoInstant(at) })),
    forecastCrossed: state.forecastCrossed,
    runsOut: state.runsOut && { at: isoInstant(state.runsOut.at), forecast: state.runsOut.forecast },
    ...(reason === null ? {} : { reason }),
    ...(problem === null ? {} : { problem }),
  };
}
