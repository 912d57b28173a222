/**
 * What the dashboard needs from whoever starts it. It opens nothing itself and has no clock of its own.
 * @module
 */
import type { PriceBook } from '../pricing/index.ts';
import type { Rater } from '../src/domain/cost.ts';
import type { EpochSeconds } from '../src/domain/time.ts';
import type { Source, Store } from '../src/store/port.ts';

/** The part of the configuration that the dashboard reads; the whole one fits. */
export interface WebConfig {
  readonly server: { readonly auth?: { readonly token?: string | undefined } | undefined };
  /** Names shown in place of account ids. */
  readonly accounts?: readonly { readonly name: string; readonly id?: string | undefined }[] | undefined;
}

/** How a collector did last, as its scheduler knows it. */
export interface CollectorHealth extends Source {
  readonly lastSuccessAt: EpochSeconds | null;
  /** Null while all is well. */
  readonly error: string | null;
  readonly hint?: string | undefined;
}

export interface WebDeps {
  readonly store: Store;
  readonly book: PriceBook;
  readonly rater: Rater;
  readonly now: () => EpochSeconds;
  readonly config: WebConfig;
  /** Whether what is shown is made up; every page says so. */
  readonly demo: boolean;
  readonly startedAt: EpochSeconds;
  /** Absent where nothing collects: what was ingested by hand is all there is. */
  readonly collectors?: () => readonly CollectorHealth[];
  /** Folder of the client bundle; by default the one that the build wrote. */
  readonly assets?: string;
  /** Told about failures that a request ran into; the page shows none of their detail. */
  readonly onError?: (error: unknown) => void;
}
