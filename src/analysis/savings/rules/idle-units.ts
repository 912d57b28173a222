/**
 * Provisioned throughput that is paid for and hardly used.
 * @module
 */
import { groupThousands } from '../../../domain/format.ts';
import { isoInstant } from '../../../domain/time.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Fewer calls a day than this is nobody's production. */
const CALLS_A_DAY = 50;

/** What an idle unit costs depends on the contract: dollars are on the page of capacity where a price is known. */
export function idleUnits({ units, range }: Pick<SavingsInput, 'units' | 'range'>): Finding[] {
  const days = (range.to - range.from) / 86_400;
  return units
    .filter(({ calls }) => calls < CALLS_A_DAY * days)
    .map(({ account, region, arn, name, units: count, commitmentEnd, calls }) => ({
      rule: 'idle-units',
      title: `Provisioned throughput ${name} (${count} model unit${count === 1 ? '' : 's'}) in ${region} is hardly used`,
      saving: null,
      evidence: [
        `${groupThousands(calls)} calls in the range`,
        commitmentEnd === null
          ? 'no commitment: it can be deleted today'
          : `committed until ${isoInstant(commitmentEnd).slice(0, 10)}`,
      ],
      fix:
        commitmentEnd === null
          ? `aws bedrock delete-provisioned-model-throughput --provisioned-model-id ${arn} --region ${region}`
          : 'Let the commitment end, and move its traffic to on demand. See: bedrock-meter capacity',
      assumptions: ['Calls are counted in the invocation logs of this account and Region.'],
      where: { account, region, scope: 'provisioned' },
    }));
}
