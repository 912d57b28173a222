/**
 * Permission by permission: what each one lights up, and that what is still dark says which are missing.
 */
import { afterEach, expect, it } from 'vitest';
import { PERMISSIONS } from '../../../src/daemon/collect/permissions.ts';
import { epochSeconds } from '../../../src/domain/time.ts';
import type { Store } from '../../../src/store/port.ts';
import { openPlace, type Place } from './place.ts';

let place: Place | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

/** Batch jobs are another Region's, an application profile and logs in S3 another account's. */
const ACCOUNTS = [
  { name: 'shop', regions: ['us-east-1'], sources: { bill: true } },
  {
    name: 'batch',
    regions: ['us-west-2'],
    sources: { metrics: false, quotas: false, cloudwatchLogs: false, s3: false },
  },
  {
    name: 'engineering',
    regions: ['us-west-2'],
    role: { arn: 'arn:aws:iam::444455556666:role/bedrock-meter', externalId: 'bedrock-meter' },
    sources: { metrics: false, quotas: false },
  },
];

/** Each permission, in this order, and what is there with it that was not there before. */
const LIGHTS: readonly (readonly [action: string, lit: readonly string[]])[] = [
  ['bedrock:GetModelInvocationLoggingConfiguration', ['logging-configuration']],
  ['logs:FilterLogEvents', ['calls from CloudWatch Logs']],
  ['s3:ListBucket', []],
  ['s3:GetObject', ['calls from S3']],
  ['cloudwatch:ListMetrics', []],
  ['cloudwatch:GetMetricData', ['metric points']],
  ['bedrock:ListInferenceProfiles', ['inference-profile']],
  ['bedrock:ListTagsForResource', ['tags of application profiles']],
  ['bedrock:ListFoundationModels', ['foundation-model']],
  ['bedrock:ListCustomModels', ['custom-model']],
  ['bedrock:ListCustomModelDeployments', ['custom-model-deployment']],
  ['bedrock:ListImportedModels', ['imported-model']],
  ['bedrock:ListPromptRouters', ['prompt-router']],
  ['bedrock:ListProvisionedModelThroughputs', ['provisioned-model']],
  ['bedrock:ListModelInvocationJobs', ['invocation-job']],
  ['bedrock:ListAsyncInvokes', ['async-invocation']],
  ['bedrock:ListAgents', ['agent']],
  ['bedrock:ListAgentAliases', ['aliases of agents']],
  ['servicequotas:ListServiceQuotas', ['quota-applied']],
  ['servicequotas:ListAWSDefaultServiceQuotas', ['quota-default']],
  ['servicequotas:ListRequestedServiceQuotaChangeHistory', ['quota-request']],
  ['ce:GetCostAndUsage', ['rows of the bill']],
];

const KINDS = LIGHTS.flatMap(([, lit]) => lit).filter((one) => !one.includes(' '));
const ALWAYS = { from: epochSeconds(0), to: epochSeconds(4_000_000_000) };

/** What the store has to show. */
async function litIn(store: Store): Promise<Set<string>> {
  const lit = new Set<string>();
  for (const kind of KINDS) if ((await store.items({ kind })).length > 0) lit.add(kind);
  const has = (items: readonly { readonly body: unknown }[], member: string) =>
    items.some(({ body }) => Object.keys((body as Record<string, object | null>)[member] ?? {}).length > 0);
  if (has(await store.items({ kind: 'inference-profile' }), 'tags')) lit.add('tags of application profiles');
  if (has(await store.items({ kind: 'agent' }), 'aliases')) lit.add('aliases of agents');
  for (const { collector, facts } of await store.sources()) {
    if (facts > 0 && collector.endsWith('/cloudwatch')) lit.add('calls from CloudWatch Logs');
    if (facts > 0 && collector.endsWith('/s3')) lit.add('calls from S3');
  }
  if ((await store.metrics({ range: ALWAYS, namespace: 'AWS/Bedrock' })).length > 0) lit.add('metric points');
  if ((await store.bill(ALWAYS)).length > 0) lit.add('rows of the bill');
  return lit;
}

it('knows every permission', () => {
  // What a queue or an export needs is another test's: both say what other sources say, too.
  const apart = ['LogGroups', 'Notifications', 'ListBillExport', 'ReadBillExport'];
  const all = PERMISSIONS.filter(({ sid }) => !apart.includes(sid)).flatMap(({ actions }) => actions);
  expect(LIGHTS.map(([action]) => action).sort()).toEqual([...all].sort());
});

it('lights up one feature with each permission, and names the missing ones', async () => {
  place = await openPlace(ACCOUNTS);
  const { aws, store, once } = place;
  const allowed = ['sts:AssumeRole', 'sts:GetCallerIdentity'];
  aws.permissions.allowOnly(allowed);
  const dark = await once();
  expect(dark.filter(({ status }) => status === 'ok')).toEqual([]);
  expect(dark.filter(({ status }) => status === 'failed').length).toBeGreaterThan(6);
  expect(await litIn(store)).toEqual(new Set());

  let before = new Set<string>();
  for (const [action, lit] of LIGHTS) {
    allowed.push(action);
    aws.permissions.allowOnly(allowed);
    const results = await once();
    const now = await litIn(store);
    expect([action, [...now.difference(before)].sort()]).toEqual([action, [...lit].sort()]);
    before = now;
    for (const { name, status, hint = '' } of results.filter((one) => one.status === 'failed')) {
      const missing = hint.match(/[a-z0-9-]+:[A-Z]\w+/g) ?? [];
      expect([action, name, status, missing.length > 0]).toEqual([action, name, 'failed', true]);
      expect([action, name, missing.filter((one) => allowed.includes(one))]).toEqual([action, name, []]);
    }
  }
  // What is switched off says by which setting it is switched on; all else is well.
  const results = await once();
  for (const { status, hint } of results.filter((one) => one.status !== 'ok')) {
    expect([status, hint]).toEqual(['skipped', expect.stringMatching(/^accounts\[\w+\]\.sources\./)]);
  }
  expect(results.filter(({ status }) => status === 'ok').length).toBe(8);
}, 180_000);
