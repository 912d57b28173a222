/**
 * The story of the nightly batch job: the shop has its catalogue translated in bulk, at half the price, in no
 * invocation log. On the night of the last Sunday a part of the records fails.
 * @module
 */
import { SOURCES, type Source } from './accounts.ts';
import { DAY, HOUR, lastWeekly, type Range } from './clock.ts';
import type { Random } from './random.ts';

export interface BatchJob {
  readonly id: string;
  readonly name: string;
  readonly source: Source;
  readonly modelId: string;
  readonly submittedAt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly records: number;
  readonly failedRecords: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Jobs submitted within a range, by time; `end` is where the history ends. */
export function drawBatchJobs(range: Range, root: Random, end: number): BatchJob[] {
  const first = Math.ceil((range.from - HOUR) / DAY);
  const last = Math.ceil((range.to - HOUR) / DAY);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => drawJob(first + i, root, end));
}

function drawJob(day: number, root: Random, end: number): BatchJob {
  const random = root.split(`batch ${day}`);
  const submittedAt = day * DAY + HOUR;
  const startedAt = submittedAt + 240 + random.int(900);
  const records = Math.round(random.lognormal(9000, 0.15));
  const bad = Math.floor(lastWeekly(end, 0, 1) / DAY) === day;
  const failedRecords = Math.round(records * (bad ? 0.18 : 0.001));
  const done = records - failedRecords;
  return {
    id: random.hex(2).slice(0, 12),
    name: `catalogue-translation-${new Date(day * DAY * 1000).toISOString().slice(0, 10)}`,
    source: SOURCES.shopWest,
    modelId: 'amazon.nova-lite-v1:0',
    submittedAt,
    startedAt,
    endedAt: startedAt + 4200 + random.int(2400),
    records,
    failedRecords,
    inputTokens: Math.round(done * random.lognormal(640, 0.03)),
    outputTokens: Math.round(done * random.lognormal(210, 0.03)),
  };
}
