/**
 * Usage without a price: money that no total has.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Observation } from '../../domain/alarm.ts';
import { formatCount, groupThousands } from '../../domain/format.ts';
import type { Scope } from '../../domain/sku.ts';
import type { EpochSeconds, TimeRange } from '../../domain/time.ts';
import type { UnpricedUsage } from '../../store/port.ts';
import { isPlainWord, type Judged, shortName } from './judged.ts';

/** Since when an id is used without a price, and by whom, most tokens first. */
export interface UnpricedUsers {
  readonly since: EpochSeconds;
  readonly causes: readonly Cause[];
}

export interface UnpricedInput {
  readonly range: TimeRange;
  readonly usage: readonly UnpricedUsage[];
  /** By id as called; absent: not known. */
  readonly users?: ReadonlyMap<string, UnpricedUsers>;
  /** Whether calls may be missing: then nothing is clear. */
  readonly stale: boolean;
}

/** Units of one's own: their tokens have no price, and that is no gap. */
const PAID_BY_THE_HOUR: ReadonlySet<string> = new Set<Scope>(['provisioned', 'imported']);

export function unpricedUsage(input: UnpricedInput, settings: RuleSettings<'unpricedUsage'>): Judged {
  const byToken = input.usage.filter(({ scope }) => !PAID_BY_THE_HOUR.has(scope));
  const byModel = Map.groupBy(byToken, ({ modelId }) => modelId);
  const observations = [...byModel].flatMap(([modelId, rows]): Observation[] => {
    const tokens = rows.reduce((sum, row) => sum + row.tokens, 0);
    const units = rows.reduce((sum, row) => sum + row.units, 0);
    // An image or a minute of video costs as much as many tokens: any of them counts.
    if (tokens < settings.minTokens && units === 0) return [];
    return [observe(modelId, rows, { tokens, units }, input, settings)];
  });
  return { observations, blind: input.stale ? [{}] : [] };
}

function observe(
  modelId: string,
  rows: readonly UnpricedUsage[],
  { tokens, units }: { tokens: number; units: number },
  { range: { from, to }, users }: UnpricedInput,
  { severity }: RuleSettings<'unpricedUsage'>,
): Observation {
  const amount = [
    tokens > 0 ? `${formatCount(tokens)} tokens` : '',
    units > 0 ? `${formatCount(units)} units` : '',
  ]
    .filter((text) => text !== '')
    .join(' and ');
  const calls = rows.reduce((sum, row) => sum + row.invocations, 0);
  return {
    rule: 'unpricedUsage',
    labels: { modelId },
    verdict: 'firing',
    severity,
    since: users?.get(modelId)?.since ?? from,
    until: to,
    title: `No price for ${shortName(modelId)}`,
    summary: `${groupThousands(calls)} calls of the last 24 hours used ${amount} that no price is known for: they are in no total.`,
    observed: `${amount} without a price`,
    expected: 'a price for everything that is used',
    atRisk: null,
    causes:
      users?.get(modelId)?.causes ??
      rows.map((row) => ({
        name: `${row.region}, ${row.scope}, ${row.tier}, ${row.unit}`,
        detail: `${groupThousands(row.invocations)} calls`,
      })),
    fix: `It spends money that nobody sees, so do not leave it. See why: bedrock-meter prices ${isPlainWord(modelId) ? `show ${modelId}` : 'unpriced'}. Run bedrock-meter prices update; where AWS lists no price, add one under pricing.overrides. Then price what was used: bedrock-meter prices reprice --dry-run.`,
    link: '/?since=24h',
  };
}
