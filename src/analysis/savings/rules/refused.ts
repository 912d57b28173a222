/**
 * Calls that are refused over and over: denied, or malformed.
 * @module
 */

import type { DemandSeries } from '../../../domain/demand.ts';
import { formatShare, groupThousands } from '../../../domain/format.ts';
import { shortModelId } from '../../../domain/short-name.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

const SHARE = 0.05;
const LEAST_CALLS = 50;

export function refusedCalls({ demand }: Pick<SavingsInput, 'demand'>): Finding[] {
  return demand.flatMap((series): Finding[] => {
    const total = (count: keyof DemandSeries['counts']) => series.counts[count].reduce((a, b) => a + b, 0);
    const [refused, calls] = [total('clientErrors'), total('calls')];
    if (refused < LEAST_CALLS || refused < SHARE * (refused + calls)) return [];
    return [
      {
        rule: 'refused',
        title: `${formatShare(refused, refused + calls)} of the calls of ${shortModelId(series.modelId)} in ${series.region} are refused`,
        saving: null,
        evidence: [
          `${groupThousands(refused)} calls ended in a client error (denied, malformed), ${groupThousands(calls)} succeeded`,
        ],
        fix: 'Look up who calls it and mend the permission or the request; a refused call costs nothing, and somebody waits for it.',
        assumptions: [],
        where: { account: series.account, region: series.region, modelId: series.modelId },
      },
    ];
  });
}
