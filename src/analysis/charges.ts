/**
 * Charges by kind of token: an hour's cost divided so that the parts are exactly the whole, beside what the price list
 * says. Pure.
 * @module
 */
import type { PriceBook } from '../../pricing/index.ts';
import type { PricedKind } from '../../pricing/rates.ts';
import type { ChargeHour, ChargeParty } from '../domain/charge.ts';
import type { CostParts, UnpricedReason } from '../domain/cost.ts';
import {
  type AttoUsdPerUnit,
  addUsd,
  type NanoUsd,
  nanoUsd,
  roundToNano,
  ZERO_USD,
} from '../domain/money.ts';
import { TOKEN_KINDS, TOKEN_TYPE_OF } from '../domain/quantities.ts';
import { type EpochSeconds, startOfHour } from '../domain/time.ts';

/** Why a charge has no cost; `stored-without-price`: the prices in force know it, and `prices reprice` would apply them. */
export type ChargeReason = UnpricedReason | 'stored-without-price';

/** One kind of use of one SKU by one party over one period, at one price. */
export interface Charge extends ChargeParty {
  readonly from: EpochSeconds;
  readonly to: EpochSeconds;
  readonly priceVersion: string;
  /** `cacheWrite` also stands for writes of several times-to-live that cannot be told apart in money. */
  readonly kind: PricedKind;
  readonly quantity: number;
  /** Null where there is no price. */
  readonly cost: NanoUsd | null;
  /** At list price; where there is none, what it costs. Null where there is no price. */
  readonly listCost: NanoUsd | null;
  /** What one token or unit costs, where the prices in force explain the cost to the nano-dollar; null else. */
  readonly rate: AttoUsdPerUnit | null;
  /** What the price list in force says; null where it says nothing. */
  readonly listRate: AttoUsdPerUnit | null;
  /** Null: priced. */
  readonly reason: ChargeReason | null;
}

type Part = Pick<Charge, 'kind' | 'quantity' | 'cost' | 'rate' | 'listRate' | 'reason'>;

const ATTO_PER_NANO = 1_000_000_000n;
const KINDS: readonly PricedKind[] = [...TOKEN_KINDS, 'units'];

/**
 * Adds up hours to charges of a period each.
 * @param period the hour or day that holds an hour
 * @returns in order of period; within one in a fixed order of their names
 */
export function chargesOf(
  hours: readonly ChargeHour[],
  book: PriceBook,
  period: (hour: ChargeHour['hour']) => { readonly from: EpochSeconds; readonly to: EpochSeconds },
): Charge[] {
  const groups = new Map<string, Group>();
  for (const hour of hours) {
    const parts = partsOf(hour, book);
    if (parts.length === 0) continue;
    const { from, to } = period(hour.hour);
    const key = `${from} ${groupKey(hour)}`;
    let group = groups.get(key);
    if (group === undefined) {
      const { account, sku, modelId, profile, principal, agent, tags, priceVersion } = hour;
      const shared = { account, sku, modelId, profile, principal, agent, tags, priceVersion, from, to };
      group = { key, shared, parts: [] };
      groups.set(key, group);
    }
    for (const part of parts) add(group.parts, part);
  }
  return [...groups.values()]
    .toSorted((a, b) => a.shared.from - b.shared.from || (a.key < b.key ? -1 : 1))
    .flatMap(({ shared, parts }) =>
      parts.toSorted(byKind).map((part) => ({ ...shared, ...part, listCost: listCostOf(part) })),
    );
}

/** What one party used in one period, as one price book has priced it. */
interface Group {
  readonly key: string;
  readonly shared: ChargeParty & Pick<Charge, 'from' | 'to' | 'priceVersion'>;
  /** Few: one for each kind, more where its price changes. */
  readonly parts: { -readonly [K in keyof Part]: Part[K] }[];
}

function groupKey(hour: ChargeHour): string {
  const { account, sku, modelId, profile, principal, agent, tags, priceVersion } = hour;
  const { model, scope, region, tier, latency, band, batch, unit } = sku;
  const names = [
    account,
    region,
    model,
    modelId,
    scope,
    tier,
    latency,
    band,
    batch,
    unit,
    profile,
    principal,
  ];
  return JSON.stringify([...names, agent, ...(tags.size === 0 ? [] : [[...tags]]), priceVersion]);
}

function add(parts: Group['parts'], part: Part): void {
  const same = parts.find(
    ({ kind, rate, listRate, reason }) =>
      kind === part.kind && rate === part.rate && listRate === part.listRate && reason === part.reason,
  );
  if (same === undefined) {
    parts.push({ ...part });
    return;
  }
  same.quantity += part.quantity;
  if (same.cost !== null && part.cost !== null) same.cost = addUsd(same.cost, part.cost);
}

function byKind(a: Part, b: Part): number {
  if (a.kind !== b.kind) return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind);
  const rest = ({ rate, listRate, reason }: Part) => `${rate} ${listRate} ${reason}`;
  return rest(a) < rest(b) ? -1 : 1;
}

/** The list price of the whole; the cost itself where the list asks the same, so that rounding makes no difference. */
function listCostOf({ cost, rate, listRate, quantity }: Part): NanoUsd | null {
  if (cost === null || listRate === null || listRate === rate) return cost;
  return roundToNano(listRate * BigInt(quantity));
}

/** An hour by kind: what has a price, then what has none. */
function partsOf(hour: ChargeHour, book: PriceBook): Part[] {
  const { sku, quantities, unpriced } = hour;
  if (KINDS.every((kind) => quantities[kind] === 0)) return [];
  const found = book.lookup(sku, startOfHour(hour.hour));
  const [rates, list] = found.status === 'priced' ? [found.rates, found.list] : [null, null];
  const priced = Map.groupBy(
    KINDS.filter((kind) => quantities[kind] > unpriced[kind]),
    (kind) => (kind === 'units' ? 'units' : TOKEN_TYPE_OF[kind]),
  );
  const parts = [...priced].flatMap(([type, kinds]) => {
    const shares = kinds.map((kind) => ({
      kind,
      quantity: quantities[kind] - unpriced[kind],
      rate: rates?.[kind] ?? null,
      listRate: list?.[kind] ?? null,
    }));
    return divided(hour.cost[type], shares, type, hour.rows);
  });
  const without = KINDS.filter((kind) => unpriced[kind] > 0).map((kind): Part => {
    const gap = kind === 'units' ? 'no-rate-for-unit' : 'no-rate-for-kind';
    const missing = rates?.[kind] === null ? gap : 'stored-without-price';
    const reason = found.status === 'unpriced' ? found.reason : missing;
    return { kind, quantity: unpriced[kind], cost: null, rate: null, listRate: list?.[kind] ?? null, reason };
  });
  return [...parts, ...without];
}

type Share = Pick<Part, 'kind' | 'quantity' | 'rate' | 'listRate'>;

/**
 * Divides a cost in proportion to what the prices in force ask for each kind. Where they do not say, the kinds stay
 * together: no share is made up.
 * @param rows how often the cost was rounded
 */
function divided(cost: NanoUsd, shares: readonly Share[], type: keyof CostParts, rows: number): Part[] {
  const weight = ({ rate, quantity }: Share): bigint => (rate ?? 0n) * BigInt(quantity);
  const total = shares.reduce((sum, share) => sum + weight(share), 0n);
  const explained = shares.every(({ rate }) => rate !== null) && near(total, cost, rows);
  const unknown = shares.some(({ rate }) => rate === null) || (total === 0n && cost !== ZERO_USD);
  const [only] = shares;
  if (only === undefined) return [];
  if (shares.length > 1 && unknown) {
    const quantity = shares.reduce((sum, share) => sum + share.quantity, 0);
    return [{ kind: type, quantity, cost, rate: null, listRate: null, reason: null }];
  }
  if (shares.length === 1) return [{ ...only, cost, rate: explained ? only.rate : null, reason: null }];
  let weighed = 0n;
  let given = 0n;
  return shares.map((share) => {
    weighed += weight(share);
    const before = given;
    given = total === 0n ? 0n : (cost * weighed) / total;
    return { ...share, cost: nanoUsd(given - before), rate: explained ? share.rate : null, reason: null };
  });
}

/** Whether an exact cost is the stored one, but for the roundings of its rows: each moved a part by less than a nano-dollar. */
function near(exact: bigint, cost: NanoUsd, rows: number): boolean {
  const apart = exact - cost * ATTO_PER_NANO;
  return (apart < 0n ? -apart : apart) < BigInt(rows) * ATTO_PER_NANO;
}
