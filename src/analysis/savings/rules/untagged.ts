/**
 * Spend that nobody can be asked about, because a tag is missing.
 * @module
 */
import { formatShare, formatUsd, usdNumber } from '../../../domain/format.ts';
import { pricedCost } from '../../../domain/measures.ts';
import { addUsd, ZERO_USD } from '../../../domain/money.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** Above this share, a tag tells too little. */
const SHARE = 0.05;

/** For each tag key of `tags.required`: what carries no value of it. */
export function untagged({ tags }: Pick<SavingsInput, 'tags'>): Finding[] {
  return [...tags].flatMap(([key, rows]): Finding[] => {
    const all = rows.map(pricedCost).reduce(addUsd, ZERO_USD);
    const without = rows
      .filter((row) => row.key[0] == null)
      .map(pricedCost)
      .reduce(addUsd, ZERO_USD);
    if (all === 0n || usdNumber(without) < SHARE * usdNumber(all)) return [];
    return [
      {
        rule: 'untagged',
        title: `${formatShare(usdNumber(without), usdNumber(all))} of spend carries no tag ${key}`,
        saving: null,
        evidence: [`${formatUsd(without)} of ${formatUsd(all)}`],
        fix: `Send requestMetadata { "${key}": ... } with Converse and InvokeModel. Who does not: bedrock-meter spend --by principal --where "tag:${key}=(none)"`,
        assumptions: [],
        where: { [`tag:${key}`]: '(none)' },
      },
    ];
  });
}
