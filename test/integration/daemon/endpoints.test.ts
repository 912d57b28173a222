/**
 * Endpoints that are not AWS's own and have only some of its services: what they lack degrades alone.
 */
import { once as onceEvent } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openPlace, type Place } from './place.ts';

let place: Place | undefined;
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await place?.close();
  [place, server] = [undefined, undefined];
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** As an emulator answers that knows the service and does not have it. */
const NOT_IMPLEMENTED: Answer = {
  status: 501,
  type: 'application/json',
  body: '{"__type":"InternalFailure","message":"The API for service is not implemented"}',
};
/** As an object store answers that takes every request for one of its own. */
const OBJECT_STORE: Answer = {
  status: 400,
  type: 'application/xml',
  body: '<?xml version="1.0"?><Error><Code>BadRequest</Code><Message>An unsupported API call</Message></Error>',
};
const NO_PAGE: Answer = { status: 404, type: 'text/html', body: '<html><body>Not found</body></html>' };

/** Sends requests of some services on, by the service that they are signed for. */
async function serving(services: readonly string[], otherwise: Answer, behind: string): Promise<string> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const [, service = ''] = /\/([a-z0-9-]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? [];
    if (!services.includes(service)) {
      response.writeHead(otherwise.status, { 'content-type': otherwise.type }).end(otherwise.body);
      return;
    }
    const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
    const sent = await fetch(`${behind}${request.url}`, {
      method: request.method ?? 'GET',
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const {
      'content-length': _size,
      'transfer-encoding': _coding,
      ...kept
    } = Object.fromEntries(sent.headers);
    response.writeHead(sent.status, kept).end(Buffer.from(await sent.arrayBuffer()));
  };
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await onceEvent(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SHOP = {
  name: 'shop',
  id: '111122223333',
  regions: ['us-east-1'],
  sources: { bill: true, cloudwatchLogs: { logGroup: '/aws/bedrock/modelinvocations' } },
};

describe('an endpoint without some services', () => {
  it.each([
    ['an emulator', NOT_IMPLEMENTED, /does not have this service/],
    ['an object store', OBJECT_STORE, /./],
    ['a web server', NO_PAGE, /proxy or a wrong endpoint/],
  ])('is read as far as it goes (%s)', async (_, otherwise, hint) => {
    place = await openPlace([SHOP], (url) => serving(['sts', 'logs', 'monitoring'], otherwise, url));
    const results = await place.once();
    const by = (status: string) => results.filter((one) => one.status === status).map(({ name }) => name);
    expect(by('ok')).toEqual(['invocation-logs/cloudwatch', 'metrics']);
    expect(by('failed')).toEqual(['inventory', 'quotas', 'bill']);
    for (const { name, error = '', hint: said = '' } of results.filter((one) => one.status === 'failed')) {
      expect([name, error]).toEqual([name, expect.stringMatching(/^(?:bedrock|servicequotas|ce):/)]);
      if (otherwise !== OBJECT_STORE) expect([name, said]).toEqual([name, expect.stringMatching(hint)]);
    }
    const [logs] = (await place.store.sources()).filter(({ collector }) => collector.endsWith('cloudwatch'));
    expect(logs?.facts).toBeGreaterThan(0);
  });

  it('needs no STS where the configuration says whose account it is', async () => {
    place = await openPlace([SHOP], (url) => serving(['logs'], NOT_IMPLEMENTED, url));
    const results = await place.once();
    expect(results.find(({ name }) => name === 'invocation-logs/cloudwatch')).toMatchObject({ status: 'ok' });
    expect(results.find(({ name }) => name === 'metrics')).toMatchObject({ status: 'failed' });
  });

  it('has logs in S3 without any other service', async () => {
    const bucket = 'bedrock-logs-111122223333-us-east-1';
    const account = { ...SHOP, sources: { ...SHOP.sources, cloudwatchLogs: false, s3: { bucket } } };
    place = await openPlace([account], (url) => serving(['s3'], OBJECT_STORE, url));
    const results = await place.once();
    const [s3] = results.filter(({ name }) => name === 'invocation-logs/s3');
    expect([s3?.status, (s3?.records ?? 0) > 0]).toEqual(['ok', true]);
  });
});
