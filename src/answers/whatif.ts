/**
 * The same usage on another model, scope or tier, or in batch.
 * @module
 */
import { type PriceBook, similarModel } from '../../pricing/index.ts';
import type { SpendRequest } from '../analysis/spend.ts';
import { parseSpendRequest, type SpendText } from '../analysis/spend-request.ts';
import { type WhatIf, type WhatIfTarget, whatIf } from '../analysis/whatif.ts';
import { UsageError } from '../domain/errors.ts';
import { storeFilters } from '../domain/measures.ts';
import { isModelId, type ModelRef, parseModelId } from '../domain/model-id.ts';
import { type NanoUsd, usdString } from '../domain/money.ts';
import { type EpochSeconds, isoInstant } from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { knownRange } from './freshness.ts';

export interface WhatIfText extends Omit<SpendText, 'by'> {
  readonly as?: string | undefined;
  readonly tier?: string | undefined;
  readonly batch?: boolean | undefined;
}

export interface WhatIfRequest {
  readonly spend: SpendRequest;
  readonly as: string | null;
  readonly target: WhatIfTarget;
}

export interface WhatIfAnswer {
  readonly request: WhatIfRequest;
  readonly whatIf: WhatIf;
  readonly priceVersion: string;
}

/**
 * @param otherPrices whether other prices are asked about, so that no other target is needed
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseWhatIfRequest(
  text: WhatIfText,
  otherPrices: boolean,
  book: PriceBook,
  now: EpochSeconds,
  name: (key: string) => string,
): WhatIfRequest {
  const { as, batch } = text;
  if (as === undefined && text.tier === undefined && !batch && !otherPrices) {
    throw new UsageError(
      `whatif: needs ${name('as')} MODEL, ${name('tier')} TIER, ${name('batch')} or ${name('list-prices')}`,
    );
  }
  const model = as === undefined ? undefined : targetModel(as, book, name('as'));
  const tier = text.tier === 'default' ? 'standard' : text.tier;
  const { where, from, to, since } = text;
  const spend = parseSpendRequest({ where, from, to, since }, now, name);
  return { spend, as: as ?? null, target: { model, tier, batch: batch || undefined } };
}

function targetModel(text: string, book: PriceBook, parameter: string): ModelRef {
  if (!isModelId(text)) throw new UsageError(`${parameter} ${text}: not a model id or ARN`);
  const model = parseModelId(text);
  if (model.base === null) {
    throw new UsageError(`${parameter} ${text}: does not say which model it is; name the model itself`);
  }
  if (book.models.has(model.base)) return model;
  const near = similarModel(book, model.base);
  throw new UsageError(
    `${parameter} ${text}: the price book has no such model${near ? `; did you mean ${near}?` : ''}`,
  );
}

export async function whatIfAnswer(
  { store, book, ...clock }: Pick<AnswerContext, 'store' | 'book' | 'now' | 'frozen'>,
  request: WhatIfRequest,
): Promise<WhatIfAnswer> {
  const { range, where } = request.spend;
  const usage = await store.skuUsage({ range: knownRange(range, clock), where: storeFilters(where) });
  return { request, whatIf: whatIf(usage, request.target, book), priceVersion: book.version };
}

const usd = (amount: NanoUsd | null): string | null => (amount === null ? null : usdString(amount));

/** The answer as JSON, the same from the CLI and the API. */
export function whatIfJson({ request, whatIf: { rows, total, assumptions }, priceVersion }: WhatIfAnswer) {
  const { spend, as, target } = request;
  return {
    from: isoInstant(spend.range.from),
    to: isoInstant(spend.range.to),
    ...{ as, tier: target.tier ?? null, batch: target.batch ?? null, priceVersion },
    rows: rows.map((row) => ({ ...row, cost: usd(row.cost), costAs: usd(row.costAs) })),
    total: { cost: usd(total.cost), costAs: usd(total.costAs), saving: usd(total.saving) },
    assumptions,
  };
}
