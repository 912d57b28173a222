/**
 * A queue and an export as the daemon reads them: configured, counted, priced, and looked at by doctor.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { ownCost } from '../../../src/analysis/own-cost.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { examine } from '../../../src/daemon/doctor/examine.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { manualClock, type RunningSimulator, startSimulator } from '../../aws-simulator/server/index.ts';
import { billBucketOf, EXPORT } from '../../aws-simulator/server/s3/bill-bucket.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { VirtualDaemon } from '../ledger/daemon.ts';
import { setEnvironment } from '../ledger/week.ts';

const NOW = Date.parse('2026-11-20T15:20:00Z') / 1000;
const WEST = SOURCES.engineeringWest;
const ALWAYS = { from: epochSeconds(0), to: epochSeconds(4_000_000_000) };
const NONE = { cloudwatchLogs: false, s3: false, metrics: false, quotas: false, inventory: false };

let aws: RunningSimulator;
let store: Store;
let restore: () => void;
afterEach(async () => {
  await aws.close();
  await store.close();
  restore();
});

async function start() {
  aws = await startSimulator({
    ...{ seed: 'place', now: NOW, days: 4, rate: 60, rateLimits: 'off', clock: manualClock(NOW * 1000) },
    homeAccount: WEST.account,
  });
  restore = setEnvironment(aws.env);
  store = openSqliteStore(':memory:');
}

const account = (sources: object) => ({
  name: 'eng',
  id: WEST.account,
  regions: [WEST.region],
  sources: { ...NONE, ...sources },
});
const queued = () => ({
  s3: {
    bucket: `bedrock-logs-${WEST.account}-${WEST.region}`,
    notifications: { queueUrl: `${aws.url}${aws.queues.pathOf(WEST)}` },
  },
});
const exported = (more: object = {}) => ({
  bill: {
    cur: {
      bucket: billBucketOf(WEST.account),
      prefix: EXPORT.prefix,
      exportName: EXPORT.name,
      region: EXPORT.region,
      ...more,
    },
  },
});
const configOf = (sources: object) => ({
  accounts: [account(sources)],
  collect: { awsCallsPerSecond: 1000, firstLookback: '2h' },
});
const daemon = (sources: object) =>
  new VirtualDaemon({ aws, store, config: configOf(sources), random: Math.random });

async function doctor(sources: object) {
  const wall = { now: () => Date.now(), wait: async () => undefined };
  const results = await examine(configSchema.parse(configOf(sources)), {
    ...{ wall, env: aws.env, attempts: 1, now: () => epochSeconds(NOW) },
  });
  return results.map(({ check, status, mend }) => ({ check, status, mend }));
}

describe('a queue', () => {
  it('is read by the daemon, and its requests are counted and priced', async () => {
    await start();
    await daemon(queued()).once();
    aws.clock.advance(3_600_000);
    const results = await daemon(queued()).once();
    expect(results.filter(({ status }) => status !== 'skipped')).toEqual([
      expect.objectContaining({ name: 'invocation-logs/s3', status: 'ok' }),
    ]);
    expect(aws.queues.find(aws.queues.pathOf(WEST))?.size).toBe(0);
    const calls = await store.awsCalls(ALWAYS);
    const of = (operation: string) => calls.find((one) => one.operation === operation)?.calls;
    expect(of('ReceiveMessage')).toBe(aws.calls.total('sqs', 'ReceiveMessage'));
    expect(of('DeleteMessageBatch')).toBe(aws.calls.total('sqs', 'DeleteMessageBatch'));
    expect(of('ReceiveMessage')).toBeGreaterThan(2);
    // $0.40 a million.
    const cost = ownCost(calls, epochSeconds(NOW), epochSeconds(NOW + 3600));
    const receive = cost.operations.find(({ operation }) => operation === 'ReceiveMessage');
    expect(receive?.usd).toBe(`0.${String((receive?.calls ?? 0) * 400).padStart(9, '0')}`);
  });

  it('is looked at by doctor only where there is one', async () => {
    await start();
    const checks = (results: { check: string }[]) => results.filter(({ check }) => check.startsWith('sqs:'));
    expect(checks(await doctor({ s3: { bucket: queued().s3.bucket } }))).toEqual([]);
    expect(checks(await doctor(queued()))).toEqual([
      { check: 'sqs:ReceiveMessage', status: 'ok', mend: undefined },
      { check: 'sqs:DeleteMessage', status: 'ok', mend: undefined },
    ]);
    aws.permissions.allowOnly(['s3:*', 'bedrock:*']);
    const allow = (action: string) =>
      `allow {"Effect":"Allow","Action":"${action}","Resource":"arn:aws:sqs:*:${WEST.account}:${queued().s3.bucket}"}`;
    expect(checks(await doctor(queued()))).toEqual([
      { check: 'sqs:ReceiveMessage', status: 'fail', mend: allow('sqs:ReceiveMessage') },
      { check: 'sqs:DeleteMessage', status: 'fail', mend: allow('sqs:DeleteMessage') },
    ]);
    aws.permissions.allowAll();
    const gone = { s3: { ...queued().s3, notifications: { queueUrl: `${aws.url}/${WEST.account}/none` } } };
    for (const one of checks(await doctor(gone))) {
      expect(one).toMatchObject({ status: 'fail', mend: expect.stringContaining('queueUrl') });
    }
  });
});

describe('an export', () => {
  it('is the bill of the daemon, without a request of Cost Explorer', async () => {
    await start();
    const results = await daemon(exported()).once();
    expect(results.find(({ name }) => name === 'bill')).toMatchObject({ status: 'ok' });
    expect((await store.bill(ALWAYS)).length).toBeGreaterThan(10);
    expect(aws.calls.total('ce')).toBe(0);
  });

  it('is looked at by doctor, who then asks nothing of Cost Explorer', async () => {
    await start();
    const checks = (results: { check: string }[]) => results.filter(({ check }) => /^(?:s3|ce):/.test(check));
    expect(checks(await doctor(exported()))).toEqual([
      { check: 's3:ListBucket', status: 'ok', mend: undefined },
      { check: 's3:GetObject', status: 'ok', mend: undefined },
    ]);
    expect(aws.calls.total('ce')).toBe(0);
    expect(checks(await doctor(exported({ exportName: 'other' })))).toEqual([
      { check: 's3:ListBucket', status: 'fail', mend: expect.stringContaining('exportName') },
    ]);
    aws.permissions.allowOnly(['s3:ListBucket']);
    expect(checks(await doctor(exported()))).toEqual([
      { check: 's3:ListBucket', status: 'ok', mend: undefined },
      { check: 's3:GetObject', status: 'fail', mend: expect.stringContaining('"Action":"s3:GetObject"') },
    ]);
  });
});
