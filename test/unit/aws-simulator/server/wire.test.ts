import { describe, expect, it } from 'vitest';
import { FaultPlan } from '../../../aws-simulator/server/faults/plan.ts';
import { Memo } from '../../../aws-simulator/server/memo.ts';
import { Permissions } from '../../../aws-simulator/server/permissions.ts';
import { RateLimits } from '../../../aws-simulator/server/rate-limits.ts';
import { credentialOf } from '../../../aws-simulator/server/wire/authorization.ts';
import { issueToken, pageOf, readToken } from '../../../aws-simulator/server/wire/page.ts';
import { element } from '../../../aws-simulator/server/wire/xml.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('page tokens', () => {
  it('lead through a list once', () => {
    const items = Array.from({ length: 23 }, (_, i) => i);
    const seen: number[] = [];
    let token: string | undefined;
    do {
      const page = pageOf(items, { token, limit: 5, question: 'q', now: NOW });
      seen.push(...page.items);
      token = page.nextToken;
    } while (token !== undefined);
    expect(seen).toEqual(items);
  });

  it('belong to one question, for a day', () => {
    const token = issueToken(['a', 1], { place: 7 }, NOW);
    expect(readToken(token, ['a', 1], NOW + 86_400_000)).toEqual({ place: 7 });
    expect(() => readToken(token, ['a', 2], NOW)).toThrow('invalid');
    expect(() => readToken(token, ['a', 1], NOW + 86_400_001)).toThrow('expired');
    for (const bad of ['', 'x', Buffer.from('{"a"').toString('base64url')]) {
      expect(() => readToken(bad, 'q', NOW)).toThrow('invalid');
    }
  });
});

it('XML escapes text and repeats lists', () => {
  expect(element('a', { b: ['<1>', 2], c: undefined, d: { e: true } })).toBe(
    '<a><b>&lt;1&gt;</b><b>2</b><d><e>true</e></d></a>',
  );
});

it('the credential scope names Region and service', () => {
  const of = (authorization: string) => credentialOf(new Headers({ authorization }));
  const good =
    'AWS4-HMAC-SHA256 Credential=AKIA1/20261120/eu-west-1/logs/aws4_request, SignedHeaders=host;x-amz-date, Signature=0af1';
  expect(of(good)).toMatchObject({
    accessKeyId: 'AKIA1',
    region: 'eu-west-1',
    service: 'logs',
    sessionToken: null,
  });
  for (const bad of ['Basic x', good.replace('Signature', 'Sig'), good.replace('20261120', 'today')]) {
    expect(() => of(bad)).toThrow('Authorization header requires');
  }
  expect(() => credentialOf(new Headers())).toThrow('Missing Authentication Token');
});

it('permissions hold for an account, with wildcards at the end', () => {
  const permissions = new Permissions();
  const caller = { account: '1', arn: 'arn:aws:iam::1:user/x' };
  permissions.check('logs:FilterLogEvents', caller);
  permissions.allowOnly(['logs:*', 's3:GetObject'], '1');
  permissions.check('logs:FilterLogEvents', caller);
  permissions.check('s3:ListBucket', { ...caller, account: '2' });
  expect(() => permissions.check('s3:ListBucket', caller)).toThrow(
    'not authorized to perform: s3:ListBucket',
  );
});

it('rate limits refill with the clock', () => {
  let now = 0;
  const limits = new RateLimits('simulated', () => now);
  const caller = { account: '1', region: 'us-east-1', arn: '' };
  const take = () => limits.take('logs', 'FilterLogEvents', caller);
  for (let i = 0; i < 5; i++) take();
  expect(take).toThrow('Rate exceeded');
  now += 200;
  take();
  expect(take).toThrow('Rate exceeded');
  const unlimited = new RateLimits('off', () => now);
  for (let i = 0; i < 100; i++) unlimited.take('logs', 'FilterLogEvents', caller);
});

describe('faults', () => {
  const target = { service: 'logs', operation: 'FilterLogEvents', account: '1', region: 'us-east-1' };

  it('strike what they name, some of the time, so many times', () => {
    const plan = new FaultPlan('seed');
    plan.add({ kind: 'throttling', service: 'logs', region: 'us-east-1', probability: 0.5, times: 3 });
    const struck = Array.from({ length: 40 }, () => plan.strike(target) !== undefined);
    expect(struck.filter(Boolean).length).toBe(3);
    expect(plan.strike({ ...target, region: 'eu-west-1' })).toBeUndefined();
    expect(plan.list()[0]?.struck).toBe(3);
    const again = new FaultPlan('seed');
    again.add({ kind: 'throttling', service: 'logs', region: 'us-east-1', probability: 0.5, times: 3 });
    expect(Array.from({ length: 40 }, () => again.strike(target) !== undefined)).toEqual(struck);
  });

  it('of deliveries are fixed for each record', () => {
    const plan = new FaultPlan('seed');
    plan.add({ kind: 'late-events', probability: 0.3 });
    const ids = Array.from({ length: 1000 }, (_, i) => `record-${i}`);
    const late = ids.filter((id) => plan.strikes('late-events', id, target));
    expect(late.length / ids.length).toBeCloseTo(0.3, 1);
    expect(ids.filter((id) => plan.strikes('late-events', id, target))).toEqual(late);
    expect(plan.strikes('duplicate-events', 'record-1', target)).toBeUndefined();
    const { version } = plan;
    plan.clear();
    expect(plan.version).toBeGreaterThan(version);
  });

  it('have to exist', () => {
    expect(() => new FaultPlan('seed').add(JSON.parse('{"kind":"plague"}'))).toThrow('kind');
    expect(() => new FaultPlan('seed').add(JSON.parse('{"kind":"hang","typo":1}'))).toThrow('typo');
  });
});

it('a memo forgets what was used longest ago', () => {
  const memo = new Memo<number>(2);
  const made: string[] = [];
  const get = (key: string) => memo.get(key, () => made.push(key));
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
