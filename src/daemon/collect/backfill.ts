/**
 * Reading the past, a UTC day at a time and the newest day first, while live collection goes on. Each day of a source
 * keeps a position of its own, so that running the same again goes on where it ended.
 * @module
 */
import type { BackfillCollector } from '../../../collectors/index.ts';
import { type CollectedBatch, CollectFault, type Collector } from '../../domain/collector.ts';
import {
  dayOf,
  type EpochDay,
  type EpochSeconds,
  epochSeconds,
  SECONDS_PER_DAY,
  startOfDay,
  type TimeRange,
} from '../../domain/time.ts';
import type { Source } from '../../store/port.ts';
import { LoggingOff } from './found-logs.ts';
import type { Failure } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { failureOf, type RunDeps, runCollector } from './run-collector.ts';

export interface BackfillResult extends Source {
  /** `skipped`: logging is off there. */
  readonly status: 'ok' | 'failed' | 'stopped' | 'skipped';
  readonly records: number;
  readonly malformed: number;
  readonly failure: Failure | null;
}

/** How far all sources together are. */
export interface BackfillProgress {
  readonly daysDone: number;
  readonly daysTotal: number;
  readonly records: number;
}

/** The UTC days that a range touches, newest first; the ends are clipped to the range. */
export function daysOf(range: TimeRange): TimeRange[] {
  const [first, last] = [dayOf(range.from), dayOf(epochSeconds(range.to - 1))];
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const from = startOfDay((last - i) as EpochDay);
    const to = epochSeconds(Math.min(range.to, from + SECONDS_PER_DAY));
    return { from: epochSeconds(Math.max(range.from, from)), to };
  });
}

/** From the start of its first day to now at most: whole days have the same positions whenever they are asked for. */
export function wholeDays(range: TimeRange, now: EpochSeconds): TimeRange {
  return { from: startOfDay(dayOf(range.from)), to: epochSeconds(Math.min(range.to, now)) };
}

/** Reads a range of every source, sources beside each other. A day that fails ends its source. */
export async function backfill(
  sources: readonly PlannedSource[],
  range: TimeRange,
  deps: RunDeps,
  onProgress: (progress: BackfillProgress) => void = () => undefined,
): Promise<BackfillResult[]> {
  const days = daysOf(range);
  const progress = { daysDone: 0, daysTotal: days.length * sources.length, records: 0 };
  const told = {
    ...deps,
    onCommit: (batch: CollectedBatch, records: number) => {
      deps.onCommit?.(batch, records);
      progress.records += records;
      onProgress({ ...progress });
    },
  };
  return Promise.all(
    sources.map(async (planned) => {
      const result = await backfillOne(planned, days, told, () => {
        progress.daysDone += 1;
        onProgress({ ...progress });
      });
      return result;
    }),
  );
}

async function backfillOne(
  planned: PlannedSource,
  days: readonly TimeRange[],
  deps: RunDeps,
  onDay: () => void,
): Promise<BackfillResult> {
  let source: Source = { collector: planned.name, account: planned.account, region: planned.region };
  const sums = { records: 0, malformed: 0 };
  try {
    const account = await planned.identify();
    source = { ...source, account };
    const collector = await planned.open(account);
    source = { collector: collector.name, account: collector.account, region: collector.region };
    if (!readsThePast(collector)) throw new CollectFault('misread', `${collector.name} has no past to read`);
    for (const day of days) {
      const outcome = await runCollector(source, (context) => collector.readRange(day, context), deps);
      sums.records += outcome.records;
      sums.malformed += outcome.malformed;
      if (outcome.status !== 'ok')
        return { ...source, ...sums, status: outcome.status, failure: outcome.failure };
      onDay();
    }
    return { ...source, ...sums, status: 'ok', failure: null };
  } catch (error) {
    const status = error instanceof LoggingOff ? 'skipped' : 'failed';
    return { ...source, ...sums, status, failure: failureOf(error) };
  }
}

/** Whether a source is one of invocation logs, by its name. */
export const hasPast = ({ name }: Pick<PlannedSource, 'name'>): boolean => name.startsWith('invocation-logs');

const readsThePast = (collector: Collector): collector is BackfillCollector => 'readRange' in collector;
