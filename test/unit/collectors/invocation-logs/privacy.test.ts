import { describe, expect, it } from 'vitest';
import { parseRecord, parseStream } from '../../../../collectors/invocation-logs/index.ts';
import {
  claudeRequest,
  claudeResponse,
  claudeStream,
  converseRequest,
  converseResponse,
  type Json,
  withBodies,
} from './fixtures.ts';

const SECRET = 'TOP-SECRET-7f3a';
/** Keys whose values are the vendor's or the caller's settings, and are read as such. */
const SETTINGS = new Set(['type', 'stopReason', 'stop_reason', 'guardrailIdentifier']);

/** The same value with the secret in place of every text in it, and beside every key. */
function poisoned(value: Json): Json {
  if (typeof value === 'string') return `${SECRET} ${value} ${SECRET}`;
  if (Array.isArray(value)) return value.map(poisoned);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([k, v]): [string, Json] => [
    k,
    SETTINGS.has(k) ? v : poisoned(v),
  ]);
  return { ...Object.fromEntries(entries), [`${SECRET} key`]: SECRET };
}

const show = (value: unknown) =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v instanceof Map ? [...v] : v));

const BODIES: [string, Json, Json][] = [
  ['Converse', converseRequest, converseResponse],
  ['Claude', claudeRequest, claudeResponse],
  ['a stream', claudeRequest, claudeStream],
  [
    'settings that are text',
    { max_tokens: SECRET, service_tier: `${SECRET} !`, inferenceConfig: SECRET },
    { images: SECRET },
  ],
  ['counts that are text', {}, { usage: { inputTokens: SECRET, cacheReadInputTokens: SECRET, [SECRET]: 1 } }],
  [
    'a stop reason that is text',
    {},
    { stop_reason: `${SECRET} and more`, generations: [{ finish_reason: SECRET.repeat(9) }] },
  ],
  ['bodies that are text', SECRET, SECRET],
];

describe.each(BODIES)('%s with a secret in every text', (_, request, response) => {
  const bytes = Buffer.from(JSON.stringify(withBodies(poisoned(request), poisoned(response))));

  it('never shows it in a fact', () => {
    expect(show(parseRecord(bytes, { hashKey: Buffer.alloc(32, 1) }))).not.toContain(SECRET);
  });

  it('never shows it in a reason, wherever a byte is lost or changed', () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = 0x22;
      for (const text of [bytes.subarray(0, at), changed]) {
        const outcome = parseRecord(text, { hashKey: null });
        if (outcome.kind === 'malformed') expect(outcome.reason).not.toContain(SECRET.slice(0, 10));
      }
    }
  });
});

describe('lines that are no records', () => {
  it.each([
    `${SECRET}\n`,
    `{"${SECRET}":"${SECRET}"}\n`,
    `["${SECRET}", ${SECRET}`,
    `{"events":[{"message":"${SECRET}"}, "${SECRET}"`,
    `{\n "schemaType": "ModelInvocationLog", "modelId": "${SECRET} !", "accountId": "${SECRET}"}`,
  ])('never show their text: %s', async (text) => {
    const batches = await Array.fromAsync(parseStream('log', [Buffer.from(text)], { hashKey: null }));
    expect(batches.reduce((n, b) => n + b.malformed, 0)).toBeGreaterThan(0);
    expect(show(batches)).not.toContain(SECRET);
  });
});
