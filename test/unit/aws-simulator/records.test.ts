import { expect, test } from 'vitest';
import { createWorld } from '../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-19T12:34:56Z') / 1000;
const world = createWorld({ seed: 3, now: NOW, days: 4, bodies: 'small', rate: 400 });
const natural = createWorld({ seed: 3, now: NOW, days: 1, bodies: 'natural', rate: 20 });
const bare = createWorld({ seed: 3, now: NOW, days: 1, bodies: 'none' });

/** Any JSON value below a record, by path. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
const at = (value: Json | undefined, ...path: (string | number)[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, key) =>
      inner !== null && typeof inner === 'object' ? (inner as Record<string, Json>)[key] : undefined,
    value,
  );

const recordsOf = (from: typeof world): Json[] =>
  from.hours().flatMap((hour) => from.recordsOf(hour).map((line) => JSON.parse(line)));
const records = recordsOf(world);

const find = (test: (record: Json) => boolean): Json => {
  const found = records.find(test);
  if (found === undefined) throw new Error('no such record');
  return found;
};
const ofOperation = (operation: string, model: string) =>
  find((r) => {
    const body = at(r, 'output', 'outputBodyJson');
    return at(r, 'operation') === operation && String(at(r, 'modelId')).includes(model) && body !== undefined;
  });

test('every record has the schema and the fixed fields', () => {
  for (const record of records) {
    expect(record).toMatchObject({
      schemaType: 'ModelInvocationLog',
      schemaVersion: '1.0',
      timestamp: expect.stringMatching(/^2026-11-\d\dT\d\d:\d\d:\d\dZ$/),
      accountId: expect.stringMatching(/^\d{12}$/),
      requestId: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      identity: { arn: expect.stringMatching(/^arn:aws:(iam|sts)::\d{12}:/) },
    });
  }
});

test('Converse and ConverseStream have one merged answer with its usage', () => {
  for (const [operation, model] of [
    ['Converse', 'nova-lite'],
    ['ConverseStream', 'sonnet'],
  ] as const) {
    const record = ofOperation(operation, model);
    const body = at(record, 'output', 'outputBodyJson');
    expect(at(body, 'usage', 'inputTokens')).toBe(at(record, 'input', 'inputTokenCount'));
    expect(at(body, 'usage', 'outputTokens')).toBe(at(record, 'output', 'outputTokenCount'));
    expect(at(body, 'output', 'message', 'role')).toBe('assistant');
    expect(at(body, 'metrics', 'latencyMs')).toBeGreaterThan(0);
  }
});

test('InvokeModel has the vendor’s own body', () => {
  const count = (model: string, ...path: string[]) => {
    const record = ofOperation('InvokeModel', model);
    expect(at(record, 'output', 'outputBodyJson', ...path)).toBe(at(record, 'output', 'outputTokenCount'));
  };
  count('claude-3-haiku', 'usage', 'output_tokens');
  count('llama', 'generation_token_count');
  count('mistral', 'usage', 'completion_tokens');
});

test('a streamed InvokeModel is an array of chunks, with a provisional count first and metrics last', () => {
  const claude = ofOperation('InvokeModelWithResponseStream', 'opus');
  const chunks = at(claude, 'output', 'outputBodyJson') as Json[];
  expect(at(chunks[0], 'message', 'usage', 'output_tokens')).toBe(1);
  expect(at(chunks.at(-1), 'amazon-bedrock-invocationMetrics', 'outputTokenCount')).toBe(
    at(claude, 'output', 'outputTokenCount'),
  );
  const written = at(chunks[0], 'message', 'usage', 'cache_creation', 'ephemeral_1h_input_tokens');
  expect(written).toBe(at(claude, 'input', 'cacheWriteInputTokenCount'));
  const openai = at(
    ofOperation('InvokeModelWithResponseStream', 'gpt-oss'),
    'output',
    'outputBodyJson',
  ) as Json[];
  expect(openai.at(-1)).toBe('[DONE]');
});

test('embeddings have no output count and no output body', () => {
  const record = find((r) => String(at(r, 'modelId')).includes('titan-embed'));
  expect(at(record, 'input', 'inputTokenCount')).toBeGreaterThan(0);
  expect(at(record, 'output')).toEqual({ outputContentType: 'application/json' });
});

test('failed calls carry an error code and nothing else', () => {
  const record = find((r) => at(r, 'errorCode') !== undefined);
  expect(at(record, 'input')).toEqual({});
  expect(at(record, 'output')).toEqual({});
});

test('a guardrail that blocks the input bills nothing, one that blocks the output the tokens', () => {
  const blocked = records.filter(
    (r) => at(r, 'output', 'outputBodyJson', 'stopReason') === 'guardrail_intervened',
  );
  const input = blocked.filter((r) => at(r, 'input', 'inputTokenCount') === 0);
  expect(input.length).toBeGreaterThan(0);
  expect(input.length).toBeLessThan(blocked.length);
  for (const r of input) expect(at(r, 'inferenceRegion')).toBeUndefined();
});

test('an InvokeModel whose input a guardrail blocks has no counts at all', () => {
  const action = (r: Json) => at(r, 'output', 'outputBodyJson', 'amazon-bedrock-guardrailAction');
  const blocked = records.filter((r) => action(r) === 'INTERVENED');
  const uncounted = blocked.filter((r) => at(r, 'input', 'inputTokenCount') === undefined);
  expect(uncounted.length).toBeGreaterThan(0);
  expect(uncounted.length).toBeLessThan(blocked.length);
  for (const r of uncounted) {
    expect(at(r, 'output', 'outputTokenCount')).toBeUndefined();
    expect(at(r, 'output', 'outputBodyJson', 'usage')).toBeUndefined();
  }
});

test('metadata-only delivery has counts and no bodies', () => {
  const without = [...records.filter((r) => at(r, 'region') === 'eu-west-1'), ...recordsOf(bare)];
  expect(without.length).toBeGreaterThan(1000);
  for (const record of without) {
    expect(at(record, 'input', 'inputBodyJson')).toBeUndefined();
    expect(at(record, 'output', 'outputBodyJson')).toBeUndefined();
  }
});

test('a request past 100 KB is an object of its own', () => {
  const record = recordsOf(natural).find((r) => at(r, 'input', 'inputBodyS3Path') !== undefined);
  expect(at(record, 'input', 'inputBodyS3Path')).toMatch(
    /^s3:\/\/bedrock-logs-\d+-[a-z0-9-]+\/AWSLogs\/.*\/data\/[0-9a-f-]{36}_input\.json\.gz$/,
  );
  expect(at(record, 'input', 'inputBodyJson')).toBeUndefined();
});

test('model ids occur in every form', () => {
  const ids = new Set(records.map((r) => String(at(r, 'modelId'))));
  for (const form of [
    /^[a-z]+\.[a-z]/,
    /^us\./,
    /^eu\./,
    /^global\./,
    /^arn:aws:bedrock:us-east-1::foundation-model\//,
    /^arn:aws:bedrock:us-east-1:\d{12}:inference-profile\/us\./,
    /:application-inference-profile\/[a-z0-9]+$/,
    /:provisioned-model\//,
  ]) {
    expect([...ids].some((id) => form.test(id))).toBe(true);
  }
});

test('callers are roles, users, agents and AgentCore sessions', () => {
  const arns = records.map((r) => String(at(r, 'identity', 'arn')));
  for (const form of [
    /:user\/research\//,
    /:assumed-role\/AWSReservedSSO_/,
    /\/BedrockAgents-[A-Z0-9]{10}-[a-f0-9-]{36}$/,
    /\/BedrockAgentCore-[a-f0-9-]{36}$/,
    /\/i-0[a-f0-9]{16}$/,
  ]) {
    expect(arns.some((arn) => form.test(arn))).toBe(true);
  }
});
