/**
 * What a guardrail reports of a call: assessment, text units by policy, characters covered.
 * @module
 */
import type { Call } from '../call.ts';
import type { Texts } from '../texts.ts';

/** Characters that one text unit covers at most. */
const CHARS_PER_UNIT = 1000;

/** What the caller gets instead of an answer. */
export const BLOCKED_ANSWER = 'Sorry, I cannot help with that.';

interface Trace {
  readonly actionReason?: string;
  readonly inputAssessment: object;
  readonly outputAssessments?: object;
}

/** Converse's `trace.guardrail`. */
export function guardrailTrace(call: Call, texts: Texts): Trace {
  const id = call.guardrail ?? '';
  const { outcome } = call;
  const asked = texts.turns.at(-1)?.length ?? 0;
  const blockedInput = outcome.kind === 'blocked' && outcome.side === 'input';
  const assess = (chars: number, blocked: boolean) => ({
    ...(blocked
      ? { contentPolicy: { filters: [{ type: 'PROMPT_ATTACK', confidence: 'HIGH', action: 'BLOCKED' }] } }
      : {}),
    invocationMetrics: metrics(chars),
  });
  return {
    ...(outcome.kind === 'blocked' ? { actionReason: 'Guardrail blocked.' } : {}),
    inputAssessment: { [id]: assess(asked, blockedInput) },
    ...(blockedInput
      ? {}
      : { outputAssessments: { [id]: [assess(texts.answer.length, outcome.kind === 'blocked')] } }),
  };
}

function metrics(chars: number): object {
  const units = Math.max(1, Math.ceil(chars / CHARS_PER_UNIT));
  return {
    guardrailProcessingLatency: 180 + (chars % 90),
    usage: {
      topicPolicyUnits: units,
      contentPolicyUnits: units,
      wordPolicyUnits: units,
      sensitiveInformationPolicyUnits: 0,
      sensitiveInformationPolicyFreeUnits: units,
      contextualGroundingPolicyUnits: 0,
    },
    guardrailCoverage: { textCharacters: { guarded: chars, total: chars } },
  };
}

/** The guardrail's part of a response body under InvokeModel. */
export function guardrailFields(call: Call, texts: Texts): object {
  if (call.guardrail === null) return {};
  const { inputAssessment, outputAssessments, actionReason } = guardrailTrace(call, texts);
  return {
    'amazon-bedrock-guardrailAction': call.outcome.kind === 'blocked' ? 'INTERVENED' : 'NONE',
    'amazon-bedrock-trace': {
      guardrail: {
        input: inputAssessment,
        ...(outputAssessments ? { outputs: [outputAssessments] } : {}),
        ...(actionReason ? { actionReason } : {}),
      },
    },
  };
}
