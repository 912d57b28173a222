/**
 * Which model stands behind ids that say nothing of it. Source: Amazon Bedrock user guide, "Inference profiles" (an
 * application profile copies the models of the foundation model or of the system profile that it is made from).
 * @module
 */
import type { ModelResolution } from '../../src/domain/collector.ts';
import { isModelId, parseModelId } from '../../src/domain/model-id.ts';
import type { Scope } from '../../src/domain/sku.ts';
import type {
  CustomModelBody,
  CustomModelDeploymentBody,
  InferenceProfileBody,
  ProvisionedModelBody,
} from './body.ts';

const MODEL_ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*)::foundation-model\//;

/**
 * What application profiles stand for, under their ARNs and bare ids. Profiles whose models are not one and the same
 * are left out: they have no single price.
 * @param region of the account's listing: where calls to the profile are made
 */
export function profileResolutions(
  profiles: readonly InferenceProfileBody[],
  region: string,
): ModelResolution[] {
  const systemScopes = new Map(
    profiles
      .filter(({ type }) => type === 'SYSTEM_DEFINED')
      .map(({ id, models }) => [modelsKey(models), parseModelId(id).scope]),
  );
  return profiles.flatMap(({ id, arn, type, models }) => {
    const base = type === 'APPLICATION' ? onlyBase(models) : undefined;
    if (base === undefined) return [];
    const scope = scopeOf(models, region, systemScopes.get(modelsKey(models)));
    return [id, arn].map((called) => ({ called, base, scope }));
  });
}

/** Copying a system profile gives exactly its models; a copied foundation model is one model in one Region. */
function scopeOf(models: readonly string[], region: string, system: Scope | undefined): Scope {
  const regions = models.map((arn) => MODEL_ARN.exec(arn)?.[1] ?? '');
  if (regions.length === 1 && regions[0] === region) return 'in-region';
  if (system !== undefined) return system;
  // Only global profiles name a model without Region.
  return regions.includes('') ? 'global' : 'geo';
}

const modelsKey = (models: readonly string[]): string => [...models].sort().join(' ');

/** The base model of ARNs that all name the same one. */
function onlyBase(arns: readonly string[]): string | undefined {
  const bases = new Set(arns.map((arn) => (isModelId(arn) ? parseModelId(arn).base : null)));
  const [base] = bases;
  return bases.size === 1 && base !== null ? base : undefined;
}

/** Provisioned models under their ARNs, and under the names behind the last slash that metrics may have. */
export function provisionedResolutions(models: readonly ProvisionedModelBody[]): ModelResolution[] {
  return models.flatMap(({ arn, foundationModelArn }) => {
    const base = foundationModelArn === null ? undefined : onlyBase([foundationModelArn]);
    if (base === undefined) return [];
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    return [arn, name].map((called) => ({ called, base, scope: 'provisioned' as const }));
  });
}

/** Custom models and their deployments under their ARNs. */
export function customResolutions(
  models: readonly CustomModelBody[],
  deployments: readonly CustomModelDeploymentBody[],
): ModelResolution[] {
  const bases = new Map<string, string>();
  for (const { arn, baseModelArn } of models) {
    const base = baseModelArn === null ? undefined : onlyBase([baseModelArn]);
    if (base !== undefined) bases.set(arn, base);
  }
  const deployed = deployments.map(({ arn, modelArn }) => [arn, bases.get(modelArn ?? '')] as const);
  return [...bases, ...deployed].flatMap(([called, base]) =>
    base === undefined ? [] : { called, base, scope: 'custom' as const },
  );
}
