/**
 * Why one period cost more than another: the change split into causes that add up to it exactly. Pure.
 *
 * Substitution in a fixed order, model by model, from the earlier period to the later (as in the variance analysis of
 * cost accounting): more calls of the same mix; other models; more tokens per call; another split between token kinds
 * (caching, longer answers); other unit prices.
 * @module
 */
import { type Measures, pricedCost, type UsageRow } from '../domain/measures.ts';
import { type NanoUsd, nanoUsd, ZERO_USD } from '../domain/money.ts';
import { TOKEN_TYPES } from '../domain/quantities.ts';

export const CAUSES = [
  'volume',
  'mix',
  'tokensPerCall',
  'tokenKinds',
  'price',
  'newModels',
  'goneModels',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface Bridge {
  readonly before: NanoUsd;
  readonly after: NanoUsd;
  /** In nano-dollars; they add up to `after - before`. */
  readonly causes: { readonly [C in Cause]: NanoUsd };
}

/** One model of one period, in plain numbers: shares and averages are ratios. */
interface Part {
  readonly calls: number;
  readonly tokens: number;
  readonly kinds: readonly { readonly tokens: number; readonly cost: number }[];
  readonly cost: number;
}

/**
 * Splits the change of priced cost. Money of images and other units counts by call, as price.
 * @param before rows of the earlier period, by model; @param after of the later
 */
export function bridge(before: readonly UsageRow[], after: readonly UsageRow[]): Bridge {
  const [was, is] = [partsOf(before), partsOf(after)];
  const sum = { ...NOTHING };
  const total = (parts: ReadonlyMap<string, Part>, of: (part: Part) => number) =>
    [...parts].reduce((all, [key, part]) => (was.has(key) && is.has(key) ? all + of(part) : all), 0);
  const [callsWas, callsIs] = [total(was, ({ calls }) => calls), total(is, ({ calls }) => calls)];
  for (const [key, b] of was) {
    const a = is.get(key);
    if (a === undefined) sum.goneModels -= b.cost;
    else addModel(sum, b, a, callsWas === 0 ? 1 : callsIs / callsWas);
  }
  for (const [key, a] of is) if (!was.has(key)) sum.newModels += a.cost;
  return exact(costOf(before), costOf(after), sum);
}

type Sums = { [C in Cause]: number };
const NOTHING: Sums = Object.fromEntries(CAUSES.map((cause) => [cause, 0])) as Sums;

/** @param growth of the calls of all models that are in both periods */
function addModel(sum: Sums, b: Part, a: Part, growth: number): void {
  sum.volume += b.cost * (growth - 1);
  if (b.calls === 0 || b.tokens === 0 || a.calls === 0) {
    sum.price += a.cost - b.cost * growth;
    return;
  }
  const perCallWas = b.cost / b.calls;
  sum.mix += perCallWas * (a.calls - b.calls * growth);
  const perTokenWas = b.cost / b.tokens;
  sum.tokensPerCall += perTokenWas * (a.tokens - a.calls * (b.tokens / b.calls));
  const atOldPrices = a.kinds.reduce((all, kind, i) => {
    const old = b.kinds[i];
    // A kind that is new has no old price: its own is taken, so that its use counts as kind and not as price.
    const rate =
      old && old.tokens > 0 ? old.cost / old.tokens : kind.tokens > 0 ? kind.cost / kind.tokens : 0;
    return all + kind.tokens * rate;
  }, 0);
  const kindsWas = b.kinds.reduce((all, { cost }) => all + cost, 0);
  const unitsWas = (b.cost - kindsWas) / b.tokens;
  sum.tokenKinds += atOldPrices + unitsWas * a.tokens - perTokenWas * a.tokens;
  sum.price += a.cost - atOldPrices - unitsWas * a.tokens;
}

function partsOf(rows: readonly UsageRow[]): ReadonlyMap<string, Part> {
  return new Map(rows.map((row) => [JSON.stringify(row.key), partOf(row)]));
}

const COST = {
  input: 'costInput',
  output: 'costOutput',
  cacheRead: 'costCacheRead',
  cacheWrite: 'costCacheWrite',
} as const;

function partOf(row: Measures): Part {
  const kinds = TOKEN_TYPES.map((type) => ({ tokens: row[type], cost: Number(row[COST[type]]) }));
  return {
    calls: row.invocations + row.failedInvocations,
    tokens: kinds.reduce((all, { tokens }) => all + tokens, 0),
    kinds,
    cost: Number(pricedCost(row)),
  };
}

const costOf = (rows: readonly UsageRow[]): NanoUsd =>
  nanoUsd(rows.map(pricedCost).reduce((a, b) => a + b, 0n));

/** Rounds each cause, and gives what rounding left over to the largest, so that they add up. */
function exact(before: NanoUsd, after: NanoUsd, sums: Sums): Bridge {
  const causes = Object.fromEntries(
    CAUSES.map((cause) => [cause, nanoUsd(BigInt(Math.round(sums[cause])))]),
  ) as {
    [C in Cause]: NanoUsd;
  };
  const left = after - before - CAUSES.reduce((all, cause) => all + causes[cause], ZERO_USD as bigint);
  const largest = CAUSES.reduce((most, cause) =>
    Math.abs(sums[cause]) > Math.abs(sums[most]) ? cause : most,
  );
  causes[largest] = nanoUsd(causes[largest] + left);
  return { before, after, causes };
}
