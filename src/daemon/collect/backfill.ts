/**
 * Reading the past, a UTC day of logs or a few days of metrics at a time and the newest first, while live collection
 * goes on. Each part of a source keeps a position of its own, so that running the same again goes on where it ended.
 * @module
 */
import type { BackfillCollector } from '../../../collectors/index.ts';
import { type CollectedBatch, CollectFault, type Collector } from '../../domain/collector.ts';
import { dayOf, type EpochSeconds, epochSeconds, startOfDay, type TimeRange } from '../../domain/time.ts';
import type { Source } from '../../store/port.ts';
import { ReadTwice } from './claims.ts';
import { LoggingOff } from './found-logs.ts';
import { nextPart } from './history.ts';
import type { Failure } from './outcome.ts';
import type { PlannedSource } from './planned-source.ts';
import { failureOf, type RunDeps, runCollector } from './run-collector.ts';

export interface BackfillResult extends Source {
  /** `skipped`: logging is off there, or another entry of the configuration reads it. */
  readonly status: 'ok' | 'failed' | 'stopped' | 'skipped';
  readonly records: number;
  readonly malformed: number;
  readonly failure: Failure | null;
}

/** How far all sources together are, in days of each. */
export interface BackfillProgress {
  readonly daysDone: number;
  readonly daysTotal: number;
  readonly records: number;
}

/**
 * UTC days of metrics read at once. A request of GetMetricData is billed by its series, however long their range, so
 * that longer parts are cheaper; 7,200 minutes still let 14 series into a page.
 */
const METRIC_DAYS = 5;

/** How many days of a source are read, and kept, together. */
export const daysPerPart = ({ name }: Pick<PlannedSource, 'name'>): number =>
  name === 'metrics' ? METRIC_DAYS : 1;

/** The parts of a range, newest first: UTC days, or several together. */
export function partsOf(range: TimeRange, days: number): TimeRange[] {
  const parts: TimeRange[] = [];
  let part = nextPart(range, range.to, days);
  for (; part; part = nextPart(range, part.from, days)) parts.push(part);
  return parts;
}

/** From the start of its first day to now at most: whole days have the same positions whenever they are asked for. */
export function wholeDays(range: TimeRange, now: EpochSeconds): TimeRange {
  return { from: startOfDay(dayOf(range.from)), to: epochSeconds(Math.min(range.to, now)) };
}

/** Reads a range of every source, sources beside each other. A part that fails ends its source. */
export async function backfill(
  sources: readonly PlannedSource[],
  range: TimeRange,
  deps: RunDeps,
  onProgress: (progress: BackfillProgress) => void = () => undefined,
): Promise<BackfillResult[]> {
  const days = partsOf(range, 1).length;
  const progress = { daysDone: 0, daysTotal: days * sources.length, records: 0 };
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
      const parts = partsOf(range, daysPerPart(planned));
      const result = await backfillOne(planned, parts, told, (part) => {
        progress.daysDone += partsOf(part, 1).length;
        onProgress({ ...progress });
      });
      return result;
    }),
  );
}

async function backfillOne(
  planned: PlannedSource,
  parts: readonly TimeRange[],
  deps: RunDeps,
  onPart: (part: TimeRange) => void,
): Promise<BackfillResult> {
  let source: Source = { collector: planned.name, account: planned.account, region: planned.region };
  const sums = { records: 0, malformed: 0 };
  try {
    const account = await planned.identify();
    source = { ...source, account };
    const collector = await planned.open(account);
    source = { collector: collector.name, account: collector.account, region: collector.region };
    if (!readsThePast(collector)) throw new CollectFault('misread', `${collector.name} has no past to read`);
    for (const part of parts) {
      const outcome = await runCollector(source, (context) => collector.readRange(part, context), deps);
      sums.records += outcome.records;
      sums.malformed += outcome.malformed;
      if (outcome.status !== 'ok')
        return { ...source, ...sums, status: outcome.status, failure: outcome.failure };
      onPart(part);
    }
    return { ...source, ...sums, status: 'ok', failure: null };
  } catch (error) {
    const off = error instanceof LoggingOff || error instanceof ReadTwice;
    const status = off ? 'skipped' : 'failed';
    return { ...source, ...sums, status, failure: failureOf(error) };
  }
}

/** Whether a source is one of those that keep the past: invocation logs and metrics. */
export const hasPast = ({ name }: Pick<PlannedSource, 'name'>): boolean =>
  name.startsWith('invocation-logs') || name === 'metrics';

export const readsThePast = (collector: Collector): collector is BackfillCollector =>
  'readRange' in collector;
