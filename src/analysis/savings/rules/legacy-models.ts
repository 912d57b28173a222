/**
 * Calls to models that AWS has marked legacy.
 * @module
 */
import { formatUsd, groupThousands } from '../../../domain/format.ts';
import { addMeasures, type Measures, NO_MEASURES } from '../../../domain/measures.ts';
import { shortPrincipal } from '../../../domain/short-name.ts';
import { isoInstant } from '../../../domain/time.ts';
import { costOf } from '../../spend.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/** One finding for each legacy model that is still called. */
export function legacyModels({
  callers,
  lifecycles,
}: Pick<SavingsInput, 'callers' | 'lifecycles'>): Finding[] {
  const ends = new Map(lifecycles.map(({ model, endOfLife }) => [model, endOfLife]));
  const groups = Map.groupBy(callers, ({ key }) => key[1] ?? null);
  return [...groups].flatMap(([model, rows]): Finding[] => {
    if (model === null || !ends.has(model)) return [];
    const sum = rows.map((row): Measures => row).reduce(addMeasures, NO_MEASURES);
    const end = ends.get(model) ?? null;
    const who = [
      ...new Set(
        rows.flatMap(({ key: [principal] }) => (principal == null ? [] : shortPrincipal(principal))),
      ),
    ];
    return [
      {
        rule: 'legacy-models',
        title: `${model} is a legacy model${end === null ? '' : ` that ends on ${isoInstant(end).slice(0, 10)}`}`,
        saving: null,
        evidence: [
          `${groupThousands(sum.invocations)} calls for ${formatUsd(costOf(sum))} in the range`,
          `called by ${who.slice(0, 3).join(', ')}${who.length > 3 ? ` and ${who.length - 3} more` : ''}`,
        ],
        fix: 'Move to a current model before that day: calls fail after it. Compare prices with: bedrock-meter whatif --as MODEL',
        assumptions: [],
        where: { model },
      },
    ];
  });
}
