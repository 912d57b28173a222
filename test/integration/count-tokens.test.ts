/**
 * `estimate --messages` against a local Bedrock Runtime that speaks CountTokens on the wire.
 * @module
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { cli, json } from './cli.ts';

const MODEL = 'us.anthropic.claude-sonnet-4-6';
const SECRET = 'the secret recipe';
let folder: string;
let server: Server;
let answer: (path: string, body: string) => { status: number; body: string; type?: string };
const seen: { path: string; body: string; authorization: string }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedrock-meter-count-'));
  writeFileSync(
    join(folder, 'request.json'),
    JSON.stringify({
      messages: [
        {
          role: 'user',
          content: [{ text: SECRET }, { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } }],
        },
      ],
      system: [{ text: 'be brief' }],
      inferenceConfig: { maxTokens: 5 },
    }),
  );
  writeFileSync(join(folder, 'bad.json'), `{"messages": [ {"role": "${SECRET}"`);
  writeFileSync(join(folder, 'empty.json'), '{}');
  server = createServer(async (request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    seen.push({ path: request.url ?? '', body, authorization: request.headers.authorization ?? '' });
    const said = answer(request.url ?? '', body);
    response.writeHead(said.status, {
      'content-type': 'application/json',
      ...(said.type ? { 'x-amzn-errortype': said.type } : {}),
    });
    response.end(said.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => seen.splice(0));
afterAll(async () => {
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
});

const estimate = (...args: string[]) =>
  cli(['estimate', '--model', MODEL, '--region', 'us-east-1', '--at', '2026-11-20', '--json', ...args], {
    cwd: folder,
    env: {
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    },
  });

it('has the input counted by the base model, signed, with bytes as bytes', async () => {
  answer = () => ({ status: 200, body: JSON.stringify({ inputTokens: 1_000_000 }) });
  const result = await estimate('--messages', 'request.json', '--output', '100000');
  // 1 M x 3.30 + 0.1 M x 16.50.
  expect(json(result)).toMatchObject({ status: 'priced', cost: '4.950000000' });
  expect(seen.map((one) => decodeURIComponent(one.path))).toEqual([
    '/model/anthropic.claude-sonnet-4-6/count-tokens',
  ]);
  expect(seen[0]?.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
  expect(JSON.parse(seen[0]?.body ?? '{}').input.converse).toEqual({
    messages: [
      {
        role: 'user',
        content: [{ text: SECRET }, { image: { format: 'png', source: { bytes: 'iVBORw0KGgo=' } } }],
      },
    ],
    system: [{ text: 'be brief' }],
  });
});

it('has each compared model count for itself', async () => {
  answer = (path) => ({
    status: 200,
    body: JSON.stringify({ inputTokens: path.includes('nova') ? 2_000_000 : 1_000_000 }),
  });
  const result = json(await estimate('--messages', 'request.json', '--compare', 'amazon.nova-lite-v1:0'));
  // Sonnet 4.6: 1 M x 3.30; Nova Lite: 2 M x 0.06.
  expect(result).toMatchObject({
    cost: '3.300000000',
    compare: [{ model: 'amazon.nova-lite-v1:0', cost: '0.120000000' }],
  });
});

it('says what failed and what to do, and never repeats the request', async () => {
  const cases: [string, typeof answer, RegExp][] = [
    [
      'request.json',
      () => ({ status: 403, type: 'AccessDeniedException', body: '{"message":"no"}' }),
      /AccessDeniedException: no\nTry: allow bedrock:CountTokens/,
    ],
    [
      'request.json',
      () => ({ status: 400, type: 'ValidationException', body: '{"message":"no counting here"}' }),
      /ValidationException: no counting here\nTry: /,
    ],
    [
      'request.json',
      () => ({ status: 200, body: '<html>login</html>' }),
      /CountTokens for anthropic\.claude-sonnet-4-6 failed: /,
    ],
    ['request.json', () => ({ status: 200, body: '{}' }), /came back without a count/],
    ['bad.json', () => ({ status: 200, body: '{}' }), /--messages bad\.json: not JSON/],
    [
      'empty.json',
      () => ({ status: 200, body: '{}' }),
      /--messages empty\.json: has no messages array\nTry: /,
    ],
    ['absent.json', () => ({ status: 200, body: '{}' }), /--messages absent\.json: ENOENT/],
  ];
  for (const [file, reply, message] of cases) {
    answer = reply;
    const result = await estimate('--messages', file);
    expect([file, result.code === 0]).toEqual([file, false]);
    expect(Object.keys(json(result)).slice(0, 2)).toEqual(['error', 'message']);
    expect(result.stderr).toMatch(message);
    expect(result.stderr + result.stdout).not.toContain(SECRET);
  }
});
