/**
 * Bedrock Runtime: REST JSON. Models themselves are not simulated.
 * @module
 */
import { BEDROCK_DIALECT } from '../wire/dialect.ts';
import { restJson } from '../wire/protocol.ts';
import { byRoute, route } from '../wire/route.ts';
import type { Service } from '../wire/service.ts';
import { listAsyncInvokes } from './async-invokes.ts';
import { countTokens } from './count-tokens.ts';

export const bedrockRuntime: Service = {
  name: 'bedrock-runtime',
  protocol: restJson,
  dialect: BEDROCK_DIALECT,
  action: (name) => `bedrock:${name}`,
  resolve: byRoute([
    route('POST', '/model/{modelId}/count-tokens', 'CountTokens', countTokens),
    route('GET', '/async-invoke', 'ListAsyncInvokes', listAsyncInvokes),
  ]),
};
