/**
 * What goes wrong on request, as the real clients see it; and the control API.
 * @module
 */
import { BedrockClient, ListFoundationModelsCommand } from '@aws-sdk/client-bedrock';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultText, RunningSimulator } from '../../aws-simulator/server/index.ts';
import { clientConfig, failureOf, NOW_MS, SHOP, start } from './support.ts';

let simulator: RunningSimulator;
let ask: Record<'logs' | 'monitoring' | 'bedrock' | 'sts' | 's3', () => Promise<unknown>>;

beforeAll(async () => {
  simulator = await start({ days: 1 });
  const config = clientConfig(simulator);
  const logs = new CloudWatchLogsClient(config);
  const monitoring = new CloudWatchClient(config);
  const bedrock = new BedrockClient(config);
  const sts = new STSClient(config);
  const s3 = new S3Client(config);
  ask = {
    logs: () => logs.send(new DescribeLogGroupsCommand({})),
    monitoring: () => monitoring.send(new ListMetricsCommand({ RecentlyActive: 'PT3H' })),
    bedrock: () => bedrock.send(new ListFoundationModelsCommand({})),
    sts: () => sts.send(new GetCallerIdentityCommand({})),
    s3: () => s3.send(new ListObjectsV2Command({ Bucket: `bedrock-logs-${SHOP}-us-east-1`, MaxKeys: 3 })),
  };
});
afterEach(() => simulator.faults.clear());
afterAll(() => simulator.close());

/** The names of the errors that a fault gives in each service; each works again after it. */
async function names(fault: FaultText): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [service, call] of Object.entries(ask)) {
    simulator.faults.add({ ...fault, service, times: 1 });
    found[service] = (await failureOf(call())).name;
    await call();
  }
  return found;
}

describe('errors', () => {
  it.each<[FaultText, Record<string, string>]>([
    [
      { kind: 'throttling' },
      {
        logs: 'ThrottlingException',
        monitoring: 'Throttling',
        bedrock: 'ThrottlingException',
        sts: 'Throttling',
        s3: 'SlowDown',
      },
    ],
    [
      { kind: 'throttling', code: 'ThrottlingException' },
      {
        logs: 'ThrottlingException',
        monitoring: 'ThrottlingException',
        bedrock: 'ThrottlingException',
        sts: 'ThrottlingException',
        s3: 'ThrottlingException',
      },
    ],
    [
      { kind: 'internal-error' },
      {
        logs: 'InternalFailure',
        monitoring: 'InternalFailure',
        bedrock: 'InternalServerException',
        sts: 'InternalFailure',
        s3: 'InternalError',
      },
    ],
    [
      { kind: 'unavailable' },
      {
        logs: 'ServiceUnavailableException',
        monitoring: 'ServiceUnavailable',
        bedrock: 'ServiceUnavailableException',
        sts: 'ServiceUnavailable',
        s3: 'ServiceUnavailable',
      },
    ],
    [
      { kind: 'access-denied' },
      {
        logs: 'AccessDeniedException',
        monitoring: 'AccessDenied',
        bedrock: 'AccessDeniedException',
        sts: 'AccessDenied',
        s3: 'AccessDenied',
      },
    ],
    [
      { kind: 'expired-credentials' },
      {
        logs: 'ExpiredTokenException',
        monitoring: 'ExpiredToken',
        bedrock: 'ExpiredTokenException',
        sts: 'ExpiredToken',
        s3: 'ExpiredToken',
      },
    ],
    [
      { kind: 'clock-skew' },
      {
        logs: 'InvalidSignatureException',
        monitoring: 'SignatureDoesNotMatch',
        bedrock: 'InvalidSignatureException',
        sts: 'SignatureDoesNotMatch',
        s3: 'RequestTimeTooSkewed',
      },
    ],
    [
      { kind: 'clock-skew', code: 'RequestTimeTooSkewed' },
      {
        logs: 'RequestTimeTooSkewed',
        monitoring: 'RequestTimeTooSkewed',
        bedrock: 'RequestTimeTooSkewed',
        sts: 'RequestTimeTooSkewed',
        s3: 'RequestTimeTooSkewed',
      },
    ],
  ])('%o', async (fault, expected) => {
    expect(await names(fault)).toEqual(expected);
  });

  it('of a page token, of another Region, of any kind', async () => {
    const client = new CloudWatchLogsClient(clientConfig(simulator));
    const group = { logGroupName: '/aws/bedrock/modelinvocations', limit: 1 };
    const { nextToken } = await client.send(new FilterLogEventsCommand(group));
    simulator.faults.add({ kind: 'expired-page-token', times: 1 });
    await client.send(new FilterLogEventsCommand(group));
    const next = () => client.send(new FilterLogEventsCommand({ ...group, nextToken }));
    expect(await failureOf(next())).toEqual({ name: 'InvalidParameterException', status: 400 });
    await next();
    simulator.faults.add({ kind: 'wrong-region', service: 's3', times: 1 });
    expect(await failureOf(ask.s3())).toEqual({ name: 'PermanentRedirect', status: 301 });
    simulator.faults.add({
      kind: 'error',
      code: 'Teapot',
      status: 418,
      message: 'short and stout',
      times: 1,
    });
    expect(await failureOf(ask.bedrock())).toEqual({ name: 'Teapot', status: 418 });
  });
});

describe('connections', () => {
  it('are reset, cut off in the body, or answered by a page', async () => {
    for (const kind of ['reset', 'truncated'] as const) {
      const found = await names({ kind });
      expect(Object.keys(found)).toEqual(Object.keys(ask));
    }
    simulator.faults.add({ kind: 'html' });
    for (const service of ['logs', 'monitoring', 'bedrock'] as const) {
      expect((await failureOf(ask[service]())).name).toBe('SyntaxError');
    }
  });

  it('hang until the client gives up, and do not keep the simulator from closing', async () => {
    const own = await start({ days: 1 });
    own.faults.add({ kind: 'hang' });
    const requestHandler = new NodeHttpHandler({ requestTimeout: 50, throwOnRequestTimeout: true });
    const impatient = new STSClient({ ...clientConfig(own), requestHandler });
    expect((await failureOf(impatient.send(new GetCallerIdentityCommand({})))).name).toBe('TimeoutError');
    const patient = failureOf(new STSClient(clientConfig(own)).send(new GetCallerIdentityCommand({})));
    await own.close();
    await patient;
  });

  it('are tried again by the SDK', async () => {
    const sts = new STSClient({ ...clientConfig(simulator), maxAttempts: 3 });
    simulator.faults.add({ kind: 'internal-error', times: 1 });
    simulator.calls.reset();
    await sts.send(new GetCallerIdentityCommand({}));
    expect(simulator.calls.list()).toEqual([
      expect.objectContaining({ service: 'sts', operation: 'GetCallerIdentity', requests: 2, errors: 1 }),
    ]);
  });
});

describe('who is struck', () => {
  it('depends on service, operation, account, Region, how many before, and how many at all', async () => {
    simulator.faults.add({ kind: 'throttling', service: 'logs', operation: 'FilterLogEvents' });
    simulator.faults.add({ kind: 'throttling', account: '999999999999' });
    simulator.faults.add({ kind: 'throttling', region: 'eu-west-1' });
    for (const call of Object.values(ask)) await call();
    simulator.faults.clear();
    simulator.faults.add({ kind: 'throttling', service: 'sts', skip: 1, times: 2 });
    const outcomes: boolean[] = [];
    for (let i = 0; i < 5; i++) {
      outcomes.push(
        await ask.sts().then(
          () => true,
          () => false,
        ),
      );
    }
    expect(outcomes).toEqual([true, false, false, true, true]);
  });

  it('is drawn by the seed', async () => {
    const draw = async () => {
      const own = await start({ days: 1, seed: 'draws' });
      const sts = new STSClient(clientConfig(own));
      own.faults.add({ kind: 'throttling', probability: 0.5 });
      const outcomes: boolean[] = [];
      for (let i = 0; i < 12; i++) {
        outcomes.push(
          await sts.send(new GetCallerIdentityCommand({})).then(
            () => true,
            () => false,
          ),
        );
      }
      await own.close();
      return outcomes;
    };
    const first = await draw();
    expect(new Set(first).size).toBe(2);
    expect(await draw()).toEqual(first);
  });
});

describe('the control API', () => {
  const call = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) };
    const answer = await fetch(`${simulator.url}/_simulator${path}`, init);
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };

  it('sets the clock', async () => {
    expect((await call('GET', '/clock')).body).toEqual({ now: '2026-11-20T12:34:56.000Z' });
    expect((await call('POST', '/clock', { advanceSeconds: 90 })).body).toEqual({
      now: '2026-11-20T12:36:26.000Z',
    });
    await call('POST', '/clock', { now: '2026-11-20T12:34:56Z' });
    expect(simulator.clock.now()).toBe(NOW_MS);
    expect((await call('POST', '/clock', { later: 1 })).status).toBe(400);
  });

  it('adds, lists and removes faults', async () => {
    const { status, body } = await call('POST', '/faults', { kind: 'throttling', service: 'sts' });
    expect(status).toBe(201);
    expect((await failureOf(ask.sts())).name).toBe('Throttling');
    expect((await call('GET', '/faults')).body.faults).toEqual([
      { id: body.id, kind: 'throttling', service: 'sts', struck: 1 },
    ]);
    expect((await call('DELETE', `/faults/${body.id}`)).status).toBe(200);
    await ask.sts();
    const unknown = await call('POST', '/faults', { kind: 'plague' });
    expect([unknown.status, unknown.body.error]).toEqual([400, expect.stringContaining('kind')]);
  });

  it('counts calls and tells the truth', async () => {
    await call('DELETE', '/calls');
    await ask.logs();
    expect((await call('GET', '/calls')).body.calls).toEqual([
      {
        service: 'logs',
        operation: 'DescribeLogGroups',
        account: SHOP,
        region: 'us-east-1',
        requests: 1,
        errors: 0,
        metricsRequested: 0,
      },
    ]);
    const { body } = await call('GET', '/ledger?from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z');
    expect(body.rows).toEqual(simulator.ledger({ from: NOW_MS / 1000 - 9296, to: NOW_MS / 1000 - 5696 }));
    expect(body.rows.length).toBeGreaterThan(5);
    const minutes = await call('GET', '/metric-minutes?from=2026-11-20T10:00:00Z&to=2026-11-20T10:10:00Z');
    expect(minutes.body.rows.length).toBeGreaterThan(5);
    expect((await call('GET', '/stories')).body.stories.length).toBeGreaterThan(8);
    await call('POST', '/permissions', { allow: [] });
    expect((await failureOf(ask.logs())).name).toBe('AccessDeniedException');
    await call('POST', '/permissions', { allow: 'all' });
    await ask.logs();
  });
});
