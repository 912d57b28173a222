/**
 * GetLogEvents: one stream, forwards or backwards; its events have no id (CloudWatch Logs API Reference).
 * @module
 */
import { z } from 'zod';
import { issueToken, readToken } from '../wire/page.ts';
import { operation } from '../wire/service.ts';
import { findGroup } from './find-group.ts';
import { type Mark, scan } from './scan.ts';

const input = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamName: z.string(),
  startTime: z.int().optional(),
  endTime: z.int().optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(10_000).optional(),
  startFromHead: z.boolean().optional(),
});

export const getLogEvents = operation(input, (asked, context) => {
  const { nextToken, limit = 10_000, startFromHead = false, logStreamName } = asked;
  const { simulator, now } = context;
  const group = findGroup(asked, context);
  const question = [group, logStreamName, asked.startTime, asked.endTime, startFromHead];
  const mark = nextToken === undefined ? undefined : readToken<Mark>(nextToken, question, now);
  const stretch = {
    group,
    from: asked.startTime ?? 0,
    // Its end is exclusive, unlike FilterLogEvents's.
    to: (asked.endTime ?? Number.MAX_SAFE_INTEGER) - 1,
    newestFirst: !startFromHead,
    test: (event: { stream: string }) => event.stream === logStreamName,
  };
  const page = scan(simulator, stretch, { limit, now, mark });
  const last = page.events.at(-1);
  // At the end it answers the token that it was asked with.
  const end = {
    hour: mark?.hour ?? 0,
    ...mark,
    ...(last ? { last, hour: Math.floor(last.timestamp / 3.6e6) } : {}),
  };
  const token = issueToken(question, page.next ?? end, now);
  const same = page.next === undefined && page.events.length === 0 && nextToken !== undefined;
  return {
    events: page.events.map(({ timestamp, message, ingestionTime }) => ({
      timestamp,
      message,
      ingestionTime,
    })),
    nextForwardToken: same ? nextToken : token,
    nextBackwardToken: same ? nextToken : token,
  };
});
