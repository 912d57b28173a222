import { describe, expect, it } from 'vitest';
import { claudeRequest, claudeStream, factOf, type Json, record, withBodies } from './fixtures.ts';

/** input, output, cache read, cache write without TTL, 5m, 30m, 1h */
type Counts = readonly [number, number, number, number, number, number, number];

const countsOf = (value: unknown): Counts => {
  const t = factOf(value).tokens;
  return [t.input, t.output, t.cacheRead, t.cacheWrite, t.cacheWrite5m, t.cacheWrite30m, t.cacheWrite1h];
};

describe('cache counts', () => {
  const cached = { inputTokenCount: 10, cacheReadInputTokenCount: 700, cacheWriteInputTokenCount: 900 };
  const converse = (usage: Json) => withBodies({}, { usage }, { input: cached });

  it('at the top level count, and input stays without them', () => {
    expect(countsOf(record({ input: cached }))).toEqual([10, 45, 700, 900, 0, 0, 0]);
  });

  it.each<[string, Json, Counts]>([
    [
      'a full split',
      [
        ['1h', 600],
        ['5m', 300],
      ],
      [10, 45, 700, 0, 300, 0, 600],
    ],
    ['a partial split leaves the rest without TTL', [['5m', 300]], [10, 45, 700, 600, 300, 0, 0]],
    [
      'the same TTL twice',
      [
        ['5m', 300],
        ['5m', 100],
      ],
      [10, 45, 700, 500, 400, 0, 0],
    ],
    ['30 minutes', [['30m', 900]], [10, 45, 700, 0, 0, 900, 0]],
    [
      'a TTL not known yet stays without one',
      [
        ['24h', 500],
        ['5m', 400],
      ],
      [10, 45, 700, 500, 400, 0, 0],
    ],
    [
      'a split above the total is not believed',
      [
        ['5m', 800],
        ['1h', 101],
      ],
      [10, 45, 700, 900, 0, 0, 0],
    ],
    ['a split that is no list', 'x', [10, 45, 700, 900, 0, 0, 0]],
    [
      'counts that are none',
      [
        ['5m', '900'],
        ['1h', -5],
      ],
      [10, 45, 700, 900, 0, 0, 0],
    ],
  ])('split by TTL in Converse: %s', (_, split, expected) => {
    const cacheDetails =
      typeof split === 'string'
        ? split
        : (split as [string, Json][]).map(([ttl, n]) => ({ ttl, inputTokens: n }));
    expect(countsOf(converse({ cacheWriteInputTokens: 900, cacheDetails }))).toEqual(expected);
  });

  it("split by TTL in Claude's own usage", () => {
    const usage = {
      input_tokens: 10,
      output_tokens: 45,
      cache_read_input_tokens: 700,
      cache_creation_input_tokens: 900,
      cache_creation: { ephemeral_5m_input_tokens: 900, ephemeral_1h_input_tokens: 0 },
    };
    expect(countsOf(withBodies({}, { usage }, { input: cached }))).toEqual([10, 45, 700, 0, 900, 0, 0]);
  });

  it('come from the body where the top level has none', () => {
    const usage = {
      cacheReadInputTokens: 70,
      cacheWriteInputTokens: 90,
      cacheDetails: [{ ttl: '1h', inputTokens: 90 }],
    };
    expect(countsOf(withBodies({}, { usage }))).toEqual([120, 45, 70, 0, 0, 0, 90]);
    const nova = { usage: { cacheReadInputTokenCount: 5, cacheWriteInputTokenCount: 6 } };
    expect(countsOf(withBodies({}, nova))).toEqual([120, 45, 5, 6, 0, 0, 0]);
  });

  it('at the top level win over the body, even as 0', () => {
    const input = { cacheReadInputTokenCount: 0, cacheWriteInputTokenCount: 0 };
    const usage = {
      cacheReadInputTokens: 70,
      cacheWriteInputTokens: 90,
      cacheDetails: [{ ttl: '1h', inputTokens: 90 }],
    };
    expect(countsOf(withBodies({}, { usage }, { input }))).toEqual([120, 45, 0, 0, 0, 0, 0]);
  });

  it('of a stream come from its metrics, their TTL from message_start', () => {
    const stream = withBodies(claudeRequest, claudeStream, {
      input: { inputTokenCount: 12 },
      output: { outputTokenCount: 87 },
    });
    expect(countsOf(stream)).toEqual([12, 87, 300, 0, 200, 0, 300]);
  });
});

describe('counts of a body', () => {
  const without = (response: Json) =>
    withBodies({}, response, { input: { inputTokenCount: null }, output: { outputTokenCount: null } });

  it.each<[string, Json, Counts]>([
    ['Converse', { usage: { inputTokens: 3, outputTokens: 4 } }, [3, 4, 0, 0, 0, 0, 0]],
    ['Claude', { usage: { input_tokens: 3, output_tokens: 4 } }, [3, 4, 0, 0, 0, 0, 0]],
    ['Llama', { prompt_token_count: 3, generation_token_count: 4 }, [3, 4, 0, 0, 0, 0, 0]],
    ['a stream', claudeStream, [12, 87, 300, 0, 200, 0, 300]],
    ['a stream cut off after its start', [claudeStream[0]], [12, 0, 300, 0, 200, 0, 300]],
    ['a stream without metrics', claudeStream.slice(0, 7), [12, 87, 300, 0, 200, 0, 300]],
    [
      'a stream of Nova',
      [{ metadata: { usage: { inputTokens: 3, outputTokens: 4 } } }],
      [3, 4, 0, 0, 0, 0, 0],
    ],
    ['start of a message outside a stream', claudeStream[0], [0, 0, 0, 0, 0, 0, 0]],
  ])('stand in for what the top level lacks: %s', (_, response, expected) => {
    expect(countsOf(without(response))).toEqual(expected);
  });

  it('are not looked at where the top level has them', () => {
    expect(countsOf(withBodies({}, { usage: { inputTokens: 'many', output_tokens: -1 } }))).toEqual([
      120, 45, 0, 0, 0, 0, 0,
    ]);
  });

  it('are believed at their exact paths only', () => {
    const usage = { inputTokens: 9, outputTokens: 9, cacheReadInputTokens: 9 };
    const decoys = {
      output: { usage, message: { usage, content: [{ usage, toolUse: { input: { usage } } }] } },
      content: [
        { type: 'tool_use', input: { usage, 'amazon-bedrock-invocationMetrics': { inputTokenCount: 9 } } },
      ],
      trace: { usage },
      outer: { outputBodyJson: { usage } },
    };
    const request = {
      usage,
      inputTokenCount: 9,
      messages: [{ usage, inputTokenCount: 9 }],
      system: [{ usage }],
    };
    const inputs = { inputTokenCount: null, inputBodyJson: request };
    expect(
      countsOf(withBodies(request, decoys, { input: inputs, output: { outputTokenCount: null } })),
    ).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });
});

describe('embeddings and blocks', () => {
  it('an embedding has no output', () => {
    const embedding = record({
      operation: 'InvokeModel',
      modelId: 'amazon.titan-embed-text-v2:0',
      input: { inputTokenCount: 33, inputBodyJson: { inputText: 'lorem' } },
      output: { outputContentType: 'application/json' },
    });
    expect(countsOf(embedding)).toEqual([33, 0, 0, 0, 0, 0, 0]);
  });

  it('an input that a guardrail blocked has no tokens, whether counted as 0 or not at all', () => {
    const blocked = { stopReason: 'guardrail_intervened', usage: { inputTokens: 0, outputTokens: 0 } };
    const zero = { input: { inputTokenCount: 0 }, output: { outputTokenCount: 0 } };
    expect(countsOf(withBodies({}, blocked, zero))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const invoke = { 'amazon-bedrock-guardrailAction': 'INTERVENED', output: 'blocked' };
    expect(countsOf(record({ input: {}, output: { outputBodyJson: invoke } }))).toEqual([
      0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('an output that a guardrail blocked is billed', () => {
    expect(countsOf(withBodies({}, { stopReason: 'guardrail_intervened' }))).toEqual([
      120, 45, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('a split of cache writes', () => {
  const suspect = (top: number, parts: number) =>
    factOf(
      withBodies(
        {},
        { usage: { cacheDetails: [{ ttl: '1h', inputTokens: parts }] } },
        { input: { inputTokenCount: 10, cacheWriteInputTokenCount: top } },
      ),
    ).suspectCounts;
  it('above the total makes the counts suspect', () => {
    expect(suspect(900, 901)).toBe(true);
    expect(suspect(0, 1)).toBe(true);
  });
  it('up to the total does not', () => {
    expect(suspect(900, 900)).toBe(false);
    expect(suspect(900, 1)).toBe(false);
  });
});

describe('counts that look doubled', () => {
  const usage = (input: number, total: number) =>
    withBodies(
      {},
      { usage: { inputTokens: input, outputTokens: 7, totalTokens: total, cacheWriteInputTokens: 4993 } },
      { input: { inputTokenCount: input }, output: { outputTokenCount: 7 } },
    );
  it.each([
    ['input holds the cached tokens and the total counts both', 4995, 9995, true],
    ['the total counts them once', 4995, 5002, false],
    ['input is the remainder', 2, 5002, false],
    ['the total fits nothing', 4995, 9996, false],
  ])('%s', (_, input, total, suspect) => {
    expect(factOf(usage(input, total)).suspectCounts).toBe(suspect);
  });
  it('are not looked for without cached tokens', () => {
    const plain = withBodies({}, { usage: { inputTokens: 120, outputTokens: 45, totalTokens: 165 } });
    expect(factOf(plain).suspectCounts).toBe(false);
  });
});
