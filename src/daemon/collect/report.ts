/**
 * How a source stands: what status pages show, and when that is worth a line in the log.
 * @module
 */
import type { EpochSeconds } from '../../domain/time.ts';
import type { Source, SourceState } from '../../store/port.ts';
import type { Failure, FaultKind } from './outcome.ts';
import type { SourcePlan } from './plan.ts';

/** Plain data: it crosses the border of the collecting thread. */
export interface SourceReport extends Source {
  readonly key: string;
  readonly lastSuccessAt: EpochSeconds | null;
  readonly error: string | null;
  readonly hint?: string;
  readonly kind: FaultKind | null;
  /** Failed runs in a row. */
  readonly failures: number;
}

/**
 * A source that has not run yet.
 * @param known how sources stood when the daemon ran before
 */
export function initialReport(
  { key, name, account, region }: Omit<SourcePlan, 'what'>,
  known: readonly SourceState[] = [],
): SourceReport {
  const before = known.find(
    (state) =>
      (state.collector === name || state.collector.startsWith(`${name}/`)) &&
      state.account === account &&
      state.region === region,
  );
  const lastSuccessAt = before?.lastSuccessAt ?? null;
  const collector = before?.collector ?? name;
  return { key, collector, account, region, lastSuccessAt, error: null, kind: null, failures: 0 };
}

/** A run that ended, put over what was known before. */
export function reportAfter(
  before: SourceReport,
  source: Source,
  failure: Failure | null,
  now: EpochSeconds,
): SourceReport {
  const { key, lastSuccessAt, failures } = before;
  if (failure === null) {
    return { ...source, key, lastSuccessAt: now, error: null, kind: null, failures: 0 };
  }
  return {
    ...source,
    key,
    lastSuccessAt,
    error: failure.message,
    ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    kind: failure.kind,
    failures: failures + 1,
  };
}

/** Failures in a row after which trouble that mends itself is told; single hiccups are the network's daily life. */
const HICCUPS = 3;

/** Whether people are told, once per change of state: it fails, it fails otherwise, it is well again. */
export function worthTelling(told: FaultKind | null, after: SourceReport): 'failed' | 'recovered' | null {
  if (after.kind === null) return told === null ? null : 'recovered';
  if (after.kind === told) return null;
  const passing = after.kind === 'throttled' || after.kind === 'unavailable';
  return passing && told === null && after.failures < HICCUPS ? null : 'failed';
}
