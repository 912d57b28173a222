import { describe, expect, it } from 'vitest';
import { accountIdNamed, withAccountIds } from '../../../src/config/account-names.ts';
import { configSchema } from '../../../src/config/schema.ts';

const { accounts } = configSchema.parse({
  accounts: [
    { name: 'prod', id: '111122223333', regions: ['us-east-1'] },
    { name: 'dev', regions: ['us-east-1'], role: { arn: 'arn:aws:iam::444455556666:role/bedrock-meter' } },
    { name: 'own', regions: ['us-east-1'] },
  ],
});
const flag = (key: string) => `--${key}`;
const ask = (text: Parameters<typeof withAccountIds>[0]) => withAccountIds(text, accounts, flag);

describe('accounts in a question', () => {
  it('are ids, or names whose id the configuration says', () => {
    expect(
      ['prod', 'dev', 'own', '999988887777', 'nobody'].map((one) => accountIdNamed(one, accounts)),
    ).toEqual(['111122223333', '444455556666', null, '999988887777', null]);
    expect(
      ask({ account: 'prod', where: ['account=dev', 'model=prod', 'account=(none)'], band: 'account=prod' }),
    ).toEqual({
      account: '111122223333',
      where: ['account=444455556666', 'model=prod', 'account=(none)'],
      band: 'account=111122223333',
    });
    expect(ask({ band: 'total' })).toEqual({ band: 'total' });
  });

  it('that are neither are refused with the names there are', () => {
    expect(() => ask({ account: 'prd' })).toThrow(
      '--account prd: an account id is twelve digits, and no account has this name; did you mean prod?; configured are prod, dev, own',
    );
    expect(() => ask({ where: ['account='] })).toThrow('--where account=: an account id is twelve digits');
    expect(() => ask({ where: ['account=own'] })).toThrow('does not say which id account own has');
    expect(() => withAccountIds({ account: 'x' }, [], flag)).toThrow('the configuration names none');
  });
});
