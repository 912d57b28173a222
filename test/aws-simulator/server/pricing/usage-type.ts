/**
 * Usage types as the price list and the bill spell them. Three grammars: dashed names of the service
 * AmazonBedrock, and the marketplace's dimensions in CamelCase or, from Opus 4.7 on, in snake_case.
 * @module
 */
import type { Offer } from './rate.ts';
import type { Kind } from './rate-table.ts';

const REGION_CODES: Readonly<Record<string, string>> = {
  'us-east-1': 'USE1',
  'us-east-2': 'USE2',
  'us-west-2': 'USW2',
  'eu-west-1': 'EUW1',
  'eu-central-1': 'EUC1',
};

export const regionCodeOf = (region: string): string => REGION_CODES[region] ?? region.toUpperCase();

const DASHED: Readonly<Record<Kind, string>> = {
  input: 'input-tokens',
  output: 'output-tokens',
  cacheRead: 'cache-read-input-token-count',
  cacheWrite: 'cache-write-input-token-count',
  cacheWrite1h: 'cache-write-1h-input-token-count',
};
const CAMEL: Readonly<Record<Kind, string>> = {
  input: 'InputTokenCount',
  output: 'OutputTokenCount',
  cacheRead: 'CacheReadInputTokenCount',
  cacheWrite: 'CacheWriteInputTokenCount',
  cacheWrite1h: 'CacheWrite1hInputTokenCount',
};
const SNAKE: Readonly<Record<Kind, string>> = {
  input: 'input_tokens',
  output: 'output_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
  cacheWrite1h: 'cache_write_tokens_1h',
};

export function usageTypeOf(offer: Offer, kind: Kind): string {
  const { entry, region, global, tier, longContext } = offer;
  const code = regionCodeOf(region);
  switch (entry.grammar) {
    case 'dashed': {
      const mods = `${tier === 'standard' ? '' : `-${tier}`}${global ? '-cross-region-global' : ''}`;
      return `${code}-${entry.label}-${DASHED[kind]}${mods}`;
    }
    case 'camel': {
      const mods = `${longContext ? '_LCtx' : ''}${global ? '_Global' : ''}${tier === 'batch' ? '_Batch' : ''}`;
      return `${code}-MP:${code}_${CAMEL[kind]}${mods}-Units`;
    }
    case 'snake':
      return `${code}-MP:${code}_${SNAKE[kind]}${longContext ? '_long_ctx' : ''}${global ? '_global' : ''}_${tier}-Units`;
  }
}

/** Tokens in one unit of a usage type. */
export const unitOf = ({ entry }: Offer): { name: string; tokens: bigint } =>
  entry.grammar === 'dashed'
    ? { name: '1K tokens', tokens: 1000n }
    : { name: '1M tokens', tokens: 1_000_000n };

/** The service under which the bill shows it. */
export const billedService = ({ entry }: Offer): string =>
  entry.grammar === 'dashed' ? 'Amazon Bedrock' : entry.label;
