/**
 * One session of an agent: what it consumed, and how much of that was not the answer. Pure.
 * @module
 */
import type { SessionRow } from '../../domain/drill.ts';
import { addMeasures, type Measures, NO_MEASURES, tokensOf, type UsageRow } from '../../domain/measures.ts';
import type { NanoUsd } from '../../domain/money.ts';
import { allTokens } from '../../domain/quantities.ts';
import type { EpochSeconds } from '../../domain/time.ts';
import { costOf } from '../spend.ts';

/** Limits of one session; absent: none. */
export interface SessionLimits {
  readonly usd: NanoUsd | null;
  readonly calls: number | null;
  readonly tokens: number | null;
}

export interface AgentSession {
  readonly agent: string;
  readonly session: string;
  readonly account: string;
  readonly region: string;
  readonly principal: string | null;
  /** Model calls, failed ones included. */
  readonly calls: number;
  readonly tokens: number;
  /** Null where none of it has a price. */
  readonly cost: NanoUsd | null;
  readonly measures: Measures;
  /** What only single calls tell; null once they are no longer retained, or were never of this range. */
  readonly detail: SessionDetail | null;
  /** Limits that it passed, in words. */
  readonly over: readonly string[];
}

export interface SessionDetail {
  readonly firstAt: EpochSeconds;
  readonly lastAt: EpochSeconds;
  /** All tokens for one token of the last answer; null when the last call answered nothing. */
  readonly multiplier: number | null;
  /** All tokens against those of the last call, its prompt included: how often the context was paid for. */
  readonly contextMultiplier: number | null;
  /** Prompt of the largest call against the first one's. */
  readonly promptGrowth: number | null;
  readonly lastOutput: number;
  readonly toolUses: number | null;
}

/** Keys of the usage rows that {@link agentSessions} reads. */
export const SESSION_KEYS = ['agent', 'session', 'account', 'region', 'principal'] as const;

/**
 * Joins roll-up rows by {@link SESSION_KEYS}, which have the money and every call, with what single calls tell.
 * @param limitsOf the limits of an agent's sessions
 * @returns dearest first, unpriced last
 */
export function agentSessions(
  usage: readonly UsageRow[],
  sessions: readonly SessionRow[],
  limitsOf: (agent: string) => SessionLimits,
): AgentSession[] {
  const details = new Map(
    sessions.map((row) => [keyOf([row.agent, row.session, row.account, row.region, row.principal]), row]),
  );
  const measures = new Map<string, Measures>();
  for (const row of usage) {
    const [agent, session] = row.key;
    if (agent == null || session == null) continue;
    const key = keyOf(row.key);
    measures.set(key, addMeasures(measures.get(key) ?? NO_MEASURES, row));
  }
  return [...measures]
    .map(([key, sum]) => sessionOf(key, sum, details.get(key), limitsOf))
    .toSorted(
      (a, b) => compare(b.cost ?? -1n, a.cost ?? -1n) || b.tokens - a.tokens || compare(a.session, b.session),
    );
}

function sessionOf(
  key: string,
  measures: Measures,
  row: SessionRow | undefined,
  limitsOf: (agent: string) => SessionLimits,
): AgentSession {
  const [agent = '', session = '', account = '', region = '', principal = null] = partsOf(key);
  const calls = measures.invocations + measures.failedInvocations;
  const tokens = tokensOf(measures);
  const cost = costOf(measures);
  return {
    ...{
      agent: agent ?? '',
      session: session ?? '',
      account: account ?? '',
      region: region ?? '',
      principal,
    },
    ...{ calls, tokens, cost, measures },
    detail: row === undefined ? null : detailOf(row),
    over: passed(limitsOf(agent ?? ''), { calls, tokens, cost }),
  };
}

function detailOf(row: SessionRow): SessionDetail {
  const all = allTokens(row.tokens);
  const last = row.lastPrompt + row.lastOutput;
  return {
    firstAt: row.firstAt,
    lastAt: row.lastAt,
    multiplier: row.lastOutput > 0 ? all / row.lastOutput : null,
    contextMultiplier: last > 0 ? all / last : null,
    promptGrowth: row.firstPrompt > 0 ? row.largestPrompt / row.firstPrompt : null,
    lastOutput: row.lastOutput,
    toolUses: row.toolUses,
  };
}

/** Which limits a session passed. */
function passed(
  limits: SessionLimits,
  is: { calls: number; tokens: number; cost: NanoUsd | null },
): string[] {
  return [
    ...(limits.usd !== null && is.cost !== null && is.cost > limits.usd ? ['usd'] : []),
    ...(limits.calls !== null && is.calls > limits.calls ? ['calls'] : []),
    ...(limits.tokens !== null && is.tokens > limits.tokens ? ['tokens'] : []),
  ];
}

const keyOf = (parts: readonly (string | null)[]): string => JSON.stringify(parts);
const partsOf = (key: string): (string | null)[] => JSON.parse(key);
const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
