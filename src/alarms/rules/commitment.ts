/**
 * Provisioned throughput that hardly anybody uses, and commitments that are about to end.
 * @module
 */
import type { UnitUse } from '../../analysis/capacity/existing.ts';
import type { RuleSettings } from '../../config/alarms.ts';
import type { Cause, Observation } from '../../domain/alarm.ts';
import { formatUsd, groupThousands } from '../../domain/format.ts';
import { nanoUsd } from '../../domain/money.ts';
import { type EpochSeconds, isoInstant, SECONDS_PER_DAY } from '../../domain/time.ts';
import { type Judged, percentWords, shortName } from './judged.ts';

export interface CommitmentInput {
  readonly now: EpochSeconds;
  /** Of the last days. */
  readonly uses: readonly UnitUse[];
}

/** Less than a day of looking says nothing. */
const LEAST_HOURS = 24;
/** An idle unit is one again only when it is used twice as much. */
const CLEAR_TIMES = 2;
const LINK = '/capacity';

export function commitment({ now, uses }: CommitmentInput, settings: RuleSettings<'commitment'>): Judged {
  return {
    observations: uses.flatMap((use) => [...idle(use, settings), ...ending(use, now, settings)]),
    blind: uses
      .filter(({ hours }) => hours < LEAST_HOURS)
      .map(({ owned: { arn } }) => ({ arn, about: 'idle' })),
  };
}

/** Share of what the units could carry; where nobody has said what that is, of hours with any call. */
function usedShare({ utilization, hours, idleHours }: UnitUse): number {
  return utilization?.mean ?? (hours - idleHours) / hours;
}

function idle(use: UnitUse, { idlePercent, severity }: RuleSettings<'commitment'>): Observation[] {
  const { owned, observed, hours, cost, idleHours, calls } = use;
  if (hours < LEAST_HOURS) return [];
  const [share, limit] = [usedShare(use), idlePercent / 100];
  if (share >= limit * CLEAR_TIMES) return [];
  const days = (observed.to - observed.from) / SECONDS_PER_DAY;
  const perDay =
    cost === null ? null : nanoUsd((cost * 1000n) / BigInt(Math.max(1, Math.round(days * 1000))));
  return [
    {
      rule: 'commitment',
      labels: { arn: owned.arn, about: 'idle' },
      verdict: share < limit ? 'firing' : 'hold',
      severity,
      since: observed.from,
      until: observed.to,
      title: `Provisioned throughput ${nameOf(use)} is idle`,
      summary: `${unitsOf(use)} in ${owned.region} served ${groupThousands(calls)} calls in ${Math.round(days)} days; ${groupThousands(idleHours)} of ${groupThousands(hours)} hours had none.`,
      observed: `${percentWords(share)} used`,
      expected: `at least ${idlePercent} %`,
      atRisk: perDay === null || perDay <= 0n ? null : { usd: perDay, per: 'day' },
      causes: [causeOf(use)],
      fix:
        owned.commitment === 'none'
          ? 'Delete the units if nobody needs them: they are billed by the hour.'
          : 'The commitment is paid anyway: move on-demand calls of the same model to these units, and let it end.',
      link: LINK,
    },
  ];
}

function ending(
  use: UnitUse,
  now: EpochSeconds,
  { endingDays, severity }: RuleSettings<'commitment'>,
): Observation[] {
  const { owned } = use;
  const ends = owned.commitmentEnds;
  if (ends === null || owned.commitment === 'none') return [];
  const left = ends - now;
  if (left > endingDays * SECONDS_PER_DAY || left < -SECONDS_PER_DAY) return [];
  const over = left <= 0;
  return [
    {
      rule: 'commitment',
      labels: { arn: owned.arn, about: 'ending' },
      verdict: 'firing',
      severity,
      since: now,
      until: now,
      title: `Commitment of ${nameOf(use)} ${over ? 'has ended' : `ends on ${isoInstant(ends).slice(0, 10)}`}`,
      summary: `${unitsOf(use)} with a commitment of ${owned.commitment}. Units that nobody deletes are billed on, by the hour.`,
      observed: over ? 'ended' : `${Math.max(1, Math.round(left / SECONDS_PER_DAY))} days left`,
      expected: 'a decision before it ends',
      atRisk: null,
      causes: [causeOf(use)],
      fix: 'See on the capacity page whether units pay at all; then renew, or delete them on the day it ends.',
      link: LINK,
    },
  ];
}

/** `12 calls, 10.0 % used; $600.00 for 160 hours without a call`. */
function causeOf(use: UnitUse): Cause {
  const { calls, hours, idleHours, idleCost } = use;
  const used = hours === 0 ? '' : `, ${percentWords(usedShare(use))} used`;
  const idle = `${groupThousands(idleHours)} hours without a call`;
  return {
    name: nameOf(use),
    detail: `${groupThousands(calls)} calls${used}; ${idleCost === null ? idle : `${formatUsd(idleCost)} for ${idle}`}`,
  };
}

const unitsOf = ({ owned: { units } }: UnitUse): string => (units === 1 ? '1 unit' : `${units} units`);

const nameOf = ({ owned: { name, arn } }: UnitUse): string => name ?? shortName(arn);
