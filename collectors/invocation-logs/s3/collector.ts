/**
 * Invocation logs from S3. Source of the layout: Amazon Bedrock user guide, "Monitor model invocation using CloudWatch
 * Logs and Amazon S3". New objects are found by listing; where a queue announces them, listing is the safety net
 * for what the queue loses, and the way while the queue cannot be read.
 * @module
 */
import { type CollectContext, type CollectedBatch, CollectFault } from '../../../src/domain/collector.ts';
import { dayOf, type EpochDay, epochSeconds, startOfDay, type TimeRange } from '../../../src/domain/time.ts';
import { Faults } from '../../aws/index.ts';
import { type BackfillCollector, backfillCursor, backfillPosition } from '../../backfill.ts';
import { Bucket } from './bucket.ts';
import { Damage } from './damage.ts';
import { drain } from './drain.ts';
import { dayPrefix, hourPrefix, sourcePrefix } from './keys.ts';
import { hasAny, type LogObject, listLogs } from './list.ts';
import { Oddities } from './oddities.ts';
import type { BucketOptions } from './options.ts';
import { daysBetween, type Plan, planRun, readPosition, writePosition } from './position.ts';
import { Queue } from './queue.ts';
import { nameOf, type ReadState, readObjects } from './read-objects.ts';

/** Seconds between looks into a queue, each of which listens for a while: new objects are read within a minute or so. */
const LISTENED_EVERY = 60;

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

/**
 * A collector of the deliveries of one account and Region. Objects are remembered one by one; its cursor `{swept}`
 * says since when whole days have to be listed.
 */
export function createS3LogsCollector(options: BucketOptions): BackfillCollector {
  const {
    account,
    region,
    bucket: bucketName,
    every: beat = 300,
    overlapDays = 2,
    tell = () => undefined,
  } = options;
  const name = 'invocation-logs/s3';
  const prefix = sourcePrefix(options);
  const source = `${name}:${bucketName}/${prefix}`;
  const bucket = new Bucket(options);
  const damage = new Damage();
  const queue = options.queue === undefined ? undefined : new Queue(options.queue);
  const odd = new Oddities();
  const every = queue === undefined ? beat : Math.min(beat, LISTENED_EVERY);
  const prefixes = [region, ...(options.queue?.regions ?? [])].map((one) =>
    sourcePrefix({ ...options, region: one }),
  );

  async function* collect(context: CollectContext): Batches {
    const at = readPosition(await context.cursor(source));
    const now = context.now();
    const faults = new Faults();
    const state: ReadState = { bucket, damage, faults, tell };
    let queueFault: CollectFault | undefined;
    if (queue) queueFault = yield* drain({ ...state, queue, odd, prefixes, seconds: every }, context);
    const plan = planRun(at, now, overlapDays, queue !== undefined && queueFault === undefined);
    let seen = 0;
    for await (const objects of newObjects(plan, context, (count) => (seen += count))) {
      if (faults.hopeless) break;
      yield* readObjects(objects, state, context);
      if (faults.hopeless) break;
    }
    if (queueFault && faults.any) faults.add(queueFault);
    faults.throwAny();
    if (plan.sweeps && seen === 0) await refuseForeignBucket(context);
    if (plan.sweeps)
      yield { kind: 'facts', facts: [], cursor: { name: source, value: writePosition({ swept: now }) } };
    if (queueFault) throw queueFault;
  }

  async function* readRange(range: TimeRange, context: CollectContext): Batches {
    const cursor = backfillCursor(source, range);
    const first = dayOf(backfillPosition(await context.cursor(cursor), range));
    // What was called at the end of the range may lie in the folder of the day after.
    const last = dayOf(range.to);
    for (const day of daysBetween(first, last)) {
      const state: ReadState = { bucket, damage, faults: new Faults(), tell };
      for await (const objects of newObjects({ days: [day], after: null, sweeps: false }, context)) {
        yield* readObjects(objects, state, context);
        if (state.faults.hopeless) break;
      }
      state.faults.throwAny();
      const done = Math.min(startOfDay((day + 1) as EpochDay), range.to);
      yield { kind: 'facts', facts: [], cursor: { name: cursor, value: String(epochSeconds(done)) } };
    }
  }

  /** @param onListed told how many objects a page of the listing had, new or not */
  async function* newObjects(
    plan: Plan,
    { signal, unseenObjects }: CollectContext,
    onListed: (count: number) => void = () => undefined,
  ): AsyncGenerator<LogObject[], void, undefined> {
    for (const [i, day] of plan.days.entries()) {
      const startAfter = i === 0 && plan.after !== null ? { startAfter: hourPrefix(prefix, plan.after) } : {};
      for await (const objects of listLogs(bucket, {
        prefix: dayPrefix(prefix, day),
        ...startAfter,
        signal,
      })) {
        onListed(objects.length);
        const unseen = new Set(await unseenObjects(objects.map((object) => nameOf(bucket, object))));
        yield objects.filter((object) => unseen.has(nameOf(bucket, object)));
      }
    }
  }

  /** Configuring the logs leaves an object behind, so that a delivery's folder is never empty. */
  async function refuseForeignBucket({ signal }: CollectContext): Promise<void> {
    if (await hasAny(bucket, prefix, signal)) return;
    throw new CollectFault('absent', `bucket ${bucketName} has nothing under ${prefix}`, {
      hint: `see where the logs go with \`aws bedrock get-model-invocation-logging-configuration --region ${region}\``,
    });
  }

  return { name, account, region, every, collect, readRange };
}
