/**
 * What the ids in CloudWatch's dimensions stand for: application profiles and provisioned models say nothing of their
 * model, and the inventory does. Source: Amazon Bedrock user guide, "Inference profiles" (an application profile copies
 * the models of the foundation model or system profile that it is made from). Pure.
 * @module
 */
import { isModelId, type ModelRef, parseModelId } from '../../domain/model-id.ts';
import type { Scope } from '../../domain/sku.ts';

export type NamedModel = Pick<ModelRef, 'base' | 'scope'>;

/** An inference profile as the inventory lists it. */
export interface ListedProfile {
  readonly account: string;
  readonly region: string;
  readonly id: string;
  readonly type: string | null;
  /** ARNs of foundation models. */
  readonly models: readonly string[];
}

/** A provisioned model as the inventory lists it. */
export interface ListedProvisioned {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
  readonly foundationModelArn: string | null;
}

export interface ModelNames {
  /** The same id however it is written: a provisioned model's bare name becomes its ARN. */
  canonical(account: string, region: string, id: string): string;
  of(account: string, region: string, id: string): NamedModel;
}

/** @param known models behind ids that the logs have resolved, by `account, Region, id` */
export function modelNames(
  profiles: readonly ListedProfile[],
  provisioned: readonly ListedProvisioned[],
  known: ReadonlyMap<string, NamedModel>,
): ModelNames {
  const arns = new Map<string, string>();
  const named = new Map<string, NamedModel>();
  for (const { account, region, arn, foundationModelArn } of provisioned) {
    arns.set(placeKey(account, region, arn.slice(arn.lastIndexOf('/') + 1)), arn);
    const base = foundationModelArn === null ? null : onlyBase([foundationModelArn]);
    named.set(placeKey(account, region, arn), { base, scope: 'provisioned' });
  }
  for (const profile of profiles) {
    const base = profile.type === 'APPLICATION' ? onlyBase(profile.models) : null;
    if (base === null) continue;
    const scope = scopeOf(profile, profiles);
    named.set(placeKey(profile.account, profile.region, profile.id), { base, scope });
  }
  return {
    canonical: (account, region, id) => arns.get(placeKey(account, region, id)) ?? id,
    of: (account, region, id) => {
      const key = placeKey(account, region, id);
      const own = isModelId(id) ? parseModelId(id) : UNREADABLE;
      return own.base !== null ? own : (known.get(key) ?? named.get(key) ?? own);
    },
  };
}

export const placeKey = (account: string, region: string, id = ''): string => `${account}\n${region}\n${id}`;

const UNREADABLE: NamedModel = { base: null, scope: 'unresolved' };
const MODEL_ARN = /^arn:aws[a-z-]*:bedrock:([a-z0-9-]*)::foundation-model\//;

function scopeOf(profile: ListedProfile, all: readonly ListedProfile[]): Scope {
  const regions = profile.models.map((arn) => MODEL_ARN.exec(arn)?.[1] ?? '');
  if (regions.length === 1 && regions[0] === profile.region) return 'in-region';
  const key = [...profile.models].sort().join(' ');
  const system = all.find(
    (one) =>
      one.type === 'SYSTEM_DEFINED' &&
      one.account === profile.account &&
      one.region === profile.region &&
      [...one.models].sort().join(' ') === key,
  );
  if (system) return parseModelId(system.id).scope;
  return regions.includes('') ? 'global' : 'geo';
}

/** The base model of ARNs that all name the same one. */
function onlyBase(arns: readonly string[]) {
  const bases = new Set(arns.map((arn) => (isModelId(arn) ? parseModelId(arn).base : null)));
  const [base = null] = bases;
  return bases.size === 1 ? base : null;
}
