/**
 * Provisioned throughput: units, and until when they are committed.
 * @module
 */
import {
  ListProvisionedModelThroughputsCommand,
  type ProvisionedModelSummary,
} from '@aws-sdk/client-bedrock';
import { listAll, secondsOf } from '../aws/index.ts';
import type { ProvisionedModelBody } from './body.ts';
import { type Asking, next } from './listing.ts';

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
