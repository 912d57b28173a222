/**
 * The dashed grammar of the service codes AmazonBedrock and AmazonBedrockService:
 * `<Model>-<kind>[-<modifier>...]`, as in `Nova2.0Lite-input-tokens-cross-region-global-batch`.
 * @module
 */
import type { CatalogUnit } from '../unit-rule.ts';
import { readFixed } from './dashed-fixed.ts';
import { type Phrase, phrase, readModifiers } from './modifiers.ts';
import { type SpelledKind, tokenUsage, unitUsage } from './token-usage.ts';
import { type Meter, type Reading, type SkipKind, skipped, unknown } from './usage.ts';

const MODIFIERS: readonly Phrase[] = [
  phrase('cross region global', { scope: 'global' }),
  phrase('cross region geo', { scope: 'regional' }),
  phrase('long context', { longContext: true }),
  phrase('latency optimized', { rateClass: 'latencyOptimized' }),
  phrase('custom model', { scope: 'custom' }),
  phrase('standard', { rateClass: 'standard' }),
  phrase('batch', { rateClass: 'batch' }),
  phrase('flex', { rateClass: 'flex' }),
  phrase('priority', { rateClass: 'priority' }),
  phrase('5m', { ttl: '5m' }),
  phrase('30m', { ttl: '30m' }),
  phrase('1h', { ttl: '1h' }),
];

/** Whole words that say, wherever they stand, that the row is no price of usage. Checked first. */
const SKIP_WORDS: Readonly<Record<string, SkipKind>> = {
  provisioned: 'provisioned',
  provisionedthroughput: 'provisioned',
  customization: 'customization',
  training: 'customization',
  storage: 'storage',
  custommodelimport: 'custom-model',
  modelstorage: 'storage',
};
const SKIP_NAMES: Readonly<Record<string, SkipKind>> = {
  guardrail: 'guardrail',
  // Checks apart from any guardrail (InvokeGuardrailChecks): no usage record has them.
  guardrailchecks: 'guardrail',
  bedrockknowledgebase: 'knowledge-base',
};

interface Found {
  readonly length: number;
  readonly what: SpelledKind | Meter | SkipKind;
}

const unit = (name: CatalogUnit): Meter => ({ meter: 'unit', unit: name, upTo: null, quality: null });

/**
 * Kinds in the order in which they are tried at one place: modality first, cache before input. Case counts: the tokens
 * of `TitanEmbeddingV2-Text-input-tokens` are plain ones, and `Text` belongs to the name.
 */
const KINDS: readonly (readonly [string, SpelledKind | Meter | SkipKind])[] = [
  ['text-input-tokens', 'input'],
  ['text-output-tokens', 'output'],
  ['speech-input-tokens', unit('speech-input-token')],
  ['speech-output-tokens', unit('speech-output-token')],
  ['input-image-token-count', 'modality'],
  ['input-video-token-count', 'modality'],
  ['input-audio-token-count', 'modality'],
  ['output-image-token-count', 'modality'],
  ['cache-read-input-token-count', 'cacheRead'],
  ['cache-write-input-token-count', 'cacheWrite'],
  ['input-tokens', 'input'],
  ['output-tokens', 'output'],
  ['input-image-count', unit('image')],
  ['output-image-count', unit('image')],
  ['input-video-second', unit('video-second')],
  ['input-audio-second', unit('audio-second')],
  ['search-units', unit('query')],
  ['searchunits', unit('query')],
];

/** @param body the usagetype behind its Region prefix */
export function readDashed(body: string): Reading {
  const fixed = readFixed(body);
  if (fixed) return fixed;
  const words = body.split('-');
  const lower = words.map((word) => word.toLowerCase());
  const named = SKIP_NAMES[lower[0] ?? ''];
  if (named !== undefined) return skipped(named);
  const skip = lower.map((word) => SKIP_WORDS[word]).find((kind) => kind !== undefined);
  if (skip !== undefined) return skipped(skip);
  for (let at = 1; at < words.length; at++) {
    const found = kindAt(words, at);
    if (found === undefined) continue;
    const name = words.slice(0, at).join('-');
    return finish(name, found.what, words.slice(at + found.length), found.ttl);
  }
  return unknown('no kind that is known, such as input-tokens');
}

function kindAt(words: readonly string[], at: number): (Found & { ttl?: string }) | undefined {
  const rest = words.slice(at);
  const text = rest.join('-');
  const reserved = /^reserved-([13])-months?-(input|output)-tokens-per-minute(?=-|$)/.exec(text);
  if (reserved) {
    const side = reserved[2] === 'input' ? 'input' : 'output';
    const term = reserved[1] === '1' ? '1-month' : '3-months';
    return { length: reserved[0].split('-').length, what: { meter: 'reserved', side, term } };
  }
  const image = /^(Custom-)?(T2I|I2I)-(512|1024|2048)-(Standard|Premium)(?=-|$)/.exec(text);
  if (image) {
    const length = image[0].split('-').length;
    if (image[1] !== undefined) return { length, what: 'custom-model' };
    if (image[2] === 'I2I') return { length, what: 'image-edit' };
    const [size = '', quality = ''] = [image[3], image[4]?.toLowerCase()];
    return { length, what: { meter: 'unit', unit: 'image', upTo: `${size}x${size}`, quality } };
  }
  // The TTL can stand inside the kind: cache-write-1h-input-token-count.
  const write = /^cache-write-(5m|30m|1h)-input-token-count(?=-|$)/.exec(text);
  if (write?.[1] !== undefined) return { length: 6, what: 'cacheWrite', ttl: write[1] };
  const kind = KINDS.find(([spelled]) => text === spelled || text.startsWith(`${spelled}-`));
  return kind && { length: kind[0].split('-').length, what: kind[1] };
}

function finish(name: string, what: Found['what'], tail: readonly string[], ttl?: string): Reading {
  const reading = readModifiers(ttl === undefined ? tail : [ttl, ...tail], MODIFIERS);
  if (!reading.ok) return unknown(reading.reason);
  const rest = { name, endpoint: 'runtime' } as const;
  if (typeof what === 'object') return unitUsage(what, reading.modifiers, rest);
  if (what === 'input' || what === 'output' || what === 'cacheRead' || what === 'cacheWrite') {
    return tokenUsage(what, reading.modifiers, rest);
  }
  return skipped(what);
}
