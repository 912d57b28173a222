/**
 * What the collecting thread is started with and what it tells.
 * @module
 */
import type { Config } from '../../config/schema.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { HistoryReport } from './history.ts';
import type { SourceReport } from './report.ts';

/** Fixed for the life of a thread. */
export interface CollectSetup {
  readonly database: string;
  readonly accounts: Config['accounts'];
  readonly collect: Config['collect'];
  readonly pricing: Config['pricing'];
  readonly promptHash: boolean;
  readonly retention: Config['retention'];
  /** A fixed clock, for reproducible output; null: the machine's. */
  readonly now: EpochSeconds | null;
}

export type CollectEvent =
  | { readonly kind: 'reports'; readonly reports: readonly SourceReport[] }
  | { readonly kind: 'history'; readonly history: HistoryReport }
  | { readonly kind: 'odd'; readonly source: string; readonly what: string }
  | { readonly kind: 'malformed'; readonly source: string; readonly lines: number };

/** What the settings of a thread are in a configuration. */
export function collectSetup(config: Config, database: string, now: EpochSeconds | null): CollectSetup {
  const { accounts, collect, pricing, privacy, retention } = config;
  return { database, accounts, collect, pricing, promptHash: privacy.promptHash, retention, now };
}
