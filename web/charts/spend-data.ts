/**
 * What the spend chart draws, as plain JSON: it is sent to the browser and drawn there, or drawn on the server.
 * @module
 */

/** How much of a bucket is there. */
export type BucketState =
  /** All of it. */
  | 'whole'
  /** It still runs, or its data are not all in. */
  | 'running'
  /** The range begins or ends inside it. */
  | 'cut'
  /** Calls could have been recorded, and none were. */
  | 'empty'
  /** Before the first record there is, or after the last: unknown, not zero. */
  | 'unknown';

/** Something that happened, on the time axis. */
export interface ChartMark {
  readonly kind: 'alarm' | 'price';
  readonly title: string;
}

export interface ChartBucket {
  /** Label of the axis. */
  readonly label: string;
  /** In full, for the tooltip. */
  readonly title: string;
  readonly state: BucketState;
  /** The page for this bucket alone. */
  readonly href: string;
  /** What happened in it. */
  readonly marks?: readonly ChartMark[];
}

export interface ChartSeries {
  readonly name: string;
  /** Colour slot; null is grey. */
  readonly slot: number | null;
  /** One per bucket; null where there is nothing. */
  readonly values: readonly (number | null)[];
}

export interface SpendChart {
  readonly measure: 'cost' | 'tokens';
  readonly buckets: readonly ChartBucket[];
  /** Largest first: it is drawn at the bottom. */
  readonly series: readonly ChartSeries[];
}
