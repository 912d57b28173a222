/**
 * What the store should hold, from the simulator's ledger.
 * @module
 */
import { epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import type { Source, Tally } from '../../aws-simulator/world/index.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Invocations, failed ones, input, output, cache reads and cache writes, by hour and model id as called. */
export type Totals = Record<string, number[]>;

const HOUR = 3600;
const keyOf = (hour: number, model: string) =>
  `${new Date(hour * HOUR * 1000).toISOString().slice(0, 13)} ${model}`;

/** The ledger of one source over whole hours. */
export function ledgerOf({ world }: RunningSimulator, source: Source, span: Span): Totals {
  const tallies = world.ledger(span, [source]).by(({ hour, modelId }) => keyOf(hour, modelId));
  return Object.fromEntries([...tallies].sort(byKey).map(([key, tally]) => [key, numbers(tally)]));
}

/** The same from the store. */
export async function storedOf(store: Store, source: Source, span: Span): Promise<Totals> {
  const rows = await store.usage({
    range: { from: epochSeconds(span.from), to: epochSeconds(span.to) },
    by: ['hour', 'modelId'],
    where: [
      { dimension: 'account', values: [source.account] },
      { dimension: 'region', values: [source.region] },
    ],
  });
  return Object.fromEntries(
    rows
      .map(({ key: [hour, model], ...row }): [string, number[]] => [
        keyOf(Date.parse(hour ?? '') / 1000 / HOUR, model ?? ''),
        numbers(row),
      ])
      .sort(byKey),
  );
}

const numbers = (tally: Omit<Tally, 'cacheWrite1h'>): number[] => [
  tally.invocations,
  tally.failedInvocations,
  tally.input,
  tally.output,
  tally.cacheRead,
  tally.cacheWrite,
];

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);
