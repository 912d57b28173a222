/**
 * Work that nobody waits for, paid at the price of work that somebody does.
 * @module
 */
import { formatShare, formatUsd } from '../../../domain/format.ts';
import { tokensOf, type UsageRow } from '../../../domain/measures.ts';
import { shortPrincipal } from '../../../domain/short-name.ts';
import { whatIf } from '../../whatif.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Most of a day's work falls into so few hours of the day. */
const FEW_HOURS = 6;
const MOST = 0.9;
/** On at least so many days, or it is no habit. */
const DAYS = 3;

/**
 * Callers whose tokens fall, day after day, into the same few hours: a job, not people. What it costs in batch is
 * computed for the models that sell batch.
 */
export function batchCandidates({
  hours,
  skusOf,
  book,
}: Pick<SavingsInput, 'hours' | 'skusOf' | 'book'>): Finding[] {
  const byCaller = Map.groupBy(hours, ({ key }) => key[1] ?? null);
  return [...byCaller].flatMap(([principal, rows]): Finding[] => {
    const usage = (principal !== null && skusOf.get(principal)) || [];
    const habit = habitOf(rows);
    if (principal === null || habit === null || usage.length === 0) return [];
    const direct = usage.filter(({ sku }) => sku.tier === 'standard' && !sku.batch);
    const { total } = whatIf(direct, { batch: true }, book);
    if (total.saving <= 0n) return [];
    return [
      {
        rule: 'batch',
        title: `${shortPrincipal(principal)} works at fixed hours, as a job that could run in batch`,
        saving: total.saving,
        evidence: [
          `${formatShare(habit.share, 1)} of its tokens fall between ${hour(habit.from)} and ${hour(habit.from + FEW_HOURS)} UTC, on ${habit.days} days`,
          `${formatUsd(total.cost)} would have been ${formatUsd(total.costAs)} in batch`,
        ],
        fix: 'Send it as a batch inference job (CreateModelInvocationJob), or on the flex tier where the model has one.',
        assumptions: [
          'Nobody waits for the answers; a batch job may take up to a day.',
          'Models without a batch price are not counted.',
        ],
        where: { principal },
      },
    ];
  });
}

interface Habit {
  /** First hour of the day, UTC. */
  readonly from: number;
  readonly share: number;
  readonly days: number;
}

/** The window of the day with most tokens, wrapping over midnight; null when work is spread, or too short known. */
export function habitOf(rows: readonly UsageRow[]): Habit | null {
  const byHour = new Array<number>(24).fill(0);
  const days = new Set<string>();
  let all = 0;
  for (const row of rows) {
    const tokens = tokensOf(row);
    const at = row.key[0];
    if (at == null || tokens === 0) continue;
    const hourOfDay = Number(at.slice(11, 13));
    byHour[hourOfDay] = (byHour[hourOfDay] ?? 0) + tokens;
    days.add(at.slice(0, 10));
    all += tokens;
  }
  if (days.size < DAYS || all === 0) return null;
  let best = { from: 0, tokens: -1 };
  for (let from = 0; from < 24; from += 1) {
    let tokens = 0;
    for (let i = 0; i < FEW_HOURS; i += 1) tokens += byHour[(from + i) % 24] ?? 0;
    if (tokens > best.tokens) best = { from, tokens };
  }
  const share = best.tokens / all;
  return share >= MOST ? { from: best.from, share, days: days.size } : null;
}

const hour = (n: number): string => `${String(n % 24).padStart(2, '0')}:00`;
