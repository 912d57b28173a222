import type { AgentsAnswer } from '../../src/answers/agents.ts';
import { formatCount, formatUsd, groupThousands } from '../../src/domain/format.ts';
import type { UsageRow } from '../../src/domain/measures.ts';
import { addUsd, ZERO_USD } from '../../src/domain/money.ts';
import type { EpochSeconds } from '../../src/domain/time.ts';
import type { WebDeps } from '../deps.ts';
import type { Names } from '../format/label.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import { apiAddress } from '../overview/api-address.ts';
import type { Figure } from '../overview/figures.ts';
import { namesOf } from '../overview/names.ts';
import type { OverviewRequest } from '../overview/request.ts';
import type { Aged } from './age.tsx';
import { AgentTable, SessionTable, times } from './agent-tables.tsx';
import { CardLinks } from './card-links.tsx';
import { ChartPicture } from './chart-picture.tsx';
import { Chips } from './chips.tsx';
import { Figures } from './figures.tsx';
import { RangePicker } from './range-picker.tsx';
import { ScopePicker } from './scope-picker.tsx';
import { shell } from './shell.tsx';

const PATH = '/agents';

export interface AgentsPage {
  readonly deps: WebDeps;
  readonly request: OverviewRequest;
  readonly answer: AgentsAnswer;
  /** Keys: account, Region. */
  readonly scopes: readonly UsageRow[];
  readonly now: EpochSeconds;
}

export function agentsPage(page: AgentsPage & Aged) {
  const { deps, age, request, scopes, now } = page;
  const called = page.answer.agents.flatMap(({ agent, name }) =>
    name === null ? [] : [[agent, name] as const],
  );
  const names = { ...namesOf(deps.book, deps.config), agents: new Map(called) };
  return shell({
    deps,
    age,
    title: 'Agents',
    active: 'agents',
    bar: (
      <>
        <ScopePicker request={request} path={PATH} scopes={scopes} names={names} />
        <RangePicker request={request} path={PATH} now={now} />
      </>
    ),
    children: (
      <>
        <Chips request={request} path={PATH} names={names} />
        {page.answer.agents.length === 0 ? <NoAgents /> : <Content {...page} names={names} />}
      </>
    ),
  });
}

function NoAgents() {
  return (
    <section class="card empty">
      <h1>No calls of Bedrock agents in this range</h1>
      <p>
        An agent is recognised by the session name that Bedrock gives its role,{' '}
        <code>BedrockAgents-ID-…</code>, in the invocation logs. Agents that run elsewhere show up under the
        principal they call with.
      </p>
      <p class="actions">
        <a class="button" href="/">
          Spend by principal
        </a>
      </p>
    </section>
  );
}

function Content({ request, answer, now, names }: AgentsPage & { names: Names }) {
  const { agents, sessions } = answer;
  const one = chosenAgent(request, answer);
  const api = apiAddress('/api/agents', request);
  const chart = (theme: string) => link('/charts/agents.svg', request.state, { theme });
  return (
    <>
      <h1 class="answer">
        <Sentence answer={answer} one={one} />
      </h1>
      {one !== undefined && (
        <p>
          <a href={link('/', request.state, {})}>What it spends, by model and day</a>
        </p>
      )}
      <Figures figures={one === undefined ? figuresOf(answer) : figuresOfOne(one)} />
      <section class="card chart-card" aria-labelledby="chart-title">
        <header class="card-head">
          <h2 id="chart-title">
            Model calls of each session, in order of time <span class="utc">UTC</span>
          </h2>
        </header>
        <ChartPicture src={chart} alt={chartText(answer)} />
        <p class="card-text">
          The {groupThousands(sessions.length)} dearest of {groupThousands(answer.sessionCount)} sessions;
          each has a row below. A bar far above its neighbours is an agent that kept calling; past its budget
          it is orange.
        </p>
      </section>
      {one === undefined && (
        <section class="card" aria-labelledby="agents-title">
          <header class="card-head">
            <h2 id="agents-title">Agents</h2>
            <CardLinks api={api} table="agents" what="agents" />
          </header>
          <AgentTable {...{ request, answer, names }} />
        </section>
      )}
      <section class="card" aria-labelledby="sessions-title">
        <header class="card-head">
          <h2 id="sessions-title">Sessions, dearest first</h2>
          <CardLinks api={api} table="sessions" what="sessions" />
        </header>
        <SessionTable {...{ request, sessions, now, names }} agents={agents} />
      </section>
    </>
  );
}

/** The agent that the page is narrowed to. */
function chosenAgent({ filters }: OverviewRequest, { agents }: AgentsAnswer): Agent | undefined {
  const narrowed = filters.some(({ dimension, values }) => dimension === 'agent' && values.length === 1);
  return narrowed ? agents[0] : undefined;
}

type Agent = AgentsAnswer['agents'][number];

function Sentence({ answer: { agents, sessions }, one }: { answer: AgentsAnswer; one: Agent | undefined }) {
  const [first] = agents;
  if (first === undefined) return <>No agent was called.</>;
  const over = agents.reduce((sum, { overBudget }) => sum + overBudget, 0);
  const [worst] = sessions.filter((session) => session.over.length > 0);
  return (
    <>
      {one !== undefined ? (
        <bdi class="name">{visible(one.name ?? one.agent)}</bdi>
      ) : agents.length === 1 ? (
        'One agent'
      ) : (
        `${agents.length} agents`
      )}{' '}
      cost <strong>{totalCost(agents)}</strong>
      {agents.length > 1 && (
        <>
          , most of it <bdi class="name">{visible(first.name ?? first.agent)}</bdi> ({formatUsd(first.cost)})
        </>
      )}
      .{' '}
      {worst === undefined ? (
        'No session passed its budget.'
      ) : (
        <>
          {over === 1 ? 'One session' : `${groupThousands(over)} sessions`} passed the budget; the dearest
          made <strong>{groupThousands(worst.calls)} model calls</strong> for {formatUsd(worst.cost)}.
        </>
      )}
    </>
  );
}

function totalCost(agents: AgentsAnswer['agents']): string {
  return formatUsd(agents.map(({ cost }) => cost ?? ZERO_USD).reduce(addUsd, ZERO_USD));
}

/** Of one agent: what the row of the table has. */
function figuresOfOne(agent: Agent): Figure[] {
  const { callsPerSession, overBudget } = agent;
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{ ...plain, id: 'cost', title: 'Cost', value: formatUsd(agent.cost) },
      note: `${formatCount(agent.tokens)} tokens`,
      how: 'All model calls whose role session Bedrock named after this agent, at the prices in force when they were made.',
    },
    {
      ...{ ...plain, id: 'sessions', title: 'Sessions', value: formatCount(agent.sessions) },
      note: `${formatCount(agent.calls)} model calls`,
      how: 'Distinct role sessions. One session is one conversation or task of the agent.',
    },
    {
      ...{ ...plain, id: 'session-cost', title: 'Cost of a session', value: formatUsd(agent.costPerSession) },
      note: 'on average',
      how: 'The cost divided by the sessions.',
    },
    {
      ...{
        ...plain,
        id: 'calls',
        title: 'Calls of a session',
        value: groupThousands(callsPerSession.median),
      },
      note: `median; p95 ${groupThousands(callsPerSession.p95)}, at most ${groupThousands(callsPerSession.max)}`,
      how: 'Model calls of its sessions, failed ones included.',
    },
    {
      ...{ ...plain, id: 'multiplier', title: 'Tokens per answer token', value: times(agent.multiplier) },
      note: 'what planning, tools and context cost',
      how: 'All tokens of a session, divided by the output tokens of its last successful call. Over the sessions whose calls are retained.',
    },
    {
      ...{ ...plain, id: 'over', title: 'Past the session budget', value: groupThousands(overBudget) },
      mood: overBudget > 0 ? 'warning' : 'plain',
      note: overBudget > 0 ? 'see the sessions below' : 'none',
      how: 'Sessions that passed agents.sessionBudget of the configuration, in dollars, calls or tokens.',
    },
  ];
}

function figuresOf({ agents, sessionCount }: AgentsAnswer): Figure[] {
  const calls = agents.reduce((sum, agent) => sum + agent.calls, 0);
  const over = agents.reduce((sum, agent) => sum + agent.overBudget, 0);
  const tokens = agents.reduce((sum, { answeredTokens }) => sum + answeredTokens, 0);
  const answers = agents.reduce((sum, { answerTokens }) => sum + answerTokens, 0);
  const most = Math.max(...agents.map(({ callsPerSession }) => callsPerSession.max));
  const plain = { exact: null, mood: 'plain' } as const;
  return [
    {
      ...{ ...plain, id: 'cost', title: 'Cost of agents', value: totalCost(agents) },
      note: `${agents.length} agent${agents.length === 1 ? '' : 's'}`,
      how: 'All model calls whose role session Bedrock named after an agent, at the prices in force when they were made.',
    },
    {
      ...{ ...plain, id: 'sessions', title: 'Sessions', value: formatCount(sessionCount) },
      note: `${formatCount(calls)} model calls`,
      how: 'Distinct role sessions. One session is one conversation or task of an agent.',
    },
    {
      ...{
        ...plain,
        id: 'calls',
        title: 'Calls per session',
        value: (calls / Math.max(1, sessionCount)).toFixed(1),
      },
      note: `at most ${groupThousands(most)}`,
      how: 'Model calls, failed ones included, divided by sessions.',
    },
    {
      ...{ ...plain, id: 'multiplier', title: 'Tokens per answer token' },
      value: times(answers > 0 ? tokens / answers : null),
      note: 'what planning, tools and context cost',
      how: 'All tokens of a session, divided by the output tokens of its last successful call. Over the sessions whose calls are retained.',
    },
    {
      ...{ ...plain, id: 'over', title: 'Past the session budget', value: groupThousands(over) },
      mood: over > 0 ? 'warning' : 'plain',
      note: over > 0 ? 'see the sessions below' : 'none',
      how: 'Sessions that passed agents.sessionBudget of the configuration, in dollars, calls or tokens.',
    },
  ];
}

function chartText({ sessions }: AgentsAnswer): string {
  const calls = sessions.map((session) => session.calls);
  return `Model calls of ${sessions.length} sessions in order of time; the most is ${groupThousands(Math.max(0, ...calls))}.`;
}
