/**
 * Agents: what their sessions cost, how many model calls a session takes, and how many tokens stand behind one
 * token of an answer. Pure.
 * @module
 */
import { addMeasures, type Measures, NO_MEASURES, tokensOf } from '../../domain/measures.ts';
import type { NanoUsd } from '../../domain/money.ts';
import { costOf } from '../spend.ts';
import type { AgentSession } from './session.ts';

/** Nearest-rank percentiles over sessions. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly max: number;
}

export interface AgentSummary {
  readonly agent: string;
  readonly sessions: number;
  /** Model calls, failed ones included. */
  readonly calls: number;
  readonly measures: Measures;
  readonly tokens: number;
  readonly cost: NanoUsd | null;
  readonly callsPerSession: Spread;
  readonly costPerSession: NanoUsd | null;
  /**
   * All tokens of the sessions whose calls are known, for one token of their last answers; null where none is.
   * A sum over sums: long sessions weigh as much as they cost.
   */
  readonly multiplier: number | null;
  /** Sessions behind {@link multiplier}, their tokens, and those of their last answers. */
  readonly multiplierSessions: number;
  readonly answeredTokens: number;
  readonly answerTokens: number;
  readonly overBudget: number;
}

/** Groups sessions by agent, dearest first. */
export function agentSummaries(sessions: readonly AgentSession[]): AgentSummary[] {
  const groups = Map.groupBy(sessions, (session) => session.agent);
  return [...groups].map(([agent, own]) => summaryOf(agent, own)).toSorted(byCost);
}

function summaryOf(agent: string, sessions: readonly AgentSession[]): AgentSummary {
  const measures = sessions.map((session) => session.measures).reduce(addMeasures, NO_MEASURES);
  const calls = sessions.map((session) => session.calls);
  const cost = costOf(measures);
  const answered = sessions.filter(({ detail }) => detail !== null && detail.lastOutput > 0);
  const answerTokens = answered.reduce((sum, { detail }) => sum + (detail?.lastOutput ?? 0), 0);
  const answeredTokens = answered.reduce((sum, { tokens }) => sum + tokens, 0);
  return {
    agent,
    sessions: sessions.length,
    calls: calls.reduce((a, b) => a + b, 0),
    measures,
    tokens: tokensOf(measures),
    cost,
    callsPerSession: spread(calls),
    costPerSession:
      cost === null ? null : (((cost + BigInt(sessions.length) / 2n) / BigInt(sessions.length)) as NanoUsd),
    multiplier: answerTokens > 0 ? answeredTokens / answerTokens : null,
    multiplierSessions: answered.length,
    ...{ answeredTokens, answerTokens },
    overBudget: sessions.filter(({ over }) => over.length > 0).length,
  };
}

/** @param values at least one */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { median: rank(0.5), p95: rank(0.95), max: sorted.at(-1) ?? 0 };
}

function byCost(a: AgentSummary, b: AgentSummary): number {
  const [x, y] = [a.cost ?? -1n, b.cost ?? -1n];
  return x === y ? b.tokens - a.tokens : x > y ? -1 : 1;
}
