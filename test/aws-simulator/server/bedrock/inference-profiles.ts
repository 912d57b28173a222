/**
 * ListInferenceProfiles and GetInferenceProfile (Bedrock API Reference).
 * @module
 */
import { z } from 'zod';
import { geography, SOURCES } from '../../world/accounts.ts';
import { APPLICATION_PROFILE, MODELS } from '../../world/models.ts';
import { AwsError } from '../wire/aws-error.ts';
import { operation } from '../wire/service.ts';
import { CATALOGUE, foundationModelArn, isOffered, type ModelEntry } from './catalogue.ts';
import { pagedList } from './paged-list.ts';

interface Profile {
  readonly inferenceProfileName: string;
  readonly description: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly inferenceProfileArn: string;
  readonly models: readonly { readonly modelArn: string }[];
  readonly inferenceProfileId: string;
  readonly status: 'ACTIVE';
  readonly type: 'SYSTEM_DEFINED' | 'APPLICATION';
}

export const listInferenceProfiles = pagedList(
  'inferenceProfileSummaries',
  { typeEquals: z.enum(['SYSTEM_DEFINED', 'APPLICATION']).optional(), type: z.string().optional() },
  ({ typeEquals, type }, { account, region }) => {
    const wanted = typeEquals ?? type ?? 'SYSTEM_DEFINED';
    return profilesOf(account, region).filter((profile) => profile.type === wanted);
  },
);

export const getInferenceProfile = operation(z.object({ id: z.string() }), ({ id }, { account, region }) => {
  const found = profilesOf(account, region).find(
    (profile) => profile.inferenceProfileId === id || profile.inferenceProfileArn === id,
  );
  if (!found) throw new AwsError('ResourceNotFoundException', 404, 'The inference profile is not known.');
  return found;
});

function profilesOf(account: string, region: string): Profile[] {
  const system = CATALOGUE.filter((model) => isOffered(model, region)).flatMap((model) =>
    model.profiles.map((kind) => systemProfile(model, kind, account, region)),
  );
  const { engineeringWest: owner } = SOURCES;
  if (account !== owner.account || region !== owner.region) return system;
  const wrapped = system.find((profile) => profile.inferenceProfileId === `us.${MODELS.sonnet.id}`);
  return [
    ...system,
    {
      inferenceProfileName: 'pull-request-review',
      description: 'Reviews pull requests',
      createdAt: '2026-05-11T08:00:00Z',
      updatedAt: '2026-10-01T08:00:00Z',
      inferenceProfileArn: `arn:aws:bedrock:${region}:${account}:application-inference-profile/${APPLICATION_PROFILE}`,
      models: wrapped?.models ?? [],
      inferenceProfileId: APPLICATION_PROFILE,
      status: 'ACTIVE',
      type: 'APPLICATION',
    },
  ];
}

function systemProfile(model: ModelEntry, kind: 'geo' | 'global', account: string, region: string): Profile {
  const prefix = kind === 'global' ? 'global' : region.startsWith('eu-') ? 'eu' : 'us';
  const id = `${prefix}.${model.id}`;
  // A global profile names its Region's model and the one without a Region.
  const regions = kind === 'global' ? [region, ''] : geography(region);
  return {
    inferenceProfileName: `${prefix.toUpperCase()} ${model.provider} ${model.name}`,
    description: `Routes requests to ${model.name} in ${kind === 'global' ? 'all Regions' : regions.join(', ')}.`,
    createdAt: `${model.start}T00:00:00Z`,
    updatedAt: `${model.start}T00:00:00Z`,
    inferenceProfileArn: `arn:aws:bedrock:${region}:${account}:inference-profile/${id}`,
    models: regions.map((each) => ({ modelArn: foundationModelArn(each, model.id) })),
    inferenceProfileId: id,
    status: 'ACTIVE',
    type: 'SYSTEM_DEFINED',
  };
}
