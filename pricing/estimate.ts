/**
 * What a request would cost: the answer of the `estimate` command.
 * @module
 */
import type { UnpricedReason } from '../src/domain/cost.ts';
import { regionId } from '../src/domain/ids.ts';
import { parseModelId } from '../src/domain/model-id.ts';
import { type AttoUsdPerUnit, formatRate, nanoUsd, roundToNano, usdString } from '../src/domain/money.ts';
import { didYouMean } from '../src/domain/nearest.ts';
import { NO_QUANTITIES, promptTokens, TOKEN_KINDS, type TokenKind } from '../src/domain/quantities.ts';
import {
  type LatencyMode,
  promptBand,
  type ServiceTier,
  type Sku,
  STANDARD_TIER,
  TOKEN_UNIT,
  type UnitId,
} from '../src/domain/sku.ts';
import type { EpochSeconds } from '../src/domain/time.ts';
import type { PriceBook } from './price-book.ts';
import type { PriceLookup } from './price-lookup.ts';

export interface EstimateRequest {
  /** Any form of model id: base id, profile id, ARN. */
  readonly model: string;
  /** Calling Region. */
  readonly region: string;
  readonly at: EpochSeconds;
  readonly tokens?: { readonly [K in TokenKind]?: number | undefined } | undefined;
  readonly images?: number | undefined;
  /** What an image is; a standard one of 1024x1024 when absent, which is what image models make by default. */
  readonly imageUnit?: UnitId | undefined;
  readonly tier?: ServiceTier | undefined;
  readonly latency?: LatencyMode | undefined;
  readonly batch?: boolean | undefined;
}

export interface EstimateLine {
  /** A token kind, or `images`. */
  readonly tokenType: string;
  readonly quantity: number;
  /** USD for one `unit`, at least nine decimals; null when there is no rate. */
  readonly unitPrice: string | null;
  /** `1M tokens`, or the unit that was counted. */
  readonly unit: string;
  /** USD with nine decimals; null when there is no rate. Lines add up to the estimate's cost exactly. */
  readonly cost: string | null;
}

export interface Estimate {
  readonly status: 'priced' | 'unpriced';
  /** USD with nine decimals; null when any part has no price. */
  readonly cost: string | null;
  readonly lines: readonly EstimateLine[];
  readonly priceVersion: string;
  readonly source: string | null;
  readonly reason?: UnpricedReason;
  /** The reason as a sentence. */
  readonly detail?: string;
}

const DEFAULT_IMAGE: UnitId = 'image:1024x1024:standard';
const TOKEN_GRAIN = '1M tokens';

interface Part {
  readonly tokenType: string;
  readonly quantity: number;
  readonly unit: string;
  readonly found: PriceLookup;
  readonly rate: AttoUsdPerUnit | null;
}

/** Prices one request. All of it has a price, or the estimate is unpriced and says which part is not. */
export function estimate(book: PriceBook, request: EstimateRequest): Estimate {
  const parts = partsOf(book, request);
  const lines = linesOf(parts);
  const sources = new Set(parts.flatMap(({ found }) => (found.status === 'priced' ? [found.source] : [])));
  const source = sources.size === 0 ? null : [...sources].join('; ');
  const missing = parts.find((part) => part.rate === null);
  if (missing) {
    const { reason, detail } = whyUnpriced(book, missing, request.model);
    return { status: 'unpriced', cost: null, lines, priceVersion: book.version, source, reason, detail };
  }
  const cost = usdString(roundToNano(parts.reduce((sum, part) => sum + exactCost(part), 0n)));
  const counted = lines.filter((line) => line.quantity > 0);
  return { status: 'priced', cost, lines: counted, priceVersion: book.version, source };
}

/** One part per kind with a quantity; a request for nothing asks for input tokens, so that it is answered. */
function partsOf(book: PriceBook, request: EstimateRequest): Part[] {
  const { images = 0, at } = request;
  const tokens = { ...NO_QUANTITIES, ...withoutUndefined(request.tokens ?? {}) };
  const sku = skuOf(request, promptTokens(tokens));
  const kinds = TOKEN_KINDS.filter((kind) => tokens[kind] > 0);
  if (kinds.length === 0 && images === 0) kinds.push('input');
  const parts: Part[] = [];
  if (kinds.length > 0) {
    const found = book.lookup(sku, at);
    for (const kind of kinds) {
      const rate = found.status === 'priced' ? found.rates[kind] : null;
      parts.push({ tokenType: kind, quantity: tokens[kind], unit: TOKEN_GRAIN, found, rate });
    }
  }
  if (images > 0) {
    const unit = request.imageUnit ?? DEFAULT_IMAGE;
    const found = book.lookup({ ...sku, unit }, at);
    const rate = found.status === 'priced' ? found.rates.units : null;
    parts.push({ tokenType: 'images', quantity: images, unit, found, rate });
  }
  return parts;
}

function skuOf(request: EstimateRequest, prompt: number): Sku {
  const { base, scope } = parseModelId(request.model);
  return {
    model: base,
    scope,
    region: regionId(request.region),
    tier: request.tier ?? STANDARD_TIER,
    latency: request.latency ?? 'standard',
    band: promptBand(prompt),
    batch: request.batch ?? false,
    unit: TOKEN_UNIT,
  };
}

function linesOf(parts: readonly Part[]): EstimateLine[] {
  let exact = 0n;
  let rounded = 0n;
  return parts.map((part) => {
    const { tokenType, quantity, unit, rate } = part;
    if (rate === null) return { tokenType, quantity, unitPrice: null, unit, cost: null };
    exact += exactCost(part);
    const before = rounded;
    rounded = roundToNano(exact);
    const unitPrice = nineDecimals(formatRate(rate, unit === TOKEN_GRAIN ? 1_000_000 : 1));
    return { tokenType, quantity, unitPrice, unit, cost: usdString(nanoUsd(rounded - before)) };
  });
}

function whyUnpriced(book: PriceBook, { found, tokenType, unit }: Part, id: string) {
  if (found.status === 'priced') {
    const reason: UnpricedReason = unit === TOKEN_GRAIN ? 'no-rate-for-kind' : 'no-rate-for-unit';
    return { reason, detail: `the price list has no ${tokenType} rate for this` };
  }
  const { base } = parseModelId(id);
  const stranger = base !== null && !book.models.has(base);
  return { ...found, detail: found.detail + (stranger ? didYouMean(base, book.models.keys()) : '') };
}

const exactCost = ({ rate, quantity }: Part): bigint => (rate ?? 0n) * BigInt(quantity);

function nineDecimals(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(9, '0')}`;
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
