/**
 * AgentCore's runtime metrics, in the namespace that tools most often name; clients have to discover it.
 * @module
 */
import type { Call } from '../../../world/call.ts';
import type { Emit } from './series.ts';

const SESSION = /AgentCoreHarness.*\/BedrockAgentCore-[a-f0-9-]+$/;

/** @param calls of one hour in one source; a session is one invocation of the agent */
export function emitAgentCore(calls: readonly Call[], arrivalOf: (call: Call) => number, emit: Emit): void {
  const own = calls.filter((call) => SESSION.test(call.identity.arn));
  for (const session of Map.groupBy(own, (call) => call.identity.arn).values()) {
    const [first] = session;
    if (!first) continue;
    const { account, region } = first.source;
    const resource = `arn:aws:bedrock-agentcore:${region}:${account}:runtime/operations-agent-k3x9q`;
    const dimensions = [
      ['Name', 'operations-agent::DEFAULT'],
      ['Operation', 'InvokeAgentRuntime'],
      ['Resource', resource],
    ] as const;
    const put = (metric: string, value: number) =>
      emit('AWS/Bedrock-AgentCore', metric, dimensions, { at: first.at, value, arrives: arrivalOf(first) });
    put('Invocations', 1);
    put('Sessions', 1);
    put(
      'Latency',
      session.reduce((sum, call) => sum + call.latencyMs, 0),
    );
    put('Throttles', 0);
    put('SystemErrors', 0);
    put('UserErrors', session.some((call) => call.outcome.kind === 'failed') ? 1 : 0);
  }
}
