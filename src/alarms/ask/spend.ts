/**
 * What an hour and a day cost, who was behind it, and what the highest before was.
 * @module
 */
import type { AnswerContext } from '../../answers/context.ts';
import type { Cause } from '../../domain/alarm.ts';
import { formatUsd } from '../../domain/format.ts';
import { pricedCost, type UsageRow } from '../../domain/measures.ts';
import { addUsd, ZERO_USD } from '../../domain/money.ts';
import { type EpochSeconds, epochSeconds, parseInstant, SECONDS_PER_DAY } from '../../domain/time.ts';
import { shortName } from '../rules/judged.ts';
import type { SpendLimitInput, SpendPeriod } from '../rules/spend-limit.ts';
import { logsAreStale } from './fresh.ts';
import type { Memo } from './task.ts';

const LENGTH = { hour: 3600, day: SECONDS_PER_DAY } as const;
const HISTORY_DAYS = 28;
const LEAST_HISTORY_DAYS = 7;
/** A complete period is looked at for so long after its end: records come a little late. */
const LOOK_BACK = 7200;
const STALE_SECONDS = 7200;
const MOST_CAUSES = 5;

export async function spendInput(
  { store, now }: AnswerContext,
  period: 'hour' | 'day',
  memo: Memo,
): Promise<SpendLimitInput> {
  const length = LENGTH[period];
  const running = epochSeconds(Math.floor(now / length) * length);
  const last = epochSeconds(running - length);
  const historyFrom = epochSeconds(last - HISTORY_DAYS * SECONDS_PER_DAY);
  const [current, highest, extent, sources] = await Promise.all([
    store.usage({
      range: { from: last, to: epochSeconds(running + length) },
      by: [period, 'principal', 'agent', 'model'],
      where: [],
    }),
    memo.hourly(`highest ${period} before ${last}`, now, async () =>
      highestOf(await store.usage({ range: { from: historyFrom, to: last }, by: [period], where: [] })),
    ),
    store.extent(),
    store.sources(),
  ]);
  const begins = [...(now - running < LOOK_BACK ? [last] : []), running];
  const known = extent !== null && extent.from <= last - LEAST_HISTORY_DAYS * SECONDS_PER_DAY;
  return {
    period,
    periods: begins.map((since) => periodOf(current, since, epochSeconds(Math.min(now, since + length)))),
    highest: known ? highest : null,
    stale: logsAreStale(sources, now, STALE_SECONDS),
  };
}

function periodOf(rows: readonly UsageRow[], since: EpochSeconds, until: EpochSeconds): SpendPeriod {
  const own = rows.filter(({ key }) => parseInstant(key[0] ?? '') === since);
  const usd = own.reduce((sum, row) => addUsd(sum, pricedCost(row)), ZERO_USD);
  const causes = spenders(own.map((row) => ({ ...row, key: row.key.slice(1) })));
  return { since, until, usd, causes };
}

/** Who spent most. @param rows by principal, agent and model */
export function spenders(rows: readonly UsageRow[]): Cause[] {
  return rows
    .map((row) => ({ row, cost: pricedCost(row) }))
    .filter(({ cost }) => cost > 0n)
    .toSorted((a, b) => (a.cost < b.cost ? 1 : a.cost > b.cost ? -1 : 0))
    .slice(0, MOST_CAUSES)
    .map(({ row: { key }, cost }): Cause => {
      const [principal, agent, model] = key;
      return {
        name: shortName(agent ?? principal ?? '(none)'),
        detail: `${formatUsd(cost)} on ${model ?? 'an unknown model'}`,
      };
    });
}

function highestOf(rows: readonly UsageRow[]): SpendLimitInput['highest'] {
  return rows.reduce<SpendLimitInput['highest']>((most, row) => {
    const [at, usd] = [parseInstant(row.key[0] ?? ''), pricedCost(row)];
    return at !== undefined && (most === null || usd > most.usd) ? { at, usd } : most;
  }, null);
}
