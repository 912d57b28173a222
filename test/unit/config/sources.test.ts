/**
 * Queues and exports in the configuration.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';
import { planOf } from '../../../src/daemon/collect/plan.ts';

const parse = (accounts: object[]) =>
  parseConfig({ file: 'c', text: JSON.stringify({ accounts }), env: {}, readSecret: () => '' });
const account = (name: string, sources: object) => ({ name, regions: ['us-east-1', 'us-west-2'], sources });
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/123456789012/logs';
const s3 = (queueUrl: string) => ({ s3: { bucket: 'logs', notifications: { queueUrl } } });
const cur = { bucket: 'exports', prefix: 'finance', exportName: 'cur-2' };

describe('a queue', () => {
  it('belongs to the bucket of the account, in all its Regions', () => {
    const { sources } = planOf(parse([account('a', s3(QUEUE))]));
    expect(sources.filter(({ name }) => name === 'invocation-logs/s3').map(({ what }) => what)).toEqual([
      { kind: 's3', bucket: 'logs', queueUrl: QUEUE },
      { kind: 's3', bucket: 'logs', queueUrl: QUEUE },
    ]);
  });

  it.each([
    [
      [account('a', s3('arn:aws:sqs:us-east-1:123456789012:logs'))],
      /queueUrl: a queue looks like https:\/\/sqs/,
    ],
    [[account('a', { s3: { bucket: 'logs', notifications: {} } })], /queueUrl/],
    [
      [account('a', { s3: { bucket: 'logs', notification: {} } })],
      /unknown key; did you mean notifications\?/,
    ],
    [
      [account('a', s3(QUEUE)), { ...account('b', s3(QUEUE)), id: '111122223333' }],
      /accounts\.1\.sources\.s3\.notifications\.queueUrl: .* a already reads this queue/,
    ],
  ])('that cannot be right is refused (%#)', (accounts, message) => {
    expect(() => parse(accounts)).toThrow(message);
  });
});

describe('the bill', () => {
  it.each<[unknown, object | undefined]>([
    [false, undefined],
    [true, { kind: 'bill', costExplorer: true }],
    [{ cur }, { kind: 'bill', costExplorer: false, cur }],
    [
      { cur, costExplorer: true },
      { kind: 'bill', costExplorer: true, cur },
    ],
    [{ costExplorer: true }, { kind: 'bill', costExplorer: true }],
  ])('%j is read as %j', (bill, what) => {
    const { sources } = planOf(parse([account('a', { bill })]));
    expect(sources.filter(({ name }) => name === 'bill').map((one) => one.what)).toEqual(what ? [what] : []);
  });

  it.each([
    [{}, /sources\.bill: name cur or set costExplorer: true/],
    [{ cur: { bucket: 'exports' } }, /exportName/],
    [{ cur: { ...cur, exportName: 'a/b' } }, /the name of an export has letters/],
    [{ cur: { ...cur, region: 'Virginia' } }, /a Region looks like us-east-1/],
    [{ cur: { ...cur, format: 'parquet' } }, /format: unknown key/],
    ['cur', /bill/],
  ])('%j is refused', (bill, message) => {
    expect(() => parse([account('a', { bill })])).toThrow(message);
  });
});
