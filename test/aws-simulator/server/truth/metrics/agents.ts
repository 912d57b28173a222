/**
 * `AWS/Bedrock/Agents` (Bedrock User Guide, "Monitor Amazon Bedrock Agents using CloudWatch Metrics"). The
 * guide spells `outputTokenCount` with a small o, and so does this.
 * @module
 */
import type { Call } from '../../../world/call.ts';
import { baseModelOf } from './model-id.ts';
import { failureMetric } from './runtime.ts';
import type { Dimensions, Emit } from './series.ts';

const SESSION = /\/BedrockAgents-([A-Z0-9]+)-[a-f0-9-]+$/;
/** The alias through which the shop's agent is called. */
export const AGENT_ALIAS = 'QX3V7T1LPD';

/** @param calls of one hour in one source; sessions are counted where they begin in it */
export function emitAgents(calls: readonly Call[], arrivalOf: (call: Call) => number, emit: Emit): void {
  const own = calls.filter((call) => SESSION.test(call.identity.arn));
  const sessions = Map.groupBy(own, (call) => call.identity.arn);
  for (const session of sessions.values()) {
    const [first] = session;
    if (!first) continue;
    const put = putter(first, arrivalOf(first), emit);
    const total = session.reduce((sum, call) => sum + call.latencyMs, 0);
    put('InvocationCount', 1);
    put('TotalTime', total);
    put('TTFT', first.firstByteMs);
    for (const call of session) emitModelCall(call, putter(call, arrivalOf(call), emit));
  }
}

function emitModelCall(call: Call, put: (metric: string, value: number) => void): void {
  if (call.outcome.kind === 'failed') {
    put(`Model${failureMetric(call.outcome.errorCode)}`, 1);
    return;
  }
  put('ModelInvocationCount', 1);
  put('ModelLatency', call.latencyMs);
  put('InputTokenCount', call.tokens.input);
  put('outputTokenCount', call.tokens.output);
}

/** Puts a value on all three levels of dimensions: each level is whole by itself. */
function putter(call: Call, arrives: number, emit: Emit): (metric: string, value: number) => void {
  const agent = SESSION.exec(call.identity.arn)?.[1] ?? '';
  const { account, region } = call.source;
  const operation = ['Operation', 'InvokeAgent'] as const;
  const model = ['ModelId', baseModelOf(call.modelId)] as const;
  const alias = [
    'AgentAliasArn',
    `arn:aws:bedrock:${region}:${account}:agent-alias/${agent}/${AGENT_ALIAS}`,
  ] as const;
  const levels: readonly Dimensions[] = [[operation], [operation, model], [operation, alias, model]];
  return (metric, value) => {
    for (const level of levels) emit('AWS/Bedrock/Agents', metric, level, { at: call.at, value, arrives });
  };
}
