/**
 * Sessions of agents past their budget; one alarm for each agent, because a loop opens many sessions.
 * @module
 */
import type { AgentSession, SessionLimits } from '../../analysis/agents/session.ts';
import type { RuleSettings } from '../../config/alarms.ts';
import type { Labels, Observation } from '../../domain/alarm.ts';
import { formatUsd, groupThousands } from '../../domain/format.ts';
import { addUsd, ZERO_USD } from '../../domain/money.ts';
import type { TimeRange } from '../../domain/time.ts';
import { type Judged, pathTo } from './judged.ts';

export interface AgentInput {
  readonly range: TimeRange;
  /** Those past a limit are all among them, dearest first. */
  readonly sessions: readonly AgentSession[];
  readonly names: ReadonlyMap<string, string | null>;
  readonly limits: (agent: string) => SessionLimits;
  readonly blind: readonly Labels[];
}

const MOST_CAUSES = 10;

export function agentSession(input: AgentInput, settings: RuleSettings<'agentSession'>): Judged {
  const over = Map.groupBy(
    input.sessions.filter((session) => session.over.length > 0),
    ({ agent, account, region }) => JSON.stringify([agent, account, region]),
  );
  const observations = [...over.values()].flatMap((sessions): Observation[] => {
    const [worst] = sessions;
    return worst === undefined ? [] : [observe(worst, sessions, input, settings)];
  });
  return { observations, blind: input.blind };
}

const LIMITS: ReadonlyMap<string, string> = new Map([
  ['usd', 'dollars'],
  ['calls', 'calls'],
  ['tokens', 'tokens'],
]);

/** `its limit of calls`, `its limits of dollars, calls and tokens`. */
function limitWords(over: readonly string[]): string {
  const words = over.map((one) => LIMITS.get(one) ?? one);
  const [last, ...before] = words.toReversed();
  if (before.length === 0) return `its limit of ${last ?? ''}`;
  return `its limits of ${before.toReversed().join(', ')} and ${last ?? ''}`;
}

/** `at most $10.00, 400 calls`. */
function limitsText({ usd, calls, tokens }: SessionLimits): string {
  const parts = [
    ...(usd === null ? [] : [formatUsd(usd)]),
    ...(calls === null ? [] : [`${groupThousands(calls)} calls`]),
    ...(tokens === null ? [] : [`${groupThousands(tokens)} tokens`]),
  ];
  return `at most ${parts.join(', ')}`;
}

function observe(
  worst: AgentSession,
  sessions: readonly AgentSession[],
  { range, names, limits }: AgentInput,
  { severity }: RuleSettings<'agentSession'>,
): Observation {
  const { agent, account, region } = worst;
  const name = names.get(agent) ?? agent;
  const cost = sessions.reduce((sum, session) => addUsd(sum, session.cost ?? ZERO_USD), ZERO_USD);
  const many = sessions.length > 1 ? `${groupThousands(sessions.length)} sessions` : 'A session';
  const last = sessions.reduce<number | null>(
    (newest, { detail }) => (detail === null ? newest : Math.max(newest ?? 0, detail.lastAt)),
    null,
  );
  return {
    rule: 'agentSession',
    labels: { agent, account, region },
    verdict: 'firing',
    severity,
    since: worst.detail?.firstAt ?? range.from,
    until: last === null ? range.to : ((last + 60) as typeof range.to),
    title: `${many} of agent ${name} past the budget`,
    summary: `The dearest session made ${groupThousands(worst.calls)} model calls for ${formatUsd(worst.cost)} and passed ${limitWords(worst.over)}. An agent in a loop looks like this.`,
    observed: `${formatUsd(worst.cost)} and ${groupThousands(worst.calls)} calls in one session`,
    expected: `${limitsText(limits(agent))} in a session`,
    atRisk: cost > 0n ? { usd: cost, per: 'in all' } : null,
    causes: sessions.slice(0, MOST_CAUSES).map(({ session, cost, calls }) => ({
      name: session,
      detail: `${formatUsd(cost)}, ${groupThousands(calls)} calls`,
    })),
    fix: 'Open the session and see whether its prompt only grows. Stop the agent or its trigger, give it fewer steps, or raise its limit under agents.budgets.',
    link: pathTo('/agents', { agent, since: '24h' }),
  };
}
