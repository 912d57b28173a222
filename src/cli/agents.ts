/**
 * `bedrock-meter agents`: tokens and dollars by agent and session.
 * @module
 */
import type { Command } from 'commander';
import type { AgentSummary } from '../analysis/agents/agents.ts';
import type { AgentSession } from '../analysis/agents/session.ts';
import { type AgentsAnswer, agentsAnswer, agentsJson } from '../answers/agents.ts';
import { parseAgentsRequest } from '../answers/agents-request.ts';
import { EXIT } from '../domain/errors.ts';
import { formatCount, formatUsd, groupThousands, UNKNOWN } from '../domain/format.ts';
import { isoInstant } from '../domain/time.ts';
import { flag, print, type UsageOptions, withAnswers, withIds, withUsageOptions } from './context.ts';
import type { Action } from './run.ts';
import { type Column, renderTable } from './table.ts';

interface Options extends UsageOptions {
  readonly limit?: string;
}

export function addAgents(program: Command, choose: (action: Action) => void): Command[] {
  const command = program
    .command('agents')
    .description('tokens and dollars by agent and session, and sessions past their budget')
    .option('--limit <n>', 'sessions listed, dearest first (default 50)');
  return [withUsageOptions(command).action((options: Options) => choose(() => run(options)))];
}

async function run(options: Options) {
  return withAnswers(options, async (context) => {
    const answer = await agentsAnswer(context, parseAgentsRequest(withIds(options), context.now, flag));
    print(
      options,
      () => agentsJson(answer),
      () => agentsText(answer),
    );
    return EXIT.done;
  });
}

function agentsText({ range, agents, sessions, sessionCount }: AgentsAnswer): string {
  const head = `${isoInstant(range.from)} to ${isoInstant(range.to)} (UTC)`;
  if (agents.length === 0) return `${head}\n\nNo calls of Bedrock agents in this range.`;
  return [
    head,
    renderTable(AGENT_COLUMNS, agents),
    `${groupThousands(sessions.length)} of ${groupThousands(sessionCount)} sessions, dearest first`,
    renderTable(SESSION_COLUMNS, sessions),
  ].join('\n\n');
}

type NamedAgent = AgentSummary & { readonly name: string | null };

const AGENT_COLUMNS: readonly Column<NamedAgent>[] = [
  { title: 'agent', cell: (row) => (row.name === null ? row.agent : `${row.name} (${row.agent})`) },
  number('sessions', (row) => groupThousands(row.sessions)),
  number('calls', (row) => groupThousands(row.calls)),
  number('median', (row) => groupThousands(row.callsPerSession.median)),
  number('most', (row) => groupThousands(row.callsPerSession.max)),
  number('tokens', (row) => formatCount(row.tokens)),
  number('per answer token', (row) => times(row.multiplier)),
  number('cost', (row) => formatUsd(row.cost)),
  number('per session', (row) => formatUsd(row.costPerSession)),
  number('past budget', (row) => groupThousands(row.overBudget)),
];

const SESSION_COLUMNS: readonly Column<AgentSession>[] = [
  { title: 'session', cell: (row) => row.session },
  number('calls', (row) => groupThousands(row.calls)),
  number('tokens', (row) => formatCount(row.tokens)),
  number('per answer token', (row) => times(row.detail?.multiplier ?? null)),
  number('prompt grew', (row) => times(row.detail?.promptGrowth ?? null)),
  number('cost', (row) => formatUsd(row.cost)),
  { title: 'past', cell: (row) => row.over.join(', ') },
];

function number<Row>(title: string, cell: (row: Row) => string): Column<Row> {
  return { title, align: 'right', cell };
}

const times = (ratio: number | null): string => (ratio === null ? UNKNOWN : `${ratio.toPrecision(3)} x`);
