import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../../collectors/invocation-logs/index.ts';
import { factOf, type Json, outcomeOf, record, withBodies } from './fixtures.ts';

const tagsOf = (requestMetadata: Json) => [...factOf(record({ requestMetadata })).tags];

describe('requestMetadata', () => {
  it('becomes pairs in their order', () => {
    expect(tagsOf({ team: 'search', 'cost centre': '42', ключ: '値' })).toEqual([
      ['team', 'search'],
      ['cost centre', '42'],
      ['ключ', '値'],
    ]);
  });

  it('keeps names that JavaScript objects have of their own', () => {
    const text = '{"__proto__":"a","constructor":"b","toString":"c"}';
    const line = JSON.stringify(record()).replace('{', `{"requestMetadata":${text},`);
    const outcome = parseRecord(Buffer.from(line), { hashKey: null });
    expect(outcome.kind === 'fact' && [...outcome.fact.tags]).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
    expect({}).not.toHaveProperty('a');
  });

  it('drops values that are no strings', () => {
    expect(tagsOf({ a: 1, b: null, c: ['x'], d: { e: 'f' }, g: 'kept' })).toEqual([['g', 'kept']]);
  });

  it('is cut to 16 entries of 256 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, 'v']));
    expect(tagsOf(many)).toHaveLength(16);
    expect(tagsOf({ ['k'.repeat(300)]: 'v'.repeat(300) })).toEqual([['k'.repeat(256), 'v'.repeat(256)]]);
    expect(tagsOf({ k: `${'v'.repeat(255)}😀` })).toEqual([['k', `${'v'.repeat(255)}\ufffd`]]);
  });

  it('has its control characters and broken characters replaced', () => {
    expect(tagsOf({ 'a\u0000b': 'x\ny\u001b[31m\u007f\u0085\u2028z\ud800!' })).toEqual([
      ['a\ufffdb', 'x\ufffdy\ufffd[31m\ufffd\ufffd\ufffdz\ufffd!'],
    ]);
  });

  it('is nothing when it is no object', () => {
    for (const value of ['text', 5, null, ['a', 'b'], {}]) expect(tagsOf(value)).toEqual([]);
  });

  it('of one record is not seen in the next', () => {
    expect(tagsOf({ a: 'one' })).toEqual([['a', 'one']]);
    expect(tagsOf({ a: 'two' })).toEqual([['a', 'two']]);
    expect(outcomeOf(record())).toMatchObject({ fact: { tags: new Map() } });
  });
});

describe('text from a record', () => {
  it('has no control characters and bounded length', () => {
    const fact = factOf(
      record({
        operation: `Op\u0007${'x'.repeat(300)}`,
        errorCode: 'Bad\u0000Code',
        inferenceRegion: 'eu\nwest',
        identity: { arn: `arn:aws:iam::123456789012:user/\u001b${'u'.repeat(3000)}` },
      }),
    );
    expect(fact.operation).toBe(`Op\ufffd${'x'.repeat(125)}`);
    expect(fact.errorCode).toBe('Bad\ufffdCode');
    expect(fact.inferenceRegion).toBe('eu\ufffdwest');
    expect(fact.caller.principal).toHaveLength(2048);
  });

  it('that becomes a dimension is clean in every part', () => {
    const arn = 'arn:aws:sts::123456789012:assumed-role/ro\u0000le/ses\u001b[31m\u0085sion\u2028\ud800';
    const fact = factOf(
      withBodies(
        { serviceTier: { type: 'fl\u0007ex' }, guardrailConfig: { guardrailIdentifier: 'g\u0000' } },
        { stopReason: 'end\u001b[2J', 'amazon-bedrock-guardrailAction': 'NO\nNE' },
        { top: { identity: { arn }, operation: 'In\tvoke', errorCode: '\u009bm' } },
      ),
    );
    expect(fact).toMatchObject({
      caller: {
        principal: 'arn:aws:sts::123456789012:assumed-role/ro\ufffdle',
        session: 'ses\ufffd[31m\ufffdsion\ufffd\ufffd',
        agent: null,
      },
      operation: 'In\ufffdvoke',
      errorCode: '\ufffdm',
      stopReason: null,
      tier: 'standard',
      guardrailAction: null,
      guardrailId: null,
    });
    const agent = 'arn:aws:sts::123456789012:assumed-role/r/BedrockAgents-AB12\u0000CD34-0f';
    expect(factOf(record({ identity: { arn: agent } })).caller.agent).toBe(null);
    const modelId = 'anthropic.claude\u0000';
    expect(outcomeOf(record({ modelId }))).toMatchObject({ reason: 'modelId is not a model id or ARN' });
  });
});
