/**
 * Provisioned throughput that is paid for and hardly used.
 * @module
 */
import { formatUsd, groupThousands } from '../../../domain/format.ts';
import { type NanoUsd, nanoUsd } from '../../../domain/money.ts';
import { isoInstant } from '../../../domain/time.ts';
import type { UnitUse } from '../../capacity/existing.ts';
import { type Finding, perMonth } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Fewer calls a day than this is nobody's production. */
const CALLS_A_DAY = 50;

/**
 * What the units cost over what their few calls would have cost on demand, over the time that they were observed. While a
 * commitment runs nothing can be saved: then there are no dollars, and the evidence says from when there are.
 */
export function idleUnits({ units, now }: Pick<SavingsInput, 'units' | 'now'>): Finding[] {
  return units.filter(isIdle).map((use) => {
    const { owned, calls, cost, onDemandValue } = use;
    const { arn, name, account, region, units: count, commitmentEnds } = owned;
    const end = commitmentEnds === null ? null : isoInstant(commitmentEnds).slice(0, 10);
    const committed = commitmentEnds !== null && commitmentEnds > now;
    const spared = cost === null ? null : subtract(cost, onDemandValue);
    const seconds = use.observed.to - use.observed.from;
    return {
      rule: 'idle-units',
      title: `Provisioned throughput ${name ?? arn} (${count} model unit${count === 1 ? '' : 's'}) in ${region} is hardly used`,
      saving: committed ? null : spared,
      over: seconds,
      evidence: [
        `${groupThousands(calls)} calls in ${groupThousands(use.hours)} hours, ${groupThousands(use.idleHours)} of them without any`,
        cost === null
          ? 'the price of a unit is not known: capacity.units tells it'
          : `${formatUsd(cost)} paid in the range`,
        ...(committed && spared !== null
          ? [
              `committed until ${end}: from then on ${formatUsd(perMonth(spared, seconds))} a month can be saved`,
            ]
          : [end === null ? 'no commitment: it can be deleted today' : `its commitment ended on ${end}`]),
      ],
      fix:
        end === null
          ? `aws bedrock delete-provisioned-model-throughput --provisioned-model-id ${arn} --region ${region}`
          : `Move its calls to on demand, and do not let the commitment renew on ${end}. See: bedrock-meter capacity`,
      assumptions: [
        'Calls are counted in the invocation logs of this account and Region.',
        ...(end === null ? [] : ['Until the commitment ends, the price is owed in any case.']),
      ],
      where: { account, region, scope: 'provisioned' },
    };
  });
}

const subtract = (cost: NanoUsd, worth: NanoUsd | null): NanoUsd =>
  worth === null || worth <= 0n ? cost : nanoUsd(worth >= cost ? 0n : cost - worth);

function isIdle({ calls, observed, hours }: UnitUse): boolean {
  return hours > 0 && calls < (CALLS_A_DAY * (observed.to - observed.from)) / 86_400;
}
