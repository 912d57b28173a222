/**
 * The demand that units of capacity would serve: tokens and on-demand cost by minute. Pure.
 * @module
 */
import type { Rates } from '../../../pricing/rates.ts';
import type { DemandSeries } from '../../domain/demand.ts';
import type { AttoUsdPerUnit } from '../../domain/money.ts';

/** Kinds as minutes know them: a minute does not tell for how long a cache write was asked. */
export const DEMAND_KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
export type DemandKind = (typeof DEMAND_KINDS)[number];

/** Columns of equal length, one entry for each minute with demand, minutes ascending. */
export interface MinuteDemand {
  readonly minutes: readonly number[];
  /** Tokens of each kind. */
  readonly tokens: { readonly [K in DemandKind]: readonly number[] };
  /** What the minute costs on demand, in exact atto-dollars; cache reads are also told apart. */
  readonly cost: readonly bigint[];
  readonly readCost: readonly bigint[];
  /** Tokens of kinds that have no price on demand; they are in `tokens`, and not in `cost`. */
  readonly unpricedTokens: number;
}

/** What a token of each kind cost on demand; null: no price. */
export type KindRates = { readonly [K in DemandKind]: AttoUsdPerUnit | null };

export const kindRates = ({ input, output, cacheRead, cacheWrite }: Rates): KindRates => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});

/** Tokens of one minute at the rates that applied to them. */
export interface DemandPart {
  readonly minute: number;
  readonly tokens: { readonly [K in DemandKind]: number };
  readonly rates: KindRates;
}

/** Adds parts up by minute, whatever their order. */
export function minuteDemand(parts: Iterable<DemandPart>): MinuteDemand {
  const sums = new Map<number, { tokens: Record<DemandKind, number>; cost: bigint; readCost: bigint }>();
  let unpricedTokens = 0;
  for (const { minute, tokens, rates } of parts) {
    let sum = sums.get(minute);
    if (!sum) {
      sum = { tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }, cost: 0n, readCost: 0n };
      sums.set(minute, sum);
    }
    for (const kind of DEMAND_KINDS) {
      const count = tokens[kind];
      if (count === 0) continue;
      sum.tokens[kind] += count;
      const rate = rates[kind];
      if (rate === null) {
        unpricedTokens += count;
        continue;
      }
      const cost = rate * BigInt(count);
      sum.cost += cost;
      if (kind === 'cacheRead') sum.readCost += cost;
    }
  }
  const rows = [...sums].sort(([a], [b]) => a - b);
  const column = (kind: DemandKind) => rows.map(([, sum]) => sum.tokens[kind]);
  return {
    minutes: rows.map(([minute]) => minute),
    tokens: {
      input: column('input'),
      output: column('output'),
      cacheRead: column('cacheRead'),
      cacheWrite: column('cacheWrite'),
    },
    cost: rows.map(([, sum]) => sum.cost),
    readCost: rows.map(([, sum]) => sum.readCost),
    unpricedTokens,
  };
}

/** The minutes of stored series. @param ratesOf what a series' tokens cost in a minute */
export function* partsOf(
  series: Iterable<DemandSeries>,
  ratesOf: (series: DemandSeries, minute: number) => KindRates,
): Generator<DemandPart> {
  for (const one of series) {
    const { input, output, cacheRead, cacheWrite } = one.counts;
    for (const [i, minute] of one.minutes.entries()) {
      const tokens = {
        input: input[i] ?? 0,
        output: output[i] ?? 0,
        cacheRead: cacheRead[i] ?? 0,
        cacheWrite: cacheWrite[i] ?? 0,
      };
      yield { minute, tokens, rates: ratesOf(one, minute) };
    }
  }
}

/** The same demand within `[from, to)`, in minutes. */
export function withinMinutes(demand: MinuteDemand, from: number, to: number): MinuteDemand {
  const kept = demand.minutes.flatMap((minute, i) => (minute >= from && minute < to ? i : []));
  if (kept.length === demand.minutes.length) return demand;
  const pick = <T>(column: readonly T[]): T[] => kept.flatMap((i) => column[i] ?? []);
  const { input, output, cacheRead, cacheWrite } = demand.tokens;
  return {
    minutes: pick(demand.minutes),
    tokens: {
      input: pick(input),
      output: pick(output),
      cacheRead: pick(cacheRead),
      cacheWrite: pick(cacheWrite),
    },
    cost: pick(demand.cost),
    readCost: pick(demand.readCost),
    unpricedTokens: demand.unpricedTokens,
  };
}
