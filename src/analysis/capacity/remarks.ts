/**
 * What must be said beside the numbers of capacity. Pure.
 * @module
 */
import { SECONDS_PER_DAY } from '../../domain/time.ts';
import type { KindRates } from './demand.ts';
import type { UnitPrice } from './options.ts';
import type { CapacityRequest } from './request.ts';
import type { UnitThroughput } from './spill.ts';

/** What the numbers were made from. */
export interface Basis {
  readonly source: 'stored' | 'file' | 'none';
  /** Length of the observation. */
  readonly minutes: number;
  readonly account: string | null;
  readonly otherAccounts: readonly string[];
  readonly unpricedTokens: number;
  readonly throughput: UnitThroughput | null;
  readonly prices: readonly UnitPrice[];
  readonly onDemand: KindRates;
}

const LEAST_DAYS = 30;

/** Most important first. */
export function capacityWarnings(
  { commitment }: CapacityRequest,
  { minutes, source, otherAccounts, account, unpricedTokens, throughput, prices, onDemand }: Basis,
): string[] {
  const warnings: string[] = [];
  const days = minutes / 1440;
  if (minutes > 0 && minutes * 60 < LEAST_DAYS * SECONDS_PER_DAY) {
    warnings.push(
      `Only ${days < 1 ? `${Number((24 * days).toFixed(1))} h` : `${days.toFixed(1)} days`} of demand: less than ${LEAST_DAYS} days do not show a month's rhythm. Do not commit on this.`,
    );
  }
  if (throughput === null) {
    warnings.push(
      'What a unit carries is not public: ask your AWS account team for its input and output tokens per minute, and give both.',
    );
  }
  if (prices.length === 0) {
    warnings.push(
      `No price of a unit${commitment ? ` (commitment ${commitment})` : ''} is known for this model and Region: give the one you were quoted.`,
    );
  }
  if (onDemand.input === null) warnings.push('The model has no on-demand price in this Region.');
  if (unpricedTokens > 0) {
    warnings.push(
      `${unpricedTokens} tokens of the demand have no price; they fill units and are not in the cost on demand.`,
    );
  }
  if (source !== 'file' && otherAccounts.length > 0) {
    warnings.push(
      `Units serve the account that buys them: this is ${account ?? 'none'} alone. ${otherAccounts.join(', ')} asked for this model, too.`,
    );
  }
  return warnings;
}

export function capacityAssumptions(
  { countsCacheReads }: CapacityRequest,
  { source }: Pick<Basis, 'source'>,
): string[] {
  return [
    'Within a minute units take the largest share of the demand that fits both ceilings, its mix kept; the rest is paid on demand.',
    'Provisioned throughput does not spill by itself: a full unit throttles, and callers must send the rest on demand.',
    countsCacheReads
      ? 'Cache reads and writes fill the input ceiling: AWS does not say what a unit counts, and this is the careful reading (cache-reads=free for the other).'
      : 'Cache reads fill no ceiling, cache writes do, as in the reserved tier: AWS does not say it of units.',
    source === 'stored'
      ? "A minute's tokens cost what the day's calls to the same id cost on average, kind by kind: with their tiers, prompt sizes and cache lifetimes."
      : 'Tokens cost the standard rate in force now, at the smallest prompt size.',
    'Units cost in every minute, with or without demand.',
  ];
}
