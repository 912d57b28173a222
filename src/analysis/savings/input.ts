/**
 * The rows that the advisor's rules read. Pure data.
 * @module
 */
import type { PriceBook } from '../../../pricing/index.ts';
import type { Rater } from '../../domain/cost.ts';
import type { DemandSeries } from '../../domain/demand.ts';
import type { LatencyRow, RepeatRow } from '../../domain/drill.ts';
import type { SkuUsage, UsageRow } from '../../domain/measures.ts';
import type { EpochSeconds, TimeRange } from '../../domain/time.ts';
import type { UnitUse } from '../capacity/existing.ts';

export interface SavingsInput {
  readonly range: TimeRange;
  /** The part of the range that has data. */
  readonly seconds: number;
  readonly now: EpochSeconds;
  readonly book: PriceBook;
  readonly rater: Rater;
  /** Keys: {@link CALLER_KEYS}. */
  readonly callers: readonly UsageRow[];
  readonly skus: readonly SkuUsage[];
  readonly repeats: readonly RepeatRow[];
  readonly latencies: readonly LatencyRow[];
  readonly demand: readonly DemandSeries[];
  readonly lifecycles: readonly Lifecycle[];
  readonly units: readonly UnitUse[];
  /** Keys: hour, principal; of the callers whose usage might run in batch. */
  readonly hours: readonly UsageRow[];
  /** SKUs of one principal. */
  readonly skusOf: ReadonlyMap<string, readonly SkuUsage[]>;
  /** Tag keys that everything should carry, with the rows by each; keys: the tag's value. */
  readonly tags: ReadonlyMap<string, readonly UsageRow[]>;
}

export const CALLER_KEYS = ['principal', 'model', 'scope', 'tier', 'account', 'region'] as const;

/** A model that AWS has marked legacy. */
export interface Lifecycle {
  readonly model: string;
  readonly region: string;
  readonly endOfLife: EpochSeconds | null;
}
