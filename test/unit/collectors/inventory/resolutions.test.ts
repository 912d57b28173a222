import { describe, expect, it } from 'vitest';
import type { InferenceProfileBody } from '../../../../collectors/index.ts';
import { loggingBody } from '../../../../collectors/inventory/logging.ts';
import {
  customResolutions,
  profileResolutions,
  provisionedResolutions,
} from '../../../../collectors/inventory/resolutions.ts';

const model = (region: string, id = 'anthropic.claude-sonnet-5') =>
  `arn:aws:bedrock:${region}::foundation-model/${id}`;
const profile = (id: string, models: string[], type = 'APPLICATION'): InferenceProfileBody => ({
  id,
  arn: `arn:aws:bedrock:us-east-1:111122223333:${type === 'APPLICATION' ? 'application-' : ''}inference-profile/${id}`,
  name: null,
  type,
  status: 'ACTIVE',
  models,
  tags: null,
  created: null,
  updated: null,
});
const scopes = (...profiles: InferenceProfileBody[]) =>
  Object.fromEntries(
    profileResolutions(profiles, 'us-east-1')
      .filter(({ called }) => !called.startsWith('arn:'))
      .map(({ called, base, scope }) => [called, `${scope} ${base}`]),
  );

describe('an application profile', () => {
  it('stands for one model under its ARN and its bare id', () => {
    expect(profileResolutions([profile('abc123', [model('us-east-1')])], 'us-east-1')).toEqual([
      { called: 'abc123', base: 'anthropic.claude-sonnet-5', scope: 'in-region' },
      {
        called: 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123',
        base: 'anthropic.claude-sonnet-5',
        scope: 'in-region',
      },
    ]);
  });

  it('has the scope of what it copies', () => {
    const geo = [model('us-east-1'), model('us-east-2'), model('us-west-2')];
    const global = [model('us-east-1'), model('')];
    // A global profile that does not show by its ARNs shows by being the same as a listed one.
    const hidden = [model('us-east-1'), model('eu-west-1')];
    expect(
      scopes(
        profile('us.anthropic.claude-sonnet-5', geo, 'SYSTEM_DEFINED'),
        profile('global.anthropic.claude-sonnet-5', hidden, 'SYSTEM_DEFINED'),
        profile('geo1', [...geo].reverse()),
        profile('global1', global),
        profile('global2', hidden),
        profile('other1', [model('us-east-2')]),
        profile('region1', [model('us-east-1')]),
      ),
    ).toEqual({
      geo1: 'geo anthropic.claude-sonnet-5',
      global1: 'global anthropic.claude-sonnet-5',
      global2: 'global anthropic.claude-sonnet-5',
      other1: 'geo anthropic.claude-sonnet-5',
      region1: 'in-region anthropic.claude-sonnet-5',
    });
  });

  it('of several models, or of none, stands for nothing', () => {
    expect(
      scopes(profile('mixed', [model('us-east-1'), model('us-east-2', 'amazon.nova-lite-v1:0')])),
    ).toEqual({});
    expect(scopes(profile('empty', []))).toEqual({});
    expect(scopes(profile('odd', ['not an arn at all']))).toEqual({});
  });
});

it('provisioned models stand for the model below, without its context variant', () => {
  const arn = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/k9d3';
  const body = {
    arn,
    name: null,
    modelArn: null,
    foundationModelArn: model('us-east-1', 'anthropic.claude-3-haiku-20240307-v1:0:200k'),
    modelUnits: 1,
    desiredModelUnits: 1,
    status: null,
    commitment: null,
    commitmentEnds: null,
    created: null,
    updated: null,
  };
  const base = 'anthropic.claude-3-haiku-20240307-v1:0';
  expect(provisionedResolutions([body, { ...body, foundationModelArn: null }])).toEqual([
    { called: arn, base, scope: 'provisioned' },
    { called: 'k9d3', base, scope: 'provisioned' },
  ]);
});

it('deployments stand for the base of their custom model', () => {
  const custom = { name: null, customizationType: null, status: null, created: null };
  const deployed = { name: null, status: null, created: null, updated: null };
  expect(
    customResolutions(
      [{ ...custom, arn: 'custom-1', baseModelArn: model('us-east-1') }],
      [
        { ...deployed, arn: 'deployment-1', modelArn: 'custom-1' },
        { ...deployed, arn: 'deployment-2', modelArn: 'custom-unknown' },
      ],
    ),
  ).toEqual([
    { called: 'custom-1', base: 'anthropic.claude-sonnet-5', scope: 'custom' },
    { called: 'deployment-1', base: 'anthropic.claude-sonnet-5', scope: 'custom' },
  ]);
});

describe('the logging configuration', () => {
  it('is off where there is none', () => {
    expect(loggingBody(undefined)).toEqual({
      enabled: false,
      cloudWatch: null,
      s3: null,
      bodies: { text: false, image: false, embedding: false, video: false, audio: false },
    });
  });

  it('says where logs and large bodies go', () => {
    expect(
      loggingBody({
        cloudWatchConfig: {
          logGroupName: 'g',
          roleArn: 'r',
          largeDataDeliveryS3Config: { bucketName: 'large' },
        },
        s3Config: { bucketName: 'b', keyPrefix: 'p' },
        textDataDeliveryEnabled: true,
      }),
    ).toMatchObject({
      enabled: true,
      cloudWatch: { logGroup: 'g', largeDataBucket: 'large' },
      s3: { bucket: 'b', keyPrefix: 'p' },
      bodies: { text: true, image: false },
    });
  });
});
