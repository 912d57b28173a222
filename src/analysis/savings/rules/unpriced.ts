/**
 * Usage that no total contains, because it has no price.
 * @module
 */
import { formatCount } from '../../../domain/format.ts';
import { addMeasures, type Measures, NO_MEASURES, unpricedTokens } from '../../../domain/measures.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

export function unpricedUsage({ callers }: Pick<SavingsInput, 'callers'>): Finding[] {
  const groups = Map.groupBy(callers, ({ key }) => key[1] ?? null);
  return [...groups].flatMap(([model, rows]): Finding[] => {
    const sum = rows.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
    const tokens = unpricedTokens(sum);
    if (tokens + sum.unpricedUnits === 0) return [];
    // Provisioned throughput and imported models are paid by the hour, not by the token: that is no gap.
    if (rows.every(({ key }) => key[2] === 'provisioned' || key[2] === 'imported')) return [];
    return [
      {
        rule: 'unpriced',
        title: `Usage of ${model ?? 'a model that is not known'} has no price: no total contains it`,
        saving: null,
        evidence: [
          `${formatCount(tokens)} tokens${sum.unpricedUnits > 0 ? ` and ${formatCount(sum.unpricedUnits)} units` : ''}`,
        ],
        fix: 'bedrock-meter prices update, or a rate of your own under pricing.overrides',
        assumptions: [],
        where: model === null ? {} : { model },
      },
    ];
  });
}
