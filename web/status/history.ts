/**
 * How far the past has been read since the first start, all sources together and one by one.
 * @module
 */
import { epochSeconds, isoInstant } from '../../src/domain/time.ts';
import type { Source } from '../../src/store/port.ts';
import type { SourceHistory, WebDeps } from '../deps.ts';

export interface HistoryStatus {
  readonly status: 'reading' | 'done' | 'failed';
  /** Of the days of all sources, from 0 to 1. */
  readonly share: number;
  /** Everything from here on has been read of every source whose past has been begun. */
  readonly completeFrom: string;
  readonly from: string;
  /** Read in this life of the daemon. */
  readonly records: number;
  /** At the pace so far; null while there is none, and when nothing is left. */
  readonly etaSeconds: number | null;
  readonly sources: readonly (Source & {
    readonly status: SourceHistory['status'];
    readonly from: string;
    readonly readBackTo: string;
    readonly records: number;
    readonly error: string | null;
    readonly hint: string | null;
  })[];
}

type History = ReturnType<NonNullable<WebDeps['history']>>;

/** Null while no source's past has been begun. */
export function historyStatus(history: History | undefined): HistoryStatus | null {
  if (history === undefined || history.sources.length === 0) return null;
  const { sources, secondsLeft } = history;
  const sum = (of: (one: SourceHistory) => number) => sources.reduce((total, one) => total + of(one), 0);
  const [done, total] = [sum(({ range, at }) => range.to - at), sum(({ range }) => range.to - range.from)];
  const is = (status: SourceHistory['status']) => sources.some((one) => one.status === status);
  return {
    status: is('reading') ? 'reading' : is('failed') ? 'failed' : 'done',
    share: total <= 0 ? 1 : Math.min(1, Math.floor((1000 * done) / total) / 1000),
    completeFrom: isoInstant(epochSeconds(Math.max(...sources.map(({ at }) => at)))),
    from: isoInstant(epochSeconds(Math.min(...sources.map(({ range }) => range.from)))),
    records: sum(({ records }) => records),
    etaSeconds: secondsLeft,
    sources: sources.map(({ collector, account, region, status, range, at, records, failure }) => ({
      ...{ collector, account, region, status, records },
      ...{ from: isoInstant(range.from), readBackTo: isoInstant(at) },
      ...{ error: failure?.message ?? null, hint: failure?.hint ?? null },
    })),
  };
}
