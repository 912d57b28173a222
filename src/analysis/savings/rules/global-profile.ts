/**
 * Geographic profiles and in-Region calls where the global profile costs less.
 * @module
 */
import { formatUsd } from '../../../domain/format.ts';
import type { SkuUsage } from '../../../domain/measures.ts';
import { parseModelId } from '../../../domain/model-id.ts';
import { shortModelId } from '../../../domain/short-name.ts';
import { whatIf } from '../../whatif.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** By model and id called: what the same usage costs on the `global.` profile. */
export function globalProfile({ skus, book }: Pick<SavingsInput, 'skus' | 'book'>): Finding[] {
  const eligible = skus.filter(
    ({ sku }) => sku.model !== null && (sku.scope === 'geo' || sku.scope === 'in-region') && !sku.batch,
  );
  const groups = Map.groupBy(eligible, ({ modelId }) => modelId);
  return [...groups].flatMap(([modelId, usage]): Finding[] => {
    const model = usage[0]?.sku.model ?? null;
    if (model === null) return [];
    const { total } = whatIf(usage, { model: parseModelId(`global.${model}`) }, book);
    if (total.saving <= 0n) return [];
    return [
      {
        rule: 'global-profile',
        title: `${shortModelId(modelId)} costs less through the global profile`,
        saving: total.saving,
        evidence: [
          `${formatUsd(total.cost)} would have been ${formatUsd(total.costAs)} as global.${model}`,
          `called in ${regionsOf(usage)}`,
        ],
        fix: `Call global.${model}, where data may be processed in any commercial Region. Compare with: bedrock-meter whatif --as global.${model} --where modelId=${modelId}`,
        assumptions: [
          'No rule keeps the data in a Region or geography.',
          'The global profile has quotas of its own: check them first.',
        ],
        where: { modelId },
      },
    ];
  });
}

const regionsOf = (usage: readonly SkuUsage[]): string =>
  [...new Set(usage.map(({ sku }) => sku.region))].toSorted().join(', ');
