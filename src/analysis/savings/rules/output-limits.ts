/**
 * Output limits far above what is used: tokens reserved from the quota at the start of each call.
 * @module
 */

import type { DemandSeries } from '../../../domain/demand.ts';
import { formatCount } from '../../../domain/format.ts';
import { shortModelId } from '../../../domain/short-name.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Asked for so many times what came back. */
const TIMES = 8;
const LEAST_CALLS = 200;

/**
 * By id called: output tokens asked for against those that came. A call reserves its prompt and `max_tokens` from the
 * tokens-per-minute quota until it ends (quotas facts, section 3.1), so it throttles others without using anything.
 */
export function outputLimits({ demand }: Pick<SavingsInput, 'demand'>): Finding[] {
  return demand.flatMap((series): Finding[] => {
    const [asked, output, calls, omitted, unknown] = (
      ['maxTokens', 'output', 'calls', 'maxTokensOmitted', 'maxTokensUnknown'] as const
    ).map((count) => total(series, count));
    const known = (calls ?? 0) - (omitted ?? 0) - (unknown ?? 0);
    // Calls without a stated limit would blur the ratio: only series where nearly all state one are judged.
    if (known < LEAST_CALLS || known < 0.9 * (calls ?? 0) || !asked || !output || asked < TIMES * output)
      return [];
    const ratio = asked / output;
    return [
      {
        rule: 'output-limits',
        title: `Calls of ${shortModelId(series.modelId)} in ${series.region} ask for ${ratio.toFixed(0)} times the output that they use`,
        saving: null,
        evidence: [
          `${formatCount(asked)} output tokens asked for in ${formatCount(known)} calls, ${formatCount(output)} came`,
          `on average ${formatCount(Math.round(asked / known))} asked for, ${formatCount(Math.round(output / known))} used`,
        ],
        fix: 'Set max_tokens near the longest answer that is needed: the quota then lets more calls through at the same time.',
        assumptions: ['It costs no money: what is reserved and not used is given back when the call ends.'],
        where: { account: series.account, region: series.region, modelId: series.modelId },
      },
    ];
  });
}

const total = ({ counts }: DemandSeries, count: keyof DemandSeries['counts']): number =>
  counts[count].reduce((a, b) => a + b, 0);
