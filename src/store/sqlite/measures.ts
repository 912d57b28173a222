/**
 * Accumulators between facts and roll-up rows: plain counters, added up per batch before any row is touched.
 * @module
 */
import {
  cacheWriteTokens,
  NO_QUANTITIES,
  type Quantities,
  type TokenCounts,
} from '../../domain/quantities.ts';
import { failureKind, type InvocationFact } from '../../domain/usage.ts';

/** Token columns shared by `invocation` and the roll-ups, in column order. */
export const TOKEN_COLUMNS = [
  ['input', 'input'],
  ['output', 'output'],
  ['cacheRead', 'cache_read'],
  ['cacheWrite', 'cache_write'],
  ['cacheWrite5m', 'cache_write_5m'],
  ['cacheWrite30m', 'cache_write_30m'],
  ['cacheWrite1h', 'cache_write_1h'],
] as const satisfies readonly (readonly [keyof TokenCounts, string])[];

/** What a batch adds to one roll-up row. */
export interface RowDelta {
  calls: number;
  failed: number;
  unpricedCalls: number;
  readonly quantities: { -readonly [K in keyof Quantities]: number };
}

export function newDelta(): RowDelta {
  return { calls: 0, failed: 0, unpricedCalls: 0, quantities: { ...NO_QUANTITIES } };
}

export function addTokens(to: RowDelta, tokens: TokenCounts): void {
  const q = to.quantities;
  q.input += tokens.input;
  q.output += tokens.output;
  q.cacheRead += tokens.cacheRead;
  q.cacheWrite += tokens.cacheWrite;
  q.cacheWrite5m += tokens.cacheWrite5m;
  q.cacheWrite30m += tokens.cacheWrite30m;
  q.cacheWrite1h += tokens.cacheWrite1h;
}

/** One call, by its outcome: a success in `calls`, anything with an error code in `failed`. */
export function addCall(to: RowDelta, fact: InvocationFact): void {
  if (fact.errorCode === null) to.calls += 1;
  else to.failed += 1;
}

/** Columns of the per-minute tables, in column order. */
export const MINUTE_COLUMNS = [
  'calls',
  'throttled',
  'client_errors',
  'server_errors',
  'input',
  'output',
  'cache_read',
  'cache_write',
  'max_tokens',
  'max_tokens_omitted',
  'max_tokens_unknown',
] as const;
export type MinuteDelta = { [K in (typeof MINUTE_COLUMNS)[number]]: number };

export function newMinute(): MinuteDelta {
  return {
    calls: 0,
    throttled: 0,
    client_errors: 0,
    server_errors: 0,
    input: 0,
    output: 0,
    cache_read: 0,
    cache_write: 0,
    max_tokens: 0,
    max_tokens_omitted: 0,
    max_tokens_unknown: 0,
  };
}

const FAILURE_COLUMN = { throttled: 'throttled', client: 'client_errors', server: 'server_errors' } as const;

/** What quotas need of one call: outcome, tokens, and the reservation asked for. */
export function addToMinute(to: MinuteDelta, fact: InvocationFact): void {
  if (fact.errorCode === null) to.calls += 1;
  else to[FAILURE_COLUMN[failureKind(fact.errorCode)]] += 1;
  to.input += fact.tokens.input;
  to.output += fact.tokens.output;
  to.cache_read += fact.tokens.cacheRead;
  to.cache_write += cacheWriteTokens(fact.tokens);
  if (fact.maxTokens === null) to.max_tokens_unknown += 1;
  else if (fact.maxTokens === 'omitted') to.max_tokens_omitted += 1;
  else to.max_tokens += fact.maxTokens;
}
