import { describe, expect, it } from 'vitest';
import { cloudWatchModelId, parseModelId, routedModel } from '../../../src/domain/model-id.ts';

const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const ARN = 'arn:aws:bedrock:us-east-1';

describe('parseModelId', () => {
  it.each([
    [HAIKU, HAIKU, 'in-region', null],
    [`us.${HAIKU}`, HAIKU, 'geo', `us.${HAIKU}`],
    [`us-gov.${HAIKU}`, HAIKU, 'geo', `us-gov.${HAIKU}`],
    [`apac.${HAIKU}`, HAIKU, 'geo', `apac.${HAIKU}`],
    [`kr.${HAIKU}`, HAIKU, 'geo', `kr.${HAIKU}`],
    [`zz-new.${HAIKU}`, HAIKU, 'geo', `zz-new.${HAIKU}`],
    [`global.${HAIKU}`, HAIKU, 'global', `global.${HAIKU}`],
    [`${ARN}::foundation-model/${HAIKU}`, HAIKU, 'in-region', null],
    [`arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/${HAIKU}`, HAIKU, 'in-region', null],
    [`${ARN}:111122223333:inference-profile/us.${HAIKU}`, HAIKU, 'geo', `us.${HAIKU}`],
    [`${ARN}:111122223333:inference-profile/global.${HAIKU}`, HAIKU, 'global', `global.${HAIKU}`],
    [`${ARN}:111122223333:application-inference-profile/abc123def456`, null, 'unresolved', 'abc123def456'],
    ['abc123def456', null, 'unresolved', 'abc123def456'],
    [`${ARN}:111122223333:provisioned-model/x1y2z3`, null, 'provisioned', null],
    [`${ARN}:111122223333:custom-model/amazon.nova-lite-v1:0/abc`, null, 'custom', null],
    [`${ARN}:111122223333:custom-model-deployment/abc`, null, 'custom', null],
    [`${ARN}:111122223333:imported-model/abc`, null, 'imported', null],
    [`${ARN}:111122223333:default-prompt-router/anthropic.claude:1`, null, 'unresolved', null],
    [`${ARN}:111122223333:prompt/PROMPT12345:1`, null, 'unresolved', null],
    ['arn:aws:sagemaker:us-east-1:111122223333:endpoint/marketplace', null, 'unresolved', null],
    ['anthropic.claude-v2:1', 'anthropic.claude-v2:1', 'in-region', null],
    ['anthropic.claude-v2:1:18k', 'anthropic.claude-v2:1', 'in-region', null],
    ['amazon.titan-embed-text-v2:0:8k', 'amazon.titan-embed-text-v2:0', 'in-region', null],
    ['openai.gpt-5.4', 'openai.gpt-5.4', 'in-region', null],
    ['moonshotai.kimi-k2.5', 'moonshotai.kimi-k2.5', 'in-region', null],
    ['newcomer.model-1.5', 'newcomer.model-1.5', 'in-region', null],
  ])('%s', (text, base, scope, profile) => {
    expect(parseModelId(text)).toEqual({ called: text, base, scope, profile });
  });

  it('keeps versions that extend one another apart', () => {
    expect(parseModelId('anthropic.claude-opus-4-1-20250805-v1:0').base).not.toBe(
      parseModelId('anthropic.claude-opus-4-20250514-v1:0').base,
    );
  });
});

describe('routedModel', () => {
  it('takes the invoked model under the id of the router', () => {
    const router = `${ARN}:111122223333:default-prompt-router/anthropic.claude:1`;
    expect(routedModel(parseModelId(router), `${ARN}:111122223333:inference-profile/us.${HAIKU}`)).toEqual({
      called: router,
      base: HAIKU,
      scope: 'geo',
      profile: `us.${HAIKU}`,
    });
  });
});

describe('cloudWatchModelId', () => {
  it.each([
    [HAIKU, HAIKU],
    [`${ARN}::foundation-model/${HAIKU}`, HAIKU],
    [`${ARN}:111122223333:inference-profile/us.${HAIKU}`, `us.${HAIKU}`],
    [`${ARN}:111122223333:application-inference-profile/abc123`, 'abc123'],
    [`${ARN}:111122223333:custom-model-deployment/abc`, `${ARN}:111122223333:custom-model-deployment/abc`],
  ])('%s', (text, dimension) => expect(cloudWatchModelId(parseModelId(text).called)).toBe(dimension));
});
