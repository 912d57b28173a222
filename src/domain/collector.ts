/**
 * The seam between collectors, which know AWS, and the daemon, which commits what they find.
 * @module
 */
import type { BilledDays, BillRow } from './bill.ts';
import type { AccountId, RegionId } from './ids.ts';
import type { MetricData } from './metric.ts';
import type { Scope } from './sku.ts';
import type { Snapshot } from './snapshot.ts';
import type { EpochSeconds } from './time.ts';
import type { InvocationFact } from './usage.ts';

/** A position to be kept with what was found up to it. */
export interface Cursor {
  readonly name: string;
  readonly value: string;
}

/** Which model stands behind an id that calls were made with. */
export interface ModelResolution {
  /** An ARN, or the bare id of an application profile. */
  readonly called: string;
  readonly base: string;
  readonly scope: Scope;
}

/**
 * What a collector found. The daemon commits each batch, with its cursor, before it asks for the next: a collector
 * that is killed is simply asked again from the last cursor.
 */
export type CollectedBatch =
  | {
      readonly kind: 'facts';
      readonly facts: readonly InvocationFact[];
      readonly cursor?: Cursor;
      /** `s3://bucket/key` of the objects read, remembered with their facts. */
      readonly objects?: readonly string[];
      /** Lines that were no records: counted, and told when there are many. */
      readonly malformed?: number;
    }
  | { readonly kind: 'metrics'; readonly data: readonly MetricData[]; readonly cursor?: Cursor }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot }
  | { readonly kind: 'resolutions'; readonly resolutions: readonly ModelResolution[] }
  | {
      readonly kind: 'bill';
      readonly rows: readonly BillRow[];
      /** The rows are all that is charged for these days: what was said before and is not among them is gone. */
      readonly replaces?: BilledDays;
    };

/** What a collector may ask while it runs. */
export interface CollectContext {
  readonly now: () => EpochSeconds;
  /** The value last committed under a name. */
  readonly cursor: (name: string) => Promise<string | undefined>;
  /** Those of the objects that nothing committed has come from. */
  readonly unseenObjects: (names: readonly string[]) => Promise<string[]>;
  /** Key of the keyed prompt hashes; null: none are made. */
  readonly hashKey: Uint8Array | null;
  readonly signal: AbortSignal;
}

/** One source in one account and Region. */
export interface Collector {
  /** As in `invocation-logs`, `metrics`, `quotas`, `inventory`, `bill`. */
  readonly name: string;
  readonly account: AccountId;
  readonly region: RegionId;
  /** Seconds between runs. */
  readonly every: number;
  /**
   * Reads what is new.
   * @throws CollectFault for what people should know; anything else is a defect
   */
  collect(context: CollectContext): AsyncGenerator<CollectedBatch, void, undefined>;
}

/** Why a source could not be read. */
export class CollectFault extends Error {
  /** `denied` and `absent` need a person; the rest mends itself. */
  readonly kind: 'denied' | 'absent' | 'throttled' | 'unavailable' | 'misread';
  /** What mends it: an IAM statement, a command, a setting. */
  readonly hint: string | undefined;

  constructor(kind: CollectFault['kind'], message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'CollectFault';
    this.kind = kind;
    this.hint = options.hint;
  }
}
