/**
 * What the dashboard needs from whoever starts it. It opens nothing itself and has no clock of its own.
 * @module
 */
import type { PriceBook } from '../pricing/index.ts';
import type { AnswerContext } from '../src/answers/context.ts';
import type { Config } from '../src/config/schema.ts';
import type { Rater } from '../src/domain/cost.ts';
import type { EpochSeconds, TimeRange } from '../src/domain/time.ts';
import type { Source, Store } from '../src/store/port.ts';
import type { KeptAnswers } from './answers/kept.ts';

/** How a collector did last, as its scheduler knows it. */
export interface CollectorHealth extends Source {
  readonly lastSuccessAt: EpochSeconds | null;
  /** Null while all is well. */
  readonly error: string | null;
  readonly hint?: string | undefined;
}

/** How far the past of one source has been read. */
export interface SourceHistory extends Source {
  readonly status: 'reading' | 'done' | 'failed';
  readonly range: TimeRange;
  /** Read back to here, from the end of the range. */
  readonly at: EpochSeconds;
  readonly records: number;
  readonly failure: { readonly message: string; readonly hint: string | undefined } | null;
}

export interface WebDeps {
  readonly store: Store;
  readonly book: PriceBook;
  readonly rater: Rater;
  readonly now: () => EpochSeconds;
  /** Whether the clock stands, because its time was given. */
  readonly frozen?: boolean | undefined;
  readonly config: Config;
  /** Whether what is shown is made up; every page says so. */
  readonly demo: boolean;
  readonly startedAt: EpochSeconds;
  /** Absent where nothing collects: what was ingested by hand is all there is. */
  readonly collectors?: () => readonly CollectorHealth[];
  /** How far the past has been read; absent where nothing collects. */
  readonly history?: () => {
    readonly sources: readonly SourceHistory[];
    readonly secondsLeft: number | null;
  };
  /** Heavy answers, kept for a while; by default computed here, on the thread that answers requests. */
  readonly answers?: KeptAnswers;
  /** Where the schedule writes monthly reports; absent: there are none. */
  readonly reportsDir?: string;
  /** Folder of the client bundle; by default the one that the build wrote. */
  readonly assets?: string;
  /** Told about failures that a request ran into; the page shows none of their detail. */
  readonly onError?: (error: unknown) => void;
}

/** What answers are computed from, at this moment. */
export function answersOf({ store, book, rater, config, now, frozen = false }: WebDeps): AnswerContext {
  return { store, book, rater, config, now: now(), frozen };
}
