/**
 * Caching that costs more than it saves: prefixes are written, and hardly ever read.
 * @module
 */
import { formatCount, formatUsd } from '../../../domain/format.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../../../domain/measures.ts';
import { type NanoUsd, nanoUsd } from '../../../domain/money.ts';
import { shortPrincipal } from '../../../domain/short-name.ts';
import type { Finding } from '../finding.ts';
import { CALLER_KEYS, type SavingsInput } from '../input.ts';

/**
 * What caching cost over sending the same tokens as plain input, by caller and model:
 * writes + reads as billed, less both at the caller's own average input rate. Positive: caching lost money.
 */
export function unreadCache({ callers }: Pick<SavingsInput, 'callers'>): Finding[] {
  const groups = Map.groupBy(callers, ({ key }) => JSON.stringify(key.slice(0, 2)));
  return [...groups.values()].flatMap((rows): Finding[] => {
    const sum = rows.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
    const [principal = null, model = null] = rows[0]?.key ?? [];
    const lost = lossOf(rows);
    if (principal === null || model === null || lost <= 0n) return [];
    return [
      {
        rule: 'unread-cache',
        title: `${model} writes a prompt cache for ${shortPrincipal(principal)} that is hardly read`,
        saving: lost,
        evidence: [
          `${formatCount(sum.cacheWrite)} tokens written for ${formatUsd(sum.costCacheWrite)}`,
          `${formatCount(sum.cacheRead)} tokens read, ${readsPerWrite(sum)} for each one written`,
        ],
        fix: 'Keep what changes (dates, ids, the question) behind the cached prefix, or remove the cache point. A write pays off only once it is read again within its time to live.',
        assumptions: [
          'Without the cache, the same tokens would have been sent as plain input at the average input rate of the same rows.',
        ],
        where: { [CALLER_KEYS[0]]: principal, [CALLER_KEYS[1]]: model },
      },
    ];
  });
}

/** Row by row, so that each SKU is compared with its own input rate; rows without priced input cannot tell. */
function lossOf(rows: readonly Measures[]): NanoUsd {
  const lost = rows.map((row) => {
    const pricedInput = row.input - row.unpricedInput;
    const pricedWrites = row.cacheWrite - row.unpricedCacheWrite;
    const pricedReads = row.cacheRead - row.unpricedCacheRead;
    if (pricedInput <= 0 || pricedWrites <= 0) return 0n;
    const plain = (row.costInput * BigInt(pricedWrites + pricedReads)) / BigInt(pricedInput);
    return row.costCacheWrite + row.costCacheRead - plain;
  });
  return nanoUsd(lost.reduce((a, b) => a + b, 0n));
}

const readsPerWrite = ({ cacheRead, cacheWrite }: Measures): string =>
  cacheWrite === 0 ? '0' : (cacheRead / cacheWrite).toFixed(2);
