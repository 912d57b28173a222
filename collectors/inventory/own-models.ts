/**
 * An account's own models: customised, deployed, imported.
 * @module
 */
import {
  type CustomModelDeploymentSummary,
  type CustomModelSummary,
  type ImportedModelSummary,
  ListCustomModelDeploymentsCommand,
  ListCustomModelsCommand,
  ListImportedModelsCommand,
} from '@aws-sdk/client-bedrock';
import { listAll, secondsOf } from '../aws/index.ts';
import type { CustomModelBody, CustomModelDeploymentBody, ImportedModelBody } from './body.ts';
import { type Asking, next } from './listing.ts';

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
