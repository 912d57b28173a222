/**
 * Invocation logs from S3 against the simulator's ledger.
 * @module
 */
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, it } from 'vitest';
import { createS3LogsCollector } from '../../../collectors/index.ts';
import { accountId, type RegionId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { type Bench, NOW, openBench } from './bench.ts';
import { ledgerOf, storedOf } from './truth.ts';

const HOUR = 3600;
const MINUTE = 60;
const WEST = SOURCES.engineeringWest;
const BUCKET = `bedrock-logs-${WEST.account}-${WEST.region}`;
const SPAN = { from: Math.floor(NOW / HOUR) * HOUR - 8 * HOUR, to: Math.floor(NOW / HOUR) * HOUR - 2 * HOUR };

let bench: Bench;
const told: string[] = [];
afterEach(async () => {
  told.splice(0);
  await bench.close();
});

interface Extra {
  readonly bucket?: string;
  readonly keyPrefix?: string;
  readonly client?: S3Client;
  readonly clientIn?: (region: RegionId) => S3Client;
}

const west = (extra: Extra = {}) =>
  createS3LogsCollector({
    account: accountId(WEST.account),
    region: regionId(WEST.region),
    client: bench.clients(WEST.account, WEST.region).s3,
    bucket: BUCKET,
    tell: (what) => told.push(what),
    ...extra,
  });

async function collectSpan(run: () => Promise<unknown>, step: number): Promise<void> {
  while (bench.context.now() <= SPAN.to + 30 * MINUTE) {
    await run();
    bench.advance(step);
  }
}

async function expectLedger(): Promise<void> {
  const ledger = ledgerOf(bench.aws, WEST, SPAN);
  expect(Object.keys(ledger).length).toBeGreaterThan(5);
  expect(await storedOf(bench.store, WEST, SPAN)).toEqual(ledger);
}

describe('a bucket', () => {
  it.each<[string, { hourFolder?: 'delivery' | 'invocation'; keyPrefix?: string }]>([
    ['of the delivery', { hourFolder: 'delivery' }],
    ['of the calls', { hourFolder: 'invocation' }],
    ['below a prefix', { keyPrefix: 'team/bedrock' }],
  ])('is read exactly once, with folders by the hour %s', async (_, options) => {
    bench = await openBench({ start: SPAN.from, ...options });
    const collector = west({ keyPrefix: options.keyPrefix === undefined ? '' : `${options.keyPrefix}/` });
    await collectSpan(() => bench.run(collector), 10 * MINUTE);
    await expectLedger();
  });

  it('is caught up with after days without a run', async () => {
    bench = await openBench({ start: NOW - 50 * HOUR });
    await bench.run(west());
    bench.advance(50 * HOUR);
    expect(await bench.run(west())).toBeUndefined();
    await expectLedger();
  });

  it.each(['a', 'b', 'c'])('equals the ledger with everything going wrong (%s)', async (seed) => {
    bench = await openBench({ start: SPAN.from, seed });
    const { faults } = bench.aws;
    for (const kind of [
      'throttling',
      'internal-error',
      'reset',
      'truncated',
      'html',
      'expired-credentials',
      'access-denied',
      'clock-skew',
      'unavailable',
    ] as const) {
      faults.add({ kind, service: 's3', probability: 0.02 });
    }
    faults.add({ kind: 'late-events', probability: 0.2, seconds: 600 });
    faults.add({ kind: 'duplicate-events', probability: 0.1 });
    const collector = west();
    const outcomes = new Set<string>();
    await collectSpan(async () => outcomes.add((await bench.run(collector))?.kind ?? 'well'), 5 * MINUTE);
    for (let i = 1; i <= 9; i++) faults.remove(`fault-${i}`);
    expect(await bench.run(collector)).toBeUndefined();
    expect(outcomes.size).toBeGreaterThan(2);
    await expectLedger();
  });

  it.each([1, 2, 3])('equals the ledger when killed between any two batches (%i)', async (seed) => {
    bench = await openBench({ start: SPAN.from });
    const random = new Random(`kills ${seed}`);
    await collectSpan(() => bench.runAndKill(west(), random.int(3)), 15 * MINUTE);
    await bench.run(west());
    await expectLedger();
  });

  it('never asks twice for an object that it has read', async () => {
    bench = await openBench();
    await bench.run(west());
    const asked = bench.aws.calls.total('s3', 'GetObject');
    expect(asked).toBeGreaterThan(0);
    await bench.run(west());
    bench.advance(2 * HOUR);
    await bench.run(west());
    // Two hours' worth of new objects, five minutes each.
    expect(bench.aws.calls.total('s3', 'GetObject') - asked).toBeLessThan(30);
  });

  it('reads the past day by day, and goes on where it was killed', async () => {
    bench = await openBench();
    const range = { from: epochSeconds(SPAN.from - 24 * HOUR), to: epochSeconds(SPAN.to) };
    for (let killed = true; killed; ) {
      killed = false;
      let left = 2;
      const collector = west();
      for await (const batch of collector.readRange(range, bench.context)) {
        await bench.commit(collector, batch);
        if (--left === 0) {
          killed = true;
          break;
        }
      }
    }
    await expectLedger();
  });
});

describe('what cannot be read', () => {
  it('is an object that was deleted: told, and no fault', async () => {
    bench = await openBench();
    bench.aws.faults.add({ kind: 'object-deleted', probability: 0.3 });
    expect(await bench.run(west())).toBeUndefined();
    expect(told.length).toBeGreaterThan(0);
    expect(told[0]).toMatch(/^s3:\/\/bedrock-logs-.* was deleted before it was read$/);
  });

  it('is a bucket without permission', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly(['s3:ListBucket']);
    expect(await bench.run(west())).toMatchObject({
      kind: 'denied',
      hint: `allow {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::${BUCKET}/*"}`,
    });
    bench.aws.permissions.allowOnly([]);
    expect(await bench.run(west())).toMatchObject({
      kind: 'denied',
      hint: `allow {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::${BUCKET}"}`,
    });
  });

  it('is a bucket that is not there, or where Bedrock writes nothing', async () => {
    bench = await openBench();
    const hint = expect.stringContaining('aws bedrock get-model-invocation-logging-configuration');
    expect(await bench.run(west({ bucket: 'no-such-bucket' }))).toMatchObject({ kind: 'absent', hint });
    expect(await bench.run(west({ keyPrefix: 'elsewhere' }))).toMatchObject({
      kind: 'absent',
      message: expect.stringContaining('has nothing under elsewhere/AWSLogs/'),
      hint,
    });
  });
});

describe('a bucket of another Region', () => {
  const elsewhere = () => bench.clients(WEST.account, 'eu-central-1').s3;

  it('is followed there once', async () => {
    bench = await openBench();
    const regions: string[] = [];
    const clientIn = (region: RegionId) => {
      regions.push(region);
      return bench.clients(WEST.account, region).s3;
    };
    expect(await bench.run(west({ client: elsewhere(), clientIn }))).toBeUndefined();
    expect(regions).toEqual([WEST.region]);
    await expectLedger();
  });

  it('is found again after a redirect that was wrong', async () => {
    bench = await openBench();
    const clientIn = (region: RegionId) => bench.clients(WEST.account, region).s3;
    const collector = west({ clientIn });
    bench.aws.faults.add({ kind: 'wrong-region', service: 's3', times: 1 });
    expect(await bench.run(collector)).toMatchObject({ kind: 'absent' });
    expect(await bench.run(collector)).toBeUndefined();
    await expectLedger();
  });

  it('is a fault where nobody can follow', async () => {
    bench = await openBench();
    expect(await bench.run(west({ client: elsewhere() }))).toMatchObject({
      kind: 'absent',
      message: `bucket ${BUCKET} is in ${WEST.region}`,
    });
  });
});
