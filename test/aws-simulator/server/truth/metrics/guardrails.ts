/**
 * `AWS/Bedrock/Guardrails` (Bedrock User Guide, "Monitor Amazon Bedrock Guardrails using CloudWatch metrics").
 * @module
 */
import type { Call } from '../../../world/call.ts';
import type { Dimensions, Emit } from './series.ts';

const NAMESPACE = 'AWS/Bedrock/Guardrails';
const POLICIES = ['ContentPolicy', 'TopicPolicy', 'WordPolicy', 'SensitiveInformationPolicy'] as const;
const OPERATION: Dimensions = [['Operation', 'ApplyGuardrail']];
const CHARS_PER_UNIT = 1000;

/** @param charsPerToken of the texts that the guardrail read; 0 where they are a few words each */
export function emitGuardrails(call: Call, arrives: number, charsPerToken: number, emit: Emit): void {
  if (call.guardrail === null || call.outcome.kind === 'failed') return;
  const { outcome } = call;
  const asked = call.prompt.turns.at(-1) ?? 0;
  assess('Input', asked, outcome.kind === 'blocked' && outcome.side === 'input');
  if (outcome.kind === 'blocked' && outcome.side === 'input') return;
  assess('Output', call.tokens.output, outcome.kind === 'blocked');

  function assess(side: 'Input' | 'Output', tokens: number, blocked: boolean): void {
    const chars = tokens * charsPerToken;
    const units = Math.max(1, Math.ceil(chars / CHARS_PER_UNIT));
    const { account, region } = call.source;
    const guardrail: Dimensions = [
      ['GuardrailArn', `arn:aws:bedrock:${region}:${account}:guardrail/${call.guardrail}`],
      ['GuardrailVersion', '3'],
    ];
    const source: Dimensions = [['GuardrailContentSource', side]];
    const put = (metric: string, levels: readonly Dimensions[], value: number) => {
      for (const level of levels) emit(NAMESPACE, metric, level, { at: call.at, value, arrives });
    };
    const levels = [OPERATION, source, guardrail];
    put('Invocations', levels, 1);
    put('InvocationLatency', levels, 180 + (chars % 90));
    put('TextUnitCount', levels, units);
    for (const policy of POLICIES) put('TextUnitCount', [[['GuardrailPolicyType', policy]]], units);
    if (!blocked) return;
    put('InvocationsIntervened', [...levels, [['GuardrailPolicyType', 'ContentPolicy']]], 1);
    put('FindingCounts', [[['GuardrailPolicyType', 'ContentPolicy']]], 1);
    put('TotalFindings', levels, 1);
  }
}
