/**
 * ListAsyncInvokes: the shop's product films, two a week (Bedrock Runtime API Reference).
 * @module
 */
import { z } from 'zod';
import { SOURCES } from '../../world/accounts.ts';
import { DAY, iso } from '../../world/clock.ts';
import { bucketOf } from '../../world/delivery.ts';
import { Random } from '../../world/random.ts';
import { pagedList } from '../bedrock/paged-list.ts';
import type { Context } from '../wire/service.ts';

const EVERY = 3.5 * DAY;
const MODEL = 'amazon.nova-reel-v1:1';

export const listAsyncInvokes = pagedList(
  'asyncInvokeSummaries',
  {
    submitTimeAfter: z.string().optional(),
    submitTimeBefore: z.string().optional(),
    statusEquals: z.string().optional(),
  },
  ({ submitTimeAfter, submitTimeBefore, statusEquals }, context) =>
    invokesIn(context).filter(
      ({ submitTime, status }) =>
        Date.parse(submitTime) >= Date.parse(submitTimeAfter ?? '1970-01-01') &&
        Date.parse(submitTime) <= Date.parse(submitTimeBefore ?? '9999-01-01') &&
        (statusEquals ?? status) === status,
    ),
);

/** The newest first. */
function invokesIn({ simulator, account, region, now }: Context) {
  const { shopEast } = SOURCES;
  if (account !== shopEast.account || region !== shopEast.region) return [];
  const first = Math.ceil(simulator.world.history.from / EVERY);
  const last = Math.floor(now / 1000 / EVERY);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
    const submitted = Math.floor((last - i) * EVERY);
    const id = new Random(`film ${submitted}`).hex(2).slice(0, 12);
    const ended = submitted + 420;
    const done = ended <= now / 1000;
    return {
      invocationArn: `arn:aws:bedrock:${region}:${account}:async-invoke/${id}`,
      modelArn: `arn:aws:bedrock:${region}::foundation-model/${MODEL}`,
      status: done ? 'Completed' : 'InProgress',
      submitTime: iso(submitted),
      lastModifiedTime: iso(done ? ended : submitted),
      ...(done ? { endTime: iso(ended) } : {}),
      outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${bucketOf(shopEast)}/films/${id}` } },
    };
  });
}
