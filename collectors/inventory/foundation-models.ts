/**
 * The models that a Region offers, with their lives.
 * @module
 */
import { type FoundationModelSummary, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { ask, secondsOf } from '../aws/index.ts';
import type { FoundationModelBody } from './body.ts';
import type { Asking } from './listing.ts';

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
