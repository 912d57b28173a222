/**
 * Invocation logs from S3 as a queue announces them, against the simulator's ledger.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import { createS3LogsCollector, type QueueOptions } from '../../../collectors/index.ts';
import type { CollectedBatch, CollectFault } from '../../../src/domain/collector.ts';
import { accountId, type RegionId, regionId } from '../../../src/domain/ids.ts';
import type { SimulatedQueue } from '../../aws-simulator/server/sqs/queues.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { Random } from '../../aws-simulator/world/random.ts';
import { type Bench, NOW, openBench } from './bench.ts';
import { ledgerOf, storedOf } from './truth.ts';

const HOUR = 3600;
const MINUTE = 60;
const WEST = SOURCES.engineeringWest;
const BUCKET = `bedrock-logs-${WEST.account}-${WEST.region}`;
const SPAN = { from: Math.floor(NOW / HOUR) * HOUR - 8 * HOUR, to: Math.floor(NOW / HOUR) * HOUR - 2 * HOUR };
type Form = 'direct' | 'sns' | 'events';

let bench: Bench;
const told: string[] = [];
afterEach(async () => {
  told.splice(0);
  await bench.close();
});

const urlOf = (form: Form = 'direct') => `${bench.aws.url}${bench.aws.queues.pathOf(WEST, form)}`;

function queueOf(form: Form = 'direct'): SimulatedQueue {
  const queue = bench.aws.queues.find(bench.aws.queues.pathOf(WEST, form));
  if (!queue) throw new Error('there is no such queue');
  return queue;
}

interface Extra {
  readonly form?: Form;
  readonly url?: string;
  readonly regions?: readonly RegionId[];
  readonly keyPrefix?: string;
}

function west({ form = 'direct', url = urlOf(form), regions = [], ...extra }: Extra = {}) {
  const { s3, sqs } = bench.clients(WEST.account, WEST.region);
  const queue: QueueOptions = { url, client: sqs, regions };
  return createS3LogsCollector({
    ...{ account: accountId(WEST.account), region: regionId(WEST.region), client: s3, bucket: BUCKET, queue },
    tell: (what) => told.push(what),
    ...extra,
  });
}

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

/** An event of S3 about any object. */
const event = (
  key: string,
  { bucket = BUCKET, name = 'ObjectCreated:Put', size = 100 as number | undefined } = {},
) =>
  JSON.stringify({
    Records: [{ eventName: name, s3: { bucket: { name: bucket }, object: { key, size, eTag: 'abc' } } }],
  });

describe('a queue', () => {
  it.each<[Form, string | undefined]>([
    ['direct', undefined],
    ['sns', undefined],
    ['events', undefined],
    ['direct', 'team a+b/ü%20/logs'],
    ['events', 'team a+b/ü%20/logs'],
  ])('announces every object (%s, below %s), and listing waits for hours', async (form, keyPrefix) => {
    bench = await openBench({ start: SPAN.from, ...(keyPrefix === undefined ? {} : { keyPrefix }) });
    const collector = west({ form, ...(keyPrefix === undefined ? {} : { keyPrefix }) });
    expect(collector.every).toBe(60);
    await bench.run(collector);
    const listed = bench.aws.calls.total('s3', 'ListObjectsV2');
    bench.advance(MINUTE);
    const until = SPAN.from + 5 * HOUR;
    while (bench.context.now() < until) {
      expect(await bench.run(collector)).toBeUndefined();
      bench.advance(20 * MINUTE);
    }
    expect(bench.aws.calls.total('s3', 'ListObjectsV2')).toBe(listed);
    expect(bench.aws.calls.total('s3', 'GetObject')).toBeGreaterThan(5);
    await collectSpan(() => bench.run(collector), 20 * MINUTE);
    await expectLedger();
    expect(bench.aws.calls.total('s3', 'ListObjectsV2')).toBeGreaterThan(listed);
    await bench.run(collector);
    expect(queueOf(form).size).toBe(0);
    // What is listed has been read: no object is read twice.
    const requests = bench.aws.calls.total('s3', 'GetObject');
    await bench.run(collector);
    expect(bench.aws.calls.total('s3', 'GetObject')).toBe(requests);
    expect(told).toEqual([]);
  });

  it.each(['a', 'b', 'c'])('equals the ledger with everything going wrong (%s)', async (seed) => {
    bench = await openBench({ start: SPAN.from, seed });
    const { faults } = bench.aws;
    const kinds = [
      ...['throttling', 'internal-error', 'reset', 'truncated', 'html', 'expired-credentials'],
      ...['access-denied', 'clock-skew', 'unavailable'],
    ] as const;
    const added = kinds.flatMap((kind) =>
      ['s3', 'sqs'].map((service) =>
        faults.add({ kind: kind as 'throttling', service, probability: service === 'sqs' ? 0.04 : 0.02 }),
      ),
    );
    faults.add({ kind: 'late-events', probability: 0.2, seconds: 600 });
    faults.add({ kind: 'duplicate-events', probability: 0.3 });
    faults.add({ kind: 'lost-notifications', probability: 0.2 });
    const collector = west();
    const outcomes = new Set<string>();
    await collectSpan(async () => outcomes.add((await bench.run(collector))?.kind ?? 'well'), 5 * MINUTE);
    for (const id of added) faults.remove(id);
    expect(outcomes.size).toBeGreaterThan(2);
    // The safety net finds what was never announced.
    bench.advance(6 * HOUR);
    expect(await bench.run(collector)).toBeUndefined();
    await expectLedger();
    bench.advance(10 * MINUTE);
    await bench.run(collector);
    expect(queueOf().size).toBe(0);
  });

  it.each([1, 2, 3])('loses and doubles nothing when killed between any two batches (%i)', async (seed) => {
    bench = await openBench({ start: SPAN.from });
    const random = new Random(`kills ${seed}`);
    await collectSpan(() => bench.runAndKill(west(), random.int(3)), 7 * MINUTE);
    bench.advance(HOUR);
    await bench.run(west());
    await expectLedger();
    expect(queueOf().size).toBe(0);
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('is enough by itself when every other run is killed just %s its commit', async (_, commits) => {
    bench = await openBench({ start: SPAN.from });
    await bench.run(west());
    const listed = bench.aws.calls.total('s3', 'ListObjectsV2');
    const span = { from: SPAN.from, to: SPAN.from + 4 * HOUR };
    let kills = 0;
    for (let i = 0; bench.context.now() < span.to + 40 * MINUTE; i++) {
      bench.advance(11 * MINUTE);
      if (i % 2 === 1) {
        expect(await bench.run(west())).toBeUndefined();
        continue;
      }
      const collector = west();
      const batches = collector.collect(bench.context);
      const first = await batches.next();
      if (!first.done) {
        if (commits) await bench.commit(collector, first.value);
        kills += 1;
      }
      await batches.return();
    }
    bench.advance(6 * MINUTE);
    expect(await bench.run(west())).toBeUndefined();
    expect(kills).toBeGreaterThan(5);
    // Listing has found nothing of it.
    expect(bench.aws.calls.total('s3', 'ListObjectsV2')).toBe(listed);
    expect(queueOf().size).toBe(0);
    expect(await storedOf(bench.store, WEST, span)).toEqual(ledgerOf(bench.aws, WEST, span));
  });

  it('brings a message back that was committed and not deleted, and reads no object again', async () => {
    bench = await openBench({ start: SPAN.from });
    await bench.run(west());
    bench.advance(2 * HOUR);
    bench.aws.faults.add({ kind: 'reset', service: 'sqs', operation: 'DeleteMessageBatch', times: 1 });
    const batches: CollectedBatch[] = [];
    expect(await bench.run(west(), batches)).toMatchObject({ kind: 'unavailable' });
    const read = bench.aws.calls.total('s3', 'GetObject');
    expect(read).toBeGreaterThan(12);
    // Ten were received, and are hidden; listing has read what the others announce.
    expect(await bench.run(west())).toBeUndefined();
    expect(queueOf().size).toBe(10);
    expect(bench.aws.calls.total('s3', 'GetObject')).toBe(read);
    bench.advance(301);
    expect(await bench.run(west())).toBeUndefined();
    expect(queueOf().size).toBe(0);
    // Five minutes have brought a new object or two.
    expect(bench.aws.calls.total('s3', 'GetObject') - read).toBeLessThanOrEqual(2);
  });
});

describe('other things in a queue', () => {
  it('are taken off where they announce nothing of ours, and told once', async () => {
    bench = await openBench();
    const queue = queueOf();
    await bench.run(west());
    const prefix = `AWSLogs/${WEST.account}/BedrockModelInvocationLogs/${WEST.region}/2026/11/20/15`;
    queue.send(JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET }));
    queue.send(event('AWSLogs/someone/else.json.gz'));
    queue.send(event(`${prefix}/x.json.gz`, { bucket: 'another' }));
    queue.send(event(`${prefix}/data/x_input.json.gz`));
    queue.send(event(`${prefix}/x.json.gz`, { name: 'ObjectRemoved:Delete' }));
    queue.send(event(`${prefix}/amazon-bedrock-logs-permission-check`, { size: 0 }));
    queue.send(JSON.stringify({ Records: [] }));
    queue.send(event(`${prefix}/20261120T151500000Z_0123456789abcdef.json.gz`));
    const read = bench.aws.calls.total('s3', 'GetObject');
    expect(await bench.run(west())).toBeUndefined();
    expect(queue.size).toBe(0);
    expect(bench.aws.calls.total('s3', 'GetObject') - read).toBe(1);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(/_0123456789abcdef\.json\.gz was deleted before it was read$/);
    expect(told[1]).toMatch(
      /objects that are not read here \(2 in this run, such as s3:.*\): they are taken off/,
    );
  });

  it('stay where they cannot be read, never keep a run going, and are told the third time only', async () => {
    bench = await openBench();
    const queue = queueOf();
    await bench.run(west());
    const bodies = [
      'garbage',
      '',
      'null',
      '[]',
      '<script>alert(1)</script>',
      '{"__proto__":{"Records":[]}}',
      '{"Records":[{"eventName":"ObjectCreated:Put"}]}',
      event('%E0%A4%A'),
      event('key', { size: -1 }),
      JSON.stringify({ Type: 'SubscriptionConfirmation', Message: 'You have chosen to subscribe' }),
      JSON.stringify({
        Type: 'Notification',
        Message: JSON.stringify({ Type: 'Notification', Message: '{}' }),
      }),
      'x'.repeat(256 * 1024),
      `${'['.repeat(100_000)}`,
    ];
    for (const body of bodies) queue.send(body);
    const collector = west();
    for (let receives = 1; receives <= 4; receives++) {
      const asked = bench.aws.calls.total('sqs', 'ReceiveMessage');
      expect(await bench.run(collector)).toBeUndefined();
      expect(bench.aws.calls.total('sqs', 'ReceiveMessage') - asked).toBeLessThan(5);
      expect(queue.size).toBe(bodies.length);
      expect(told.length).toBe(receives < 3 ? 0 : 1);
      bench.advance(301);
    }
    expect(told[0]).toMatch(/has 13 messages that cannot be read, such as [0-9a-f-]{36}, received 3 times: /);
  });

  it('are another Region’s deliveries, read by whoever receives them', async () => {
    bench = await openBench();
    const other = regionId('us-east-2');
    const key = `AWSLogs/${WEST.account}/BedrockModelInvocationLogs/${other}/2026/11/20/15/x.json.gz`;
    queueOf().send(event(key));
    await bench.run(west({ regions: [regionId(WEST.region), other] }));
    expect(told).toEqual([`s3://${BUCKET}/${key} was deleted before it was read`]);
  });
});

describe('a queue that cannot be read', () => {
  it.each<[string, () => void, string, RegExp]>([
    ['is gone', () => undefined, 'absent', /queueUrl, or take it out/],
    [
      'is refused',
      () => bench.aws.permissions.allowOnly(['s3:ListBucket', 's3:GetObject']),
      'denied',
      /"Action":"sqs:ReceiveMessage","Resource":"arn:aws:sqs:\*:444455556666:/,
    ],
    [
      'may not be deleted from',
      () => bench.aws.permissions.allowOnly(['s3:ListBucket', 's3:GetObject', 'sqs:ReceiveMessage']),
      'denied',
      /"Action":"sqs:DeleteMessage"/,
    ],
  ])('%s: listing goes on alone, and it is told', async (name, prepare, kind, hint) => {
    bench = await openBench({ start: SPAN.from });
    prepare();
    const collector = west(name === 'is gone' ? { url: `${bench.aws.url}/${WEST.account}/none` } : {});
    const faults: (CollectFault | undefined)[] = [];
    await collectSpan(async () => faults.push(await bench.run(collector)), 10 * MINUTE);
    // There may be nothing to delete in a run.
    const told = faults.filter((fault) => fault !== undefined || name !== 'may not be deleted from');
    expect(told.length).toBeGreaterThan(10);
    for (const fault of told) {
      expect(fault).toMatchObject({ kind, hint: expect.stringMatching(hint) });
    }
    await expectLedger();
  });

  it('ends its listening when it is told to stop', async () => {
    bench = await openBench({ longPolls: true });
    const stop = new AbortController();
    const run = Array.fromAsync(west().collect({ ...bench.context, signal: stop.signal }));
    const received = bench.aws.calls.total('sqs', 'ReceiveMessage');
    while (bench.aws.calls.total('sqs', 'ReceiveMessage') === received) await new Promise(setImmediate);
    stop.abort();
    await expect(run).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
