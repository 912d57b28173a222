import { describe, expect, it } from 'vitest';
import { factOf, type Json, reasonOf, record, withBodies } from './fixtures.ts';

const assessment = (usage: Json): Json => ({
  contentPolicy: { filters: [{ type: 'HATE', usage: { contentPolicyUnits: 99 } }] },
  invocationMetrics: {
    guardrailProcessingLatency: 321,
    usage,
    guardrailCoverage: { textCharacters: { guarded: 10, total: 20 } },
  },
});

const converse = (trace: Json, stopReason = 'end_turn'): Json => ({
  stopReason,
  trace: { guardrail: trace },
});
const guardrailOf = (request: Json, response: Json) => {
  const { guardrailAction, guardrailId, units } = factOf(withBodies(request, response));
  return { guardrailAction, guardrailId, units: units.map((u) => `${u.quantity} ${u.unit}`).sort() };
};

describe('a guardrail trace', () => {
  it('of Converse gives action, id and units by policy, input and output summed', () => {
    const trace = {
      inputAssessment: { gr1: assessment({ topicPolicyUnits: 2, contentPolicyUnits: 3 }) },
      outputAssessments: {
        gr1: [assessment({ contentPolicyUnits: 4 }), assessment({ contentPolicyUnits: 1 })],
      },
      modelOutput: ['lorem'],
    };
    expect(guardrailOf({}, converse(trace, 'guardrail_intervened'))).toEqual({
      guardrailAction: 'INTERVENED',
      guardrailId: 'gr1',
      units: ['2 guardrail:topicPolicyUnits', '8 guardrail:contentPolicyUnits'],
    });
  });

  it('is also read with its output assessments as a list', () => {
    const trace = { outputAssessments: [{ gr2: assessment({ wordPolicyUnits: 5 }) }] };
    expect(guardrailOf({}, converse(trace))).toEqual({
      guardrailAction: 'NONE',
      guardrailId: 'gr2',
      units: ['5 guardrail:wordPolicyUnits'],
    });
  });

  it('of InvokeModel is read under its own name', () => {
    const response = {
      'amazon-bedrock-guardrailAction': 'INTERVENED',
      'amazon-bedrock-trace': {
        guardrail: {
          input: {
            gr3: assessment({ sensitiveInformationPolicyUnits: 6, sensitiveInformationPolicyFreeUnits: 7 }),
          },
          outputs: [{ gr3: assessment({ sensitiveInformationPolicyUnits: 1 }) }],
        },
      },
    };
    expect(guardrailOf({}, response)).toEqual({
      guardrailAction: 'INTERVENED',
      guardrailId: 'gr3',
      units: [
        '7 guardrail:sensitiveInformationPolicyFreeUnits',
        '7 guardrail:sensitiveInformationPolicyUnits',
      ],
    });
  });

  it('counts what ends in Units only, and no zeros', () => {
    const usage = { contentPolicyUnits: 0, automatedReasoningPolicies: 3, contentPolicyImageUnits: 2 };
    expect(guardrailOf({}, converse({ inputAssessment: { g: assessment(usage) } })).units).toEqual([
      '2 guardrail:contentPolicyImageUnits',
    ]);
  });

  it('with a count that is none spoils the record, since it is billed', () => {
    const trace = { inputAssessment: { gr1: assessment({ topicPolicyUnits: -2 }) } };
    expect(reasonOf(withBodies({}, converse(trace)))).toBe(
      'output.outputBodyJson.trace.guardrail.*.invocationMetrics.usage.topicPolicyUnits is negative (-2)',
    );
  });
});

describe('what a guardrail did', () => {
  it.each<[string, Json, string | null]>([
    ['NONE where a response says so', { 'amazon-bedrock-guardrailAction': 'NONE' }, 'NONE'],
    ['unknown where nothing does', { stopReason: 'end_turn' }, null],
    [
      'INTERVENED when any chunk of a stream says so',
      [{ 'amazon-bedrock-guardrailAction': 'INTERVENED' }, { 'amazon-bedrock-guardrailAction': 'NONE' }],
      'INTERVENED',
    ],
  ])('%s', (_, response, action) => {
    expect(guardrailOf({}, response).guardrailAction).toBe(action);
  });

  it('has an id from the request when there is no trace', () => {
    const request = { guardrailConfig: { guardrailIdentifier: 'gr9', guardrailVersion: '1' } };
    expect(guardrailOf(request, { stopReason: 'end_turn' })).toMatchObject({
      guardrailId: 'gr9',
      guardrailAction: null,
    });
    expect(factOf(record({ input: { inputBodyJson: request } })).guardrailId).toBe('gr9');
  });
});
