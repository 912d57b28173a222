/**
 * Agents for Amazon Bedrock, build time: REST JSON.
 * @module
 */
import { BEDROCK_DIALECT } from '../wire/dialect.ts';
import { restJson } from '../wire/protocol.ts';
import { byRoute, route } from '../wire/route.ts';
import type { Service } from '../wire/service.ts';
import { getAgent, listAgentAliases, listAgents } from './agents.ts';

export const bedrockAgent: Service = {
  name: 'bedrock-agent',
  protocol: restJson,
  dialect: BEDROCK_DIALECT,
  action: (name) => `bedrock:${name}`,
  resolve: byRoute([
    route('POST', '/agents', 'ListAgents', listAgents),
    route('GET', '/agents/{agentId}', 'GetAgent', getAgent),
    route('POST', '/agents/{agentId}/agentaliases', 'ListAgentAliases', listAgentAliases),
  ]),
};
