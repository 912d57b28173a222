/**
 * Agents and their sessions as tables.
 * @module
 */
import type { AgentSession } from '../../src/analysis/agents/session.ts';
import type { AgentsAnswer } from '../../src/answers/agents.ts';
import { formatCount, groupThousands, UNKNOWN } from '../../src/domain/format.ts';
import { unpricedTokens } from '../../src/domain/measures.ts';
import { type EpochSeconds, isoInstant } from '../../src/domain/time.ts';
import { labelOf, type Names } from '../format/label.ts';
import { visible } from '../format/visible.ts';
import { link } from '../overview/address.ts';
import type { OverviewRequest } from '../overview/request.ts';
import { DataTable, numbers } from './data-table.tsx';
import { Identifier } from './identifier.tsx';
import { Ago } from './moment.tsx';
import { Count, Money, UnpricedBadge } from './numbers.tsx';

/** Agents by cost, each a link to its own sessions. */
export function AgentTable({
  request,
  answer,
  names,
}: {
  request: OverviewRequest;
  answer: AgentsAnswer;
  names: Names;
}) {
  const titles = [
    'Cost',
    'Sessions',
    'Calls',
    'Median calls',
    'Most calls',
    'Per session',
    'Per answer token',
  ];
  return (
    <DataTable label="Agents" caption="Agents by cost" columns={['Agent', ...numbers(titles), 'Past budget']}>
      {answer.agents.map((row) => (
        <tr>
          <th scope="row">
            <Identifier
              label={{ ...labelOf('agent', row.agent, names), ...agentLabel(row.agent, row.name) }}
              href={link('/agents', request.state, { agent: row.agent })}
            />
          </th>
          <td class="number strong">
            <Money value={row.cost} reason="none of it has a price" />
            {unpricedTokens(row.measures) > 0 && <UnpricedBadge tokens={unpricedTokens(row.measures)} />}
          </td>
          <td class="number">
            <Count value={row.sessions} />
          </td>
          <td class="number">
            <Count value={row.calls} />
          </td>
          <td class="number">
            <Count value={row.callsPerSession.median} />
          </td>
          <td class="number">
            <Count value={row.callsPerSession.max} />
          </td>
          <td class="number">
            <Money value={row.costPerSession} reason="none of it has a price" />
          </td>
          <td class="number">{times(row.multiplier)}</td>
          <td>
            {row.overBudget > 0
              ? `${groupThousands(row.overBudget)} session${row.overBudget === 1 ? '' : 's'}`
              : ''}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

const agentLabel = (id: string, name: string | null) =>
  name === null ? {} : { text: visible(name), detail: visible(id) };

interface SessionTableProps {
  readonly request: OverviewRequest;
  readonly sessions: readonly AgentSession[];
  readonly agents: AgentsAnswer['agents'];
  readonly now: EpochSeconds;
  readonly names: Names;
}

/** Sessions, each a link to its calls. */
export function SessionTable({ request, sessions, agents, now, names }: SessionTableProps) {
  const called = new Map(agents.map(({ agent, name }) => [agent, name]));
  const titles = ['Cost', 'Calls', 'Tokens', 'Per answer token', 'Prompt grew'];
  return (
    <DataTable
      label="Sessions"
      caption="Sessions by cost"
      columns={['Session', 'Agent', 'Began', ...numbers(titles), 'Past budget']}
    >
      {sessions.map((row) => (
        <tr>
          <th scope="row">
            <Identifier label={labelOf('session', row.session, names)} href={sessionLink(request, row)} />
          </th>
          <td>{visible(called.get(row.agent) ?? row.agent)}</td>
          <td>{row.detail === null ? UNKNOWN : <Ago at={row.detail.firstAt} now={now} />}</td>
          <td class="number strong">
            <Money value={row.cost} reason="none of it has a price" />
          </td>
          <td class="number">
            <Count value={row.calls} />
          </td>
          <td class="number">
            <Count value={row.tokens} />
          </td>
          <td class="number">{times(row.detail?.multiplier ?? null)}</td>
          <td class="number">{times(row.detail?.promptGrowth ?? null)}</td>
          <td>{row.over.map((limit) => (limit === 'usd' ? 'dollars' : limit)).join(', ')}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function sessionLink({ range }: OverviewRequest, { session, account, region }: AgentSession): string {
  const query = new URLSearchParams({ session, from: isoInstant(range.from), to: isoInstant(range.to) });
  query.append('where', `account=${account}`);
  query.append('where', `region=${region}`);
  return `/agents/session?${query}`;
}

/** A ratio as people read it. */
export const times = (ratio: number | null): string =>
  ratio === null ? UNKNOWN : `${ratio < 10 ? ratio.toFixed(1) : formatCount(Math.round(ratio))}\u00a0\u00d7`;
