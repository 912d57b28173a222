/**
 * Reading another account by a role.
 * @module
 */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, expect, it } from 'vitest';
import {
  assumedRole,
  countCalls,
  createCloudWatchLogsCollector,
  httpHandler,
} from '../../../collectors/index.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { type Bench, openBench, unlimited } from './bench.ts';

const EUROPE = SOURCES.europeWest;
let bench: Bench;
afterEach(() => bench.close());

function collectorBy(externalId: string | undefined) {
  const region = regionId(EUROPE.region);
  const client = new CloudWatchLogsClient({
    region,
    endpoint: bench.aws.url,
    maxAttempts: 1,
    requestHandler: httpHandler(),
    credentials: assumedRole({
      arn: `arn:aws:iam::${EUROPE.account}:role/bedrock-meter`,
      region,
      endpoint: bench.aws.url,
      ...(externalId === undefined ? {} : { externalId }),
      from: async () => ({ accessKeyId: `AKIA${SOURCES.shopEast.account}SIMU`, secretAccessKey: 'made-up' }),
    }),
  });
  const account = accountId(EUROPE.account);
  return createCloudWatchLogsCollector({
    account,
    region,
    client,
    logGroup: 'bedrock-invocations',
    limiter: unlimited,
  });
}

it('a role with its ExternalId reads the other account', async () => {
  bench = await openBench();
  expect(await bench.run(collectorBy('bedrock-meter'))).toBeUndefined();
  const [source] = await bench.store.sources();
  expect(source).toMatchObject({ collector: 'invocation-logs/cloudwatch', account: EUROPE.account });
  expect(source?.facts).toBeGreaterThan(0);
});

it.each(['somebody-else', undefined])(
  'without the right one (%s) it says who has to trust whom',
  async (externalId) => {
    bench = await openBench();
    expect(await bench.run(collectorBy(externalId))).toMatchObject({
      kind: 'denied',
      hint: expect.stringContaining('ExternalId'),
    });
  },
);

it('counts and survives every renewal of the role', async () => {
  bench = await openBench();
  const counted: string[] = [];
  const credentials = assumedRole({
    ...{ arn: `arn:aws:iam::${EUROPE.account}:role/bedrock-meter`, externalId: 'bedrock-meter' },
    ...{ region: regionId(EUROPE.region), endpoint: bench.aws.url },
    from: async () => ({ accessKeyId: `AKIA${SOURCES.shopEast.account}SIMU`, secretAccessKey: 'made-up' }),
    watch: (client) =>
      countCalls(client, ({ service, operation }) => counted.push(`${service} ${operation}`)),
  });
  const keys = [await credentials(), await credentials(), await credentials()];
  expect(keys.map(({ sessionToken = '' }) => sessionToken.length > 0)).toEqual([true, true, true]);
  expect(counted).toEqual(Array(3).fill('sts AssumeRole'));
  expect(bench.aws.calls.total('sts', 'AssumeRole')).toBe(3);
});
