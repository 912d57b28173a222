/**
 * ListModelInvocationJobs: the nightly batch job (Bedrock API Reference). Its answers have no token counts.
 * @module
 */
import { z } from 'zod';
import type { BatchJob } from '../../world/batch-jobs.ts';
import { iso } from '../../world/clock.ts';
import { bucketOf } from '../../world/delivery.ts';
import { pagedList } from './paged-list.ts';

export const listModelInvocationJobs = pagedList(
  'invocationJobSummaries',
  {
    submitTimeAfter: z.string().optional(),
    submitTimeBefore: z.string().optional(),
    statusEquals: z.string().optional(),
    nameContains: z.string().optional(),
  },
  ({ submitTimeAfter, submitTimeBefore, statusEquals, nameContains }, { simulator, account, region, now }) =>
    simulator.world
      .batchJobs({ from: simulator.world.history.from, to: now / 1000 })
      .filter(({ source }) => source.account === account && source.region === region)
      .filter(
        ({ submittedAt, name }) =>
          submittedAt * 1000 > Date.parse(submitTimeAfter ?? '1970-01-01') &&
          submittedAt * 1000 < Date.parse(submitTimeBefore ?? '9999-01-01') &&
          name.includes(nameContains ?? ''),
      )
      .map((job) => summary(job, now / 1000))
      .filter(({ status }) => (statusEquals ?? status) === status)
      .reverse(),
);

/** Where a job's results lie. */
export const outputPrefix = (job: BatchJob): string => `batch-output/${job.id}/`;

function summary(job: BatchJob, at: number) {
  const { source } = job;
  const bucket = `s3://${bucketOf(source)}`;
  const started = at >= job.startedAt;
  const ended = at >= job.endedAt;
  const share = Math.min(1, Math.max(0, (at - job.startedAt) / (job.endedAt - job.startedAt)));
  const processed = Math.floor(job.records * share);
  const failed = Math.floor(job.failedRecords * share);
  return {
    jobArn: `arn:aws:bedrock:${source.region}:${source.account}:model-invocation-job/${job.id}`,
    jobName: job.name,
    modelId: `arn:aws:bedrock:${source.region}::foundation-model/${job.modelId}`,
    roleArn: `arn:aws:iam::${source.account}:role/bedrock-batch`,
    status: ended ? 'Completed' : started ? 'InProgress' : 'Submitted',
    submitTime: iso(job.submittedAt),
    lastModifiedTime: iso(Math.floor(Math.min(at, job.endedAt))),
    ...(ended ? { endTime: iso(job.endedAt) } : {}),
    modelInvocationType: 'InvokeModel',
    inputDataConfig: {
      s3InputDataConfig: { s3InputFormat: 'JSONL', s3Uri: `${bucket}/batch-input/${job.name}.jsonl` },
    },
    outputDataConfig: { s3OutputDataConfig: { s3Uri: `${bucket}/${outputPrefix(job)}` } },
    timeoutDurationInHours: 24,
    totalRecordCount: job.records,
    processedRecordCount: processed,
    successRecordCount: processed - failed,
    errorRecordCount: failed,
  };
}
