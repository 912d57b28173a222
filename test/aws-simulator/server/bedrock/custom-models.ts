/**
 * Custom and imported models, deployments, prompt routers and guardrails: a few of each, for the names.
 * @module
 */
import { SOURCES } from '../../world/accounts.ts';
import { WORKLOADS } from '../../world/applications.ts';
import { MODELS } from '../../world/models.ts';
import type { Context } from '../wire/service.ts';
import { foundationModelArn } from './catalogue.ts';
import { pagedList } from './paged-list.ts';

const CREATED = '2026-08-03T10:00:00Z';
const arnOf = ({ account, region }: Context, resource: string) =>
  `arn:aws:bedrock:${region}:${account}:${resource}`;
const { engineeringWest } = SOURCES;
const isEngineering = ({ account, region }: Context) =>
  account === engineeringWest.account && region === engineeringWest.region;

const CUSTOM_MODEL = `custom-model/${MODELS.novaLite.id}:300k/p3m8t1w6r2qx`;

export const listCustomModels = pagedList('modelSummaries', {}, (_asked, context) =>
  isEngineering(context)
    ? [
        {
          modelArn: arnOf(context, CUSTOM_MODEL),
          modelName: 'ticket-titles',
          creationTime: CREATED,
          baseModelArn: foundationModelArn(context.region, MODELS.novaLite.id),
          baseModelName: 'Nova Lite',
          customizationType: 'FINE_TUNING',
          ownerAccountId: context.account,
          modelStatus: 'Active',
        },
      ]
    : [],
);

export const listImportedModels = pagedList('modelSummaries', {}, (_asked, context) =>
  isEngineering(context)
    ? [
        {
          modelArn: arnOf(context, 'imported-model/h2n5c8v1z4kd'),
          modelName: 'house-style-llama',
          creationTime: CREATED,
          instructSupported: true,
          modelArchitecture: 'llama',
        },
      ]
    : [],
);

export const listCustomModelDeployments = pagedList('modelDeploymentSummaries', {}, (_asked, context) =>
  isEngineering(context)
    ? [
        {
          customModelDeploymentArn: arnOf(context, 'custom-model-deployment/e7j4b9y2s6lf'),
          customModelDeploymentName: 'ticket-titles',
          modelArn: arnOf(context, CUSTOM_MODEL),
          createdAt: CREATED,
          lastUpdatedAt: CREATED,
          status: 'Active',
        },
      ]
    : [],
);

export const listPromptRouters = pagedList('promptRouterSummaries', {}, (_asked, context) => {
  if (!context.region.startsWith('us-')) return [];
  const model = (id: string) => ({ modelArn: arnOf(context, `inference-profile/us.${id}`) });
  return [
    {
      promptRouterName: 'Nova Router',
      routingCriteria: { responseQualityDifference: 0 },
      promptRouterArn: arnOf(context, 'default-prompt-router/amazon.nova:1'),
      models: [model(MODELS.novaLite.id), model(MODELS.novaPro.id)],
      fallbackModel: model(MODELS.novaPro.id),
      status: 'AVAILABLE',
      type: 'default',
      createdAt: '2025-06-01T00:00:00Z',
      updatedAt: '2025-06-01T00:00:00Z',
    },
  ];
});

export const listGuardrails = pagedList('guardrails', {}, (_asked, context) =>
  WORKLOADS.flatMap(({ guardrail, source, name }) => {
    const owner = SOURCES[source];
    if (!guardrail || owner.account !== context.account || owner.region !== context.region) return [];
    return [
      {
        id: guardrail.id,
        arn: arnOf(context, `guardrail/${guardrail.id}`),
        status: 'READY',
        name: `${name}-guardrail`,
        version: '3',
        createdAt: CREATED,
        updatedAt: CREATED,
      },
    ];
  }),
);
