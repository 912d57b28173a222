/**
 * All events of a window of time, page by page. Source: CloudWatch Logs API reference, `FilterLogEvents`: a page may
 * be empty and still have a successor; only a page without `nextToken` is the last.
 * @module
 */
import { FilterLogEventsCommand, type FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { type CollectContext, type CollectedBatch, CollectFault } from '../../../src/domain/collector.ts';
import { messageOf } from '../../../src/domain/errors.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { type Doing, pages } from '../../aws/index.ts';
import { parseRecord } from '../record.ts';
import type { LogGroupOptions } from './options.ts';
import type { Window } from './position.ts';

/** The stream that Bedrock's role may write; its policy names it. */
export const STREAM = 'aws/bedrock/modelinvocations';
/** Facts in a batch at most. */
export const BATCH = 2000;
const RESTARTS = 3;

/** What is left when a window has been read to its end. */
export interface WindowEnd {
  readonly facts: readonly InvocationFact[];
  /** Whether the window held any record. */
  readonly found: boolean;
  /** Lines that were no records, not counting those that an earlier run has counted. */
  readonly malformed: number;
}

/**
 * Reads a window. Full batches are yielded, what remains is returned: only then has the window been read.
 * @param countFrom lines before this time have been counted before
 */
export async function* readWindow(
  options: LogGroupOptions,
  window: Window,
  countFrom: number,
  context: CollectContext,
): AsyncGenerator<CollectedBatch, WindowEnd, undefined> {
  for (let restart = 0; ; restart++) {
    try {
      return yield* readOnce(options, window, countFrom, context);
    } catch (error) {
      // A token lives 24 hours at most; the facts read so far are known by their request ids.
      if (!isStaleToken(error) || restart === RESTARTS) throw error;
    }
  }
}

async function* readOnce(
  options: LogGroupOptions,
  window: Window,
  countFrom: number,
  context: CollectContext,
): AsyncGenerator<CollectedBatch, WindowEnd, undefined> {
  let facts: InvocationFact[] = [];
  let malformed = 0;
  let found = false;
  for await (const { events } of eventPages(options, window, context)) {
    for (const { message, timestamp } of events ?? []) {
      if (message === undefined) continue;
      const outcome = parseRecord(Buffer.from(message), context);
      if (outcome.kind === 'fact') facts.push(outcome.fact);
      else if (outcome.kind === 'malformed' && (timestamp ?? countFrom) >= countFrom) malformed++;
      if (facts.length === BATCH) {
        found = true;
        yield { kind: 'facts', facts };
        facts = [];
      }
    }
  }
  return { facts, malformed, found: found || facts.length > 0 };
}

/** Pages of a window, of all streams or of those that Bedrock writes. */
export function eventPages(
  options: LogGroupOptions,
  window: Window,
  { signal }: CollectContext,
  streams: { logStreamNamePrefix?: string } = { logStreamNamePrefix: STREAM },
): AsyncGenerator<FilterLogEventsCommandOutput, void, undefined> {
  const { client, logGroup, limiter } = options;
  const fetch = async (nextToken: string | undefined) => {
    await limiter.take();
    const page = await client.send(
      new FilterLogEventsCommand({
        logGroupName: logGroup,
        ...streams,
        startTime: window.from,
        // Events at this very millisecond may come twice; left out they would be lost.
        endTime: window.to,
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
      { abortSignal: signal },
    );
    // An object without any of the members is no answer of FilterLogEvents, and no proof that there are no events.
    if (page.events === undefined && page.searchedLogStreams === undefined && page.nextToken === undefined) {
      throw new CollectFault('misread', 'logs:FilterLogEvents: an answer without events');
    }
    return page;
  };
  return pages(doing(options), fetch, ({ nextToken }) => nextToken);
}

/** What reading this group needs, and what to do when it is not there. */
export function doing({ account, region, logGroup }: LogGroupOptions): Doing {
  return {
    action: 'logs:FilterLogEvents',
    resource: `arn:${partitionOf(region)}:logs:${region}:${account}:log-group:${logGroup}:*`,
    whenAbsent: `there is no log group ${logGroup} in ${region}: see where the logs go with \`aws bedrock get-model-invocation-logging-configuration --region ${region}\``,
  };
}

export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';

/** Not to be taken for expired credentials, whose message speaks of a token too. */
function isStaleToken(error: unknown): boolean {
  const cause = error instanceof CollectFault ? error.cause : undefined;
  if (!(cause instanceof Error)) return false;
  return (
    /NextToken|PaginationToken/i.test(cause.name) ||
    (cause.name === 'InvalidParameterException' && /token/i.test(messageOf(cause)))
  );
}
