/**
 * Work that runs beside calls: batch jobs and asynchronous invocations.
 * @module
 */
import { ListModelInvocationJobsCommand } from '@aws-sdk/client-bedrock';
import { ListAsyncInvokesCommand } from '@aws-sdk/client-bedrock-runtime';
import { listAll, secondsOf } from '../aws/index.ts';
import type { AsyncInvocationBody, InvocationJobBody } from './body.ts';
import { type Asking, daysAgo, next } from './listing.ts';

/** Jobs run for a week at most; what is older than this no longer changes, and is kept as history. */
const JOB_DAYS = 45;
const ASYNC_DAYS = 7;

export async function invocationJobs({ bedrock, now, abort }: Asking): Promise<InvocationJobBody[]> {
  const submitTimeAfter = daysAgo(now, JOB_DAYS);
  const found = await listAll(
    { action: 'bedrock:ListModelInvocationJobs' },
    (token) => bedrock.send(new ListModelInvocationJobsCommand({ submitTimeAfter, ...next(token) }), abort),
    (page) => page.nextToken,
    (page) => page.invocationJobSummaries,
  );
  return found.flatMap((job) =>
    job.jobArn === undefined
      ? []
      : {
          arn: job.jobArn,
          name: job.jobName ?? null,
          modelId: job.modelId ?? null,
          status: job.status ?? null,
          submitted: secondsOf(job.submitTime),
          updated: secondsOf(job.lastModifiedTime),
          ended: secondsOf(job.endTime),
          records: {
            total: job.totalRecordCount ?? null,
            processed: job.processedRecordCount ?? null,
            succeeded: job.successRecordCount ?? null,
            failed: job.errorRecordCount ?? null,
          },
        },
  );
}

export async function asyncInvocations({ runtime, now, abort }: Asking): Promise<AsyncInvocationBody[]> {
  const submitTimeAfter = daysAgo(now, ASYNC_DAYS);
  const found = await listAll(
    { action: 'bedrock:ListAsyncInvokes' },
    (token) => runtime.send(new ListAsyncInvokesCommand({ submitTimeAfter, ...next(token) }), abort),
    (page) => page.nextToken,
    (page) => page.asyncInvokeSummaries,
  );
  return found.flatMap((one) =>
    one.invocationArn === undefined
      ? []
      : {
          arn: one.invocationArn,
          modelArn: one.modelArn ?? null,
          status: one.status ?? null,
          submitted: secondsOf(one.submitTime),
          ended: secondsOf(one.endTime),
        },
  );
}
