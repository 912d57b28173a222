/**
 * What one invocation, or one roll-up row, consumed. Integer counts by kind; absent kinds are zero.
 *
 * `input` excludes every cache kind (facts: `inputTokenCount` is the uncached remainder), so the prompt is
 * input + cacheRead + all cache writes, each token counted once.
 * @module
 */

/** Token kinds that can carry a price of their own. */
export const TOKEN_KINDS = [
  'input',
  'output',
  'cacheRead',
  /** Cache writes whose time-to-live the record does not state; billed at the model's default TTL. */
  'cacheWrite',
  'cacheWrite5m',
  'cacheWrite30m',
  'cacheWrite1h',
] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];
export type TokenCounts = { readonly [K in TokenKind]: number };

/** Kinds as people ask for them: one line for all cache writes. */
export const TOKEN_TYPES = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
export type TokenType = (typeof TOKEN_TYPES)[number];

export const TOKEN_TYPE_OF: { readonly [K in TokenKind]: TokenType } = {
  input: 'input',
  output: 'output',
  cacheRead: 'cacheRead',
  cacheWrite: 'cacheWrite',
  cacheWrite5m: 'cacheWrite',
  cacheWrite30m: 'cacheWrite',
  cacheWrite1h: 'cacheWrite',
};

/** Tokens plus units that are not tokens (images, milliseconds of video, queries, guardrail text units). */
export interface Quantities extends TokenCounts {
  readonly units: number;
}

export const NO_QUANTITIES: Quantities = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite5m: 0,
  cacheWrite30m: 0,
  cacheWrite1h: 0,
  units: 0,
};

/** All tokens of the request side: what context bands and prompt sizes are measured by. */
export function promptTokens(t: TokenCounts): number {
  return t.input + t.cacheRead + cacheWriteTokens(t);
}

export function cacheWriteTokens(t: TokenCounts): number {
  return t.cacheWrite + t.cacheWrite5m + t.cacheWrite30m + t.cacheWrite1h;
}

export function allTokens(t: TokenCounts): number {
  return promptTokens(t) + t.output;
}
