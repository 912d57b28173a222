/** What the pricing tests share: the packaged book, and short ways to ask it. */
import fc from 'fast-check';
import { createRater, loadPriceBook, type PriceBook, type PriceLookup } from '../../../pricing/index.ts';
import type { UsageCost } from '../../../src/domain/cost.ts';
import { regionId } from '../../../src/domain/ids.ts';
import { parseModelId } from '../../../src/domain/model-id.ts';
import { addUsd, type NanoUsd, usdString } from '../../../src/domain/money.ts';
import { NO_QUANTITIES, promptTokens, type Quantities } from '../../../src/domain/quantities.ts';
import { promptBand, type Sku, STANDARD_TIER, TOKEN_UNIT } from '../../../src/domain/sku.ts';
import { at as instant } from '../../support.ts';

export { instant };
export const book: PriceBook = loadPriceBook();
export const rater = createRater(book);

/** A day on which every dated change of the catalogue lies in the past. */
export const TODAY = '2026-11-15';

export function quantities(some: Partial<Quantities>): Quantities {
  return { ...NO_QUANTITIES, ...some };
}

/** The SKU of a call by any model id; its band follows from the quantities. */
export function skuOf(model: string, some: Partial<Sku> = {}, used: Partial<Quantities> = {}): Sku {
  const { base, scope } = parseModelId(model);
  return {
    model: base,
    scope,
    region: regionId('us-east-1'),
    tier: STANDARD_TIER,
    latency: 'standard',
    band: promptBand(promptTokens(quantities(used))),
    batch: false,
    unit: TOKEN_UNIT,
    ...some,
  };
}

export function lookUp(model: string, some: Partial<Sku> = {}, at = TODAY): PriceLookup {
  return book.lookup(skuOf(model, some), instant(at));
}

/** `priced`, or the reason. */
export function answer(model: string, some: Partial<Sku> = {}, at = TODAY): string {
  const found = lookUp(model, some, at);
  return found.status === 'priced' ? 'priced' : found.reason;
}

export function costOf(
  model: string,
  used: Partial<Quantities>,
  some: Partial<Sku> = {},
  at = TODAY,
): UsageCost {
  return rater.rate(skuOf(model, some, used), instant(at), quantities(used));
}

export function totalOf({ cost }: UsageCost): NanoUsd {
  return [cost.output, cost.cacheRead, cost.cacheWrite, cost.units].reduce(addUsd, cost.input);
}

/** USD with nine decimals of fully priced usage; says so when it is not. */
export function usd(...call: Parameters<typeof costOf>): string {
  const cost = costOf(...call);
  return cost.reason === null ? usdString(totalOf(cost)) : `unpriced: ${cost.reason}`;
}

/** Runs a property from a fixed seed; `FAST_CHECK_SEED` changes it, and a failure prints the one in use. */
export function holds<T extends [unknown, ...unknown[]]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  predicate: (...args: T) => boolean | undefined,
  numRuns = 300,
): void {
  const seed = Number(process.env.FAST_CHECK_SEED ?? 20_261_121);
  fc.assert(fc.property<T>(...arbitraries, predicate), { seed, numRuns });
}
