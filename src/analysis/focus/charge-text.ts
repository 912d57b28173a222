/**
 * What a charge is called: its meter, its SKU, its resource. Ids are this product's own, not those of AWS's price list.
 * @module
 */

import { TOKEN_TYPE_OF, type TokenKind } from '../../domain/quantities.ts';
import { BAND_LIMITS } from '../../domain/sku.ts';
import type { Charge } from '../charges.ts';
import { isTokens } from './units.ts';

const METERS: { readonly [K in TokenKind]: string } = {
  input: 'Input tokens',
  output: 'Output tokens',
  cacheRead: 'Cache read tokens',
  cacheWrite: 'Cache write tokens',
  cacheWrite5m: 'Cache write tokens (5 minutes)',
  cacheWrite30m: 'Cache write tokens (30 minutes)',
  cacheWrite1h: 'Cache write tokens (1 hour)',
};
const TTLS: { readonly [K in TokenKind]?: string } = {
  cacheWrite5m: '5m',
  cacheWrite30m: '30m',
  cacheWrite1h: '1h',
};

export const meterOf = ({ kind, sku }: Charge): string => (kind === 'units' ? sku.unit : METERS[kind]);

/** As in `spend --by tokenType`. */
export const tokenTypeOf = ({ kind }: Charge): string => (kind === 'units' ? kind : TOKEN_TYPE_OF[kind]);

/** Null while nobody has said which model it is: then there is no SKU either. */
export function skuIds(charge: Charge): { sku: string | null; price: string | null } {
  const { model, scope, region, tier, latency, batch, unit } = charge.sku;
  if (model === null) return { sku: null, price: null };
  const sku = `${model}/${charge.kind === 'units' ? unit : charge.kind}`;
  const parts = [scope, region, tier, latency, batch ? 'batch' : 'on-demand', promptSize(charge) ?? ''];
  const named = parts.filter((part) => part !== '').map((part) => part.replaceAll(' ', '-'));
  return { sku, price: [sku, ...named].join('/') };
}

/** JSON; null without a SKU. */
export function skuPriceDetails(charge: Charge): string | null {
  const { model, scope, tier, latency, batch, unit } = charge.sku;
  if (model === null) return null;
  const prompt = promptSize(charge);
  const ttl = charge.kind === 'units' ? undefined : TTLS[charge.kind];
  return JSON.stringify({
    Model: model,
    TokenType: tokenTypeOf(charge),
    ...(ttl === undefined ? {} : { CacheWriteTtl: ttl }),
    ...(charge.kind === 'units' ? { Unit: unit } : {}),
    Scope: scope,
    ServiceTier: tier,
    LatencyMode: latency,
    Batch: batch,
    ...(prompt === null ? {} : { PromptTokens: prompt }),
  });
}

/** The prompt-size band in words; null for what is not tokens. */
export function promptSize(charge: Charge): string | null {
  if (!isTokens(charge)) return null;
  const { band } = charge.sku;
  const limits: readonly number[] = BAND_LIMITS;
  const [above, upTo] = [limits[band - 1], limits[band]];
  if (above === undefined) return `up to ${upTo}`;
  return upTo === undefined ? `more than ${above}` : `${above + 1} to ${upTo}`;
}

const RESOURCE_TYPES = new Map([
  ['inference-profile', 'Inference profile'],
  ['application-inference-profile', 'Application inference profile'],
  ['provisioned-model', 'Provisioned throughput'],
  ['custom-model', 'Custom model'],
  ['custom-model-deployment', 'Custom model deployment'],
  ['imported-model', 'Imported model'],
  ['default-prompt-router', 'Prompt router'],
  ['prompt-router', 'Prompt router'],
]);

/** What of the account's own or of AWS's was called: a profile, provisioned throughput, a custom model. Null for a bare model. */
export function resourceOf({ modelId, profile }: Charge): { id: string | null; type: string | null } {
  const kind = /^arn:aws[a-z-]*:bedrock:[^:]*:[^:]*:([a-z-]+)/.exec(modelId)?.[1];
  if (kind === 'foundation-model') return { id: null, type: null };
  if (kind !== undefined) return { id: modelId, type: RESOURCE_TYPES.get(kind) ?? kind };
  return profile === null ? { id: null, type: null } : { id: profile, type: 'Inference profile' };
}
