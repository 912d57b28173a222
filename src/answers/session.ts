/**
 * One session of a caller, call by call.
 * @module
 */
import { type Step, sessionSteps } from '../analysis/agents/steps.ts';
import type { CallFilter } from '../domain/drill.ts';
import { usdString } from '../domain/money.ts';
import { isoInstant, type TimeRange } from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { untilNow } from './freshness.ts';

export interface SessionRequest {
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
  readonly session: string;
}

export interface SessionAnswer {
  readonly range: TimeRange;
  readonly session: string;
  readonly steps: readonly Step[];
  /** Whether there are more calls than were read. */
  readonly cut: boolean;
}

const MOST_CALLS = 2_000;

/** The calls of a session that are still retained, in order of time. */
export async function sessionAnswer(
  { store, rater, now }: AnswerContext,
  { range, where, session }: SessionRequest,
): Promise<SessionAnswer> {
  const own: CallFilter = { dimension: 'session', values: [session] };
  const calls = await store.invocations({
    range: untilNow(range, now),
    where: [...where, own],
    limit: MOST_CALLS + 1,
  });
  const steps = sessionSteps(calls.slice(0, MOST_CALLS), rater);
  return { range, session, steps, cut: calls.length > MOST_CALLS };
}

/** The answer as JSON. */
export function sessionJson({ range, session, steps, cut }: SessionAnswer) {
  return {
    from: isoInstant(range.from),
    to: isoInstant(range.to),
    session,
    cut,
    calls: steps.map(({ call, prompt, cost, promptGrowth, repeats }) => ({
      at: isoInstant(call.at),
      requestId: call.requestId,
      modelId: call.modelId,
      operation: call.operation,
      tokens: call.tokens,
      prompt,
      promptGrowth,
      cost: cost === null ? null : usdString(cost),
      stopReason: call.stopReason,
      toolUses: call.toolUses,
      maxTokens: call.maxTokens,
      latencyMs: call.latencyMs,
      errorCode: call.errorCode,
      repeats,
    })),
  };
}
