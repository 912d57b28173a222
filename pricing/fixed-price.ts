/**
 * Prices that no usage has, one by one: a term of reserved capacity, a commitment of a model unit, a fee. In this form
 * they are compared with the price list and laid over each other.
 * @module
 */
import type { BaseModelId, RegionId } from '../src/domain/ids.ts';
import { type AttoUsdPerUnit, formatRate, parseRate } from '../src/domain/money.ts';
import type { CapacityPrice } from './capacity-price.ts';
import type { FeePrice } from './fee-price.ts';
import type { PriceScope } from './rates.ts';

export interface FixedPrice {
  readonly model: BaseModelId;
  readonly kind: CapacityPrice['kind'] | 'fee';
  /** Null where a price has none. */
  readonly scope: PriceScope | null;
  readonly region: RegionId;
  /** `input1Month`, `sixMonths`, `storageMonth`. */
  readonly term: string;
  /** For one of what the term is for. */
  readonly rate: AttoUsdPerUnit;
  readonly source: string;
  readonly derived: string | null;
}

/** What has one price. */
export const fixedKey = ({
  model,
  kind,
  scope,
  region,
  term,
}: Omit<FixedPrice, 'rate' | 'source' | 'derived'>): string =>
  `${model} ${kind} ${scope ?? ''} ${term} ${region}`;

/** One by one, in order. */
export function fixedPricesOf({
  capacity,
  fees,
}: {
  readonly capacity: readonly CapacityPrice[];
  readonly fees: readonly FeePrice[];
}): FixedPrice[] {
  const flat = (
    { model, regions, source, derived }: CapacityPrice | FeePrice,
    kind: FixedPrice['kind'],
    scope: PriceScope | null,
    terms: Readonly<Record<string, string>>,
  ): FixedPrice[] =>
    regions.flatMap((region) =>
      Object.entries(terms).map(([term, usd]) => ({
        ...{ model, kind, scope, region, term, source, derived },
        rate: parseRate(usd, 1),
      })),
    );
  return [
    ...capacity.flatMap((price) => flat(price, price.kind, price.scope, price.usdPerHour)),
    ...fees.flatMap((price) => flat(price, 'fee', null, price.usd)),
  ];
}

/** The upper prices over the lower ones. */
export function layFixed(lower: readonly FixedPrice[], upper: readonly FixedPrice[]): FixedPrice[] {
  return [...new Map([...lower, ...upper].map((price) => [fixedKey(price), price])).values()];
}

/** Put together again: one entry for the Regions that agree in every term. */
export function joinFixed(prices: readonly FixedPrice[]): { capacity: CapacityPrice[]; fees: FeePrice[] } {
  const byPlace = Map.groupBy(
    prices,
    ({ model, kind, scope, region }) => `${model} ${kind} ${scope ?? ''} ${region}`,
  );
  const entries = new Map<
    string,
    {
      first: FixedPrice;
      regions: RegionId[];
      terms: Record<string, string>;
      source: string;
      derived: string | null;
    }
  >();
  for (const own of byPlace.values()) {
    const [first] = own;
    if (first === undefined) continue;
    const terms = Object.fromEntries(own.map(({ term, rate }) => [term, formatRate(rate, 1)]));
    const source = [...new Set(own.flatMap((price) => price.source.split('; ')))].join('; ');
    const derived = own.find((price) => price.derived !== null)?.derived ?? null;
    const key = JSON.stringify([first.model, first.kind, first.scope, terms, source, derived]);
    const known = entries.get(key);
    if (known) known.regions.push(first.region);
    else entries.set(key, { first, regions: [first.region], terms, source, derived });
  }
  const capacity: CapacityPrice[] = [];
  const fees: FeePrice[] = [];
  for (const { first, regions, terms, source, derived } of entries.values()) {
    const { model, kind, scope } = first;
    if (kind === 'fee') fees.push({ model, regions, usd: terms, source, derived });
    else capacity.push({ model, kind, scope, regions, usdPerHour: terms, source, derived });
  }
  return { capacity, fees };
}
