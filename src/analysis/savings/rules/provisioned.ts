/**
 * Enough spend on one model that provisioned throughput may be worth a look.
 * @module
 */
import { formatUsd } from '../../../domain/format.ts';
import { addMeasures, type Measures, NO_MEASURES, pricedCost } from '../../../domain/measures.ts';
import { type NanoUsd, parseUsd } from '../../../domain/money.ts';
import type { Finding } from '../finding.ts';
import type { SavingsInput } from '../input.ts';

/**
 * On-demand spend of one model in one Region at the pace of at least one model unit's price. Whether it pays depends
 * on the throughput of a unit, which is not public: `capacity` computes it from the figures of the user's contract.
 */
export function worthProvisioning({
  callers,
  book,
  seconds,
}: Pick<SavingsInput, 'callers' | 'book' | 'seconds'>): Finding[] {
  const hours = BigInt(Math.max(1, Math.round(seconds / 3600)));
  const groups = Map.groupBy(
    callers.filter(({ key }) => key[2] === 'in-region' || key[2] === 'geo'),
    ({ key }) => JSON.stringify([key[1], key[5]]),
  );
  return [...groups.values()].flatMap((rows): Finding[] => {
    const [, model = null, , , , region = null] = rows[0]?.key ?? [];
    const unit = book.capacity.find(
      (price) =>
        price.kind === 'provisioned' && price.model === model && price.regions.some((one) => one === region),
    );
    const perHour = unit && cheapest(Object.values(unit.usdPerHour));
    if (model === null || region === null || perHour === undefined) return [];
    const spent = pricedCost(rows.map((row): Measures => row).reduce(addMeasures, NO_MEASURES));
    if (spent < perHour * hours) return [];
    return [
      {
        rule: 'provisioned',
        title: `${model} in ${region} costs more than a model unit of provisioned throughput`,
        saving: null,
        evidence: [
          `${formatUsd(spent)} on demand; one unit for the same hours, at the longest commitment that is priced, ${formatUsd((perHour * hours) as NanoUsd)}`,
        ],
        fix: `bedrock-meter capacity --model ${model} --region ${region} --unit-input-tpm N --unit-output-tpm N, with the throughput that AWS has told you`,
        assumptions: ['A unit must carry the load: its throughput is not public.'],
        where: { model, region },
      },
    ];
  });
}

function cheapest(prices: readonly string[]): NanoUsd | undefined {
  const [first, ...rest] = prices.map(parseUsd);
  return first === undefined ? undefined : rest.reduce((a, b) => (b < a ? b : a), first);
}
