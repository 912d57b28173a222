import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { planOf } from '../../../src/daemon/collect/plan.ts';

const ROLE = 'arn:aws:iam::123456789012:role/bedrock-meter';
const config = (accounts: unknown, collect = {}) =>
  parseConfig({ file: 'c', text: JSON.stringify({ accounts, collect }), env: {}, readSecret: () => '' });
const plan = (accounts: unknown, collect = {}) => planOf(config(accounts, collect));
const names = (accounts: unknown) => plan(accounts).sources.map(({ name, region }) => `${name} ${region}`);

describe('the plan', () => {
  it('is everything but the bill, in every Region', () => {
    expect(names([{ name: 'a', regions: ['us-east-1', 'eu-west-1'] }])).toEqual([
      'invocation-logs us-east-1',
      'invocation-logs eu-west-1',
      'metrics us-east-1',
      'metrics eu-west-1',
      'inventory us-east-1',
      'inventory eu-west-1',
      'quotas us-east-1',
      'quotas eu-west-1',
    ]);
  });

  it("has an account's bill once", () => {
    const sources = {
      metrics: false,
      inventory: false,
      quotas: false,
      cloudwatchLogs: false,
      s3: false,
      bill: true,
    };
    expect(names([{ name: 'a', regions: ['us-east-1', 'eu-west-1'], sources }])).toEqual(['bill us-east-1']);
  });

  it('reads logs where they are named, and only there', () => {
    const named = { cloudwatchLogs: { logGroup: 'g' } };
    const [source] = plan([{ name: 'a', regions: ['us-east-1'], sources: named }]).sources;
    expect(source).toMatchObject({ name: 'invocation-logs/cloudwatch', what: { logGroup: 'g' } });
    const both = { ...named, s3: { bucket: 'bucket', prefix: 'p/' } };
    expect(names([{ name: 'a', regions: ['us-east-1'], sources: both }]).slice(0, 2)).toEqual([
      'invocation-logs/cloudwatch us-east-1',
      'invocation-logs/s3 us-east-1',
    ]);
  });

  it('looks for logs only where it may', () => {
    const [source] = plan([{ name: 'a', regions: ['us-east-1'], sources: { s3: false } }]).sources;
    expect(source?.what).toEqual({ kind: 'logs', allowed: new Set(['cloudwatch']) });
  });

  it('says what is switched off, and by which key', () => {
    const { skipped } = plan([{ name: 'a', regions: ['us-east-1'], sources: { metrics: false } }]);
    expect(skipped).toMatchObject([
      { name: 'metrics', setting: 'accounts[a].sources.metrics' },
      { name: 'bill', setting: 'accounts[a].sources.bill' },
    ]);
  });

  it('knows an account by its id, its role, or its name', () => {
    const regions = ['us-east-1'];
    const account = (more: object) => plan([{ name: 'a', regions, ...more }]).sources[0]?.account;
    expect(account({})).toBe('a');
    expect(account({ id: '111122223333' })).toBe('111122223333');
    expect(account({ role: { arn: ROLE } })).toBe('123456789012');
  });

  it('keeps the beat that is configured', () => {
    const { sources } = plan([{ name: 'a', regions: ['us-east-1'] }], { everySeconds: { metrics: 300 } });
    expect(sources.map(({ every }) => every)).toEqual([60, 300, 3600, 3600]);
  });
});
