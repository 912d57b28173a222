/**
 * Who uses what has no price, and since when.
 * @module
 */
import type { Cause } from '../../domain/alarm.ts';
import { formatCount } from '../../domain/format.ts';
import { unpricedTokens } from '../../domain/measures.ts';
import { type EpochSeconds, parseInstant, type TimeRange } from '../../domain/time.ts';
import type { Store, UnpricedUsage } from '../../store/port.ts';
import { shortName } from '../rules/judged.ts';
import type { UnpricedUsers } from '../rules/unpriced-usage.ts';

const MOST_IDS = 50;

/** By id as called; one question for all of them. */
export async function unpricedUsers(
  store: Pick<Store, 'usage'>,
  range: TimeRange,
  usage: readonly UnpricedUsage[],
): Promise<ReadonlyMap<string, UnpricedUsers>> {
  const ids = [...new Set(usage.map(({ modelId }) => modelId))].slice(0, MOST_IDS);
  if (ids.length === 0) return new Map();
  const rows = (
    await store.usage({
      range,
      by: ['modelId', 'hour', 'principal', 'region'],
      where: [{ dimension: 'modelId', values: ids }],
    })
  ).filter((row) => unpricedTokens(row) + row.unpricedUnits > 0);
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key[0] ?? '')].map(([id, own]) => {
      const hours = own.flatMap(({ key }) => parseInstant(key[1] ?? '') ?? []);
      const since = Math.min(...hours) as EpochSeconds;
      return [id, { since, causes: causesOf(own) }] as const;
    }),
  );
}

function causesOf(rows: Awaited<ReturnType<Store['usage']>>): Cause[] {
  const callers = Map.groupBy(rows, ({ key }) => JSON.stringify([key[2] ?? null, key[3] ?? null]));
  return [...callers]
    .map(([key, own]) => {
      const [principal, region] = JSON.parse(key) as [string | null, string | null];
      const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((all, row) => all + of(row), 0);
      return { principal, region, calls: sum((row) => row.unpricedInvocations), tokens: sum(unpricedTokens) };
    })
    .toSorted((a, b) => b.tokens - a.tokens || b.calls - a.calls)
    .map(({ principal, region, calls, tokens }) => ({
      name: shortName(principal ?? '(no identity)'),
      detail: `${formatCount(calls)} ${calls === 1 ? 'call' : 'calls'} in ${region ?? 'an unknown Region'}${tokens > 0 ? `, ${formatCount(tokens)} tokens` : ''}`,
    }));
}
