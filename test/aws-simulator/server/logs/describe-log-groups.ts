/**
 * DescribeLogGroups and DescribeLogStreams (CloudWatch Logs API Reference).
 * @module
 */
import { z } from 'zod';
import { hourOf } from '../../world/clock.ts';
import { pageOf } from '../wire/page.ts';
import { type Context, operation } from '../wire/service.ts';
import { eventsOf } from './events.ts';
import { findGroup } from './find-group.ts';
import { groupArn, groupsOf, type LogGroup } from './groups.ts';

const groupsInput = z.object({
  logGroupNamePrefix: z.string().optional(),
  logGroupNamePattern: z.string().optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(50).optional(),
});

export const describeLogGroups = operation(groupsInput, (asked, { simulator, account, region, now }) => {
  const { logGroupNamePrefix = '', logGroupNamePattern = '', nextToken, limit = 50 } = asked;
  const groups = groupsOf(simulator, account, region).filter(
    (group) => group.name.startsWith(logGroupNamePrefix) && group.name.includes(logGroupNamePattern),
  );
  const question = [account, region, logGroupNamePrefix, logGroupNamePattern];
  const { items, ...next } = pageOf(groups, { token: nextToken, limit, question, now });
  return { logGroups: items.map(described), ...next };
});

function described(group: LogGroup): object {
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    ...(group.retentionDays === null ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: `${groupArn(group)}:*`,
    logGroupArn: groupArn(group),
    storedBytes: 0,
    logGroupClass: 'STANDARD',
  };
}

const streamsInput = z.object({
  logGroupName: z.string().optional(),
  logGroupIdentifier: z.string().optional(),
  logStreamNamePrefix: z.string().optional(),
  orderBy: z.enum(['LogStreamName', 'LastEventTime']).optional(),
  descending: z.boolean().optional(),
  nextToken: z.string().optional(),
  limit: z.int().min(1).max(50).optional(),
});

export const describeLogStreams = operation(streamsInput, (asked, context) => {
  const group = findGroup(asked, context);
  const { logStreamNamePrefix = '', nextToken, limit = 50, orderBy, descending } = asked;
  const streams = streamsOf(group, context)
    .filter((stream) => stream.logStreamName.startsWith(logStreamNamePrefix))
    .sort((x, y) =>
      orderBy === 'LastEventTime'
        ? x.lastEventTimestamp - y.lastEventTimestamp
        : x.logStreamName.localeCompare(y.logStreamName),
    );
  const question = [group, logStreamNamePrefix, orderBy, descending];
  const ordered = descending ? streams.reverse() : streams;
  const { items, ...next } = pageOf(ordered, { token: nextToken, limit, question, now: context.now });
  return { logStreams: items, ...next };
});

/** Streams with events in the last few hours. */
function streamsOf(group: LogGroup, { simulator, now }: Context) {
  const hour = hourOf(now / 1000);
  const events = [hour - 2, hour - 1, hour]
    .flatMap((each) => eventsOf(simulator, group, each))
    .filter((event) => event.ingestionTime <= now);
  return [...Map.groupBy(events, (event) => event.stream)].map(([logStreamName, own]) => ({
    logStreamName,
    creationTime: group.createdAt,
    firstEventTimestamp: simulator.world.history.from * 1000,
    lastEventTimestamp: Math.max(...own.map((event) => event.timestamp)),
    lastIngestionTime: Math.max(...own.map((event) => event.ingestionTime)),
    arn: `${groupArn(group)}:log-stream:${logStreamName}`,
    storedBytes: 0,
  }));
}
