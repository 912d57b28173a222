/**
 * Who may do what: roles, keys, signatures, permissions; and quotas, which are an account's too.
 * @module
 */
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import * as quotas from '@aws-sdk/client-service-quotas';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DEFAULT_EXTERNAL_ID, type RunningSimulator } from '../../aws-simulator/server/index.ts';
import { allPages, clientConfig, ENGINEERING, EUROPE, failureOf, SHOP, start } from './support.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ days: 1 });
});
afterEach(() => simulator.permissions.allowAll());
afterAll(() => simulator.close());

const role = (account: string, name = 'bedrock-meter') => `arn:aws:iam::${account}:role/${name}`;

describe('AssumeRole', () => {
  it('leads into another account, by the SDK’s own provider', async () => {
    const base = clientConfig(simulator);
    const credentials = fromTemporaryCredentials({
      params: { RoleArn: role(ENGINEERING), RoleSessionName: 'test', ExternalId: DEFAULT_EXTERNAL_ID },
      masterCredentials: base.credentials,
      clientConfig: { region: 'us-east-1', endpoint: simulator.url },
    });
    const sts = new STSClient({ ...base, credentials });
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: ENGINEERING,
      Arn: `arn:aws:sts::${ENGINEERING}:assumed-role/bedrock-meter/test`,
    });
    expect(simulator.calls.total('sts', 'AssumeRole')).toBe(1);
  });

  it('wants the external id, the right role and a known account', async () => {
    const sts = new STSClient(clientConfig(simulator));
    const assume = (RoleArn: string, ExternalId?: string) =>
      failureOf(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId })));
    const denied = { name: 'AccessDenied', status: 403 };
    expect(await assume(role(EUROPE))).toEqual(denied);
    expect(await assume(role(EUROPE), 'another')).toEqual(denied);
    expect(await assume(role(EUROPE, 'admin'), DEFAULT_EXTERNAL_ID)).toEqual(denied);
    expect(await assume(role('123456789012'), DEFAULT_EXTERNAL_ID)).toEqual(denied);
    expect((await assume('no-arn', DEFAULT_EXTERNAL_ID)).name).toBe('ValidationError');
  });

  it('gives credentials that are refused once they are over', async () => {
    const token = Buffer.from(
      JSON.stringify({ arn: `arn:aws:sts::${SHOP}:assumed-role/bedrock-meter/x`, expires: Date.now() - 1 }),
    ).toString('base64');
    const config = clientConfig(simulator);
    const over = { ...config.credentials, accessKeyId: `ASIA${SHOP}SIMU`, sessionToken: token };
    const logs = new CloudWatchLogsClient({ ...config, credentials: over });
    expect(await failureOf(logs.send(new DescribeLogGroupsCommand({})))).toEqual({
      name: 'ExpiredTokenException',
      status: 400,
    });
    const without = { ...config.credentials, accessKeyId: `ASIA${SHOP}SIMU` };
    const cloudwatch = new CloudWatchClient({ ...config, credentials: without });
    expect((await failureOf(cloudwatch.send(new ListMetricsCommand({})))).status).toBe(403);
  });
});

it('is found by the environment that it asks for, all services at one URL', async () => {
  for (const [name, value] of Object.entries(simulator.env)) vi.stubEnv(name, value);
  try {
    expect((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account).toBe(SHOP);
    await new CloudWatchLogsClient({}).send(new DescribeLogGroupsCommand({}));
    await new CloudWatchClient({}).send(new ListMetricsCommand({ RecentlyActive: 'PT3H' }));
    await new BedrockClient({}).send(new ListFoundationModelsCommand({}));
    await new S3Client({}).send(
      new ListObjectsV2Command({ Bucket: `bedrock-logs-${SHOP}-us-east-1`, MaxKeys: 1 }),
    );
    await new quotas.ServiceQuotasClient({}).send(
      new quotas.GetServiceQuotaCommand({ ServiceCode: 'bedrock', QuotaCode: 'L-7C1E55A0' }),
    );
  } finally {
    vi.unstubAllEnvs();
  }
});

it('refuses unsigned and garbled requests in the protocol’s own form', async () => {
  const ask = async (headers: Record<string, string>, path = '/', method = 'POST', body = '') => {
    const answer = await fetch(simulator.url + path, { method, headers, ...(body ? { body } : {}) });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const target = { 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const json = await ask(target);
  expect([json.status, JSON.parse(json.text).__type]).toEqual([403, 'MissingAuthenticationTokenException']);
  const garbled = await ask({ ...target, authorization: 'AWS4-HMAC-SHA256 Credential=x' });
  expect([garbled.status, JSON.parse(garbled.text).__type]).toEqual([403, 'IncompleteSignatureException']);
  const cloudwatch = await ask({ 'x-amz-target': 'GraniteServiceVersion20100801.ListMetrics' });
  expect(cloudwatch.headers.get('x-amzn-query-error')).toBe('MissingAuthenticationToken;Sender');
  const rest = await ask({}, '/foundation-models', 'GET');
  expect([rest.status, rest.headers.get('x-amzn-errortype')?.split(':')[0]]).toEqual([
    403,
    'MissingAuthenticationTokenException',
  ]);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const sts = await ask(form, '/', 'POST', 'Action=GetCallerIdentity&Version=2011-06-15');
  expect(sts.text).toContain('<Code>MissingAuthenticationToken</Code>');
  const s3 = await ask({}, '/some-bucket/some-key', 'GET');
  expect([s3.status, s3.text.includes('<Code>AccessDenied</Code>')]).toEqual([403, true]);
  const unknown = await fetch(simulator.url, {
    method: 'POST',
    headers: {
      'x-amz-target': 'Logs_20140328.Nonsense',
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIA/20261120/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=00',
    },
  });
  expect([unknown.status, (await unknown.json()) as object]).toEqual([
    404,
    expect.objectContaining({ __type: 'UnknownOperationException' }),
  ]);
});

it('limits an account to a list of actions, each lighting up its operation', async () => {
  const config = clientConfig(simulator);
  const attempts = {
    'logs:DescribeLogGroups': () => new CloudWatchLogsClient(config).send(new DescribeLogGroupsCommand({})),
    'cloudwatch:ListMetrics': () => new CloudWatchClient(config).send(new ListMetricsCommand({})),
    'bedrock:ListFoundationModels': () => new BedrockClient(config).send(new ListFoundationModelsCommand({})),
    's3:ListBucket': () =>
      new S3Client(config).send(
        new ListObjectsV2Command({ Bucket: `bedrock-logs-${SHOP}-us-east-1`, MaxKeys: 1 }),
      ),
  };
  const allowed: string[] = [];
  for (const action of [...Object.keys(attempts), null]) {
    simulator.permissions.allowOnly(allowed);
    for (const [name, attempt] of Object.entries(attempts)) {
      const outcome = await attempt().then(
        () => 'allowed',
        (error: Error) => error.name.replace(/Exception$/, ''),
      );
      expect([name, outcome]).toEqual([name, allowed.includes(name) ? 'allowed' : 'AccessDenied']);
    }
    if (action) allowed.push(action);
  }
  // Who somebody is may always be asked.
  await new STSClient(config).send(new GetCallerIdentityCommand({}));
});

describe('Service Quotas', () => {
  const client = (account = SHOP, region = 'us-east-1') =>
    new quotas.ServiceQuotasClient(clientConfig(simulator, region, account));
  const applied = async (from: quotas.ServiceQuotasClient) => {
    const pages = await allPages(
      (NextToken) =>
        from.send(new quotas.ListServiceQuotasCommand({ ServiceCode: 'bedrock', MaxResults: 20, NextToken })),
      (page) => page.NextToken,
    );
    return pages.flatMap((page) => page.Quotas ?? []);
  };
  const defaults = async (from: quotas.ServiceQuotasClient) => {
    const pages = await allPages(
      (NextToken) =>
        from.send(new quotas.ListAWSDefaultServiceQuotasCommand({ ServiceCode: 'bedrock', NextToken })),
      (page) => page.NextToken,
    );
    return pages.flatMap((page) => page.Quotas ?? []);
  };

  it('has applied values beside the defaults: the same, lower, higher and zero', async () => {
    const found = { same: 0, lower: 0, higher: 0, zero: 0 };
    for (const [account, region] of [
      [SHOP, 'us-east-1'],
      [ENGINEERING, 'us-west-2'],
      [ENGINEERING, 'us-east-1'],
      [EUROPE, 'eu-west-1'],
    ] as const) {
      const base = new Map(
        (await defaults(client(account, region))).map((quota) => [quota.QuotaCode, quota.Value ?? 0]),
      );
      for (const { QuotaCode, Value = -1, UsageMetric } of await applied(client(account, region))) {
        const usual = base.get(QuotaCode) ?? -1;
        const kind = Value === usual ? 'same' : Value === 0 ? 'zero' : Value < usual ? 'lower' : 'higher';
        found[kind] += 1;
        expect(UsageMetric).toEqual({});
      }
      expect(base.size).toBeGreaterThanOrEqual(60);
    }
    expect(Object.values(found).every((count) => count > 0)).toBe(true);
  });

  it('names quotas in the grammar that AWS uses, once each', async () => {
    const all = await defaults(client());
    expect(new Set(all.map(({ QuotaCode }) => QuotaCode)).size).toBe(all.length);
    const names = all.map(({ QuotaName = '' }) => QuotaName);
    for (const form of [
      /^Cross-region model inference tokens per minute for /,
      /^Cross-Region model inference requests per minute for /,
      /^Global cross-region model inference tokens per day for /,
      / 1M Context Length$/,
      / \(doubled for cross-region calls\)$/,
      /^\[bedrock-mantle endpoint\] /,
      /^Cross-Model Max Tokens Per Day$/,
    ]) {
      expect(names.some((name) => form.test(name))).toBe(true);
    }
    expect(all.some(({ Adjustable }) => Adjustable)).toBe(true);
    expect(all.some(({ Adjustable }) => !Adjustable)).toBe(true);
  });

  it('answers for one quota, and with the history of requests', async () => {
    const one = { ServiceCode: 'bedrock', QuotaCode: 'L-7C1E55A0' };
    expect((await client().send(new quotas.GetServiceQuotaCommand(one))).Quota?.Value).toBe(120_000);
    expect((await client().send(new quotas.GetAWSDefaultServiceQuotaCommand(one))).Quota?.Value).toBe(6e6);
    const history = await client().send(
      new quotas.ListRequestedServiceQuotaChangeHistoryCommand({ ServiceCode: 'bedrock' }),
    );
    expect(history.RequestedQuotas?.map(({ Status }) => Status)).toEqual(['CASE_OPENED', 'DENIED']);
    const open = await client().send(
      new quotas.ListRequestedServiceQuotaChangeHistoryByQuotaCommand({ ...one, Status: 'CASE_OPENED' }),
    );
    expect(open.RequestedQuotas?.[0]).toMatchObject({ QuotaCode: 'L-7C1E55A0', DesiredValue: 7e6 });
    const unknown = client().send(new quotas.GetServiceQuotaCommand({ ...one, QuotaCode: 'L-00000000' }));
    expect(await failureOf(unknown)).toEqual({ name: 'NoSuchResourceException', status: 400 });
  });
});
