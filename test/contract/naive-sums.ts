/**
 * Sums worked out from the calls themselves, one by one and in big integers: what a store's sums are compared with.
 * @module
 */
import type { Rater } from '../../src/domain/cost.ts';
import type { StoreDimension, Summable, UsageQuery } from '../../src/domain/measures.ts';
import { nanoUsd } from '../../src/domain/money.ts';
import { type Quantities, TOKEN_KINDS } from '../../src/domain/quantities.ts';
import { promptBand } from '../../src/domain/sku.ts';
import { dayOf, hourOf, isoDay, isoHour, isoMonth } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';
import type { UnpricedUsage } from '../../src/store/port.ts';
import { promptOf } from './brute-force.ts';

type Kind = keyof Quantities;

/** The price book that a call came in under. */
export type Book = 'first' | 'second';
export interface Booked {
  readonly fact: InvocationFact;
  readonly book: Book;
}

/** Pico-dollars, odd, so that rounding matters; the cost of a token of each kind in the first book. */
const RATES: Readonly<Record<Kind, bigint>> = {
  ...{ input: 701n, output: 2_903n, cacheRead: 71n, units: 40_000_123n },
  ...{ cacheWrite: 877n, cacheWrite5m: 877n, cacheWrite30m: 877n, cacheWrite1h: 1_409n },
};

/**
 * What a book asks for one of a kind; null: it has no price. The first book knows no price of `unpriced` models, and none
 * of caching on `nocache`; the second is dearer, knows the input of the one and all of the other.
 */
function rateOf(book: Book, model: string | null, unit: string, kind: Kind): bigint | null {
  if (model === null || (kind === 'units') !== (unit !== 'token')) return null;
  if (kind === 'units' && unit.startsWith('unknown')) return null;
  if (model.includes('unpriced') && (book === 'first' || kind !== 'input')) return null;
  if (book === 'first' && model.includes('nocache') && kind.startsWith('cache')) return null;
  return book === 'first' ? RATES[kind] : 3n * RATES[kind];
}

const PARTS = [
  ['costInput', ['input']],
  ['costOutput', ['output']],
  ['costCacheRead', ['cacheRead']],
  ['costCacheWrite', ['cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h']],
  ['costUnits', ['units']],
] as const;
type Costs = Record<(typeof PARTS)[number][0], bigint>;
type Totals = Partial<Record<Kind, bigint>>;

/** The parts add up to the exact cost of all, rounded once. */
function priceOf(book: Book, model: string | null, unit: string, totals: Totals): Costs {
  let [exact, told] = [0n, 0n];
  const costs = { costInput: 0n, costOutput: 0n, costCacheRead: 0n, costCacheWrite: 0n, costUnits: 0n };
  for (const [part, kinds] of PARTS) {
    for (const kind of kinds) exact += (totals[kind] ?? 0n) * (rateOf(book, model, unit, kind) ?? 0n);
    const rounded = (exact + 500n) / 1000n;
    costs[part] = rounded - told;
    told = rounded;
  }
  return costs;
}

/** A book as the store is given it. */
export function raterOf(book: Book): Rater {
  return {
    version: `${book} prices`,
    knowsModel: () => true,
    rate: (sku, _at, quantities) => {
      const used = [...TOKEN_KINDS, 'units' as const].filter((kind) => quantities[kind] > 0);
      const unpricedKinds = used.filter((kind) => rateOf(book, sku.model, sku.unit, kind) === null);
      const totals = Object.fromEntries(used.map((kind) => [kind, BigInt(quantities[kind])]));
      const costs = priceOf(book, sku.model, sku.unit, totals);
      return {
        cost: {
          input: nanoUsd(costs.costInput),
          output: nanoUsd(costs.costOutput),
          cacheRead: nanoUsd(costs.costCacheRead),
          cacheWrite: nanoUsd(costs.costCacheWrite),
          units: nanoUsd(costs.costUnits),
        },
        unpricedTokens: unpricedKinds.reduce(
          (sum, kind) => sum + (kind === 'units' ? 0 : quantities[kind]),
          0,
        ),
        unpricedKinds,
        reason: unpricedKinds.length > 0 ? 'unknown-model' : null,
      };
    },
  };
}

/** What a call used of one unit; its own counts stand with its tokens, or with its first unit where it has none. */
interface Part extends Booked {
  readonly unit: string;
  readonly main: boolean;
  readonly totals: Totals;
  readonly band: number;
}

function partsOf({ fact, book }: Booked): Part[] {
  const tokens: Totals = Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, BigInt(fact.tokens[kind])]));
  const [first] = fact.units;
  const mainUnit = Object.values(tokens).every((count) => count === 0n) && first ? first.unit : 'token';
  const bandOf = (unit: string) => (unit === 'token' ? promptBand(promptOf(fact)) : 0);
  const units = fact.units.map(({ unit, quantity }) => ({
    ...{ fact, book, unit, main: unit === mainUnit, totals: { units: BigInt(quantity) }, band: bandOf(unit) },
  }));
  const own = { fact, book, unit: 'token', main: true, totals: tokens, band: bandOf('token') };
  return mainUnit === 'token' ? [own, ...units] : units;
}

const keyOf = ({ fact }: Booked, dimension: StoreDimension): string | null => {
  const day = dayOf(fact.at);
  switch (dimension) {
    case 'hour':
      return isoHour(hourOf(fact.at));
    case 'day':
      return isoDay(day);
    case 'month':
      return isoMonth(day);
    case 'model':
      return fact.model.base;
    case 'region':
      return fact.region;
    case 'session':
      return fact.caller.session;
    case 'principal':
      return fact.caller.principal;
    case 'tag:team':
      return fact.tags.get('team') ?? null;
    default:
      throw new Error(`the naive sums know no ${dimension}`);
  }
};

const lacks = (part: Part, kind: Kind): boolean =>
  (part.totals[kind] ?? 0n) > 0n && rateOf(part.book, part.fact.model.base, part.unit, kind) === null;
const isUnpriced = (booked: Booked): boolean =>
  partsOf(booked).some((part) => [...TOKEN_KINDS, 'units' as const].some((kind) => lacks(part, kind)));

const within = (all: readonly Booked[], { range, where }: Pick<UsageQuery, 'range' | 'where'>): Booked[] =>
  all
    .filter(({ fact }) => fact.at >= range.from && fact.at < range.to)
    .filter((one) => where.every(({ dimension, values }) => values.includes(keyOf(one, dimension))));

const WRITES = ['cacheWrite', 'cacheWrite5m', 'cacheWrite30m', 'cacheWrite1h'] as const;

/** Groups by their keys as JSON; `range` is of whole hours. */
export function naiveSums(
  all: readonly Booked[],
  query: Pick<UsageQuery, 'range' | 'where' | 'by'>,
): Map<string, Summable> {
  const calls = Map.groupBy(within(all, query), (one) =>
    JSON.stringify(query.by.map((of) => keyOf(one, of))),
  );
  return new Map([...calls].map(([key, group]) => [key, measuresOf(group)]));
}

function measuresOf(calls: readonly Booked[]): Summable {
  const parts = calls.flatMap(partsOf);
  const sum = (kinds: readonly Kind[], counts: (part: Part, kind: Kind) => boolean = () => true): number =>
    Number(
      parts.reduce(
        (total, part) =>
          kinds.reduce((so, kind) => so + (counts(part, kind) ? (part.totals[kind] ?? 0n) : 0n), total),
        0n,
      ),
    );
  const costs = costsOf(parts);
  return {
    invocations: calls.filter(({ fact }) => fact.errorCode === null).length,
    failedInvocations: calls.filter(({ fact }) => fact.errorCode !== null).length,
    input: sum(['input']),
    output: sum(['output']),
    cacheRead: sum(['cacheRead']),
    cacheWrite: sum(WRITES),
    units: sum(['units']),
    ...costs,
    cost: nanoUsd(Object.values(costs).reduce((total, cost) => total + cost, 0n)),
    unpricedInvocations: calls.filter(isUnpriced).length,
    unpricedInput: sum(['input'], lacks),
    unpricedOutput: sum(['output'], lacks),
    unpricedCacheRead: sum(['cacheRead'], lacks),
    unpricedCacheWrite: sum(WRITES, lacks),
    unpricedUnits: sum(['units'], lacks),
    unpricedTokens: sum(TOKEN_KINDS, lacks),
  };
}

/** What is priced as one, and rounded once: the calls of an hour that are alike in everything, under one book. */
function costsOf(parts: readonly Part[]) {
  const total = { costInput: 0n, costOutput: 0n, costCacheRead: 0n, costCacheWrite: 0n, costUnits: 0n };
  const rows = Map.groupBy(parts, ({ fact, book, unit, band }) =>
    JSON.stringify([
      ...[hourOf(fact.at), book, unit, band, fact.model, fact.account, fact.region, fact.operation],
      ...[fact.tier, fact.latency, fact.caller, [...fact.tags]],
    ]),
  );
  for (const row of rows.values()) {
    const totals: Totals = {};
    for (const part of row)
      for (const kind of [...TOKEN_KINDS, 'units' as const])
        totals[kind] = (totals[kind] ?? 0n) + (part.totals[kind] ?? 0n);
    const [{ book, fact, unit }] = row as [Part];
    const costs = priceOf(book, fact.model.base, unit, totals);
    for (const [part] of PARTS) total[part] += costs[part];
  }
  return {
    costInput: nanoUsd(total.costInput),
    costOutput: nanoUsd(total.costOutput),
    costCacheRead: nanoUsd(total.costCacheRead),
    costCacheWrite: nanoUsd(total.costCacheWrite),
    costUnits: nanoUsd(total.costUnits),
  };
}

/** What has no price, by called id and unit; calls as `spend` counts them: any that lacks a price of anything. */
export function naiveUnpriced(
  all: readonly Booked[],
  range: UsageQuery['range'],
): Pick<UnpricedUsage, 'modelId' | 'unit' | 'region' | 'invocations' | 'tokens' | 'units'>[] {
  const parts = within(all, { range, where: [] }).flatMap(partsOf);
  const groups = Map.groupBy(parts, ({ fact, unit }) =>
    JSON.stringify([fact.model.called, fact.region, unit]),
  );
  return [...groups.values()].flatMap((group) => {
    const [{ fact, unit }] = group as [Part];
    const sum = (kinds: readonly Kind[]) =>
      group.reduce(
        (total, part) =>
          kinds.reduce((so, kind) => so + (lacks(part, kind) ? (part.totals[kind] ?? 0n) : 0n), total),
        0n,
      );
    const [tokens, units] = [Number(sum(TOKEN_KINDS)), Number(sum(['units']))];
    const invocations = group.filter((part) => part.main && isUnpriced(part)).length;
    if (tokens + units === 0) return [];
    return [{ modelId: fact.model.called, unit, region: fact.region, invocations, tokens, units }];
  });
}
