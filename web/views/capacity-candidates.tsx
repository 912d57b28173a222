/**
 * What the capacity page says before a model is chosen: who is dearest on demand, and how the units that there are do.
 * @module
 */
import type { Candidate, Capacity } from '../../src/answers/capacity.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../src/domain/money.ts';
import { labelOf, type Names } from '../format/label.ts';
import type { Figure } from '../overview/figures.ts';

interface SentenceProps {
  /** Dearest first. */
  readonly candidates: readonly Candidate[];
  readonly existing: Capacity['existing'];
  readonly names: Names;
}

const sum = (amounts: readonly NanoUsd[]): NanoUsd => amounts.reduce(addUsd, ZERO_USD);

/** Idle and observed hours of all units, and what the idle ones cost as far as that is known. */
function idleness(existing: Capacity['existing']) {
  const hours = existing.reduce((all, one) => all + one.hours, 0);
  const idle = existing.reduce((all, one) => all + one.idleHours, 0);
  return {
    share: hours === 0 ? null : idle / hours,
    units: existing.reduce((all, { owned }) => all + owned.units, 0),
    cost: sum(existing.flatMap(({ idleCost }) => idleCost ?? [])),
  };
}

export function CandidatesSentence({ candidates, existing, names }: SentenceProps) {
  const [first] = candidates;
  if (first === undefined) return <>Nothing was called on demand.</>;
  const { share, units, cost } = idleness(existing);
  return (
    <>
      <bdi class="name">{labelOf('model', first.model, names).text}</bdi> in {first.region} costs most on
      demand: <strong>{formatUsd(first.cost)}</strong>
      {share === null ? (
        '. You have no units'
      ) : (
        <>
          ; your {units === 1 ? 'one unit' : `${groupThousands(units)} units`} stood idle{' '}
          <strong>{percent(share)}</strong> of the time
          {cost > 0n && `, for ${formatUsd(cost)}`}
        </>
      )}
      .
    </>
  );
}

export function candidateFigures(candidates: readonly Candidate[], existing: Capacity['existing']): Figure[] {
  const { share, units, cost } = idleness(existing);
  const calls = candidates.reduce((all, { invocations }) => all + invocations, 0);
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{
        ...plain,
        id: 'demand',
        title: 'On demand',
        value: formatUsd(sum(candidates.map(({ cost }) => cost))),
      },
      note: `${formatCount(calls)} calls`,
      how: 'What was called on demand in the range and has a price: what units could serve.',
    },
    {
      ...{ ...plain, id: 'candidates', title: 'Models in their Regions', value: String(candidates.length) },
      note: 'each can be weighed',
      how: 'A unit serves one model in one Region of one account, so each of these is a question of its own.',
    },
    {
      ...{ ...plain, id: 'units', title: 'Units you have', value: groupThousands(units) },
      note: existing.length === 1 ? 'one purchase' : `${existing.length} purchases`,
      how: 'Model units of provisioned throughput that the inventory lists.',
    },
    {
      ...{ ...plain, id: 'idle', title: 'Idle hours', value: share === null ? UNKNOWN : percent(share) },
      mood: share !== null && share > 0.5 ? 'warning' : 'plain',
      note: share === null ? 'no units' : cost > 0n ? `${formatUsd(cost)} in the range` : 'price not known',
      how: 'Whole UTC hours without a call to the unit, of all hours since it is there and calls are recorded.',
    },
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
