import { describe, expect, it } from 'vitest';
import { classify, Faults, iamStatement } from '../../../../collectors/aws/index.ts';
import { createCallTally } from '../../../../collectors/index.ts';
import { CollectFault } from '../../../../src/domain/collector.ts';
import { epochSeconds } from '../../../../src/domain/time.ts';

const named = (name: string, message = 'no', more: object = {}) =>
  Object.assign(new Error(message), { name }, more);
const sorted = (error: unknown) => classify(error, { action: 'bedrock:ListAgents' });

describe('an error', () => {
  it.each([
    ['ThrottlingException', 'throttled'],
    ['Throttling', 'throttled'],
    ['SlowDown', 'throttled'],
    ['TooManyRequestsException', 'throttled'],
    ['LimitExceededException', 'throttled'],
    ['AccessDenied', 'denied'],
    ['AccessDeniedException', 'denied'],
    ['ExpiredToken', 'denied'],
    ['RequestTimeTooSkewed', 'denied'],
    ['CredentialsProviderError', 'denied'],
    ['NoSuchBucket', 'absent'],
    ['ResourceNotFoundException', 'absent'],
    ['TimeoutError', 'unavailable'],
    ['AbortError', 'unavailable'],
    ['ValidationException', 'misread'],
  ])('called %s is %s', (name, kind) => {
    expect(sorted(named(name)).kind).toBe(kind);
  });

  it.each(['ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'])(
    'of the network, %s, mends itself',
    (code) => expect(sorted(named('Error', 'broken', { code })).kind).toBe('unavailable'),
  );

  it.each([
    [named('Error', 'broken', { code: 'ECONNREFUSED' }), /nothing listens at the endpoint/],
    [named('Error', 'broken', { code: 'ENOTFOUND' }), /name is not known: check the Region/],
    [named('TimeoutError', 'late'), /proxy or a firewall/],
  ])('of the network says where to look', (error, hint) => expect(sorted(error).hint).toMatch(hint));

  it('keeps its text short and on one line', () => {
    const { message } = sorted(named('InternalFailure', `a\nb ${'x'.repeat(1000)}`));
    expect(message).toMatch(/^bedrock:ListAgents: InternalFailure: a b x+$/);
    expect(message.length).toBeLessThan(400);
  });

  it('that is a fault already stays as it is', () => {
    const fault = new CollectFault('absent', 'no logs');
    expect(sorted(fault)).toBe(fault);
  });

  it('of a role that may not be assumed says what both sides have to allow', () => {
    const error = named(
      'AccessDenied',
      'User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::2:role/meter',
    );
    expect(sorted(error).hint).toBe(
      'let the role trust the caller, with the same ExternalId, and allow the caller {"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::2:role/meter"}',
    );
  });

  it('of a key behind an object names the key', () => {
    const error = named(
      'AccessDenied',
      'User: u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:r:1:key/k',
    );
    const fault = classify(error, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/*' });
    expect(fault.hint).toBe(
      'allow {"Effect":"Allow","Action":"kms:Decrypt","Resource":"arn:aws:kms:r:1:key/k"}',
    );
  });
});

describe('several faults', () => {
  it('are one, with one statement for all permissions', async () => {
    const faults = new Faults();
    const refuse = (action: string) => () => Promise.reject(classify(named('AccessDenied'), { action }));
    await faults.guard(refuse('bedrock:ListAgents'));
    await faults.guard(refuse('bedrock:ListCustomModels'));
    await faults.guard(() => Promise.reject(new CollectFault('throttled', 'bedrock:ListAgents: Throttling')));
    expect(await faults.guard(async () => 'fine')).toBe('fine');
    expect(() => faults.throwAny()).toThrow(
      expect.objectContaining({
        kind: 'denied',
        hint: `allow ${iamStatement([
          { action: 'bedrock:ListAgents', resource: '*' },
          { action: 'bedrock:ListCustomModels', resource: '*' },
        ])}`,
      }),
    );
  });

  it('end with one that nobody answered: each of the others would wait as long', async () => {
    const faults = new Faults();
    const refuse = (name: string) => () =>
      Promise.reject(classify(named(name), { action: 'bedrock:ListAgents' }));
    await faults.guard(refuse('InternalFailure'));
    // The SDK calls a connection that was reset a timeout.
    const reset = named('TimeoutError', 'socket hang up', { code: 'ECONNRESET' });
    await faults.guard(() => Promise.reject(classify(reset, { action: 'bedrock:ListAgents' })));
    expect(await faults.guard(async () => 'asked')).toBe('asked');
    await faults.guard(refuse('TimeoutError'));
    let asked = 0;
    expect(await faults.guard(async () => ++asked)).toBeUndefined();
    expect(asked).toBe(0);
  });

  it('are none when nothing failed, and hide no mistakes', async () => {
    const faults = new Faults();
    expect(() => faults.throwAny()).not.toThrow();
    await expect(faults.guard(() => Promise.reject(new TypeError('oops')))).rejects.toThrow('oops');
  });
});

describe('counted calls', () => {
  it('add up by operation and day until they are taken', () => {
    let now = Date.parse('2026-11-20T23:59:00Z') / 1000;
    const tally = createCallTally({ account: '1', region: 'us-east-1', now: () => epochSeconds(now) });
    const call = { service: 'cloudwatch', operation: 'GetMetricData' };
    tally.count({ ...call, billedUnits: 120 });
    tally.count({ ...call, billedUnits: 30 });
    tally.count({ service: 's3', operation: 'ListObjectsV2', billedUnits: 1 });
    now += 120;
    tally.count({ ...call, billedUnits: 5 });
    const row = { account: '1', region: 'us-east-1' };
    expect(tally.take()).toEqual([
      { ...row, ...call, day: 20777, calls: 2, billedUnits: 150 },
      { ...row, service: 's3', operation: 'ListObjectsV2', day: 20777, calls: 1, billedUnits: 1 },
      { ...row, ...call, day: 20778, calls: 1, billedUnits: 5 },
    ]);
    expect(tally.take()).toEqual([]);
  });
});
