/**
 * Inventory, quotas and the bill against the simulator.
 * @module
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  agentBody,
  asyncInvocationBody,
  createBillCollector,
  createInventoryCollector,
  createQuotasCollector,
  customModelBody,
  customModelDeploymentBody,
  foundationModelBody,
  importedModelBody,
  inferenceProfileBody,
  invocationJobBody,
  loggingConfigurationBody,
  promptRouterBody,
  provisionedModelBody,
  quotaBody,
  quotaRequestBody,
} from '../../../collectors/index.ts';
import type { CollectedBatch } from '../../../src/domain/collector.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { epochSeconds, isoDay } from '../../../src/domain/time.ts';
import { appliedValue } from '../../aws-simulator/server/service-quotas/applied.ts';
import { SOURCES, type Source } from '../../aws-simulator/world/index.ts';
import { type Bench, NOW, openBench } from './bench.ts';

const EAST = SOURCES.shopEast;
const WEST = SOURCES.engineeringWest;
const DAY = 86_400;

let bench: Bench;
afterEach(() => bench.close());

const place = ({ account, region }: Source) => ({ account: accountId(account), region: regionId(region) });

function inventoryOf(source: Source) {
  const { bedrock, runtime, agent } = bench.clients(source.account, source.region);
  return createInventoryCollector({ ...place(source), bedrock, runtime, agent });
}
const quotasOf = (source: Source) =>
  createQuotasCollector({ ...place(source), client: bench.clients(source.account, source.region).quotas });
const billOf = (source: Source) =>
  createBillCollector({ ...place(source), client: bench.clients(source.account, source.region).costs });

const BODIES: Readonly<Record<string, z.ZodType>> = {
  'logging-configuration': loggingConfigurationBody,
  'foundation-model': foundationModelBody,
  'inference-profile': inferenceProfileBody,
  'provisioned-model': provisionedModelBody,
  'custom-model': customModelBody,
  'custom-model-deployment': customModelDeploymentBody,
  'imported-model': importedModelBody,
  'prompt-router': promptRouterBody,
  'invocation-job': invocationJobBody,
  'async-invocation': asyncInvocationBody,
  agent: agentBody,
  'quota-applied': quotaBody,
  'quota-default': quotaBody,
  'quota-request': quotaRequestBody,
};

const kindsIn = (batches: readonly CollectedBatch[]) =>
  batches.flatMap((batch) => (batch.kind === 'snapshot' ? batch.snapshot.kind : []));

describe('the inventory', () => {
  it.each([EAST, WEST, SOURCES.europeWest])('of %o is what its body types say', async (source) => {
    bench = await openBench();
    const batches: CollectedBatch[] = [];
    expect(await bench.run(inventoryOf(source), batches)).toBeUndefined();
    expect(kindsIn(batches)).toHaveLength(11);
    for (const kind of kindsIn(batches)) {
      for (const { body } of await bench.store.items({ kind }))
        expect(body).toEqual(BODIES[kind]?.parse(body));
    }
  });

  it('changes nothing when nothing has changed', async () => {
    bench = await openBench();
    await bench.run(inventoryOf(WEST));
    const before = await bench.store.items({ kind: 'inference-profile', history: true });
    bench.advance(60);
    await bench.run(inventoryOf(WEST));
    expect(await bench.store.items({ kind: 'inference-profile', history: true })).toEqual(before);
  });

  it('says that logging is off', async () => {
    bench = await openBench();
    await bench.run(inventoryOf(SOURCES.engineeringEast));
    const [item] = await bench.store.items({ kind: 'logging-configuration' });
    expect(item?.body).toMatchObject({ enabled: false, cloudWatch: null, s3: null });
  });

  it('has the tags of application profiles and resolves their ids', async () => {
    bench = await openBench();
    const batches: CollectedBatch[] = [];
    await bench.run(inventoryOf(WEST), batches);
    const profiles = await bench.store.items({ kind: 'inference-profile', id: 'x7k2m9q4w1zt' });
    expect(profiles[0]?.body).toMatchObject({ type: 'APPLICATION', tags: expect.objectContaining({}) });
    const resolutions = batches.flatMap((batch) => (batch.kind === 'resolutions' ? batch.resolutions : []));
    expect(resolutions).toContainEqual({
      called: `arn:aws:bedrock:us-west-2:${WEST.account}:application-inference-profile/x7k2m9q4w1zt`,
      base: 'anthropic.claude-sonnet-5-5',
      scope: 'geo',
    });
    expect(resolutions).toContainEqual({
      called: `arn:aws:bedrock:us-west-2:${WEST.account}:provisioned-model/k9d3w7s1f5ty`,
      base: 'amazon.nova-pro-v1:0',
      scope: 'provisioned',
    });
    expect(resolutions).toContainEqual({
      called: `arn:aws:bedrock:us-west-2:${WEST.account}:custom-model-deployment/e7j4b9y2s6lf`,
      base: 'amazon.nova-lite-v1:0',
      scope: 'custom',
    });
  });

  it('lists the rest when one listing is refused, and names the permission', async () => {
    bench = await openBench();
    const batches: CollectedBatch[] = [];
    bench.aws.faults.add({
      kind: 'access-denied',
      service: 'bedrock',
      operation: 'ListProvisionedModelThroughputs',
    });
    bench.aws.faults.add({ kind: 'access-denied', service: 'bedrock', operation: 'ListTagsForResource' });
    expect(await bench.run(inventoryOf(WEST), batches)).toMatchObject({
      kind: 'denied',
      hint: 'allow {"Effect":"Allow","Action":["bedrock:ListProvisionedModelThroughputs","bedrock:ListTagsForResource"],"Resource":"*"}',
    });
    expect(kindsIn(batches)).toHaveLength(10);
    expect(kindsIn(batches)).not.toContain('provisioned-model');
    const [profile] = await bench.store.items({ kind: 'inference-profile', id: 'x7k2m9q4w1zt' });
    expect(profile?.body).toMatchObject({ tags: null });
  });

  it('says everything that is missing when nothing is allowed', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly([]);
    const batches: CollectedBatch[] = [];
    const fault = await bench.run(inventoryOf(EAST), batches);
    expect(batches).toEqual([]);
    expect(fault?.kind).toBe('denied');
    for (const action of [
      'GetModelInvocationLoggingConfiguration',
      'ListFoundationModels',
      'ListInferenceProfiles',
      'ListCustomModelDeployments',
      'ListModelInvocationJobs',
      'ListAsyncInvokes',
      'ListAgents',
    ]) {
      expect(fault?.hint).toContain(`"bedrock:${action}"`);
    }
  });
});

describe('quotas', () => {
  it('are listed as applied, as default and as asked for', async () => {
    bench = await openBench();
    const batches: CollectedBatch[] = [];
    expect(await bench.run(quotasOf(EAST), batches)).toBeUndefined();
    expect(kindsIn(batches)).toEqual(['quota-applied', 'quota-default', 'quota-request']);
    for (const kind of kindsIn(batches)) {
      const items = await bench.store.items({ kind });
      expect(items.length).toBeGreaterThan(0);
      for (const { id, body } of items) {
        expect(body).toEqual(BODIES[kind]?.parse(body));
        expect(body).toMatchObject(kind === 'quota-request' ? { id } : { code: id });
      }
    }
    const code = 'L-7C1E55A0';
    const [applied] = await bench.store.items({ kind: 'quota-applied', id: code });
    const [given] = await bench.store.items({ kind: 'quota-default', id: code });
    expect(applied?.body).toMatchObject({
      value: appliedValue(EAST.account, EAST.region, 'L-7C1E55A0'),
      appliedLevel: 'ACCOUNT',
      usageMetric: null,
    });
    expect(given?.body).toMatchObject({ value: 6_000_000, appliedLevel: null });
  });

  it('come without those that are refused', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly(['servicequotas:ListAWSDefaultServiceQuotas']);
    const batches: CollectedBatch[] = [];
    expect(await bench.run(quotasOf(EAST), batches)).toMatchObject({
      kind: 'denied',
      hint: 'allow {"Effect":"Allow","Action":["servicequotas:ListRequestedServiceQuotaChangeHistory","servicequotas:ListServiceQuotas"],"Resource":"*"}',
    });
    expect(kindsIn(batches)).toEqual(['quota-default']);
  });

  it.each(['throttling', 'internal-error', 'reset', 'truncated', 'html'] as const)(
    'come in the run after %s',
    async (kind) => {
      bench = await openBench();
      bench.aws.faults.add({ kind, service: 'servicequotas', times: 4 });
      const faults = [];
      for (let run = 0; run < 3; run++) faults.push(await bench.run(quotasOf(EAST)));
      expect(faults[0]?.kind).toBeTypeOf('string');
      expect(faults.at(-1)).toBeUndefined();
      expect((await bench.store.items({ kind: 'quota-applied' })).length).toBeGreaterThan(50);
    },
  );
});

describe('the bill', () => {
  it('has the last three days, yesterday as provisional, Bedrock under all its names and nothing else', async () => {
    bench = await openBench({ days: 6 });
    expect(await bench.run(billOf(EAST))).toBeUndefined();
    const rows = await bench.store.bill({ from: epochSeconds(NOW - 10 * DAY), to: epochSeconds(NOW) });
    const days = new Map(rows.map((row) => [isoDay(row.day), row.provisional]));
    expect(Object.fromEntries(days)).toEqual({
      '2026-11-17': false,
      '2026-11-18': false,
      '2026-11-19': true,
    });
    expect(rows.every(({ service }) => service.includes('Bedrock'))).toBe(true);
    expect(new Set(rows.map(({ service }) => service)).size).toBeGreaterThan(2);
    expect(new Set(rows.map(({ account }) => account))).toEqual(new Set([EAST.account]));
    expect(new Set(rows.map(({ region }) => region))).toEqual(new Set(['us-east-1', 'us-west-2']));
  });

  it('is revised when it is read again', async () => {
    bench = await openBench({ days: 6 });
    const yesterday = { from: epochSeconds(NOW - DAY), to: epochSeconds(NOW - DAY + 1) };
    await bench.run(billOf(EAST));
    const before = await bench.store.bill(yesterday);
    bench.advance(DAY);
    await bench.run(billOf(EAST));
    const after = await bench.store.bill(yesterday);
    expect(after.every(({ provisional }) => !provisional)).toBe(true);
    const sum = (rows: typeof after) => rows.reduce((total, { unblendedCost }) => total + unblendedCost, 0n);
    expect(sum(after)).toBeGreaterThanOrEqual(sum(before));
  });

  it('of the past is read once and ends before today', async () => {
    bench = await openBench({ days: 6 });
    const collector = billOf(EAST);
    const range = { from: epochSeconds(NOW - 5 * DAY), to: epochSeconds(NOW) };
    for await (const batch of collector.readRange(range, bench.context)) await bench.commit(collector, batch);
    expect(new Set((await bench.store.bill(range)).map(({ day }) => isoDay(day))).size).toBe(5);
    const asked = bench.aws.calls.total('ce');
    expect(await Array.fromAsync(collector.readRange(range, bench.context))).toEqual([]);
    expect(bench.aws.calls.total('ce')).toBe(asked);
  });

  it('has the days of a long silence, too', async () => {
    bench = await openBench({ start: NOW - 9 * DAY, days: 12 });
    await bench.run(billOf(EAST));
    bench.advance(9 * DAY);
    expect(await bench.run(billOf(EAST))).toBeUndefined();
    const rows = await bench.store.bill({ from: epochSeconds(NOW - 20 * DAY), to: epochSeconds(NOW) });
    expect(new Set(rows.map(({ day }) => isoDay(day))).size).toBe(12);
    // The next run reads three days again, and no more.
    bench.advance(DAY);
    const batches: CollectedBatch[] = [];
    await bench.run(billOf(EAST), batches);
    const again = batches.flatMap((batch) => (batch.kind === 'bill' ? batch.rows : []));
    expect(new Set(again.map(({ day }) => day)).size).toBe(4);
  });

  it('without permission says which', async () => {
    bench = await openBench();
    bench.aws.permissions.allowOnly([]);
    expect(await bench.run(billOf(EAST))).toMatchObject({
      kind: 'denied',
      hint: 'allow {"Effect":"Allow","Action":"ce:GetCostAndUsage","Resource":"*"}',
    });
  });
});
