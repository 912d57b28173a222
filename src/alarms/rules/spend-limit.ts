/**
 * More spent in an hour, or in a day, than a limit: the configured one, or a multiple of the highest before.
 * @module
 */
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Observation } from '../../domain/alarm.ts';
import { formatUsd, usdNumber } from '../../domain/format.ts';
import { type NanoUsd, nanoUsd } from '../../domain/money.ts';
import { type EpochSeconds, epochSeconds, isoInstant } from '../../domain/time.ts';
import { instantWords } from '../notify/words.ts';
import { CANNOT_SAY, type Judged, pathTo, verdictOf } from './judged.ts';

/** One UTC hour or day; the running one so far. */
export interface SpendPeriod {
  readonly since: EpochSeconds;
  readonly until: EpochSeconds;
  readonly usd: NanoUsd;
  /** Largest first. */
  readonly causes: readonly Cause[];
}

export interface SpendLimitInput {
  readonly period: 'hour' | 'day';
  /** The last complete one and the running one. */
  readonly periods: readonly SpendPeriod[];
  /** The highest of the 28 days before them; null: fewer than seven days are known. */
  readonly highest: { readonly at: EpochSeconds; readonly usd: NanoUsd } | null;
  /** Whether calls may be missing: then nothing is clear. */
  readonly stale: boolean;
}

const CLEAR_AT = 0.8;

export function spendLimit(
  input: SpendLimitInput,
  settings: RuleSettings<'spendPerHour'> | RuleSettings<'spendPerDay'>,
): Judged {
  const limit = limitOf(input, settings);
  const worst = input.periods.reduce<SpendPeriod | null>(
    (most, one) => (most === null || one.usd > most.usd ? one : most),
    null,
  );
  if (limit === null || worst === null) return CANNOT_SAY;
  const observation = observe(input, worst, limit, settings);
  // What is missing can only add to what is spent.
  const sure = observation.verdict === 'firing' || !input.stale;
  return sure ? { observations: [observation], blind: [] } : CANNOT_SAY;
}

/** Dollars; null where there is nothing to compare with. */
function limitOf(
  { highest }: SpendLimitInput,
  { usd, timesHighest, floorUsd }: RuleSettings<'spendPerHour'>,
): number | null {
  if (usd !== undefined) return usd;
  return highest === null ? null : Math.max(floorUsd, timesHighest * usdNumber(highest.usd));
}

function observe(
  { period, highest }: SpendLimitInput,
  { since, until, usd, causes }: SpendPeriod,
  limit: number,
  settings: RuleSettings<'spendPerHour'> | RuleSettings<'spendPerDay'>,
): Observation {
  const title = period === 'hour' ? 'Spend of an hour' : 'Spend of a day';
  const before =
    highest === null ? '' : `; the highest ${period} of the 28 days before was ${formatUsd(highest.usd)}`;
  const limitText = formatUsd(nanoUsd(BigInt(Math.round(limit * 100)) * 10_000_000n));
  const over = usd - (highest?.usd ?? nanoUsd(0n));
  return {
    rule: period === 'hour' ? 'spendPerHour' : 'spendPerDay',
    labels: { period },
    verdict: verdictOf(usdNumber(usd), limit, CLEAR_AT),
    severity: settings.severity,
    since,
    until,
    title: `${title} is ${formatUsd(usd)}`,
    summary: `${formatUsd(usd)} were spent in the ${period} from ${instantWords(since)}${before}.`,
    observed: `${formatUsd(usd)} in ${period === 'hour' ? 'an hour' : 'a day'}`,
    expected: `below ${limitText}`,
    atRisk: over > 0n ? { usd: nanoUsd(over), per: period } : null,
    ...(over > 0n ? { cost: nanoUsd(over) } : {}),
    causes,
    fix: `Ask the owner of ${causes[0]?.name ?? 'the largest caller'} what runs. If it is a loop, stop it at its source: bedrock-meter spend --by session --from ${isoInstant(since)}. If it is meant, set alarms.rules.${period === 'hour' ? 'spendPerHour' : 'spendPerDay'}.usd.`,
    link: pathTo('/', {
      from: isoInstant(since),
      to: isoInstant(epochSeconds(Math.max(until, since + 3600))),
    }),
  };
}
