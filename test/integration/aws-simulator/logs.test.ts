/**
 * CloudWatch Logs by its real client.
 * @module
 */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  type FilteredLogEvent,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { allPages, clientConfig, EUROPE, failureOf, NOW_MS, requestIds, start } from './support.ts';

const GROUP = '/aws/bedrock/modelinvocations';
const HOUR_MS = 3_600_000;
let simulator: RunningSimulator;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  simulator = await start();
  logs = new CloudWatchLogsClient(clientConfig(simulator));
});
afterEach(() => {
  simulator.faults.clear();
  simulator.clock.set(NOW_MS);
});
afterAll(() => simulator.close());

async function filter(input: Partial<FilterLogEventsCommandInput> = {}) {
  const pages = await allPages(
    (nextToken) => logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input, nextToken })),
    (page) => page.nextToken,
  );
  return { pages, events: pages.flatMap((page) => page.events ?? []) };
}

const messages = (events: readonly FilteredLogEvent[]) => events.map(({ message }) => message ?? '');

/** The truth: calls whose record was surely ingested before `until`. */
const calls = (from: number, until: number) =>
  simulator.world
    .hours({ from: from / 1000, to: until / 1000 })
    .flatMap((hour) => [...simulator.world.callsOf(hour, SOURCES.shopEast)])
    .filter(({ at }) => at * 1000 >= from && at * 1000 < until)
    .map(({ requestId }) => requestId);

describe('FilterLogEvents', () => {
  it('pages through everything exactly once, over empty pages', async () => {
    const from = simulator.world.history.from * 1000;
    const endTime = NOW_MS - 60_000;
    const { pages, events } = await filter({ startTime: from, endTime: endTime - 1, limit: 500 });
    expect(requestIds(messages(events)).toSorted()).toEqual(calls(from, endTime).toSorted());
    expect(pages.some((page) => page.events?.length === 0 && page.nextToken)).toBe(true);
    expect(pages.every((page) => (page.events?.length ?? 0) <= 500)).toBe(true);
    expect(pages.every((page) => page.searchedLogStreams?.length === 0)).toBe(true);
  });

  it('orders by timestamp, then ingestion, and has stable ids', async () => {
    const input = { startTime: NOW_MS - 5 * HOUR_MS, endTime: NOW_MS - HOUR_MS };
    const [first, again] = [await filter(input), await filter({ ...input, limit: 37 })];
    expect(again.events).toEqual(first.events);
    const order = first.events.map((event) => [event.timestamp ?? 0, event.ingestionTime ?? 0] as const);
    expect(order).toEqual(order.toSorted(([a, b], [c, d]) => a - c || b - d));
    const ids = first.events.map(({ eventId }) => eventId ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^\d{56}$/.test(id))).toBe(true);
    const backwards = await filter({ ...input, startFromHead: false, limit: 100 });
    expect(backwards.events).toEqual(first.events.toReversed());
  });

  it('shows an event once it is ingested, two to fourteen seconds later', async () => {
    const input = { startTime: NOW_MS - HOUR_MS, endTime: NOW_MS };
    const then = requestIds(messages((await filter(input)).events));
    simulator.clock.advance(15_000);
    const { events } = await filter(input);
    const records = events.filter(({ message }) => message?.includes('"ModelInvocationLog"'));
    const delays = records.map((event) => (event.ingestionTime ?? 0) - (event.timestamp ?? 0));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(2_100);
    expect(Math.max(...delays)).toBeLessThanOrEqual(13_300);
    const inTime = records.filter((event) => (event.ingestionTime ?? 0) <= NOW_MS);
    expect(then).toEqual(requestIds(messages(inTime)));
  });

  it('holds other lines too: the permission notice and other tools', async () => {
    const { events } = await filter({});
    const lines = messages(events);
    expect(
      lines.filter((line) => line === 'Permissions are correctly set for Amazon Bedrock logs.').length,
    ).toBe(1);
    expect(new Set(events.map(({ logStreamName }) => logStreamName))).toEqual(
      new Set(['aws/bedrock/modelinvocations', 'fluent-bit/worker-1']),
    );
    const only = await filter({ logStreamNames: ['aws/bedrock/modelinvocations'] });
    expect(only.events.length).toBeLessThan(events.length);
    const matching = await filter({ filterPattern: '{ $.schemaType = "ModelInvocationLog" }' });
    expect(requestIds(messages(matching.events)).length).toBe(matching.events.length);
    const elsewhere = await filter({ logGroupName: '/aws/lambda/public-chat' });
    expect(requestIds(messages(elsewhere.events))).toEqual([]);
    expect(elsewhere.events.length).toBeGreaterThan(0);
  });

  it('delivers late, twice and out of order on request, and forgets it again', async () => {
    const input = { startTime: NOW_MS - 6 * HOUR_MS, endTime: NOW_MS - 5 * HOUR_MS };
    const plain = await filter(input);
    const ids = requestIds(messages(plain.events));
    simulator.faults.add({ kind: 'duplicate-events', probability: 0.3 });
    const twice = await filter(input);
    expect(twice.events.length).toBeGreaterThan(plain.events.length);
    expect(new Set(requestIds(messages(twice.events)))).toEqual(new Set(ids));
    simulator.faults.clear();

    simulator.faults.add({ kind: 'late-events', probability: 0.5, seconds: 8 * 3600 });
    const now = requestIds(messages((await filter(input)).events));
    expect(now.length).toBeLessThan(ids.length);
    simulator.clock.advance(9 * HOUR_MS);
    const later = requestIds(messages((await filter(input)).events));
    expect(later.toSorted()).toEqual(ids.toSorted());
    simulator.faults.clear();

    simulator.faults.add({ kind: 'reordered-events' });
    const shuffled = await filter(input);
    expect(shuffled.events).not.toEqual(plain.events);
    expect(requestIds(messages(shuffled.events)).toSorted()).toEqual(ids.toSorted());
    simulator.faults.clear();

    simulator.faults.add({ kind: 'lost-records', probability: 0.2 });
    expect(requestIds(messages((await filter(input)).events)).length).toBeLessThan(ids.length);
    simulator.faults.clear();
    expect(await filter(input)).toEqual(expect.objectContaining({ events: plain.events }));
  });

  it('refuses tokens that are old or not its own, and unknown groups', async () => {
    const ask = (input: Partial<FilterLogEventsCommandInput>) =>
      failureOf(logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, ...input })));
    const { nextToken } = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, limit: 1 }));
    expect(nextToken).toBeDefined();
    const invalid = { name: 'InvalidParameterException', status: 400 };
    expect(await ask({ nextToken: 'made-up' })).toEqual(invalid);
    expect(await ask({ nextToken, filterPattern: 'other' })).toEqual(invalid);
    simulator.clock.advance(25 * HOUR_MS);
    expect(await ask({ nextToken })).toEqual(invalid);
    expect(await ask({ limit: 10_001 })).toEqual(invalid);
    expect(await ask({ logGroupName: 'nope' })).toEqual({ name: 'ResourceNotFoundException', status: 400 });
  });
});

it('keeps to five requests a second, by either clock', async () => {
  const limited = await start({ rateLimits: 'simulated', days: 1 });
  try {
    const client = new CloudWatchLogsClient(clientConfig(limited));
    const ask = () => client.send(new FilterLogEventsCommand({ logGroupName: GROUP, startTime: NOW_MS }));
    for (let i = 0; i < 5; i++) await ask();
    expect(await failureOf(ask())).toEqual({ name: 'ThrottlingException', status: 400 });
    // Another Region's bucket is another one.
    const west = new CloudWatchLogsClient(clientConfig(limited, 'us-west-2'));
    await west.send(new FilterLogEventsCommand({ logGroupName: GROUP, startTime: NOW_MS }));
    limited.clock.advance(1_000);
    await ask();
    expect(limited.calls.total('logs', 'FilterLogEvents')).toBe(8);
  } finally {
    await limited.close();
  }
});

it('describes groups with their retention, and streams', async () => {
  const groups = (await logs.send(new DescribeLogGroupsCommand({ limit: 1 }))).logGroups ?? [];
  expect(groups.length).toBe(1);
  const pages = await allPages(
    (nextToken) => logs.send(new DescribeLogGroupsCommand({ limit: 1, nextToken })),
    (page) => page.nextToken,
  );
  const all = pages.flatMap((page) => page.logGroups ?? []);
  expect(all.find(({ logGroupName }) => logGroupName === GROUP)?.retentionInDays).toBeUndefined();
  expect(all.map(({ logGroupName }) => logGroupName)).toContain('/aws/lambda/public-chat');
  const europe = new CloudWatchLogsClient(clientConfig(simulator, 'eu-west-1', EUROPE));
  const [group] =
    (await europe.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'bedrock' }))).logGroups ?? [];
  expect(group).toMatchObject({ logGroupName: 'bedrock-invocations', retentionInDays: 90 });
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({ logGroupName: GROUP, orderBy: 'LastEventTime', descending: true }),
  );
  expect(logStreams?.map(({ logStreamName }) => logStreamName)).toContain('aws/bedrock/modelinvocations');
});

it('GetLogEvents reads one stream, without ids, until its token stays the same', async () => {
  const input = {
    logGroupName: GROUP,
    logStreamName: 'aws/bedrock/modelinvocations',
    startTime: NOW_MS - 3 * HOUR_MS,
    endTime: NOW_MS - HOUR_MS,
    startFromHead: true,
    limit: 40,
  };
  const lines: string[] = [];
  for (let token: string | undefined, done = false; !done; ) {
    const page = await logs.send(new GetLogEventsCommand({ ...input, nextToken: token }));
    expect(page.events?.every((event) => !('eventId' in event))).toBe(true);
    lines.push(...(page.events ?? []).map(({ message }) => message ?? ''));
    done = token === page.nextForwardToken;
    token = page.nextForwardToken;
  }
  expect(requestIds(lines).toSorted()).toEqual(calls(NOW_MS - 3 * HOUR_MS, NOW_MS - HOUR_MS).toSorted());
});

it('Insights counts and sums, first running and then complete', async () => {
  const [startTime, endTime] = [NOW_MS / 1000 - 20 * 3600, NOW_MS / 1000 - 3601];
  const { queryId } = await logs.send(
    new StartQueryCommand({
      logGroupName: GROUP,
      startTime,
      endTime,
      queryString:
        'filter schemaType = "ModelInvocationLog" | stats count(*) as calls, sum(input.inputTokenCount) as tokens by modelId | sort calls desc',
    }),
  );
  expect((await logs.send(new GetQueryResultsCommand({ queryId }))).status).toBe('Running');
  const { results = [], status, statistics } = await logs.send(new GetQueryResultsCommand({ queryId }));
  expect(status).toBe('Complete');
  const truth = simulator
    .ledger({ from: startTime, to: endTime + 1 })
    .filter(({ account, region }) => account === '111122223333' && region === 'us-east-1');
  const value = (row: (typeof results)[number], name: string) =>
    Number(row.find(({ field }) => field === name)?.value);
  const counted = results.reduce((sum, row) => sum + value(row, 'calls'), 0);
  expect(counted).toBe(truth.reduce((sum, row) => sum + row.invocations + row.failedInvocations, 0));
  const tokens = results.reduce((sum, row) => sum + value(row, 'tokens'), 0);
  expect(tokens).toBe(truth.reduce((sum, row) => sum + row.input, 0));
  expect(statistics?.recordsMatched).toBe(counted);
  const query = { logGroupName: GROUP, startTime, endTime };
  const second = await logs.send(
    new StartQueryCommand({ ...query, queryString: 'fields @timestamp | limit 2' }),
  );
  expect(await logs.send(new StopQueryCommand({ queryId: second.queryId }))).toMatchObject({ success: true });
  const bad = logs.send(new StartQueryCommand({ ...query, queryString: 'parse @message "*" as x' }));
  expect(await failureOf(bad)).toEqual({ name: 'MalformedQueryException', status: 400 });
});
