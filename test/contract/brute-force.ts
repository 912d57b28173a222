/**
 * Answers about single calls and minutes worked out from the facts themselves, one by one: what a store is compared
 * with.
 * @module
 */
import type { CallerDemand, DemandCounts } from '../../src/domain/demand.ts';
import type { LatencyRow, RepeatRow, SessionRow } from '../../src/domain/drill.ts';
import { promptBand, type Sku } from '../../src/domain/sku.ts';
import { epochSeconds } from '../../src/domain/time.ts';
import type { InvocationFact } from '../../src/domain/usage.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Prompt tokens: input and every cache kind. */
export function promptOf({ tokens: t }: InvocationFact): number {
  return t.input + t.cacheRead + t.cacheWrite + t.cacheWrite5m + t.cacheWrite30m + t.cacheWrite1h;
}

/** The SKU a call counts under: that of its tokens, or of its only unit where it has no tokens. */
export function skuOf(fact: InvocationFact): Sku {
  const { model, region, tier, latency, units, tokens } = fact;
  const unit = promptOf(fact) + tokens.output === 0 ? units[0]?.unit : undefined;
  return {
    model: model.base,
    scope: model.scope,
    region,
    tier,
    latency,
    band: unit === undefined ? promptBand(promptOf(fact)) : 0,
    batch: false,
    unit: unit ?? 'token',
  };
}

/** In order of time; facts of one second in order of arrival. */
export function inOrder(facts: readonly InvocationFact[]): InvocationFact[] {
  return facts
    .map((fact, i) => ({ fact, i }))
    .sort((a, b) => a.fact.at - b.fact.at || a.i - b.i)
    .map(({ fact }) => fact);
}

function groups(
  facts: readonly InvocationFact[],
  key: (fact: InvocationFact) => unknown,
): InvocationFact[][] {
  return [...Map.groupBy(inOrder(facts), (fact) => JSON.stringify(key(fact))).values()];
}

function sum(facts: readonly InvocationFact[]): InvocationFact['tokens'] {
  const all: Record<string, number> = {};
  for (const kind of [
    'input',
    'output',
    'cacheRead',
    'cacheWrite',
    'cacheWrite5m',
    'cacheWrite30m',
    'cacheWrite1h',
  ]) {
    all[kind] = 0;
    for (const { tokens } of facts) all[kind] += tokens[kind as keyof typeof tokens];
  }
  return all as unknown as InvocationFact['tokens'];
}

export function sessionsOf(facts: readonly InvocationFact[]): SessionRow[] {
  const rows: SessionRow[] = [];
  for (const calls of groups(facts, ({ account, region, caller }) => [account, region, caller])) {
    const [first] = calls;
    if (!first || first.caller.session === null) continue;
    const good = calls.filter((call) => call.errorCode === null);
    const prompts = good.map(promptOf);
    const told = calls.flatMap((call) => call.toolUses ?? []);
    rows.push({
      account: first.account,
      region: first.region,
      agent: first.caller.agent,
      principal: first.caller.principal,
      session: first.caller.session,
      calls: good.length,
      failed: calls.length - good.length,
      firstAt: first.at,
      lastAt: epochSeconds(Math.max(...calls.map((call) => call.at))),
      tokens: sum(calls),
      lastPrompt: prompts.at(-1) ?? 0,
      lastOutput: good.at(-1)?.tokens.output ?? 0,
      firstPrompt: prompts[0] ?? 0,
      largestPrompt: Math.max(0, ...prompts),
      toolUses: told.length === 0 ? null : told.reduce((a, b) => a + b, 0),
    });
  }
  return rows;
}

export function repeatsOf(facts: readonly InvocationFact[], minCalls: number): RepeatRow[] {
  const hashed = facts.filter((fact) => fact.errorCode === null && fact.promptHash !== null);
  const rows: RepeatRow[] = [];
  for (const calls of groups(hashed, (fact) => [
    String(fact.promptHash),
    fact.account,
    fact.model.called,
    skuOf(fact),
    fact.caller.principal,
    fact.caller.agent,
  ])) {
    const [first, ...again] = calls;
    if (!first || calls.length < minCalls) continue;
    const sku = skuOf(first);
    rows.push({
      promptHash: BigInt.asUintN(64, first.promptHash ?? 0n)
        .toString(16)
        .padStart(16, '0'),
      account: first.account,
      region: first.region,
      modelId: first.model.called,
      sku,
      principal: first.caller.principal,
      agent: first.caller.agent,
      calls: calls.length,
      firstAt: first.at,
      lastAt: calls.at(-1)?.at ?? first.at,
      again: {
        ...sum(again),
        units: again
          .flatMap((call) => call.units.filter(({ unit }) => unit === sku.unit))
          .reduce((n, { quantity }) => n + quantity, 0),
      },
    });
  }
  return rows;
}

export function latenciesOf(facts: readonly InvocationFact[]): LatencyRow[] {
  const rows: LatencyRow[] = [];
  for (const calls of groups(facts, ({ account, region, model }) => [account, region, model.called])) {
    const [first] = calls;
    const all = ascending(calls.map((call) => call.latencyMs));
    if (!first || all.length === 0) continue;
    const firstBytes = ascending(calls.map((call) => call.firstByteMs));
    rows.push({
      account: first.account,
      region: first.region,
      modelId: first.model.called,
      model: first.model.base,
      calls: all.length,
      p50: nearestRank(all, 50) ?? 0,
      p95: nearestRank(all, 95) ?? 0,
      firstByteCalls: firstBytes.length,
      firstByteP50: nearestRank(firstBytes, 50),
      firstByteP95: nearestRank(firstBytes, 95),
    });
  }
  return rows;
}

const ascending = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value) => value ?? []).sort((a, b) => a - b);

/** The value at position ceil(p/100 x n), counted from one. */
function nearestRank(sorted: readonly number[], p: number): number | null {
  return sorted[Math.ceil((p * sorted.length) / 100) - 1] ?? null;
}

/** Counts of one minute (or of many), straight from the definitions of {@link DemandCounts}. */
export function demandOf(facts: readonly InvocationFact[]): DemandCounts {
  const counts: Mutable<DemandCounts> = {
    calls: 0,
    throttled: 0,
    clientErrors: 0,
    serverErrors: 0,
    input: 0,
    output: 0,
    cacheRead: 0,
    cacheWrite: 0,
    maxTokens: 0,
    maxTokensOmitted: 0,
    maxTokensUnknown: 0,
  };
  const kinds: Record<string, 'throttled' | 'clientErrors' | 'serverErrors'> = {
    ThrottlingException: 'throttled',
    ValidationException: 'clientErrors',
    InternalServerException: 'serverErrors',
  };
  for (const { errorCode, tokens, maxTokens } of facts) {
    counts[errorCode === null ? 'calls' : (kinds[errorCode] ?? 'clientErrors')] += 1;
    counts.input += tokens.input;
    counts.output += tokens.output;
    counts.cacheRead += tokens.cacheRead;
    counts.cacheWrite += tokens.cacheWrite + tokens.cacheWrite5m + tokens.cacheWrite30m + tokens.cacheWrite1h;
    if (maxTokens === null) counts.maxTokensUnknown += 1;
    else if (maxTokens === 'omitted') counts.maxTokensOmitted += 1;
    else counts.maxTokens += maxTokens;
  }
  return counts;
}

export function callersOf(facts: readonly InvocationFact[]): CallerDemand[] {
  return groups(facts, ({ caller }) => [caller.principal, caller.agent]).map((calls) => ({
    principal: calls[0]?.caller.principal ?? null,
    agent: calls[0]?.caller.agent ?? null,
    ...demandOf(calls),
  }));
}
