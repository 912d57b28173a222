/**
 * What the SDK's clients make of answers that go wrong, in words; bytes from a server that says exactly that.
 * @module
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../../../collectors/aws/index.ts';
import { countCalls, createS3LogsCollector, httpHandler, paceCalls } from '../../../collectors/index.ts';
import { CollectFault } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { type Clients, clientsFor } from './bench.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let endpoint: string;
let clients: Clients;
let answers: Answer[] = [];
let requests = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    requests += 1;
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    answer?.(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  clients = clientsFor(endpoint, '111122223333', 'us-east-1');
});
beforeEach(() => {
  requests = 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const html = (status: number) => says(status, '<html>Sign in</html>', { 'content-type': 'text/html' });

const QUESTIONS: Readonly<Record<string, () => Promise<unknown>>> = {
  'AWS JSON': () => clients.logs.send(new FilterLogEventsCommand({ logGroupName: 'g' })),
  'query-compatible': () => clients.cloudwatch.send(new ListMetricsCommand({})),
  'REST JSON': () => clients.bedrock.send(new ListFoundationModelsCommand({})),
  'REST XML': () => clients.s3.send(new ListObjectsV2Command({ Bucket: 'b' })),
};

async function faultOf(question: () => Promise<unknown>): Promise<CollectFault> {
  try {
    await ask({ action: 'logs:FilterLogEvents', whenAbsent: 'look elsewhere' }, question);
  } catch (error) {
    if (error instanceof CollectFault) return error;
    throw error;
  }
  throw new Error('there was no fault');
}
const question = (protocol: string) => QUESTIONS[protocol] ?? (() => Promise.reject(new Error(protocol)));

describe.each(['AWS JSON', 'query-compatible', 'REST JSON'])('over %s', (protocol) => {
  it.each<[string, Answer, object]>([
    [
      'ThrottlingException',
      says(400, { __type: 'ThrottlingException', message: 'Rate exceeded' }),
      { kind: 'throttled' },
    ],
    ['HTTP 429', says(429, { __type: 'SomethingNew' }), { kind: 'throttled' }],
    [
      'an expired token',
      says(400, { __type: 'ExpiredTokenException', message: 'expired' }),
      { kind: 'denied', hint: expect.stringContaining('renew') },
    ],
    [
      'a wrong clock',
      says(400, {
        __type: 'InvalidSignatureException',
        message: 'Signature expired: 1 is now earlier than 2',
      }),
      { kind: 'denied', hint: expect.stringContaining('clock') },
    ],
    [
      'unknown keys',
      says(400, { __type: 'UnrecognizedClientException', message: 'invalid' }),
      { kind: 'denied', hint: expect.stringContaining('credentials') },
    ],
    [
      'an unknown operation',
      says(404, { __type: 'UnknownOperationException' }),
      { kind: 'absent', hint: 'look elsewhere' },
    ],
    ['a failure inside', says(500, { __type: 'InternalFailure', message: 'sorry' }), { kind: 'unavailable' }],
    ['HTML with status 200', html(200), { kind: 'misread', message: expect.not.stringContaining('html') }],
    ['HTML with status 403', html(403), { kind: 'misread' }],
    ['HTML with status 503', html(503), { kind: 'unavailable' }],
    ['JSON that stops', says(200, '{"events":[{"mess'), { kind: 'misread' }],
    ['a reset', (request) => request.socket.resetAndDestroy(), { kind: 'unavailable' }],
  ])('%s is sorted', async (_, answer, wanted) => {
    answers = [answer];
    expect(await faultOf(question(protocol))).toMatchObject(wanted);
  });
});

describe('in particular', () => {
  it('both spellings of throttling are one', async () => {
    answers = [
      says(
        400,
        { __type: 'com.amazonaws.cloudwatch#ThrottlingException', message: 'Rate exceeded' },
        { 'x-amzn-query-error': 'Throttling;Sender' },
      ),
    ];
    expect(await faultOf(question('query-compatible'))).toMatchObject({
      kind: 'throttled',
      message: 'logs:FilterLogEvents: Throttling: Rate exceeded',
    });
  });

  it('a refusal names what IAM named', async () => {
    const message =
      'User: arn:aws:sts::1:assumed-role/r/s is not authorized to perform: logs:FilterLogEvents on resource: arn:aws:logs:us-east-1:1:log-group:g with an explicit deny in a service control policy';
    answers = [says(400, { __type: 'AccessDeniedException', message })];
    expect((await faultOf(question('AWS JSON'))).hint).toBe(
      'allow {"Effect":"Allow","Action":"logs:FilterLogEvents","Resource":"arn:aws:logs:us-east-1:1:log-group:g"} (a policy denies it explicitly: that has to go too)',
    );
  });

  it('an answer that stops with its connection is asked for again', async () => {
    const cut: Answer = (request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': '500' });
      response.write('{"events":[', () => request.socket.destroySoon());
    };
    answers = [cut, html(200), says(200, { events: [] })];
    expect(await ask({ action: 'logs:FilterLogEvents' }, question('AWS JSON'))).toMatchObject({ events: [] });
    expect(requests).toBe(3);
  });

  it('an answer that never comes ends the waiting', async () => {
    answers = [() => undefined];
    const impatient = new CloudWatchLogsClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: httpHandler({ answerMilliseconds: 20 }),
    });
    const fault = await faultOf(() => impatient.send(new FilterLogEventsCommand({ logGroupName: 'g' })));
    expect(fault).toMatchObject({ kind: 'unavailable' });
  });

  it('S3 redirects and refusals keep their names; its client takes HTML for an empty listing, we do not', async () => {
    answers = [
      says(403, '<Error><Code>AccessDenied</Code><Message>no</Message></Error>', {
        'content-type': 'application/xml',
      }),
    ];
    expect(await faultOf(question('REST XML'))).toMatchObject({ kind: 'denied' });
    answers = [html(200)];
    const collector = createS3LogsCollector({
      account: accountId('111122223333'),
      region: regionId('us-east-1'),
      client: clients.s3,
      bucket: 'b',
    });
    const context = {
      now: () => epochSeconds(1_795_000_000),
      cursor: async () => undefined,
      unseenObjects: async (names: readonly string[]) => [...names],
      hashKey: null,
      signal: new AbortController().signal,
    };
    await expect(collector.collect(context).next()).rejects.toMatchObject({ kind: 'misread' });
  });

  it('a mistake of this program is not told as one of AWS', async () => {
    await expect(
      ask({ action: 'a:B' }, () => Promise.reject(new TypeError('x is undefined'))),
    ).rejects.toThrow(TypeError);
  });

  it('every attempt is counted, and waits for its turn', async () => {
    const counted: string[] = [];
    let turns = 0;
    const fresh = clientsFor(endpoint, '111122223333', 'us-east-1').logs;
    countCalls(fresh, ({ service, operation, billedUnits }) =>
      counted.push(`${service} ${operation} ${billedUnits}`),
    );
    paceCalls(fresh, async () => {
      turns += 1;
    });
    answers = [html(200), says(200, { events: [] })];
    await ask({ action: 'logs:FilterLogEvents' }, () =>
      fresh.send(new FilterLogEventsCommand({ logGroupName: 'g' })),
    );
    expect(counted).toEqual(['cloudwatch-logs FilterLogEvents 1', 'cloudwatch-logs FilterLogEvents 1']);
    expect(turns).toBe(2);
  });
});
