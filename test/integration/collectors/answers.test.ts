/**
 * Answers that are well-formed and still not what was hoped for: unfinished series, tokens that have expired.
 * @module
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createCloudWatchLogsCollector, createMetricsCollector } from '../../../collectors/index.ts';
import {
  type CollectContext,
  type CollectedBatch,
  CollectFault,
  type Collector,
} from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { type Clients, clientsFor, unlimited } from './bench.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z') / 1000;
const place = { account: accountId('111122223333'), region: regionId('us-east-1') };

interface Asked {
  readonly operation: string;
  readonly body: Record<string, unknown>;
}
type Said = { status?: number; body: object } | undefined;

let server: Server;
let clients: Clients;
let answer: (asked: Asked) => Said;
const asked: Asked[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = {
      operation: String(request.headers['x-amz-target']).split('.').at(-1) ?? '',
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
    asked.push(one);
    const said = answer(one) ?? { body: {} };
    response.writeHead(said.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(said.body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  clients = clientsFor(
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    '111122223333',
    'us-east-1',
  );
});
beforeEach(() => {
  asked.splice(0);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const context: CollectContext = {
  now: () => epochSeconds(NOW),
  cursor: async () => undefined,
  unseenObjects: async () => [],
  hashKey: null,
  signal: new AbortController().signal,
};

async function run(
  collector: Collector,
): Promise<{ batches: CollectedBatch[]; fault: CollectFault | undefined }> {
  const batches: CollectedBatch[] = [];
  try {
    for await (const batch of collector.collect(context)) batches.push(batch);
    return { batches, fault: undefined };
  } catch (error) {
    if (error instanceof CollectFault) return { batches, fault: error };
    throw error;
  }
}

const metrics = () => createMetricsCollector({ ...place, client: clients.cloudwatch });
const logs = () =>
  createCloudWatchLogsCollector({
    ...place,
    client: clients.logs,
    logGroup: 'g',
    limiter: unlimited,
    firstLookback: 600,
  });

/** One agent's series, in AWS's own spelling. */
const listed = ({ body }: Asked) => ({
  body: {
    Metrics:
      body.Namespace === 'AWS/Bedrock/Agents'
        ? [
            {
              Namespace: body.Namespace,
              MetricName: 'outputTokenCount',
              Dimensions: [{ Name: 'Operation', Value: 'InvokeAgent' }],
            },
          ]
        : [],
  },
});
const point = (StatusCode: string, minute: number, value: number) => ({
  MetricDataResults: [{ Id: 'q0', Label: 'x', StatusCode, Timestamps: [NOW - minute * 60], Values: [value] }],
});

it.each([
  ['InternalError', 'unavailable'],
  ['PartialData', 'unavailable'],
  ['Forbidden', 'denied'],
])(
  'a series that ends as %s is handed over as far as it came, and the position stays',
  async (status, kind) => {
    answer = (one) => (one.operation === 'ListMetrics' ? listed(one) : { body: point(status, 5, 7) });
    const { batches, fault } = await run(metrics());
    expect(fault?.kind).toBe(kind);
    expect(batches).toMatchObject([
      { kind: 'metrics', data: [{ points: [{ at: NOW - 300, period: 60, value: 7 }] }] },
    ]);
    expect(batches.every((batch) => batch.kind === 'metrics' && batch.cursor === undefined)).toBe(true);
  },
);

it('a series may come in pages, of which only the last is complete; its name is found in any case', async () => {
  answer = (one) => {
    if (one.operation === 'ListMetrics') return listed(one);
    return {
      body:
        one.body.NextToken === undefined
          ? { ...point('PartialData', 5, 7), NextToken: 'more' }
          : point('Complete', 4, 8),
    };
  };
  const { batches, fault } = await run(metrics());
  expect(fault).toBeUndefined();
  const data = batches.flatMap((batch) => (batch.kind === 'metrics' ? batch.data : []));
  expect(data.map(({ series, points }) => [series.metric, series.dimensions, points[0]?.value])).toEqual([
    ['outputTokenCount', { Operation: 'InvokeAgent' }, 7],
    ['outputTokenCount', { Operation: 'InvokeAgent' }, 8],
  ]);
  expect(batches.at(-1)).toMatchObject({ cursor: { name: 'metrics:111122223333:us-east-1' } });
});

it('no unit is asked for, and the start of each minute is', async () => {
  answer = (one) => (one.operation === 'ListMetrics' ? listed(one) : { body: point('Complete', 5, 7) });
  await run(metrics());
  const get = asked.find(({ operation }) => operation === 'GetMetricData');
  expect(get?.body).toMatchObject({
    StartTime: NOW - 86_400,
    EndTime: NOW,
    MetricDataQueries: [{ Id: 'q0', MetricStat: { Period: 60, Stat: 'Sum' } }],
  });
  expect(JSON.stringify(get?.body)).not.toContain('Unit');
});

const notice = {
  events: [
    {
      message: 'Permissions are correctly set for Amazon Bedrock logs.',
      timestamp: NOW * 1000 - 1000,
      logStreamName: 'aws/bedrock/modelinvocations',
    },
  ],
};

it('an expired page token begins the window again', async () => {
  let expired = 1;
  answer = ({ body }) => {
    if (body.nextToken === undefined) return { body: { events: [], nextToken: 'page-2' } };
    if (expired-- > 0)
      return {
        status: 400,
        body: { __type: 'InvalidParameterException', message: 'The specified nextToken is invalid.' },
      };
    return { body: notice };
  };
  const { fault } = await run(logs());
  expect(fault).toBeUndefined();
  expect(asked.slice(0, 4).map(({ body }) => body.nextToken)).toEqual([
    undefined,
    'page-2',
    undefined,
    'page-2',
  ]);
});

it('expired credentials, whose message speaks of a token too, do not', async () => {
  answer = () => ({
    status: 400,
    body: {
      __type: 'ExpiredTokenException',
      message: 'The security token included in the request is expired',
    },
  });
  expect((await run(logs())).fault).toMatchObject({ kind: 'denied' });
  expect(asked).toHaveLength(1);
});

it('a page token that repeats itself ends the run, and not as if all had been read', async () => {
  answer = () => ({ body: { events: [], nextToken: 'the same' } });
  const { batches, fault } = await run(logs());
  expect(fault).toMatchObject({
    kind: 'misread',
    message: expect.stringContaining('repeats its page token'),
  });
  expect(batches).toEqual([]);
});

it('an object without any events is no answer', async () => {
  answer = () => ({ body: { message: 'hello from a proxy' } });
  const { batches, fault } = await run(logs());
  expect(fault?.kind).toBe('misread');
  expect(batches).toEqual([]);
});
