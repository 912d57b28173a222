/**
 * Agents with their aliases.
 * @module
 */
import { ListAgentAliasesCommand, ListAgentsCommand } from '@aws-sdk/client-bedrock-agent';
import { listAll, secondsOf } from '../aws/index.ts';
import type { AgentBody } from './body.ts';
import { type Asking, next } from './listing.ts';

/** Aliases are left out, as null, once reading them has been refused or failed. */
export async function agents(asking: Asking): Promise<AgentBody[]> {
  const { agent: client, abort, faults } = asking;
  const found = await listAll(
    { action: 'bedrock:ListAgents' },
    (token) => client.send(new ListAgentsCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.agentSummaries,
  );
  const bodies: AgentBody[] = [];
  let readable = true;
  for (const { agentId: id, agentName, agentStatus, latestAgentVersion, updatedAt } of found) {
    if (id === undefined) continue;
    const aliases: AgentBody['aliases'] | undefined = readable
      ? await faults.guard(() => aliasesOf(asking, id))
      : undefined;
    if (aliases === undefined) readable = false;
    bodies.push({
      id,
      name: agentName ?? null,
      status: agentStatus ?? null,
      latestVersion: latestAgentVersion ?? null,
      updated: secondsOf(updatedAt),
      aliases: aliases ?? null,
    });
  }
  return bodies;
}

async function aliasesOf(
  { agent, abort }: Asking,
  agentId: string,
): Promise<NonNullable<AgentBody['aliases']>> {
  const found = await listAll(
    { action: 'bedrock:ListAgentAliases' },
    (token) => agent.send(new ListAgentAliasesCommand({ agentId, ...next(token) }), abort),
    (page) => page.nextToken,
    (page) => page.agentAliasSummaries,
  );
  return found.flatMap(({ agentAliasId, agentAliasName, agentAliasStatus, routingConfiguration = [] }) =>
    agentAliasId === undefined
      ? []
      : {
          id: agentAliasId,
          name: agentAliasName ?? null,
          status: agentAliasStatus ?? null,
          versions: routingConfiguration.flatMap(({ agentVersion }) => agentVersion ?? []),
        },
  );
}
