import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../../collectors/invocation-logs/index.ts';
import { reference } from './reference.ts';

const SEED = 8_261_121;

/** Text with everything that JSON escapes, and with what looks like records. */
const texts = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '"',
        '\\',
        '\\"',
        '\\\\',
        '\u0000',
        '\n',
        '😀',
        '\ud800',
        '\udc00',
        'é',
        '{',
        '}',
        '[',
        ']',
        ',',
      ),
      fc.constantFrom(
        '"inputTokenCount":7',
        '{"schemaType":"ModelInvocationLog"}',
        '\\u0022',
        'x'.repeat(70),
        'null',
        '',
      ),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const counts = fc.oneof(
  { weight: 30, arbitrary: fc.nat(200_000) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(-1, 0.5, 1e13, '7', 'null', '', null, true, [], {}, 1e9, 1e9 + 1),
  },
);

/** Any JSON, with keys that mean something elsewhere. */
const { decoy } = fc.letrec<{ decoy: unknown }>((tie) => ({
  decoy: fc.oneof(
    { maxDepth: 3 },
    texts,
    counts,
    fc.constantFrom(null, 'null', '', true, false, -0.5e-3, 1e21),
    fc.array(tie('decoy'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(
        texts,
        fc.constantFrom(
          'inputTokenCount',
          'usage',
          'toolUse',
          'schemaType',
          'inputBodyJson',
          '__proto__',
          'input',
        ),
      ),
      tie('decoy'),
      { maxKeys: 4 },
    ),
  ),
}));

const usages = fc.record(
  {
    inputTokens: counts,
    outputTokens: counts,
    totalTokens: counts,
    cacheReadInputTokens: counts,
    cacheWriteInputTokens: counts,
    cacheDetails: fc.array(
      fc.record({ ttl: fc.constantFrom('5m', '1h', '30m', '2h'), inputTokens: counts, more: decoy }),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
const metrics = fc.record(
  {
    inputTokenCount: counts,
    outputTokenCount: counts,
    cacheReadInputTokenCount: counts,
    cacheWriteInputTokenCount: counts,
  },
  { requiredKeys: [] },
);
const stopReasons = fc.oneof(fc.constantFrom('end_turn', 'tool_use', 'max_tokens', 'null', ''), texts);
const lenient = fc.oneof(fc.constantFrom('Converse', 'null', '', null, 404, true, false), decoy);
const blocks = fc.array(fc.oneof(fc.record({ text: texts }), fc.record({ toolUse: decoy }), decoy), {
  maxLength: 4,
});
const responses = fc.oneof(
  fc.record(
    {
      output: fc.record({ message: fc.record({ content: blocks, role: decoy }) }),
      usage: usages,
      stopReason: stopReasons,
      'amazon-bedrock-invocationMetrics': metrics,
      additionalModelResponseFields: decoy,
    },
    { requiredKeys: [] },
  ),
  fc.array(
    fc.oneof(
      fc.constant('[DONE]'),
      fc.record(
        { 'amazon-bedrock-invocationMetrics': metrics, stopReason: stopReasons, index: decoy },
        { requiredKeys: [] },
      ),
    ),
    { maxLength: 4 },
  ),
  texts,
);
const requests = fc.oneof(
  fc.record(
    {
      messages: fc.array(decoy, { maxLength: 3 }),
      system: decoy,
      inferenceConfig: fc.record({ maxTokens: counts, temperature: decoy }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
  texts,
);
const sides = (name: 'input' | 'output', bodies: fc.Arbitrary<unknown>) =>
  fc.record(
    {
      [`${name}TokenCount`]: counts,
      [`${name}BodyJson`]: bodies,
      ...(name === 'input' ? { cacheReadInputTokenCount: counts, cacheWriteInputTokenCount: counts } : {}),
      [`${name}ContentType`]: texts,
    },
    { requiredKeys: [] },
  );

const records = fc.record(
  {
    schemaType: fc.constant('ModelInvocationLog'),
    schemaVersion: fc.constant('1.0'),
    timestamp: fc.constantFrom('2026-11-21T09:10:11Z', '2024-02-29T00:00:00.5Z', '2023-12-31T23:59:59Z'),
    accountId: fc.constant('123456789012'),
    region: fc.constant('eu-west-1'),
    requestId: fc.uuid(),
    modelId: fc.constantFrom('anthropic.claude-opus-4-1', 'us.amazon.nova-pro-v1:0', 'abc123'),
    identity: fc.record({
      arn: fc.constantFrom('arn:aws:sts::123456789012:assumed-role/r/s', 'arn:aws:iam::1:root'),
    }),
    requestMetadata: fc.dictionary(texts, fc.oneof(texts, decoy), { maxKeys: 4 }),
    input: sides('input', requests),
    output: sides('output', responses),
    operation: lenient,
    errorCode: lenient,
    inferenceRegion: lenient,
    novelty: decoy,
  },
  {
    requiredKeys: ['schemaType', 'timestamp', 'accountId', 'region', 'requestId', 'modelId'],
  },
);

/** Writes JSON with keys in any order, white space anywhere, and characters escaped at whim. */
function write(value: unknown, pick: (n: number) => number): string {
  const space = () => ['', '', '', ' ', '\t', '\r\n', '  '][pick(7)] ?? '';
  const string = (s: string) =>
    `"${[...s].map((c) => (pick(12) === 0 ? escapeAll(c) : JSON.stringify(c).slice(1, -1))).join('')}"`;
  const around = (s: string) => `${space()}${s}${space()}`;
  if (typeof value === 'string') return around(string(value));
  if (Array.isArray(value)) return around(`[${value.map((v) => write(v, pick)).join(',') || space()}]`);
  if (typeof value !== 'object' || value === null) return around(JSON.stringify(value));
  const entries = Object.entries(value);
  for (let i = entries.length - 1; i > 0; i--) {
    const j = pick(i + 1);
    const [a, b] = [entries[i], entries[j]];
    if (a && b) [entries[i], entries[j]] = [b, a];
  }
  const pairs = entries.map(([k, v]) => `${around(string(k))}:${write(v, pick)}`);
  return around(`{${pairs.join(',') || space()}}`);
}

const escapeAll = (c: string) =>
  c
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

const written = fc
  .tuple(records, fc.infiniteStream(fc.nat(0x7fffffff)))
  .map(([value, numbers]) => write(value, (n) => numbers.next().value % n));

/** The parser's outcome in the reference's terms. */
function parsed(line: string | Buffer): object {
  const outcome = parseRecord(Buffer.from(line), { hashKey: null });
  if (outcome.kind !== 'fact') return { kind: outcome.kind };
  const { at, requestId, model, caller, tags, tokens, maxTokens, stopReason, toolUses } = outcome.fact;
  const { operation, errorCode, inferenceRegion } = outcome.fact;
  return {
    kind: 'fact',
    at,
    operation,
    errorCode,
    inferenceRegion,
    requestId,
    model,
    caller,
    tags,
    tokens,
    maxTokens,
    stopReason,
    toolUses,
  };
}

describe('the byte parser', () => {
  it('agrees with JSON.parse on any record', () => {
    let facts = 0;
    fc.assert(
      fc.property(written, (line) => {
        const expected = reference(line);
        if ('at' in expected) facts++;
        expect(parsed(line)).toEqual(expected);
      }),
      { seed: SEED, numRuns: 700 },
    );
    expect(facts).toBeGreaterThan(250);
  });

  it('accepts no truncation of a record', () => {
    fc.assert(
      fc.property(written, fc.nat(), (line, cut) => {
        const bytes = Buffer.from(line.trimEnd());
        expect(parsed(bytes.subarray(0, cut % bytes.length))).toEqual({ kind: 'malformed' });
      }),
      { seed: SEED, numRuns: 700 },
    );
  });

  it('accepts nothing that JSON.parse refuses for its structure', () => {
    const structure = [...'{}[],:0123456789-+.eE tfn'];
    fc.assert(
      fc.property(written, fc.nat(), fc.constantFrom(...structure), (line, at, c) => {
        const i = at % line.length;
        // Inside strings anything goes; only what stands between them is changed.
        fc.pre(isOutsideStrings(line, i));
        const changed = line.slice(0, i) + c + line.slice(i + 1);
        expect(parsed(changed)).toEqual(reference(changed));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });

  it('never fails on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(parsed(Buffer.from(bytes))).toEqual({ kind: 'malformed' });
      }),
      { seed: SEED, numRuns: 700 },
    );
  });
});

function isOutsideStrings(line: string, at: number): boolean {
  const before = line.slice(0, at + 1).replace(/\\./gs, '');
  return (before.match(/"/g)?.length ?? 0) % 2 === 0 && line[at] !== '"';
}
