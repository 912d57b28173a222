/**
 * How an answer ended, in Converse's words.
 * @module
 */
import type { Call } from '../call.ts';

export function stopReason(call: Call): string {
  if (call.outcome.kind === 'blocked') return 'guardrail_intervened';
  if (call.toolUses > 0) return 'tool_use';
  return call.tokens.output === call.maxTokens ? 'max_tokens' : 'end_turn';
}

export interface ToolInput {
  readonly toolUseId: string;
  readonly name: string;
  readonly input: Readonly<Record<string, string>>;
}

/** The tool calls in an answer. */
export function toolInputs(call: Call): ToolInput[] {
  const id = call.requestId.replaceAll('-', '').slice(0, 22);
  return Array.from({ length: call.toolUses }, (_, i) => ({
    toolUseId: `tooluse_${i}${id}`,
    name: i === 0 ? 'look_up' : 'note_down',
    input: { key: id.slice(0, 8) },
  }));
}
