/**
 * Invocation logs from a CloudWatch log group. Source: Amazon Bedrock user guide, "Monitor model invocation using
 * CloudWatch Logs and Amazon S3", and CloudWatch Logs API reference, `FilterLogEvents`.
 * @module
 */
import type { CollectContext, CollectedBatch, Cursor } from '../../../src/domain/collector.ts';
import type { TimeRange } from '../../../src/domain/time.ts';
import { type BackfillCollector, backfillCursor, backfillPosition } from '../../backfill.ts';
import { refuseForeignGroup } from './foreign-group.ts';
import type { LogGroupOptions } from './options.ts';
import { advance, parts, planRun, readPosition, writePosition } from './position.ts';
import { readWindow, type WindowEnd } from './read-window.ts';

const SECOND = 1000;
/** After an interruption the position has moved at least every quarter of an hour of logs ... */
const PART = 15 * 60 * SECOND;
/** ... or by such a part of what is to be read: a first day in an hour's steps takes 24 requests and not 96. */
const MOST_PARTS = 24;
/** History is mostly quiet hours: each part costs a request at least, of which there are five a second. */
const BACKFILL_PART = 12 * 60 * 60 * SECOND;

type Batches = AsyncGenerator<CollectedBatch, void, undefined>;

/**
 * A collector of one log group. Facts may come more than once: what has been read is known by request id.
 * Its cursor is `{until, swept, found}`; see `position.ts`.
 */
export function createCloudWatchLogsCollector(options: LogGroupOptions): BackfillCollector {
  const { account, region, logGroup, every = 60 } = options;
  const reach = {
    firstLookback: (options.firstLookback ?? 3600) * SECOND,
    overlap: (options.overlap ?? 900) * SECOND,
  };
  const name = 'invocation-logs/cloudwatch';
  const source = `${name}:${account}:${region}:${logGroup}`;

  async function* collect(context: CollectContext): Batches {
    const plan = planRun(readPosition(await context.cursor(source)), context.now() * SECOND, reach);
    let found = plan.after?.found ?? false;
    for (const part of parts(plan, Math.max(PART, Math.ceil((plan.to - plan.from) / MOST_PARTS)))) {
      const end = yield* readWindow(options, part, plan.after?.until ?? part.from, context);
      found ||= end.found;
      yield lastBatch(end, { name: source, value: writePosition(advance(plan, part, found)) });
    }
    if (!found) await refuseForeignGroup(options, plan, context);
  }

  async function* readRange(range: TimeRange, context: CollectContext): Batches {
    const cursor = backfillCursor(source, range);
    const from = backfillPosition(await context.cursor(cursor), range) * SECOND;
    for (const part of parts({ from, to: range.to * SECOND }, BACKFILL_PART)) {
      const end = yield* readWindow(options, part, part.from, context);
      yield lastBatch(end, { name: cursor, value: String(part.to / SECOND) });
    }
  }

  return { name, account, region, every, collect, readRange };
}

/** Only with the last facts of a window does the position move behind it. */
const lastBatch = ({ facts, malformed }: WindowEnd, cursor: Cursor): CollectedBatch => ({
  kind: 'facts',
  facts,
  cursor,
  ...(malformed > 0 ? { malformed } : {}),
});
