/**
 * FilterLogEvents (CloudWatch Logs API Reference).
 * @module
 */
import { z } from 'zod';
import { Random } from '../../world/random.ts';
import { invalid } from '../wire/aws-error.ts';
import { issueToken, readToken } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import type { LogEvent, Position } from './events.ts';
import { findGroup } from './find-group.ts';
import { parsePattern } from './pattern.ts';
import { type Mark, scan } from './scan.ts';

const input = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNames: z.array(z.string()).min(1).max(100).optional(),
  logStreamNamePrefix: z.string().optional(),
  startTime: z.int().nonnegative().optional(),
  endTime: z.int().nonnegative().optional(),
  filterPattern: z.string().max(1024).optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).optional(),
  startFromHead: z.boolean().optional(),
});
type Input = z.output<typeof input>;

/** The earliest start from which newest-first is to be had. */
const NEWEST_FIRST_SINCE = Date.parse('2024-01-01T00:00:00Z');

export const filterLogEvents = operation(input, (asked, context) => {
  const { limit = 10_000, nextToken, startTime = 0, endTime = Number.MAX_SAFE_INTEGER } = asked;
  const { logStreamNames, logStreamNamePrefix, startFromHead = true } = asked;
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalid('logStreamNamePrefix and logStreamNames are mutually exclusive');
  }
  if (!startFromHead && startTime < NEWEST_FIRST_SINCE) {
    throw invalid('startFromHead can be false only with a startTime of 2024-01-01 or later');
  }
  const { simulator, now } = context;
  const group = findGroup(asked, context);
  const fits = parsePattern(asked.filterPattern ?? '');
  const test = (event: LogEvent) =>
    (logStreamNames?.includes(event.stream) ?? true) &&
    event.stream.startsWith(logStreamNamePrefix ?? '') &&
    fits(event.message);
  const question = questionOf(asked, context);
  const mark = nextToken === undefined ? undefined : readToken<Mark>(nextToken, question, now);
  const stretch = { group, from: startTime, to: endTime, newestFirst: !startFromHead, test };
  const page = scan(simulator, stretch, { limit, now, mark });
  return {
    events: inDisorder(page.events, context).map(
      ({ stream, timestamp, message, ingestionTime, eventId }) => ({
        logStreamName: stream,
        timestamp,
        message,
        ingestionTime,
        eventId,
      }),
    ),
    searchedLogStreams: [],
    ...(page.next ? { nextToken: issueToken(question, shortened(page.next), now) } : {}),
  };
});

/** What must stay the same from page to page. */
function questionOf(asked: Input, context: Context): unknown {
  const { nextToken: _token, limit: _limit, ...question } = asked;
  return { ...question, account: context.account, region: context.region };
}

/** Without the event's text. */
function shortened(mark: Mark): Mark {
  if (!mark.last) return mark;
  const { timestamp, ingestionTime, eventId }: Position = mark.last;
  return { ...mark, last: { timestamp, ingestionTime, eventId } };
}

/** Some pages shuffled, where that fault is on. */
function inDisorder(
  events: readonly LogEvent[],
  { simulator, account, region }: Context,
): readonly LogEvent[] {
  const label = events[0]?.eventId ?? '';
  if (!simulator.faults.strikes('reordered-events', label, { account, region })) return events;
  const random = new Random(`shuffle ${label}`);
  return events
    .map((event) => ({ event, place: random.unit() }))
    .sort((x, y) => x.place - y.place)
    .map(({ event }) => event);
}
