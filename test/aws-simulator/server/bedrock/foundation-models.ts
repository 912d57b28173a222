/**
 * ListFoundationModels, which has no pages, and GetFoundationModel (Bedrock API Reference).
 * @module
 */
import { z } from 'zod';
import { AwsError } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';
import { CATALOGUE, foundationModelArn, isOffered, type ModelEntry } from './catalogue.ts';

const input = z.object({
  byProvider: z.string().optional(),
  byOutputModality: z.string().optional(),
  byInferenceType: z.string().optional(),
});

export const listFoundationModels = operation(input, (asked, { region, now }) => {
  const { byProvider, byOutputModality, byInferenceType } = asked;
  const models = CATALOGUE.filter(
    (model) =>
      isOffered(model, region) &&
      Date.parse(model.start) <= now &&
      (byProvider ?? model.provider).toLowerCase() === model.provider.toLowerCase() &&
      (byOutputModality === undefined || model.output.some((each) => each === byOutputModality)) &&
      (byInferenceType === undefined || model.types.some((each) => each === byInferenceType)),
  );
  return { modelSummaries: models.map((model) => summary(model, region, now)) };
});

export const getFoundationModel = operation(z.object({ id: z.string() }), ({ id }, { region, now }) => {
  const wanted = id.replace(/^arn:.*\//, '');
  const model = CATALOGUE.find((each) => each.id === wanted && isOffered(each, region));
  if (!model) throw new AwsError('ResourceNotFoundException', 404, 'The model identifier is not known.');
  return { modelDetails: summary(model, region, now) };
});

function summary(model: ModelEntry, region: string, now: number): object {
  const time = (day: string | undefined) => (day === undefined ? undefined : `${day}T00:00:00Z`);
  return {
    modelArn: foundationModelArn(region, model.id),
    modelId: model.id,
    modelName: model.name,
    providerName: model.provider,
    inputModalities: model.input,
    outputModalities: model.output,
    responseStreamingSupported: model.output.includes('TEXT'),
    customizationsSupported: [],
    // Profiles are another list; what can be called by them alone is said so.
    inferenceTypesSupported: model.types,
    modelLifecycle: {
      status: model.legacy !== undefined && Date.parse(model.legacy) <= now ? 'LEGACY' : 'ACTIVE',
      startOfLifeTime: time(model.start),
      legacyTime: time(model.legacy),
      publicExtendedAccessTime: time(model.extended),
      endOfLifeTime: time(model.end),
    },
  };
}
