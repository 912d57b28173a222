/**
 * Bedrock's three services by their real clients.
 * @module
 */
import * as bedrock from '@aws-sdk/client-bedrock';
import {
  BedrockAgentClient,
  GetAgentCommand,
  ListAgentAliasesCommand,
  ListAgentsCommand,
} from '@aws-sdk/client-bedrock-agent';
import {
  BedrockRuntimeClient,
  CountTokensCommand,
  ListAsyncInvokesCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningSimulator } from '../../aws-simulator/server/index.ts';
import {
  allPages,
  clientConfig,
  ENGINEERING,
  EUROPE,
  failureOf,
  NOW_MS,
  requestIds,
  SHOP,
  start,
} from './support.ts';

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start();
});
afterAll(() => simulator.close());

const client = (account = SHOP, region = 'us-east-1') =>
  new bedrock.BedrockClient(clientConfig(simulator, region, account));

describe('the logging configuration', () => {
  it('says where the records go, and is absent where logging is off', async () => {
    const get = async (account: string, region: string) =>
      (await client(account, region).send(new bedrock.GetModelInvocationLoggingConfigurationCommand({})))
        .loggingConfig;
    expect(await get(SHOP, 'us-east-1')).toMatchObject({
      cloudWatchConfig: { logGroupName: '/aws/bedrock/modelinvocations' },
      s3Config: { bucketName: 'bedrock-logs-111122223333-us-east-1' },
      textDataDeliveryEnabled: true,
    });
    expect((await get(EUROPE, 'eu-west-1'))?.textDataDeliveryEnabled).toBe(false);
    expect((await get(ENGINEERING, 'us-west-2'))?.cloudWatchConfig).toBeUndefined();
    expect(await get(ENGINEERING, 'us-east-1')).toBeUndefined();
    expect(await get(SHOP, 'eu-west-3')).toBeUndefined();
  });

  it('can be put in force, and records come from then on', async () => {
    const own = await start();
    try {
      const config = clientConfig(own, 'us-east-1', ENGINEERING);
      const control = new bedrock.BedrockClient(config);
      const put = (logGroupName: string) =>
        control.send(
          new bedrock.PutModelInvocationLoggingConfigurationCommand({
            loggingConfig: {
              cloudWatchConfig: { logGroupName, roleArn: `arn:aws:iam::${ENGINEERING}:role/bedrock-logging` },
              textDataDeliveryEnabled: false,
            },
          }),
        );
      expect(await failureOf(put('no-such-group'))).toEqual({ name: 'ValidationException', status: 400 });
      await put('/aws/bedrock/modelinvocations');
      own.clock.advance(8 * 3_600_000);
      const logs = new CloudWatchLogsClient(config);
      const pages = await allPages(
        (nextToken) =>
          logs.send(new FilterLogEventsCommand({ logGroupName: '/aws/bedrock/modelinvocations', nextToken })),
        (page) => page.nextToken,
      );
      const lines = pages.flatMap((page) => (page.events ?? []).map(({ message }) => message ?? ''));
      const rows = own.ledger({ from: NOW_MS / 1000, to: NOW_MS / 1000 + 8 * 3600 - 60 });
      const dark = rows.filter(({ account, region }) => account === ENGINEERING && region === 'us-east-1');
      expect(dark.every(({ logged }) => logged)).toBe(true);
      const count = dark.reduce((sum, row) => sum + row.invocations + row.failedInvocations, 0);
      expect(count).toBeGreaterThan(0);
      expect(requestIds(lines).length).toBeGreaterThanOrEqual(count);
      await control.send(new bedrock.DeleteModelInvocationLoggingConfigurationCommand({}));
      const gone = await control.send(new bedrock.GetModelInvocationLoggingConfigurationCommand({}));
      expect(gone.loggingConfig).toBeUndefined();
    } finally {
      await own.close();
    }
  });
});

describe('inventory', () => {
  it('lists models with their life cycle', async () => {
    const { modelSummaries = [] } = await client().send(new bedrock.ListFoundationModelsCommand({}));
    const haiku = modelSummaries.find(({ modelId }) => modelId === 'anthropic.claude-3-haiku-20240307-v1:0');
    expect(haiku?.modelLifecycle?.status).toBe('LEGACY');
    expect(haiku?.modelLifecycle?.endOfLifeTime).toEqual(new Date('2027-01-15T00:00:00Z'));
    const amazon = await client().send(new bedrock.ListFoundationModelsCommand({ byProvider: 'amazon' }));
    expect(new Set(amazon.modelSummaries?.map(({ providerName }) => providerName))).toEqual(
      new Set(['Amazon']),
    );
    const one = await client().send(
      new bedrock.GetFoundationModelCommand({ modelIdentifier: 'amazon.nova-pro-v1:0' }),
    );
    expect(one.modelDetails?.modelName).toBe('Nova Pro');
  });

  it('has a model, a profile or a provisioned unit for every id that is called', async () => {
    for (const { account, region } of simulator.world.sources) {
      const { modelSummaries = [] } = await client(account, region).send(
        new bedrock.ListFoundationModelsCommand({}),
      );
      const profiles = await profilesOf(account, region);
      const known = new Set([
        ...modelSummaries.flatMap(({ modelId = '', modelArn = '' }) => [modelId, modelArn]),
        ...profiles.flatMap(({ inferenceProfileId = '', inferenceProfileArn = '' }) => [
          inferenceProfileId,
          inferenceProfileArn,
        ]),
      ]);
      const called = simulator.ledger().filter((row) => row.account === account && row.region === region);
      const unknown = called
        .map(({ modelId }) => modelId)
        .filter((id) => !known.has(id) && !id.includes('provisioned-model'));
      expect(unknown).toEqual([]);
    }
  });

  async function profilesOf(account: string, region: string, typeEquals?: bedrock.InferenceProfileType) {
    const types = typeEquals ? [typeEquals] : (['SYSTEM_DEFINED', 'APPLICATION'] as const);
    const pages = await Promise.all(
      types.map((type) =>
        allPages(
          (nextToken) =>
            client(account, region).send(
              new bedrock.ListInferenceProfilesCommand({ typeEquals: type, maxResults: 5, nextToken }),
            ),
          (page) => page.nextToken,
        ),
      ),
    );
    return pages.flat().flatMap((page) => page.inferenceProfileSummaries ?? []);
  }

  it('resolves application profiles, by id or ARN, and their tags', async () => {
    const [profile] = await profilesOf(ENGINEERING, 'us-west-2', 'APPLICATION');
    const { inferenceProfileId, inferenceProfileArn } = profile ?? {};
    const from = client(ENGINEERING, 'us-west-2');
    for (const inferenceProfileIdentifier of [inferenceProfileId, inferenceProfileArn]) {
      const { models = [], type } = await from.send(
        new bedrock.GetInferenceProfileCommand({ inferenceProfileIdentifier }),
      );
      expect(type).toBe('APPLICATION');
      expect(models.map(({ modelArn }) => modelArn?.split('/').at(-1))).toContain(
        'anthropic.claude-sonnet-5-5',
      );
    }
    const { tags } = await from.send(
      new bedrock.ListTagsForResourceCommand({ resourceARN: inferenceProfileArn }),
    );
    expect(tags).toContainEqual({ key: 'app', value: 'pull-request-review' });
    const unknown = from.send(new bedrock.GetInferenceProfileCommand({ inferenceProfileIdentifier: 'nope' }));
    expect(await failureOf(unknown)).toEqual({ name: 'ResourceNotFoundException', status: 404 });
  });

  it('has a provisioned model whose commitment ends within a week', async () => {
    const { provisionedModelSummaries = [] } = await client(SHOP, 'us-west-2').send(
      new bedrock.ListProvisionedModelThroughputsCommand({}),
    );
    expect(provisionedModelSummaries.length).toBe(1);
    const days =
      ((provisionedModelSummaries[0]?.commitmentExpirationTime?.getTime() ?? 0) - NOW_MS) / 86_400_000;
    expect(days).toBeGreaterThan(5);
    expect(days).toBeLessThan(7);
    const loose = await client(ENGINEERING, 'us-west-2').send(
      new bedrock.ListProvisionedModelThroughputsCommand({}),
    );
    expect(loose.provisionedModelSummaries?.[0]).not.toHaveProperty('commitmentDuration');
  });

  it('lists batch jobs, whose manifests have the tokens', async () => {
    const west = client(SHOP, 'us-west-2');
    const pages = await allPages(
      (nextToken) => west.send(new bedrock.ListModelInvocationJobsCommand({ maxResults: 1, nextToken })),
      (page) => page.nextToken,
    );
    const jobs = pages.flatMap((page) => page.invocationJobSummaries ?? []);
    const truth = simulator.world.batchJobs({ from: simulator.world.history.from, to: NOW_MS / 1000 });
    expect(jobs.map(({ jobName }) => jobName)).toEqual(truth.map(({ name }) => name).toReversed());
    const [, bucket = '', key = ''] =
      /^s3:\/\/([^/]+)\/(.*)$/.exec(jobs[0]?.outputDataConfig?.s3OutputDataConfig?.s3Uri ?? '') ?? [];
    const id = jobs[0]?.jobArn?.split('/').at(-1);
    const { Body } = await new S3Client(clientConfig(simulator, 'us-west-2')).send(
      new GetObjectCommand({ Bucket: bucket, Key: `${key}${id}/manifest.json.out` }),
    );
    const manifest = JSON.parse((await Body?.transformToString()) ?? '{}');
    expect(manifest.inputTokenCount).toBe(truth.at(-1)?.inputTokens);
    expect(manifest.totalRecordCount).toBe(jobs[0]?.totalRecordCount);
    const after = await west.send(
      new bedrock.ListModelInvocationJobsCommand({ submitTimeAfter: new Date(NOW_MS) }),
    );
    expect(after.invocationJobSummaries).toEqual([]);
  });

  it('knows custom and imported models, deployments, routers and guardrails', async () => {
    const own = client(ENGINEERING, 'us-west-2');
    expect((await own.send(new bedrock.ListCustomModelsCommand({}))).modelSummaries?.length).toBe(1);
    expect((await own.send(new bedrock.ListImportedModelsCommand({}))).modelSummaries?.length).toBe(1);
    const { modelDeploymentSummaries } = await own.send(new bedrock.ListCustomModelDeploymentsCommand({}));
    expect(modelDeploymentSummaries?.[0]?.status).toBe('Active');
    expect((await own.send(new bedrock.ListPromptRoutersCommand({}))).promptRouterSummaries?.length).toBe(1);
    const { guardrails } = await client().send(new bedrock.ListGuardrailsCommand({}));
    expect(guardrails?.map(({ id }) => id)).toContain('gr7p2x9wq4ab');
  });
});

it('names agents and their aliases', async () => {
  const agents = new BedrockAgentClient(clientConfig(simulator));
  const { agentSummaries } = await agents.send(new ListAgentsCommand({ maxResults: 1 }));
  expect(agentSummaries).toEqual([
    expect.objectContaining({ agentId: 'K7Q2M9X4BD', agentName: 'order-agent' }),
  ]);
  const { agentAliasSummaries } = await agents.send(new ListAgentAliasesCommand({ agentId: 'K7Q2M9X4BD' }));
  expect(agentAliasSummaries?.map(({ agentAliasName }) => agentAliasName)).toEqual([
    'production',
    'AgentTestAlias',
  ]);
  expect((await agents.send(new GetAgentCommand({ agentId: 'K7Q2M9X4BD' }))).agent?.agentName).toBe(
    'order-agent',
  );
  const unknown = agents.send(new ListAgentAliasesCommand({ agentId: 'NOSUCHONE1' }));
  expect(await failureOf(unknown)).toEqual({ name: 'ResourceNotFoundException', status: 404 });
});

it('counts tokens and lists asynchronous invocations', async () => {
  const runtime = new BedrockRuntimeClient(clientConfig(simulator));
  const converse = { messages: [{ role: 'user' as const, content: [{ text: 'x'.repeat(400) }] }] };
  const modelId = 'us.amazon.nova-lite-v1:0';
  expect((await runtime.send(new CountTokensCommand({ modelId, input: { converse } }))).inputTokens).toBe(
    100,
  );
  const body = new TextEncoder().encode(JSON.stringify({ prompt: 'x'.repeat(40) }));
  const counted = await runtime.send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } }));
  expect(counted.inputTokens).toBe(10);
  const unknown = runtime.send(new CountTokensCommand({ modelId: 'no.such-model', input: { converse } }));
  expect(await failureOf(unknown)).toEqual({ name: 'ValidationException', status: 400 });
  const { asyncInvokeSummaries = [] } = await runtime.send(new ListAsyncInvokesCommand({}));
  expect(asyncInvokeSummaries.every(({ status }) => status === 'Completed')).toBe(true);
});
