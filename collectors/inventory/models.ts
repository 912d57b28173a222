/**
 * Models, as AWS lists them -> as they are stored.
 * @module
 */
import {
  type CustomModelDeploymentSummary,
  type CustomModelSummary,
  type FoundationModelSummary,
  type ImportedModelSummary,
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListFoundationModelsCommand,
  ListImportedModelsCommand,
  ListPromptRoutersCommand,
  ListProvisionedModelThroughputsCommand,
  type PromptRouterSummary,
  type ProvisionedModelSummary,
} from '@aws-sdk/client-bedrock';
import { ask, listAll, secondsOf } from '../aws/index.ts';
import type {
  CustomModelBody,
  CustomModelDeploymentBody,
  FoundationModelBody,
  ImportedModelBody,
  PromptRouterBody,
  ProvisionedModelBody,
} from './body.ts';
import { type Asking, next } from './listing.ts';

/** Not paginated. */
export async function foundationModels({ bedrock, abort }: Asking): Promise<FoundationModelBody[]> {
  const { modelSummaries = [] } = await ask({ action: 'bedrock:ListFoundationModels' }, () =>
    bedrock.send(new ListFoundationModelsCommand({}), abort),
  );
  return modelSummaries.flatMap((model) => foundationModel(model) ?? []);
}

function foundationModel(model: FoundationModelSummary): FoundationModelBody | undefined {
  if (model.modelId === undefined) return undefined;
  const life = model.modelLifecycle;
  return {
    id: model.modelId,
    arn: model.modelArn ?? null,
    name: model.modelName ?? null,
    provider: model.providerName ?? null,
    inputModalities: model.inputModalities ?? [],
    outputModalities: model.outputModalities ?? [],
    streaming: model.responseStreamingSupported ?? null,
    inferenceTypes: model.inferenceTypesSupported ?? [],
    lifecycle: {
      status: life?.status ?? null,
      startOfLife: secondsOf(life?.startOfLifeTime),
      endOfLife: secondsOf(life?.endOfLifeTime),
      legacyFrom: secondsOf(life?.legacyTime),
      extendedAccessFrom: secondsOf(life?.publicExtendedAccessTime),
    },
  };
}

export async function provisionedModels({ bedrock, abort }: Asking): Promise<ProvisionedModelBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListProvisionedModelThroughputs' },
    (token) => bedrock.send(new ListProvisionedModelThroughputsCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.provisionedModelSummaries,
  );
  return found.flatMap((model) => provisionedModel(model) ?? []);
}

function provisionedModel(model: ProvisionedModelSummary): ProvisionedModelBody | undefined {
  if (model.provisionedModelArn === undefined) return undefined;
  return {
    arn: model.provisionedModelArn,
    name: model.provisionedModelName ?? null,
    modelArn: model.modelArn ?? null,
    foundationModelArn: model.foundationModelArn ?? null,
    modelUnits: model.modelUnits ?? 0,
    desiredModelUnits: model.desiredModelUnits ?? model.modelUnits ?? 0,
    status: model.status ?? null,
    commitment: model.commitmentDuration ?? null,
    commitmentEnds: secondsOf(model.commitmentExpirationTime),
    created: secondsOf(model.creationTime),
    updated: secondsOf(model.lastModifiedTime),
  };
}

export async function customModels({ bedrock, abort }: Asking): Promise<CustomModelBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListCustomModels' },
    (token) => bedrock.send(new ListCustomModelsCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.modelSummaries,
  );
  return found.flatMap((model: CustomModelSummary) =>
    model.modelArn === undefined
      ? []
      : {
          arn: model.modelArn,
          name: model.modelName ?? null,
          baseModelArn: model.baseModelArn ?? null,
          customizationType: model.customizationType ?? null,
          status: model.modelStatus ?? null,
          created: secondsOf(model.creationTime),
        },
  );
}

export async function customModelDeployments({
  bedrock,
  abort,
}: Asking): Promise<CustomModelDeploymentBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListCustomModelDeployments' },
    (token) => bedrock.send(new ListCustomModelDeploymentsCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.modelDeploymentSummaries,
  );
  return found.flatMap((one: CustomModelDeploymentSummary) =>
    one.customModelDeploymentArn === undefined
      ? []
      : {
          arn: one.customModelDeploymentArn,
          name: one.customModelDeploymentName ?? null,
          modelArn: one.modelArn ?? null,
          status: one.status ?? null,
          created: secondsOf(one.createdAt),
          updated: secondsOf(one.lastUpdatedAt),
        },
  );
}

export async function importedModels({ bedrock, abort }: Asking): Promise<ImportedModelBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListImportedModels' },
    (token) => bedrock.send(new ListImportedModelsCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.modelSummaries,
  );
  return found.flatMap((model: ImportedModelSummary) =>
    model.modelArn === undefined
      ? []
      : {
          arn: model.modelArn,
          name: model.modelName ?? null,
          architecture: model.modelArchitecture ?? null,
          created: secondsOf(model.creationTime),
        },
  );
}

export async function promptRouters({ bedrock, abort }: Asking): Promise<PromptRouterBody[]> {
  const found = await listAll(
    { action: 'bedrock:ListPromptRouters' },
    (token) => bedrock.send(new ListPromptRoutersCommand(next(token)), abort),
    (page) => page.nextToken,
    (page) => page.promptRouterSummaries,
  );
  return found.flatMap((router: PromptRouterSummary) =>
    router.promptRouterArn === undefined
      ? []
      : {
          arn: router.promptRouterArn,
          name: router.promptRouterName ?? null,
          type: router.type ?? null,
          status: router.status ?? null,
          models: (router.models ?? []).flatMap(({ modelArn }) => modelArn ?? []),
          fallbackModel: router.fallbackModel?.modelArn ?? null,
        },
  );
}
