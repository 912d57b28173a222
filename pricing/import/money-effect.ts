/**
 * What a change of prices does to usage that is stored: the same quantities under both books.
 * @module
 */

import type { UsageCost } from '../../src/domain/cost.ts';
import type { SkuUsage } from '../../src/domain/measures.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../src/domain/money.ts';
import { startOfDay } from '../../src/domain/time.ts';
import type { PriceBook } from '../price-book.ts';
import { raterOf } from '../rater.ts';

export interface ModelEffect {
  /** Null while unresolved. */
  readonly model: string | null;
  readonly before: NanoUsd;
  readonly after: NanoUsd;
  readonly unpricedTokensBefore: number;
  readonly unpricedTokensAfter: number;
}

export interface MoneyEffect {
  /** Those whose cost or unpriced tokens differ, by id. */
  readonly models: readonly ModelEffect[];
  /** Of all usage, changed or not. */
  readonly before: NanoUsd;
  readonly after: NanoUsd;
}

/**
 * The usage under both books. Quantities are sums of a UTC day, each priced at the day's start,
 * so amounts can differ from stored ones by the rounding of hours; a price that changes within a day is `reprice`'s
 * matter.
 */
export function moneyEffect(usage: readonly SkuUsage[], before: PriceBook, after: PriceBook): MoneyEffect {
  const [old, now] = [raterOf(before), raterOf(after)];
  const effects = new Map<string | null, ModelEffect>();
  for (const { sku, day, quantities } of usage) {
    const at = startOfDay(day);
    const [was, is] = [old.rate(sku, at, quantities), now.rate(sku, at, quantities)];
    const sum = effects.get(sku.model) ?? noEffect(sku.model);
    effects.set(sku.model, {
      model: sku.model,
      before: addUsd(sum.before, totalOf(was)),
      after: addUsd(sum.after, totalOf(is)),
      unpricedTokensBefore: sum.unpricedTokensBefore + was.unpricedTokens,
      unpricedTokensAfter: sum.unpricedTokensAfter + is.unpricedTokens,
    });
  }
  const all = [...effects.values()];
  return {
    models: all.filter(differs).sort((a, b) => ((a.model ?? '') < (b.model ?? '') ? -1 : 1)),
    before: all.reduce((sum, one) => addUsd(sum, one.before), ZERO_USD),
    after: all.reduce((sum, one) => addUsd(sum, one.after), ZERO_USD),
  };
}

const noEffect = (model: string | null): ModelEffect => ({
  model,
  before: ZERO_USD,
  after: ZERO_USD,
  unpricedTokensBefore: 0,
  unpricedTokensAfter: 0,
});

const differs = (effect: ModelEffect): boolean =>
  effect.before !== effect.after || effect.unpricedTokensBefore !== effect.unpricedTokensAfter;

const totalOf = ({ cost }: UsageCost): NanoUsd =>
  [cost.output, cost.cacheRead, cost.cacheWrite, cost.units].reduce(addUsd, cost.input);
