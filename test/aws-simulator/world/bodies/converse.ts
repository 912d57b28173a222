/**
 * Request and response bodies of Converse and ConverseStream; the log holds one merged answer for both.
 * @module
 */
import type { Call } from '../call.ts';
import type { Texts } from '../texts.ts';
import { BLOCKED_ANSWER, guardrailTrace } from './guardrail.ts';
import { messagesOf } from './messages.ts';
import { stopReason, toolInputs } from './stop.ts';

export function converseRequest(call: Call, texts: Texts): object {
  const system: object[] = [{ text: texts.system }];
  if (call.cacheTtl !== null) system.push({ cachePoint: { type: 'default', ttl: call.cacheTtl } });
  return {
    messages: messagesOf(texts).map(({ role, text }) => ({ role, content: [{ text }] })),
    system,
    ...(call.maxTokens === null ? {} : { inferenceConfig: { maxTokens: call.maxTokens, temperature: 0.2 } }),
    ...(call.tier === null ? {} : { serviceTier: { type: call.tier } }),
    ...(call.guardrail === null
      ? {}
      : {
          guardrailConfig: { guardrailIdentifier: call.guardrail, guardrailVersion: '3', trace: 'enabled' },
        }),
  };
}

export function converseResponse(call: Call, texts: Texts): object {
  const blocked = call.outcome.kind === 'blocked';
  const text = blocked ? BLOCKED_ANSWER : texts.answer;
  const toolUse = toolInputs(call).map((tool) => ({ toolUse: tool }));
  return {
    output: { message: { role: 'assistant', content: [{ text }, ...toolUse] } },
    stopReason: stopReason(call),
    metrics: { latencyMs: call.latencyMs },
    usage: usage(call),
    ...(call.guardrail === null ? {} : { trace: { guardrail: guardrailTrace(call, texts) } }),
    ...(call.tier === null ? {} : { serviceTier: { type: call.tier } }),
  };
}

function usage({ tokens }: Call): object {
  const { input, output, cacheRead, cacheWrite, cacheWrite1h } = tokens;
  const plain = { inputTokens: input, outputTokens: output };
  if (cacheRead + cacheWrite === 0) return { ...plain, totalTokens: input + output };
  const details = [
    { ttl: '1h', inputTokens: cacheWrite1h },
    { ttl: '5m', inputTokens: cacheWrite - cacheWrite1h },
  ].filter((detail) => detail.inputTokens > 0);
  return {
    ...plain,
    totalTokens: input + output + cacheRead + cacheWrite,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite,
    ...(details.length > 0 ? { cacheDetails: details } : {}),
  };
}
