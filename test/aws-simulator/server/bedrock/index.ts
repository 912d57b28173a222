/**
 * Bedrock's control plane: REST JSON, timestamps as ISO 8601.
 * @module
 */
import { BEDROCK_DIALECT } from '../wire/dialect.ts';
import { restJson } from '../wire/protocol.ts';
import { byRoute, route } from '../wire/route.ts';
import type { Service } from '../wire/service.ts';
import * as custom from './custom-models.ts';
import { getFoundationModel, listFoundationModels } from './foundation-models.ts';
import { getInferenceProfile, listInferenceProfiles } from './inference-profiles.ts';
import { listModelInvocationJobs } from './jobs.ts';
import * as logging from './logging-configuration.ts';
import { listProvisionedModelThroughputs } from './provisioned.ts';
import { listTagsForResource } from './tags.ts';

const LOGGING = '/logging/modelinvocations';

export const bedrock: Service = {
  name: 'bedrock',
  protocol: restJson,
  dialect: BEDROCK_DIALECT,
  resolve: byRoute([
    route('GET', LOGGING, 'GetModelInvocationLoggingConfiguration', logging.getLoggingConfiguration),
    route('PUT', LOGGING, 'PutModelInvocationLoggingConfiguration', logging.putLoggingConfiguration),
    route('DELETE', LOGGING, 'DeleteModelInvocationLoggingConfiguration', logging.deleteLoggingConfiguration),
    route('GET', '/foundation-models', 'ListFoundationModels', listFoundationModels),
    route('GET', '/foundation-models/{id}', 'GetFoundationModel', getFoundationModel),
    route('GET', '/inference-profiles', 'ListInferenceProfiles', listInferenceProfiles),
    route('GET', '/inference-profiles/{id}', 'GetInferenceProfile', getInferenceProfile),
    route('POST', '/listTagsForResource', 'ListTagsForResource', listTagsForResource),
    route(
      'GET',
      '/provisioned-model-throughputs',
      'ListProvisionedModelThroughputs',
      listProvisionedModelThroughputs,
    ),
    route('GET', '/model-invocation-jobs', 'ListModelInvocationJobs', listModelInvocationJobs),
    route('GET', '/custom-models', 'ListCustomModels', custom.listCustomModels),
    route('GET', '/imported-models', 'ListImportedModels', custom.listImportedModels),
    route(
      'GET',
      '/model-customization/custom-model-deployments',
      'ListCustomModelDeployments',
      custom.listCustomModelDeployments,
    ),
    route('GET', '/prompt-routers', 'ListPromptRouters', custom.listPromptRouters),
    route('GET', '/guardrails', 'ListGuardrails', custom.listGuardrails),
  ]),
};
