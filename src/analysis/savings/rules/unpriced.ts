/**
 * Usage that no total contains, because it has no price.
 * @module
 */
import { formatCount } from '../../../domain/format.ts';
import { addMeasures, type Measures, NO_MEASURES, unpricedTokens } from '../../../domain/measures.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

export function unpricedUsage({ callers }: Pick<SavingsInput, 'callers'>): Finding[] {
  // Provisioned throughput and imported models are paid by the hour, not by the token: that is no gap.
  const byToken = callers.filter(({ key }) => key[2] !== 'provisioned' && key[2] !== 'imported');
  const groups = Map.groupBy(byToken, ({ key }) => key[1] ?? null);
  return [...groups].flatMap(([model, rows]): Finding[] => {
    const sum = rows.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
    const tokens = unpricedTokens(sum);
    if (tokens + sum.unpricedUnits === 0) return [];
    return [
      {
        rule: 'unpriced',
        title: `Usage of ${model ?? 'a model that is not known'} has no price: no total contains it`,
        saving: null,
        evidence: [
          `${formatCount(tokens)} tokens${sum.unpricedUnits > 0 ? ` and ${formatCount(sum.unpricedUnits)} units` : ''}`,
        ],
        fix: 'bedrock-meter prices unpriced says why, and what would mend it',
        assumptions: [],
        where: model === null ? {} : { model },
      },
    ];
  });
}
