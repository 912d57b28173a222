import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../../collectors/invocation-logs/index.ts';
import {
  converseRequest,
  converseResponse,
  type Json,
  jsonBytes,
  reasonOf,
  record,
  withBodies,
} from './fixtures.ts';

const text = (s: string) => Buffer.from(s, 'latin1');

describe('what a record cannot be without', () => {
  it.each(['timestamp', 'accountId', 'region', 'requestId', 'modelId'])('%s', (field) => {
    expect(reasonOf(record({ [field]: undefined }))).toMatch(
      field === 'timestamp' ? 'timestamp is missing' : `${field} is missing`,
    );
    expect(reasonOf(record({ [field]: null }))).toBe(`${field} is missing`);
    expect(reasonOf(record({ [field]: '' }))).toBe(`${field} is empty`);
    expect(reasonOf(record({ [field]: 5 }))).toBe(`${field} is number, not a string`);
    expect(reasonOf(record({ [field]: { a: 'b' } }))).toBe(`${field} is object, not a string`);
  });
});

describe('fields that are not what they should be', () => {
  it.each<[string, Json, string]>([
    ['timestamp', 'yesterday', 'timestamp is not an ISO 8601 instant of this age'],
    ['timestamp', '2026-02-30T00:00:00Z', 'timestamp is not an ISO 8601 instant of this age'],
    ['timestamp', '2026-13-01T00:00:00Z', 'timestamp is not an ISO 8601 instant of this age'],
    ['timestamp', '2026-11-21T24:00:00Z', 'timestamp is not an ISO 8601 instant of this age'],
    ['timestamp', '0001-01-01T00:00:00Z', 'timestamp is not an ISO 8601 instant of this age'],
    ['accountId', '12345', 'accountId is not twelve digits'],
    ['region', 'Virginia', 'region is not an AWS Region code'],
    ['requestId', 'two words', 'requestId is not an id'],
    ['requestId', 'x'.repeat(257), 'requestId is not an id'],
    ['modelId', 'a model', 'modelId is not a model id or ARN'],
    ['modelId', "x'; DROP TABLE", 'modelId is not a model id or ARN'],
    ['modelId', 'm'.repeat(2049), 'modelId is not a model id or ARN'],
    ['schemaVersion', '2.0', 'schemaVersion is not 1.x'],
    ['schemaVersion', 2, 'schemaVersion is not 1.x'],
    ['schemaVersion', '10.0', 'schemaVersion is not 1.x'],
    ['schemaType', 'SomethingElse', 'not a model invocation record'],
    ['schemaType', 1, 'not a model invocation record'],
  ])('%s %j', (field, value, reason) => {
    expect(reasonOf(record({ [field]: value }))).toBe(reason);
  });
});

describe('token counts that are none', () => {
  const literal = (n: string) =>
    Buffer.from(JSON.stringify(record({ input: { inputTokenCount: 55555 } })).replace('55555', n));
  it.each([
    ['"12"', 'input.inputTokenCount is a string, not a number'],
    ['true', 'input.inputTokenCount is a boolean, not a number'],
    ['[1]', 'input.inputTokenCount is an array, not a number'],
    ['{"a":1}', 'input.inputTokenCount is an object, not a number'],
    ['-5', 'input.inputTokenCount is negative (-5)'],
    ['1.5', 'input.inputTokenCount is not a whole number (1.5)'],
    ['1e30', 'input.inputTokenCount is not believable (1e30)'],
    ['1e999', 'input.inputTokenCount is not a whole number (1e999)'],
    ['1000000001', 'input.inputTokenCount is not believable (1000000001)'],
    ['1000000000000', 'input.inputTokenCount is not believable (1000000000000)'],
    [`1${'0'.repeat(400)}`, 'input.inputTokenCount is not a whole number (100000000000000000000000…)'],
  ])('%s', (n, reason) => expect(reasonOf(literal(n))).toBe(reason));

  it.each([
    ['0', 0],
    ['-0', 0],
    ['12.0', 12],
    ['1.2e2', 120],
    ['1000000000', 1e9],
    ['null', 0],
  ])('%s is one', (n, input) => {
    const outcome = parseRecord(literal(n), { hashKey: null });
    expect(outcome).toMatchObject({ fact: { tokens: { input } } });
    expect(outcome.kind === 'fact' && Object.is(outcome.fact.tokens.input, -0)).toBe(false);
  });

  it.each<[Json, string]>([
    [record({ output: { outputTokenCount: '9' } }), 'output.outputTokenCount is a string, not a number'],
    [record({ input: { cacheReadInputTokenCount: -1 } }), 'input.cacheReadInputTokenCount is negative (-1)'],
    [
      record({ input: { cacheWriteInputTokenCount: 0.5 } }),
      'input.cacheWriteInputTokenCount is not a whole number (0.5)',
    ],
    [
      withBodies({}, { usage: { cacheReadInputTokens: '5' } }),
      'output.outputBodyJson.usage.cacheReadInputTokens is a string, not a number',
    ],
    [
      withBodies({}, [{ 'amazon-bedrock-invocationMetrics': { cacheWriteInputTokenCount: -3 } }]),
      'output.outputBodyJson[].amazon-bedrock-invocationMetrics.cacheWriteInputTokenCount is negative (-3)',
    ],
    [
      withBodies({}, [{ message: { usage: { cache_read_input_tokens: [] } } }]),
      'output.outputBodyJson[].message.usage.cache_read_input_tokens is an array, not a number',
    ],
    [
      withBodies({ imageGenerationConfig: { numberOfImages: 'all' } }, null, { output: {} }),
      'input.inputBodyJson.imageGenerationConfig.numberOfImages is a string, not a number',
    ],
    [
      withBodies({ imageGenerationConfig: { numberOfImages: 1001 } }, null, { output: {} }),
      'input.inputBodyJson.imageGenerationConfig.numberOfImages is not believable (1001)',
    ],
    [
      withBodies(
        {},
        { usage: { cacheDetails: [5, 6].map(() => ({ ttl: '5m', inputTokens: 600_000_000 })) } },
      ),
      'output.outputBodyJson.usage: cache writes by time-to-live is not believable (1200000000 in all)',
    ],
    [
      record({ output: { outputVideoDurationSeconds: -6 } }),
      'output.outputVideoDurationSeconds is negative (-6)',
    ],
  ])('path of %#', (value, reason) => expect(reasonOf(value)).toBe(reason));
});

describe('texts that are no record', () => {
  it.each([
    ['', 'not a JSON object'],
    ['null', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['"text"', 'not a JSON object'],
    ['hello there', 'not a JSON object'],
    ['\x00\x01\x02\xff', 'not a JSON object'],
    ['{}', 'not a model invocation record'],
    ['{"message":5}', 'not a model invocation record'],
    ['{"message":"plain words"}', 'not a JSON object'],
    ['{"message":"{}"}', 'not a model invocation record'],
    ['{"message":"\\x"}', 'not valid JSON: a string has a bad escape at byte 12'],
    ['{"message":"\\ud8"}', 'not valid JSON: a string has a bad escape at byte 12'],
    ['{', 'not valid JSON: expected a key at byte 1'],
    ['{"a"', 'not valid JSON: expected a colon at byte 4'],
    ['{"a":', 'not valid JSON: the text ends too early at byte 5'],
    ['{"a":1', 'not valid JSON: expected a comma or the end of an object at byte 6'],
    ['{"a":"', 'not valid JSON: a string is not closed at byte 5'],
    ['{"a":"\\"}', 'not valid JSON: a string is not closed at byte 5'],
    ['{"a":[1,]}', 'not valid JSON: expected a value at byte 8'],
    ['{"a":{"b":1,}}', 'not valid JSON: expected a key at byte 12'],
    ['{"a":[1}', 'not valid JSON: expected a comma or the end of an array at byte 7'],
    ['{"a":{"b":1]}', 'not valid JSON: expected a comma or the end of an object at byte 11'],
    ['{"a":01}', 'not valid JSON: expected a comma or the end of an object at byte 6'],
    ['{"a":tru}', 'not valid JSON: expected a value at byte 5'],
    ['{"a":NaN}', 'not valid JSON: expected a value at byte 5'],
    ['{"a":1} {"b":2}', 'not valid JSON: something follows the JSON value at byte 8'],
    [`{"a":${'['.repeat(600)}${']'.repeat(600)}}`, 'not valid JSON: nested too deeply at byte 517'],
  ])('%s', (line, reason) => expect(reasonOf(text(line))).toBe(reason));

  it('control characters inside a field that is read', () => {
    const line = JSON.stringify(record()).replace('worker-1', 'worker\u0001');
    expect(reasonOf(Buffer.from(line))).toMatch(
      /^not valid JSON: a string has a bad escape or a control character/,
    );
  });

  it('a record cut off at any byte', () => {
    const whole = jsonBytes(
      withBodies(converseRequest, converseResponse, { top: { requestMetadata: { a: 'b' } } }),
    );
    for (let size = 0; size < whole.length; size++) {
      const { kind } = parseRecord(whole.subarray(0, size), { hashKey: null });
      expect(kind, `cut at byte ${size}`).toBe('malformed');
    }
  });
});
