/**
 * Agents: tokens and dollars by agent and session, and sessions past their budget.
 * @module
 */
import { type AgentSummary, agentSummaries } from '../analysis/agents/agents.ts';
import {
  type AgentSession,
  agentSessions,
  SESSION_KEYS,
  type SessionLimits,
} from '../analysis/agents/session.ts';
import { measuresJson } from '../analysis/spend.ts';
import type { AgentsConfig, SessionBudget } from '../config/agents.ts';
import type { CallFilter } from '../domain/drill.ts';
import { type NanoUsd, parseUsd, usdString } from '../domain/money.ts';
import { type EpochSeconds, isoInstant, type TimeRange } from '../domain/time.ts';
import type { AnswerContext } from './context.ts';
import { untilNow } from './freshness.ts';

export interface AgentsRequest {
  /** Whole UTC hours. */
  readonly range: TimeRange;
  readonly where: readonly CallFilter[];
  /** Sessions listed, dearest first; figures are over all of them. */
  readonly limit: number;
}

export interface AgentsAnswer {
  readonly range: TimeRange;
  readonly agents: readonly (AgentSummary & { readonly name: string | null })[];
  /** The dearest {@link AgentsRequest.limit}, and every one past its budget. */
  readonly sessions: readonly AgentSession[];
  /** All of them. */
  readonly sessionCount: number;
}

/** Sessions read call by call: those with most tokens. */
const DETAILED_SESSIONS = 5_000;

/** Sessions of Bedrock agents in the range. Callers that are no agent are not among them. */
export async function agentsAnswer(context: AnswerContext, request: AgentsRequest): Promise<AgentsAnswer> {
  const { store, config } = context;
  const { range: asked, where } = request;
  const range = untilNow(asked, context.now);
  const usage = (await store.usage({ range, by: SESSION_KEYS, where })).filter(({ key }) => key[0] !== null);
  const ids = [...new Set(usage.flatMap(({ key }) => key[0] ?? []))];
  const [details, names] = await Promise.all([
    ids.length === 0
      ? []
      : store.sessions({
          range,
          where: [...where, { dimension: 'agent', values: ids }],
          limit: DETAILED_SESSIONS,
        }),
    agentNames(context),
  ]);
  const sessions = agentSessions(usage, details, (agent) => limitsOf(config.agents, agent));
  return {
    range: asked,
    agents: agentSummaries(sessions).map((agent) => ({ ...agent, name: names.get(agent.agent) ?? null })),
    sessions: sessions.filter(({ over }, i) => i < request.limit || over.length > 0),
    sessionCount: sessions.length,
  };
}

/**
 * Names of agents by id, as the inventory last listed them up to an instant, agents that are gone included. One that was
 * listed only later has its first name, as far as that is known by now.
 */
export async function agentNames(
  { store, now }: AnswerContext,
  asOf: EpochSeconds = now,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  const listed = (await store.items({ kind: 'agent', history: true })).filter(({ from }) => from <= now);
  for (const { from, body } of listed.toSorted((a, b) => a.from - b.from)) {
    if (isNamed(body) && (from <= asOf || !names.has(body.id))) names.set(body.id, body.name);
  }
  return names;
}

function isNamed(body: unknown): body is { id: string; name: string } {
  if (typeof body !== 'object' || body === null || !('id' in body) || !('name' in body)) return false;
  return typeof body.id === 'string' && typeof body.name === 'string';
}

/** The limits that hold for one agent: its own, else everybody's. */
export function limitsOf(config: AgentsConfig, agent: string): SessionLimits {
  const own: SessionBudget = config.budgets.find((budget) => budget.agent === agent) ?? config.sessionBudget;
  return {
    usd: own.usd === undefined ? null : usdOf(own.usd),
    calls: own.calls ?? null,
    tokens: own.tokens ?? null,
  };
}

/** A limit is written as a number; it is compared as money. */
const usdOf = (usd: number): NanoUsd => parseUsd(usd.toFixed(9));

const usd = (amount: NanoUsd | null): string | null => (amount === null ? null : usdString(amount));

/** The answer as JSON, the same from the CLI and the API. */
export function agentsJson({ range, agents, sessions, sessionCount }: AgentsAnswer) {
  return {
    from: isoInstant(range.from),
    to: isoInstant(range.to),
    agents: agents.map((agent) => ({
      agent: agent.agent,
      name: agent.name,
      sessions: agent.sessions,
      calls: agent.calls,
      ...measuresJson(agent.measures),
      costPerSession: usd(agent.costPerSession),
      callsPerSession: agent.callsPerSession,
      multiplier: agent.multiplier,
      multiplierSessions: agent.multiplierSessions,
      sessionsOverBudget: agent.overBudget,
    })),
    sessionCount,
    sessions: sessions.map(sessionJson),
  };
}

function sessionJson({ detail, measures, cost: _cost, tokens: _tokens, ...session }: AgentSession) {
  return {
    ...session,
    ...measuresJson(measures),
    firstAt: detail && isoInstant(detail.firstAt),
    lastAt: detail && isoInstant(detail.lastAt),
    multiplier: detail?.multiplier ?? null,
    contextMultiplier: detail?.contextMultiplier ?? null,
    promptGrowth: detail?.promptGrowth ?? null,
    lastOutput: detail?.lastOutput ?? null,
    toolUses: detail?.toolUses ?? null,
  };
}
