/**
 * Things that AWS lists as they are now: quotas, inference profiles, provisioned throughput, models. Each listing is
 * a snapshot; what changed between two of them is history.
 * @module
 */
import type { EpochSeconds } from './time.ts';

/** One thing of a listing. `body` is plain JSON, in the shape that its collector defines. */
export interface SnapshotItem {
  /** Unique within account, Region and kind: a quota code, an ARN, a profile id. */
  readonly id: string;
  readonly body: unknown;
}

/** A complete listing of one kind in one account and Region. What is not in it is no longer there. */
export interface Snapshot {
  readonly account: string;
  readonly region: string;
  /** As in `quota-applied`, `quota-default`, `inference-profile`, `provisioned-model`, `foundation-model`. */
  readonly kind: string;
  readonly at: EpochSeconds;
  readonly items: readonly SnapshotItem[];
}

/** A thing with the time it was seen in that form; `to` is null while it still is. */
export interface DatedItem extends SnapshotItem {
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly from: EpochSeconds;
  readonly to: EpochSeconds | null;
}

/** Without `at`: what is there now. `history` adds everything that ever was. */
export interface ItemQuery {
  readonly kind: string;
  readonly account?: string;
  readonly region?: string;
  readonly id?: string;
  readonly at?: EpochSeconds;
  readonly history?: boolean;
}
