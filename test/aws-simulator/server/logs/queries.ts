/**
 * StartQuery, GetQueryResults and StopQuery (CloudWatch Logs API Reference). A query is running when first
 * asked for, and complete from then on.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Simulator } from '../simulator.ts';
import { AwsError, invalid } from '../wire/aws-error.ts';
import { pageOf } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import { eventHour, eventsOf } from './events.ts';
import { findGroup } from './find-group.ts';
import { parseQuery } from './insights/parse.ts';
import { type Answer, runQuery } from './insights/run.ts';

interface Started {
  readonly run: () => Answer;
  readonly text: string;
  answer?: Answer;
  asked: number;
  status: 'Running' | 'Complete' | 'Cancelled';
}

const queries = new WeakMap<Simulator, Map<string, Started>>();

const startInput = z.object({
  logGroupName: z.string().optional(),
  logGroupNames: z.array(z.string()).max(50).optional(),
  logGroupIdentifiers: z.array(z.string()).max(50).optional(),
  /** Seconds since the epoch; both ends belong to it. */
  startTime: z.int(),
  endTime: z.int(),
  queryString: z.string().max(10_000),
  limit: z.int().min(1).max(100_000).optional(),
});

export const startQuery = operation(startInput, (asked, context) => {
  const names = [asked.logGroupName ?? [], asked.logGroupNames ?? [], asked.logGroupIdentifiers ?? []].flat();
  if (names.length === 0) throw invalid('A log group is required');
  const groups = names.map((logGroupIdentifier) => findGroup({ logGroupIdentifier }, context));
  const parsed = parseQuery(asked.queryString);
  const query = asked.limit === undefined ? parsed : { ...parsed, limit: asked.limit };
  const { simulator, now } = context;
  const [from, to] = [asked.startTime * 1000, Math.min(asked.endTime * 1000 + 999, now)];
  const run = () => {
    const hours = Array.from(
      { length: Math.max(0, eventHour(to) - eventHour(from) + 1) },
      (_, i) => eventHour(from) + i,
    );
    const events = groups.flatMap((group) => hours.flatMap((hour) => eventsOf(simulator, group, hour)));
    return runQuery(
      query,
      events.filter(
        ({ timestamp, ingestionTime }) => timestamp >= from && timestamp <= to && ingestionTime <= now,
      ),
    );
  };
  const queryId = randomUUID();
  const known = queries.get(simulator) ?? new Map<string, Started>();
  queries.set(simulator, known.set(queryId, { run, text: asked.queryString, asked: 0, status: 'Running' }));
  return { queryId };
});

function findQuery(queryId: string, { simulator }: Context): Started {
  const found = queries.get(simulator)?.get(queryId);
  if (!found) throw new AwsError('ResourceNotFoundException', 400, 'The specified query does not exist.');
  return found;
}

const resultsInput = z.object({
  queryId: z.string(),
  nextToken: z.string().optional(),
  maxItems: z.int().min(1).max(10_000).default(10_000),
});

export const getQueryResults = operation(resultsInput, ({ queryId, nextToken, maxItems }, context) => {
  const query = findQuery(queryId, context);
  query.asked += 1;
  if (query.asked === 1 || query.status === 'Cancelled') {
    return { queryLanguage: 'CWLI', results: [], statistics: {}, status: query.status };
  }
  query.status = 'Complete';
  query.answer ??= query.run();
  const { rows, matched, scanned, bytes } = query.answer;
  const { items, ...next } = pageOf(rows, {
    token: nextToken,
    limit: maxItems,
    question: queryId,
    now: context.now,
  });
  return {
    queryLanguage: 'CWLI',
    results: items,
    statistics: { recordsMatched: matched, recordsScanned: scanned, bytesScanned: bytes },
    status: query.status,
    ...next,
  };
});

export const stopQuery = operation(z.object({ queryId: z.string() }), ({ queryId }, context) => {
  const query = findQuery(queryId, context);
  const success = query.status === 'Running';
  if (success) query.status = 'Cancelled';
  return { success };
});
