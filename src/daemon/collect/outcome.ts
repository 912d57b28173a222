/**
 * How a run of a source ended, as it is told to status, logs and the command line.
 * @module
 */
import type { CollectFault } from '../../domain/collector.ts';

/** `store` is our own database; `defect` a mistake in this program. */
export type FaultKind = CollectFault['kind'] | 'store' | 'defect';

export interface Failure {
  readonly kind: FaultKind;
  readonly message: string;
  readonly hint: string | undefined;
}

export interface RunOutcome {
  /** `stopped`: asked to end; what was committed stays and the rest is read next time. */
  readonly status: 'ok' | 'failed' | 'stopped';
  /** Committed: calls, points of metrics, listed things, rows of the bill. */
  readonly records: number;
  /** Lines that were no records. */
  readonly malformed: number;
  readonly failure: Failure | null;
}
