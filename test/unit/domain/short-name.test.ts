import { describe, expect, it } from 'vitest';
import { shortModelId, shortPrincipal } from '../../../src/domain/short-name.ts';

describe('names in sentences', () => {
  it.each([
    ['arn:aws:sts::111122223333:assumed-role/app', 'app'],
    ['arn:aws:iam::111122223333:user/division/ravi', 'ravi'],
    ['arn:aws-us-gov:iam::111122223333:root', 'root'],
    ['somebody', 'somebody'],
  ])('of principal %s is %s', (principal, name) => expect(shortPrincipal(principal)).toBe(name));

  it.each([
    ['us.anthropic.claude-haiku-4-5-20251001-v1:0', 'us.anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
    [
      'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-pro-v1:0',
      'us.amazon.nova-pro-v1:0',
    ],
    [
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123',
      'application-inference-profile/abc123',
    ],
  ])('of id %s is %s', (id, name) => expect(shortModelId(id)).toBe(name));
});
