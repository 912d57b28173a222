/**
 * Marketplace dimensions in snake_case, of Claude Opus 4.7 and later:
 * `{input|output|cache_read|cache_write}_tokens[_1h|_30m][_long_ctx][_global]_{standard|batch|flex|priority}`.
 * @module
 */
import { type Phrase, phrase, readModifiers } from './modifiers.ts';
import { type SpelledKind, tokenUsage, unitUsage } from './token-usage.ts';
import { type Meter, type Reading, unknown } from './usage.ts';

const MODIFIERS: readonly Phrase[] = [
  phrase('1h', { ttl: '1h' }),
  phrase('30m', { ttl: '30m' }),
  phrase('5m', { ttl: '5m' }),
  phrase('long ctx', { longContext: true }),
  phrase('global', { scope: 'global' }),
  phrase('standard', { rateClass: 'standard' }),
  phrase('batch', { rateClass: 'batch' }),
  phrase('flex', { rateClass: 'flex' }),
  phrase('priority', { rateClass: 'priority' }),
];

const KIND = /^(input|output|cache_read|cache_write)_tokens(?:_|$)/;
const SPELLED: Readonly<Record<string, SpelledKind>> = {
  input: 'input',
  output: 'output',
  cache_read: 'cacheRead',
  cache_write: 'cacheWrite',
};
const UNITS: Readonly<Record<string, 'image' | 'query'>> = { created_image: 'image', search_units: 'query' };

/** @param dimension what stands between `MP:<prefix>_` and `-Units` */
export function readSnakeDimension(dimension: string): Reading {
  const rest = { name: null, endpoint: 'runtime' } as const;
  const unit = Object.hasOwn(UNITS, dimension) ? UNITS[dimension] : undefined;
  if (unit !== undefined) {
    const meter: Meter = { meter: 'unit', unit, upTo: null, quality: null };
    const none = readModifiers([], MODIFIERS);
    return none.ok ? unitUsage(meter, none.modifiers, rest) : unknown(none.reason);
  }
  const kind = KIND.exec(dimension);
  const spelled = SPELLED[kind?.[1] ?? ''];
  if (kind === null || spelled === undefined)
    return unknown(`unknown dimension ${JSON.stringify(dimension)}`);
  const tail = dimension.slice(kind[0].length);
  const reading = readModifiers(tail === '' ? [] : tail.split('_'), MODIFIERS);
  if (!reading.ok) return unknown(reading.reason);
  if (reading.modifiers.rateClass === null) return unknown('no class: standard, batch, flex or priority');
  return tokenUsage(spelled, reading.modifiers, rest);
}
