/**
 * One session call by call: what each step added, and what it paid for again. Pure.
 * @module
 */
import type { Rater } from '../../domain/cost.ts';
import type { InvocationRow } from '../../domain/drill.ts';
import { addUsd, type NanoUsd, ZERO_USD } from '../../domain/money.ts';
import { allTokens, promptTokens } from '../../domain/quantities.ts';

export interface Step {
  readonly call: InvocationRow;
  readonly prompt: number;
  /** At the prices in force now; null where the call has usage without a price. */
  readonly cost: NanoUsd | null;
  /** Prompt tokens more than in the call before; null for the first. */
  readonly promptGrowth: number | null;
  /** The same body as an earlier call of the session. */
  readonly repeats: boolean;
}

/** @param calls of one session, in order of time */
export function sessionSteps(calls: readonly InvocationRow[], rater: Rater): Step[] {
  const seen = new Set<string>();
  let before: number | null = null;
  return calls.map((call): Step => {
    const prompt = promptTokens(call.tokens);
    const repeats = call.promptHash !== null && seen.has(call.promptHash);
    if (call.promptHash !== null) seen.add(call.promptHash);
    const step = {
      call,
      prompt,
      cost: costOfCall(call, rater),
      promptGrowth: before === null ? null : prompt - before,
      repeats,
    };
    before = prompt;
    return step;
  });
}

/** Tokens only: what a call's images or guardrail units cost is in its roll-up rows. */
export function costOfCall({ sku, at, tokens }: InvocationRow, rater: Rater): NanoUsd | null {
  const { cost, unpricedKinds } = rater.rate(sku, at, { ...tokens, units: 0 });
  if (unpricedKinds.length > 0) return null;
  if (allTokens(tokens) === 0) return ZERO_USD;
  return [cost.output, cost.cacheRead, cost.cacheWrite].reduce(addUsd, cost.input);
}
