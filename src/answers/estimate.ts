/**
 * What a request would cost before it is made, on one model or on several.
 * @module
 */
import { type Estimate, type EstimateRequest, estimate, type PriceBook } from '../../pricing/index.ts';
import { UsageError } from '../domain/errors.ts';
import { REGION_PATTERN } from '../domain/ids.ts';
import { isModelId } from '../domain/model-id.ts';
import { type EpochSeconds, parseInstant } from '../domain/time.ts';

/** As people write it; the keys are those of the command's flags and the API's parameters. */
export interface EstimateText {
  readonly model?: string | undefined;
  readonly region?: string | undefined;
  readonly at?: string | undefined;
  readonly input?: string | undefined;
  readonly output?: string | undefined;
  readonly 'cache-read'?: string | undefined;
  readonly 'cache-write'?: string | undefined;
  readonly 'cache-write-1h'?: string | undefined;
  readonly images?: string | undefined;
  readonly tier?: string | undefined;
  readonly batch?: boolean | undefined;
  /** Ids with commas. */
  readonly compare?: string | undefined;
}

export type EstimateOf = Estimate & { readonly model: string };

/** The model that was asked about, then those to compare it with. */
export type EstimateAnswer = readonly [EstimateOf, ...EstimateOf[]];

/**
 * One request for each model, the one that was asked about first.
 * @throws UsageError naming the parameter, its value and what would be right
 */
export function parseEstimateRequests(
  text: EstimateText,
  now: EpochSeconds,
  name: (key: string) => string,
): readonly [EstimateRequest, ...EstimateRequest[]] {
  const { model, region, at: time } = text;
  if (model === undefined || region === undefined) {
    throw new UsageError(`estimate: needs ${name('model')} and ${name('region')}`);
  }
  if (!REGION_PATTERN.test(region)) {
    throw new UsageError(`${name('region')} ${region}: not a Region such as us-east-1`);
  }
  const at = time === undefined ? now : parseInstant(time);
  if (at === undefined)
    throw new UsageError(`${name('at')} ${time}: not an ISO 8601 time such as 2026-11-01`);
  const count = (key: CountKey) => countOf(text[key], name(key));
  const tokens = {
    input: count('input'),
    output: count('output'),
    cacheRead: count('cache-read'),
    cacheWrite: count('cache-write'),
    cacheWrite1h: count('cache-write-1h'),
  };
  const tier = text.tier === 'default' ? 'standard' : text.tier;
  const rest = { region, at, tokens, images: count('images'), tier, batch: text.batch };
  const others = (text.compare?.split(',') ?? []).map((id) => id.trim()).filter((id) => id !== '');
  return [
    { model: modelOf(model.trim(), name('model')), ...rest },
    ...others.map((id) => ({ model: modelOf(id, name('compare')), ...rest })),
  ];
}

type CountKey = 'input' | 'output' | 'cache-read' | 'cache-write' | 'cache-write-1h' | 'images';

function countOf(text: string | undefined, parameter: string): number | undefined {
  if (text === undefined) return undefined;
  const n = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(n)) return n;
  throw new UsageError(`${parameter} ${text}: not a whole number of zero or more`);
}

function modelOf(id: string, parameter: string): string {
  if (isModelId(id)) return id;
  throw new UsageError(`${parameter} ${id}: not a model id or ARN`);
}

/** Prices each request by the book. */
export function estimateAnswer(
  book: PriceBook,
  [first, ...others]: readonly [EstimateRequest, ...EstimateRequest[]],
): EstimateAnswer {
  const of = (request: EstimateRequest) => ({ model: request.model, ...estimate(book, request) });
  return [of(first), ...others.map(of)];
}

/** The answer as JSON, the same from the CLI and the API. */
export function estimateJson([{ model: _, ...asked }, ...compare]: EstimateAnswer) {
  return compare.length > 0 ? { ...asked, compare } : asked;
}
