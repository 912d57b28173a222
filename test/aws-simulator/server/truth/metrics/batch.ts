/**
 * `AWS/Bedrock/Batch`: how far a running job is, each minute (AWS Machine Learning Blog, 2025-09-18).
 * @module
 */
import type { BatchJob } from '../../../world/batch-jobs.ts';
import { HOUR } from '../../../world/clock.ts';
import type { Emit } from './series.ts';

const MINUTE = 60;

/** A job's minutes within an hour. */
export function emitBatch(job: BatchJob, hour: number, emit: Emit): void {
  const minutes = Math.max(1, Math.ceil((job.endedAt - job.startedAt) / MINUTE));
  for (let i = 0; i < minutes; i++) {
    const at = job.startedAt - (job.startedAt % MINUTE) + i * MINUTE;
    if (Math.floor(at / HOUR) !== hour) continue;
    const put = (metric: string, value: number) =>
      emit('AWS/Bedrock/Batch', metric, [['ModelId', job.modelId]], {
        at,
        value: Math.round(value),
        arrives: (at + 120) * 1000,
      });
    put('NumberOfRecordsPendingProcessing', job.records * (1 - (i + 1) / minutes));
    put('NumberOfInputTokensProcessedPerMinute', job.inputTokens / minutes);
    put('NumberOfOutputTokensProcessedPerMinute', job.outputTokens / minutes);
  }
}
