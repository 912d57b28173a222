/**
 * Incidents in words, the same in the terminal, on the page and in messages.
 * @module
 */
import { formatUsd } from '../../../domain/format.ts';
import type { NanoUsd } from '../../../domain/money.ts';
import type { Causes } from './explain.ts';
import type { IncidentKind } from './incident.ts';
import type { Scope } from './series.ts';

export const KIND_WORDS: Readonly<Record<IncidentKind, string>> = {
  surge: 'surge',
  drift: 'slow rise',
  'cache-regression': 'cache regression',
  'new-model': 'new model',
  'new-principal': 'new principal',
  'new-region': 'new Region',
};

/** `model anthropic.claude-…`, `total spend`. */
export const scopeWords = ({ dimension, value }: Scope): string =>
  dimension === 'total' ? 'total spend' : `${dimension} ${value ?? '(none)'}`;

const CAUSE_WORDS = {
  volume: 'more calls',
  tokensPerCall: 'more tokens per call',
  cacheShare: 'less read from the cache',
  mixAndPrice: 'a dearer mix of models and kinds of tokens, or a price',
} as const satisfies Record<keyof Causes, string>;

/** Largest first: what made it dearer, with its dollars. */
export function causesByCost(causes: Causes): { readonly words: string; readonly amount: NanoUsd }[] {
  return (Object.keys(CAUSE_WORDS) as (keyof Causes)[])
    .map((key) => ({ words: CAUSE_WORDS[key], amount: causes[key] }))
    .filter(({ amount }) => amount > 0n)
    .sort((a, b) => (a.amount < b.amount ? 1 : -1));
}

/** `mostly more calls (+$12.30)`; empty without causes. */
export function causeWords(causes: Causes | null): string {
  const [first] = causes === null ? [] : causesByCost(causes);
  return first === undefined ? '' : `mostly ${first.words} (+${formatUsd(first.amount)})`;
}
