/**
 * ListAgents, GetAgent and ListAgentAliases (Agents for Amazon Bedrock API Reference).
 * @module
 */
import { z } from 'zod';
import { SOURCES } from '../../world/accounts.ts';
import { MODELS } from '../../world/models.ts';
import { pagedList } from '../bedrock/paged-list.ts';
import { AGENT_ALIAS } from '../truth/metrics/agents.ts';
import { AwsError } from '../wire/aws-error.ts';
import { type Context, operation } from '../wire/service.ts';

const UPDATED = '2026-09-14T09:30:00Z';
const AGENT_ID = 'K7Q2M9X4BD';
const agentsIn = ({ account, region }: Context) =>
  account === SOURCES.shopEast.account && region === SOURCES.shopEast.region
    ? [
        { agentId: AGENT_ID, agentName: 'order-agent', description: 'Answers what became of an order' },
        { agentId: 'W4H8N2C6TV', agentName: 'returns-agent', description: 'Not in use yet' },
      ]
    : [];

export const listAgents = pagedList('agentSummaries', {}, (_asked, context) =>
  agentsIn(context).map((agent) => ({
    ...agent,
    agentStatus: 'PREPARED',
    updatedAt: UPDATED,
    latestAgentVersion: agent.agentId === AGENT_ID ? '7' : '1',
  })),
);

export const getAgent = operation(z.object({ agentId: z.string() }), ({ agentId }, context) => {
  const agent = agentsIn(context).find((each) => each.agentId === agentId);
  if (!agent) throw notFound(agentId);
  const { account, region } = context;
  return {
    agent: {
      ...agent,
      agentArn: `arn:aws:bedrock:${region}:${account}:agent/${agentId}`,
      agentVersion: 'DRAFT',
      agentStatus: 'PREPARED',
      foundationModel: `arn:aws:bedrock:${region}:${account}:inference-profile/us.${MODELS.sonnet45.id}`,
      idleSessionTTLInSeconds: 600,
      agentResourceRoleArn: `arn:aws:iam::${account}:role/AmazonBedrockExecutionRoleForAgents_${agentId.slice(0, 5)}`,
      createdAt: '2026-03-02T10:00:00Z',
      updatedAt: UPDATED,
    },
  };
});

export const listAgentAliases = pagedList(
  'agentAliasSummaries',
  { agentId: z.string() },
  ({ agentId }, context) => {
    if (!agentsIn(context).some((agent) => agent.agentId === agentId)) throw notFound(agentId);
    const alias = (agentAliasId: string, agentAliasName: string, agentVersion: string) => ({
      agentAliasId,
      agentAliasName,
      routingConfiguration: [{ agentVersion }],
      agentAliasStatus: 'PREPARED',
      createdAt: '2026-03-02T10:00:00Z',
      updatedAt: UPDATED,
    });
    const draft = alias('TSTALIASID', 'AgentTestAlias', 'DRAFT');
    return agentId === AGENT_ID ? [alias(AGENT_ALIAS, 'production', '7'), draft] : [draft];
  },
);

const notFound = (id: string): AwsError =>
  new AwsError('ResourceNotFoundException', 404, `The agent ${id} is not known.`);
