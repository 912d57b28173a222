import { describe, expect, it } from 'vitest';
import { parseCaller, principalAsLogged } from '../../../src/domain/principal.ts';

const STS = 'arn:aws:sts::111122223333:assumed-role';

describe('parseCaller', () => {
  it.each([
    [`${STS}/app/i-0abc`, `${STS}/app`, 'i-0abc', null],
    [`${STS}/app/jane@example.com`, `${STS}/app`, 'jane@example.com', null],
    [
      `${STS}/AmazonBedrockExecutionRoleForAgents_X/BedrockAgents-ABCDEF1234-0c5c9d2e-7a51-4a0e-8b39-3f2f6d6c1a11`,
      `${STS}/AmazonBedrockExecutionRoleForAgents_X`,
      'BedrockAgents-ABCDEF1234-0c5c9d2e-7a51-4a0e-8b39-3f2f6d6c1a11',
      'ABCDEF1234',
    ],
    [
      `${STS}/agents/NotBedrockAgents-ABCDEF1234-0c5c`,
      `${STS}/agents`,
      'NotBedrockAgents-ABCDEF1234-0c5c',
      null,
    ],
    ['arn:aws:iam::111122223333:user/team/jane', 'arn:aws:iam::111122223333:user/team/jane', null, null],
    ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root', null, null],
    [
      'arn:aws:sts::111122223333:federated-user/bob',
      'arn:aws:sts::111122223333:federated-user/bob',
      null,
      null,
    ],
    [
      'arn:aws-cn:sts::111122223333:assumed-role/a/b',
      'arn:aws-cn:sts::111122223333:assumed-role/a',
      'b',
      null,
    ],
    ['something else', 'something else', null, null],
  ])('%s', (arn, principal, session, agent) => {
    expect(parseCaller(arn)).toEqual({ principal, session, agent });
  });

  it('says nobody where nobody is named', () => {
    expect(parseCaller(null)).toEqual({ principal: null, session: null, agent: null });
    expect(parseCaller('')).toEqual({ principal: null, session: null, agent: null });
  });
});

describe('principalAsLogged', () => {
  it('finds an IAM role, with or without path, under its STS form', () => {
    expect(principalAsLogged('arn:aws:iam::111122223333:role/app')).toBe(`${STS}/app`);
    expect(principalAsLogged('arn:aws:iam::111122223333:role/service-role/team/app')).toBe(`${STS}/app`);
    expect(principalAsLogged(`${STS}/app`)).toBe(`${STS}/app`);
    expect(principalAsLogged('arn:aws:iam::111122223333:user/app')).toBe(
      'arn:aws:iam::111122223333:user/app',
    );
  });
});
