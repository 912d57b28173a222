/**
 * Which model and which bucket of quota an id draws on. Every profile of one kind, every application profile made from
 * it and every API share one bucket per source Region (Bedrock user guide, "Quotas for cross-Region inference").
 * @module
 */
import { cloudWatchModelId, isModelId, parseModelId } from '../../domain/model-id.ts';
import type { Scope } from '../../domain/sku.ts';

/** Model and scope behind an id; null where nobody knows. */
export interface Identity {
  readonly model: string;
  readonly scope: Scope;
}

/** An inference profile of one account and Region, as the inventory lists it. */
export interface ListedProfile {
  readonly id: string;
  readonly arn: string;
  /** `SYSTEM_DEFINED` or `APPLICATION`. */
  readonly type: string | null;
  /** ARNs of foundation models. */
  readonly models: readonly string[];
}

export type Identify = (id: string) => Identity | null;

const MODEL_ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*)::foundation-model\/(.+)$/;

/** Reads ids, and application profiles by what the inventory says of them. */
export function identifier(profiles: readonly ListedProfile[], region: string): Identify {
  const known = new Map<string, Identity | null>();
  const system = new Map(
    profiles
      .filter(({ type }) => type === 'SYSTEM_DEFINED')
      .map((one) => [modelsKey(one), scopeOfId(one.id)]),
  );
  for (const profile of profiles) {
    if (profile.type !== 'APPLICATION') continue;
    const identity = profileIdentity(profile, region, system.get(modelsKey(profile)));
    for (const id of [profile.id, profile.arn]) known.set(id, identity);
  }
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const identity = identityOfText(id);
    known.set(id, identity);
    return identity;
  };
}

/** The bucket's name for ids of one kind: what CloudWatch calls the id. */
export const metricId = (called: string): string =>
  isModelId(called) ? cloudWatchModelId(parseModelId(called).called) : called;

function identityOfText(id: string): Identity | null {
  if (!isModelId(id)) return null;
  const { base, scope } = parseModelId(id);
  return base === null ? null : { model: base, scope };
}

/** A profile copies the models of the model or system profile that it is made from. */
function profileIdentity(profile: ListedProfile, region: string, copied: Scope | undefined): Identity | null {
  const parts = profile.models.map((arn) => MODEL_ARN.exec(arn));
  const models = new Set(parts.map((part) => identityOfText(part?.[2] ?? '')?.model));
  const [model] = models;
  if (models.size !== 1 || model === undefined) return null;
  const regions = parts.map((part) => part?.[1] ?? '');
  if (regions.length === 1 && regions[0] === region) return { model, scope: 'in-region' };
  // Only global profiles name a model without Region.
  return { model, scope: copied ?? (regions.includes('') ? 'global' : 'geo') };
}

const modelsKey = ({ models }: ListedProfile): string => models.toSorted().join(' ');
const scopeOfId = (id: string): Scope => (isModelId(id) ? parseModelId(id).scope : 'unresolved');
