/**
 * The same request sent again and again: answers that could have been kept.
 * @module
 */

import type { Rater } from '../../../domain/cost.ts';
import type { RepeatRow } from '../../../domain/drill.ts';
import { formatUsd, groupThousands } from '../../../domain/format.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../../domain/money.ts';
import { shortModelId, shortPrincipal } from '../../../domain/short-name.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

const DAY = 86_400;

/** What all but the first of identical requests cost, by caller and model. */
export function repeatedPrompts({ repeats, rater }: Pick<SavingsInput, 'repeats' | 'rater'>): Finding[] {
  const groups = Map.groupBy(repeats, ({ principal, sku }) => JSON.stringify([principal, sku.model]));
  return [...groups.values()].flatMap((rows): Finding[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const cost = rows.map((row) => costOfAgain(row, rater)).reduce(addUsd, ZERO_USD);
    const again = rows.reduce((sum, { calls }) => sum + calls - 1, 0);
    const most = Math.max(...rows.map(({ calls }) => calls));
    const began = Math.min(...rows.map(({ firstAt }) => firstAt));
    const once = Math.max(...rows.map(({ lastAt }) => lastAt)) - began < DAY;
    const who = first.principal === null ? 'A caller without identity' : shortPrincipal(first.principal);
    const model = first.sku.model ?? shortModelId(first.modelId);
    if (cost === 0n) return [];
    return [
      {
        rule: 'repeated-prompts',
        title: `${who} sends ${model} requests that it has sent before, word for word`,
        saving: cost,
        ...(once ? { over: 'once' as const } : {}),
        evidence: [
          `${groupThousands(again)} calls repeat one of ${groupThousands(rows.length)} requests, for ${formatUsd(cost)}`,
          `one request was sent ${groupThousands(most)} times`,
          ...(once ? ['all within one day: it is counted once, and not for a month'] : []),
        ],
        fix: 'Keep the answers by a hash of the request, or find out why the job runs twice.',
        assumptions: [
          'Identical requests are counted by a keyed hash of the request body; an answer may be meant to differ each time.',
        ],
        where: {
          ...(first.principal === null ? {} : { principal: first.principal }),
          ...(first.sku.model === null ? {} : { model: first.sku.model }),
        },
      },
    ];
  });
}

/** At the prices of the time of the last repeat. Kinds without a price add nothing. */
function costOfAgain({ sku, lastAt, again }: RepeatRow, rater: Rater): NanoUsd {
  const { cost } = rater.rate(sku, lastAt, again);
  return [cost.output, cost.cacheRead, cost.cacheWrite, cost.units].reduce(addUsd, cost.input);
}
