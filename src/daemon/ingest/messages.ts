/**
 * What the ingest thread is told and what it answers.
 * @module
 */
import type { PricingOptions } from '../../../pricing/index.ts';
import type { ExitCode } from '../../domain/errors.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import type { Retention } from '../../store/port.ts';
import type { Progress } from './ingest-paths.ts';
import type { IngestCounts } from './summary.ts';

/** Fixed for the life of a thread. */
export interface ThreadSetup {
  readonly database: string;
  readonly pricing: PricingOptions;
  readonly promptHash: boolean;
  /** How long what is kept, for stores that nothing but `ingest` writes to; absent: nothing is let go. */
  readonly retention?: Retention;
  /** A fixed clock, for reproducible output; null: the machine's. */
  readonly now: EpochSeconds | null;
}

export type Request =
  | { readonly kind: 'ingest'; readonly id: number; readonly paths: readonly string[] }
  | { readonly kind: 'close' };

export type Answer =
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly kind: 'done'; readonly id: number; readonly counts: IngestCounts }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly message: string;
      readonly hint: string | undefined;
      readonly exitCode: ExitCode;
    };
