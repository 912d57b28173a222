/**
 * Budgets that pass one of their thresholds, or will by the forecast. One alarm for a budget and period: it gets worse
 * with each threshold, and ends with the period.
 * @module
 */
import type { BudgetAnswer } from '../../answers/budgets.ts';
import type { Cause, Observation, Severity } from '../../domain/alarm.ts';
import { formatUsd } from '../../domain/format.ts';
import { nanoUsd } from '../../domain/money.ts';
import { type EpochSeconds, epochSeconds, isoInstant } from '../../domain/time.ts';
import type { Judged } from './judged.ts';

export type BudgetRow = Pick<
  BudgetAnswer,
  'name' | 'period' | 'range' | 'problem' | 'spent' | 'forecast' | 'state'
> & {
  /** Who spends it, dearest first. */
  readonly causes: readonly Cause[];
};

export interface BudgetInput {
  /** A budget that is spent stays spent until its period ends, however long ago the last call was. */
  readonly now: EpochSeconds;
  readonly budgets: readonly BudgetRow[];
  /** Whether calls may be missing: then nothing is clear. */
  readonly stale: boolean;
}

export function budget({ now, budgets, stale }: BudgetInput): Judged {
  return {
    observations: budgets.flatMap((one) => observe(one, now) ?? []),
    blind: stale ? [{}] : [],
  };
}

/** The first quarter before the limit is for information, the last for a warning, the limit itself is critical. */
function severityOf(percent: number): Severity {
  if (percent >= 100) return 'critical';
  return percent >= 75 ? 'warning' : 'info';
}

function observe(row: BudgetRow, now: EpochSeconds): Observation | null {
  if (row.problem !== null) return unwatched(row, row.problem, now);
  const { state } = row;
  const crossed = state.crossed.at(-1);
  const coming = state.forecastCrossed.filter(({ percent }) => percent > (crossed?.percent ?? 0)).at(-1);
  const sure = coming !== undefined && coming.certainty !== 'possible' ? coming : undefined;
  if (crossed === undefined && sure === undefined) {
    // A forecast near its threshold comes and goes: what fires goes on while passing it is possible.
    return coming === undefined ? null : { ...plain(row, now), verdict: 'hold' };
  }
  const spentSeverity = crossed === undefined ? 'info' : severityOf(crossed.percent);
  const byForecast = sure !== undefined && spentSeverity === 'info';
  return {
    ...plain(row, now),
    severity: byForecast ? 'warning' : spentSeverity,
    grade: crossed?.percent ?? 0,
    since: crossed?.at ?? now,
    // A threshold may have been passed within the running hour, which counts to its end.
    until: epochSeconds(Math.max(now, crossed?.at ?? 0)),
    title: titleOf(row, crossed?.percent ?? null),
  };
}

function titleOf({ name, state }: BudgetRow, percent: number | null): string {
  if (percent === null) return `Budget ${name} will not last`;
  return percent >= 100
    ? `Budget ${name} is spent: ${state.percent.toFixed(0)} %`
    : `Budget ${name}: ${state.percent.toFixed(0)} % spent`;
}

const PERIODS = { day: 'the day', week: 'the week', month: 'the month' } as const;

function plain(row: BudgetRow, now: EpochSeconds): Observation {
  const { name, period, range, spent, forecast, state } = row;
  const { limit, runsOut } = state;
  const over = forecast === null ? spent - limit : (forecast.mid > spent ? forecast.mid : spent) - limit;
  const outlook =
    forecast === null
      ? 'There is no forecast yet.'
      : `By the forecast ${PERIODS[period]} ends at ${formatUsd(forecast.mid)} (${formatUsd(forecast.low)} to ${formatUsd(forecast.high)}).`;
  const end = runsOut?.forecast ? ` It runs out on ${isoInstant(runsOut.at).slice(0, 10)}.` : '';
  return {
    rule: 'budget',
    labels: { budget: name, period: isoInstant(range.from).slice(0, 10) },
    verdict: 'firing',
    severity: 'info',
    since: now,
    until: now,
    title: `Budget ${name}`,
    summary: `${formatUsd(spent)} of ${formatUsd(limit)} are spent since ${isoInstant(range.from).slice(0, 10)}. ${outlook}${end}`,
    observed: `${formatUsd(spent)} (${state.percent.toFixed(1)} %)`,
    expected: `at most ${formatUsd(limit)} for ${PERIODS[period]}`,
    atRisk: over > 0n ? { usd: nanoUsd(over), per: 'in all' } : null,
    ...(spent > limit ? { cost: nanoUsd(spent - limit) } : {}),
    causes: row.causes,
    fix: 'See who spends it on the overview and what would be cheaper under Savings; or raise the budget in the configuration.',
    link: '/forecast',
  };
}

function unwatched(row: BudgetRow, problem: string, now: EpochSeconds): Observation {
  return {
    ...plain(row, now),
    severity: 'warning',
    title: `Budget ${row.name} cannot be watched`,
    summary: `${problem}.`,
    observed: 'not known',
    fix: 'Correct the budget in the configuration and start the daemon again.',
    link: '/forecast',
  };
}
