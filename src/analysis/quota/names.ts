/**
 * What the name of a Bedrock quota says: which traffic it limits, in what unit, for which model.
 * @module
 */

/**
 * `shared`: one name for on-demand and geographic cross-Region traffic, the latter with twice the value.
 * `mantle`: the `bedrock-mantle` endpoint. `account`: all models together.
 */
export type QuotaScope = 'on-demand' | 'cross-region' | 'global' | 'shared' | 'mantle' | 'account';

/** Requests or tokens per minute, tokens per day, requests at the same time. */
export type QuotaMetric = 'rpm' | 'tpm' | 'tpd' | 'concurrent';

/** All parts are null where the name is not that of an inference quota. */
export interface ParsedName {
  readonly scope: QuotaScope | null;
  readonly metric: QuotaMetric | null;
  /** As AWS writes it, without what is a variant; null for quotas of an account. */
  readonly modelLabel: string | null;
  /** `1M Context Length`, `latency-optimized`, `async`; on mantle `input` or `output`. */
  readonly variant?: string;
}

export type MatchStatus = 'mapped' | 'ambiguous' | 'unmapped';

/** What a quota limits, or why that cannot be said. */
export interface NameMatch {
  readonly name: string;
  readonly parsed: ParsedName;
  /** Base model ids: one, or what a configured override lists; empty unless mapped. */
  readonly models: readonly string[];
  readonly status: MatchStatus;
  /** Null when mapped. */
  readonly reason: string | null;
  /** What decided: the account's own listing, the price catalogue, or the configuration. */
  readonly by: 'inventory' | 'catalogue' | 'override' | null;
}
