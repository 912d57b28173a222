/**
 * Kind and modifiers put together: the last step of every grammar for tokens.
 * @module
 */
import { CACHE_WRITE_KIND } from '../rates.ts';
import type { Modifiers } from './modifiers.ts';
import { type Endpoint, type Meter, type Reading, unknown } from './usage.ts';

/** A token kind as grammars spell it; the TTL of a cache write is a modifier of its own. */
export type SpelledKind = 'input' | 'output' | 'cacheRead' | 'cacheWrite';

/** Tokens of a kind with what was said of them; a cache write without TTL is one of five minutes. */
export function tokenUsage(
  kind: SpelledKind,
  modifiers: Modifiers,
  rest: { readonly name: string | null; readonly endpoint: Endpoint },
): Reading {
  const { ttl } = modifiers;
  if (ttl !== null && kind !== 'cacheWrite') return unknown(`a TTL on ${kind} tokens`);
  return meterUsage(
    { meter: 'tokens', kind: kind === 'cacheWrite' ? CACHE_WRITE_KIND[ttl ?? '5m'] : kind },
    modifiers,
    rest,
  );
}

/** The same for what is not a token; a TTL makes no sense there. */
export function unitUsage(
  meter: Meter,
  modifiers: Modifiers,
  rest: { readonly name: string | null; readonly endpoint: Endpoint },
): Reading {
  if (modifiers.ttl !== null) return unknown('a TTL on something that is not a cache write');
  return meterUsage(meter, modifiers, rest);
}

function meterUsage(
  meter: Meter,
  { scope, longContext, rateClass }: Modifiers,
  { name, endpoint }: { readonly name: string | null; readonly endpoint: Endpoint },
): Reading {
  const usage = { meter, name, endpoint, scope, longContext, rateClass: rateClass ?? 'standard' };
  return { status: 'read', usage };
}
