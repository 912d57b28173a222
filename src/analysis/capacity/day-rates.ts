/**
 * What a token of each kind really cost on demand on a day: the tiers, prompt sizes and cache lifetimes that were used,
 * at the prices of that day. Minutes do not keep them apart; days do. Pure.
 * @module
 */
import type { PriceBook } from '../../../pricing/index.ts';
import { type BaseModelId, baseModelId, type RegionId, regionId } from '../../domain/ids.ts';
import type { UsageRow } from '../../domain/measures.ts';
import type { AttoUsdPerUnit, NanoUsd } from '../../domain/money.ts';
import { type Scope, type Sku, STANDARD_TIER, TOKEN_UNIT } from '../../domain/sku.ts';
import { type EpochDay, type EpochSeconds, isoDay, startOfDay } from '../../domain/time.ts';
import { type KindRates, kindRates } from './demand.ts';

export const NO_KIND_RATES: KindRates = { input: null, output: null, cacheRead: null, cacheWrite: null };
const ATTO_PER_NANO = 1_000_000_000n;

/** The standard tier's rates for small prompts at an instant. */
export function standardRates(
  book: PriceBook,
  model: { readonly base: string | null; readonly scope: Scope },
  region: string,
  at: EpochSeconds,
): KindRates {
  const found = book.lookup(
    standardSku(model.base === null ? null : baseModelId(model.base), model.scope, regionId(region)),
    at,
  );
  return found.status === 'priced' ? kindRates(found.rates) : NO_KIND_RATES;
}

export const standardSku = (model: BaseModelId | null, scope: Scope, region: RegionId): Sku => ({
  model,
  scope,
  region,
  tier: STANDARD_TIER,
  latency: 'standard',
  band: 0,
  batch: false,
  unit: TOKEN_UNIT,
});

/** Rates by day and id as called; `rows` have the keys day and modelId. */
export function dayRates(
  rows: readonly UsageRow[],
  otherwise: (modelId: string, at: EpochSeconds) => KindRates,
): (modelId: string, day: EpochDay) => KindRates {
  const known = new Map(rows.map((row) => [`${row.key[0]} ${row.key[1]}`, row]));
  const rates = new Map<string, KindRates>();
  return (modelId, day) => {
    const key = `${isoDay(day)} ${modelId}`;
    const before = rates.get(key);
    if (before) return before;
    const list = otherwise(modelId, startOfDay(day));
    const row = known.get(key);
    const made: KindRates = row
      ? {
          input: average(row.costInput, row.input - row.unpricedInput) ?? list.input,
          output: average(row.costOutput, row.output - row.unpricedOutput) ?? list.output,
          cacheRead: average(row.costCacheRead, row.cacheRead - row.unpricedCacheRead) ?? list.cacheRead,
          cacheWrite: average(row.costCacheWrite, row.cacheWrite - row.unpricedCacheWrite) ?? list.cacheWrite,
        }
      : list;
    rates.set(key, made);
    return made;
  };
}

/** To the atto-dollar. */
function average(cost: NanoUsd, tokens: number): AttoUsdPerUnit | null {
  if (tokens <= 0) return null;
  return ((cost * ATTO_PER_NANO) / BigInt(tokens)) as AttoUsdPerUnit;
}
