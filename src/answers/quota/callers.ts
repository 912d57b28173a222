/**
 * Who filled a quota in its hottest minutes.
 * @module
 */

import { outputLimitOf } from '../../analysis/quota/output-limit.ts';
import type { QuotaStatus } from '../../analysis/quota/status.ts';
import type { CallerDemand } from '../../domain/demand.ts';
import type { AnswerContext } from '../context.ts';

export interface QuotaCaller {
  readonly principal: string | null;
  readonly agent: string | null;
  readonly calls: number;
  readonly throttled: number;
  /** Of what makes the minutes hot: settled tokens, reserved tokens or requests. */
  readonly amount: number;
  readonly share: number;
}

const MOST_CALLERS = 5;

/** Callers of the hottest minutes, largest first; empty where only metrics saw the traffic. */
export async function callersOf(context: AnswerContext, status: QuotaStatus): Promise<QuotaCaller[]> {
  const { hot, calledIds, account, region } = status;
  if (hot.minutes.length === 0 || calledIds.length === 0) return [];
  const rows = await context.store.callers({ account, region, modelIds: calledIds, minutes: hot.minutes });
  const amount = amountOf(status, context);
  const counted = rows.map((row) => ({ row, amount: amount(row) }));
  const total = counted.reduce((sum, each) => sum + each.amount, 0);
  return counted
    .filter((each) => each.amount > 0)
    .toSorted((a, b) => b.amount - a.amount)
    .slice(0, MOST_CALLERS)
    .map(({ row, amount }) => ({
      principal: row.principal,
      agent: row.agent,
      calls: row.calls,
      throttled: row.throttled,
      amount,
      share: amount / total,
    }));
}

function amountOf(
  { hot, burndown, match }: QuotaStatus,
  { config }: AnswerContext,
): (row: CallerDemand) => number {
  const rate = burndown?.rate ?? 1;
  const limit = outputLimitOf(match.models[0] ?? '', config.quotas.maxOutputTokens) ?? 0;
  switch (hot.by) {
    case 'requests':
      return (row) => row.calls + row.throttled + row.serverErrors;
    case 'reserved':
      return (row) =>
        row.input + row.cacheRead + row.cacheWrite + row.maxTokens + row.maxTokensOmitted * limit;
    case 'settled':
      return (row) => row.input + row.cacheWrite + rate * row.output;
  }
}
