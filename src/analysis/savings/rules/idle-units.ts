/**
 * Provisioned throughput that is paid for and hardly used.
 * @module
 */
import { formatUsd, groupThousands } from '../../../domain/format.ts';
import { isoInstant } from '../../../domain/time.ts';
import type { UnitUse } from '../../capacity/existing.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Fewer calls a day than this is nobody's production. */
const CALLS_A_DAY = 50;

/** What the units cost over what their few calls would have cost on demand. */
export function idleUnits({ units }: Pick<SavingsInput, 'units'>): Finding[] {
  return units.filter(isIdle).map((use) => {
    const { owned, calls, cost, onDemandValue } = use;
    const { arn, name, account, region, units: count, commitmentEnds } = owned;
    const end = commitmentEnds === null ? null : isoInstant(commitmentEnds).slice(0, 10);
    const saving =
      cost === null ? null : onDemandValue === null || onDemandValue > cost ? cost : cost - onDemandValue;
    return {
      rule: 'idle-units',
      title: `Provisioned throughput ${name ?? arn} (${count} model unit${count === 1 ? '' : 's'}) in ${region} is hardly used`,
      saving: saving as Finding['saving'],
      evidence: [
        `${groupThousands(calls)} calls in ${groupThousands(use.hours)} hours, ${groupThousands(use.idleHours)} of them without any`,
        cost === null
          ? 'the price of a unit is not known: capacity.units tells it'
          : `${formatUsd(cost)} paid in the range`,
        end === null ? 'no commitment: it can be deleted today' : `committed until ${end}`,
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

function isIdle({ calls, observed, hours }: UnitUse): boolean {
  return hours > 0 && calls < (CALLS_A_DAY * (observed.to - observed.from)) / 86_400;
}
