import { describe, expect, it } from 'vitest';
import { configText } from '../../../src/cli/init/config-text.ts';
import { parseConfig } from '../../../src/config/load.ts';

const ROLE = 'arn:aws:iam::123456789012:role/bedrock-meter';
const load = (text: string) => parseConfig({ file: 'config.yaml', text, env: {}, readSecret: () => '' });
const account = (more: string) => `accounts:\n  - name: a\n    regions: [us-east-1]\n${more}`;

describe('accounts in the configuration', () => {
  it.each([
    [
      account('    role: { arn: arn:aws:s3:::bucket }'),
      'config.yaml:4: accounts.0.role.arn: a role looks like arn:aws:iam::',
    ],
    [
      account('    role: { arn: "arn:aws:iam::12:role/x" }'),
      'config.yaml:4: accounts.0.role.arn: a role looks like',
    ],
    [
      account(`    role: { arn: ${ROLE}, externalID: x }`),
      'config.yaml:4: accounts.0.role.externalID: unknown key; did you mean externalId?',
    ],
    [account('    id: 12'), 'config.yaml:4: accounts.0.id: '],
    [
      account(`    id: "999999999999"\n    role: { arn: ${ROLE} }`),
      'config.yaml:4: accounts.0.id: 999999999999: the role is in another account, 123456789012',
    ],
    [account('    source: {}'), 'config.yaml:4: accounts.0.source: unknown key; did you mean sources?'],
    [
      account('    sources: { metric: false }'),
      'config.yaml:4: accounts.0.sources.metric: unknown key; did you mean metrics?',
    ],
    [account('    sources: { metrics: "yes" }'), 'config.yaml:4: accounts.0.sources.metrics: '],
    [
      account('    sources:\n      s3: { buckt: b }'),
      'config.yaml:5: accounts.0.sources.s3.buckt: unknown key; did you mean bucket?',
    ],
    [account('    sources:\n      s3: { bucket: 5 }'), 'config.yaml:5: accounts.0.sources.s3.bucket: '],
    [
      account('    sources:\n      cloudwatchLogs: true'),
      'config.yaml:5: accounts.0.sources.cloudwatchLogs: ',
    ],
    [
      account('  - name: a\n    id: "111122223333"\n    regions: [eu-west-1]'),
      'config.yaml:4: accounts.1.name: a: another account has this name',
    ],
    [
      account('  - name: b\n    regions: [eu-west-1, us-east-1]'),
      'config.yaml:5: accounts.1.regions.1: us-east-1: a already reads this account and Region',
    ],
    [
      account('  - name: b\n    regions: [eu-west-1, eu-west-1]'),
      'config.yaml:5: accounts.1.regions.1: eu-west-1: b already reads',
    ],
    ['collect: { everySeconds: { metrics: 1 } }', 'config.yaml:1: collect.everySeconds.metrics: '],
    [
      'collect: { firstLookback: soon }',
      'config.yaml:1: collect.firstLookback: a span looks like 24h, 7d or 4w',
    ],
    ['collect: { awsCallsPerSecond: 0 }', 'config.yaml:1: collect.awsCallsPerSecond: '],
  ])('refuses %j', (text, message) => {
    expect(() => load(text)).toThrow(message);
    expect(() => load(text)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it('takes the same Region of different accounts, and one account in different Regions', () => {
    const text = account(
      `    role: { arn: ${ROLE} }\n  - name: b\n    regions: [us-east-1]\n  - name: c\n    regions: [us-west-2]`,
    );
    expect(load(text).accounts).toHaveLength(3);
  });

  it('has every source on but the bill', () => {
    expect(load(account('')).accounts[0]?.sources).toEqual({
      metrics: true,
      quotas: true,
      inventory: true,
      bill: false,
    });
  });
});

describe('the configuration that init writes', () => {
  it.each([
    { name: 'prod', role: undefined },
    { name: '111122223333', role: { arn: ROLE, externalId: 'ab"c: #x' } },
    { name: 'a: "b" # c', role: { arn: ROLE } },
  ])('can be read again: %j', ({ name, role }) => {
    const regions = [
      { region: 'us-east-1', logs: 'log group /aws/x' },
      { region: 'eu-west-1', logs: null },
    ];
    const config = load(configText({ name, id: '123456789012', role, regions }, './data/x.db'));
    expect(config.accounts).toMatchObject([
      { name, id: '123456789012', regions: ['us-east-1', 'eu-west-1'] },
    ]);
    expect(config.accounts[0]?.role).toEqual(role);
    expect(config.store.path).toBe('./data/x.db');
  });
});
