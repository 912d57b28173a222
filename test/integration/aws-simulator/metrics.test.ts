/**
 * CloudWatch by its real client: metrics of the same calls as the logs.
 * @module
 */
import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type Metric,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MetricMinute, RunningSimulator } from '../../aws-simulator/server/index.ts';
import { SOURCES } from '../../aws-simulator/world/index.ts';
import { allPages, clientConfig, ENGINEERING, EUROPE, failureOf, NOW_MS, SHOP, start } from './support.ts';

const HOUR_MS = 3_600_000;
let simulator: RunningSimulator;

beforeAll(async () => {
  simulator = await start();
});
afterEach(() => {
  simulator.faults.clear();
  simulator.clock.set(NOW_MS);
});
afterAll(() => simulator.close());

const client = (account = SHOP, region = 'us-east-1', of = simulator) =>
  new CloudWatchClient(clientConfig(of, region, account));

async function list(input: ListMetricsCommandInput = {}, from = client()): Promise<Metric[]> {
  const pages = await allPages(
    (NextToken) => from.send(new ListMetricsCommand({ ...input, NextToken })),
    (page) => page.NextToken,
  );
  return pages.flatMap((page) => page.Metrics ?? []);
}

const queryOf = (metric: Metric, i: number, stat = 'Sum', period = 60): MetricDataQuery => ({
  Id: `q${i}`,
  MetricStat: { Metric: metric, Period: period, Stat: stat },
});

async function read(
  input: Pick<GetMetricDataCommandInput, 'MetricDataQueries'> & Partial<GetMetricDataCommandInput>,
  from = client(),
) {
  const pages = await allPages(
    (NextToken) =>
      from.send(
        new GetMetricDataCommand({
          StartTime: new Date(NOW_MS - 6 * HOUR_MS),
          EndTime: new Date(NOW_MS),
          ...input,
          NextToken,
        }),
      ),
    (page) => page.NextToken,
  );
  const series = new Map<string, [number, number][]>();
  for (const result of pages.flatMap((page) => page.MetricDataResults ?? [])) {
    const values = series.get(result.Id ?? '') ?? [];
    (result.Timestamps ?? []).forEach((at, i) => {
      values.push([at.getTime(), result.Values?.[i] ?? Number.NaN]);
    });
    series.set(result.Id ?? '', values);
  }
  return { pages, series };
}

const text = (metric: string, dimensions: readonly (readonly [string, string])[], minute: number) =>
  `${metric} ${dimensions
    .map((each) => each.join('='))
    .toSorted()
    .join(' ')} ${new Date(minute).toISOString()}`;

/** Every minute of a namespace that a client can find, by discovery. */
async function discovered(namespace: string, account: string, region: string, range: [number, number]) {
  const from = client(account, region);
  const metrics = await list({ Namespace: namespace }, from);
  const found = new Map<string, number>();
  for (let i = 0; i < metrics.length; i += 500) {
    const part = metrics.slice(i, i + 500);
    const { series } = await read(
      {
        MetricDataQueries: part.map((metric, n) => queryOf(metric, n)),
        StartTime: new Date(range[0]),
        EndTime: new Date(range[1]),
        MaxDatapoints: 700,
      },
      from,
    );
    part.forEach(({ MetricName = '', Dimensions = [] }, n) => {
      const dimensions = Dimensions.map(({ Name = '', Value = '' }) => [Name, Value] as const);
      for (const [at, value] of series.get(`q${n}`) ?? []) found.set(text(MetricName, dimensions, at), value);
    });
  }
  return found;
}

describe('GetMetricData', () => {
  it.each([
    ['AWS/Bedrock', SHOP, 'us-east-1'],
    ['AWS/Bedrock', ENGINEERING, 'us-west-2'],
    ['AWS/Bedrock', EUROPE, 'eu-west-1'],
    ['AWS/Bedrock/Agents', SHOP, 'us-east-1'],
    ['AWS/Bedrock/Guardrails', SHOP, 'us-east-1'],
    ['AWS/Bedrock/Batch', SHOP, 'us-west-2'],
    ['AWS/BedrockMantle', ENGINEERING, 'us-west-2'],
    ['AWS/Bedrock-AgentCore', ENGINEERING, 'us-west-2'],
  ])('has every minute of %s in %s %s', async (namespace, account, region) => {
    const minute = NOW_MS - (NOW_MS % 60_000);
    const range: [number, number] = [minute - 14 * HOUR_MS, minute - 2 * HOUR_MS];
    const truth = simulator
      .metricMinutes({ from: range[0] / 1000, to: range[1] / 1000 })
      .filter((each) => each.namespace === namespace && each.account === account && each.region === region);
    const found = await discovered(namespace, account, region, range);
    expect(truth.length).toBeGreaterThan(20);
    expect(found).toEqual(
      new Map(
        truth.map(({ metric, dimensions, minute, sum }) => [text(metric, dimensions, minute * 1000), sum]),
      ),
    );
  });

  it('counts each minute what was called in it', async () => {
    const hour = Math.floor(NOW_MS / HOUR_MS) - 20;
    const found = await discovered('AWS/Bedrock', SHOP, 'us-east-1', [hour * HOUR_MS, (hour + 1) * HOUR_MS]);
    const tally = new Map<string, number>();
    const add = (metric: string, modelId: string, at: number, value: number) => {
      // Every id that is called here ends in what CloudWatch calls the model.
      const key = text(metric, [['ModelId', modelId.split('/').at(-1) ?? '']], (at - (at % 60)) * 1000);
      tally.set(key, (tally.get(key) ?? 0) + value);
    };
    for (const { modelId, at, outcome, tokens, family } of simulator.world.callsOf(hour, SOURCES.shopEast)) {
      if (outcome.kind === 'failed') continue;
      add('Invocations', modelId, at, 1);
      if (family !== 'canvas' && !(outcome.kind === 'blocked' && outcome.side === 'input')) {
        add('InputTokenCount', modelId, at, tokens.input);
      }
    }
    const counted = [...found].filter(([key]) => /^(Invocations|InputTokenCount) /.test(key));
    expect(new Map(counted)).toEqual(tally);
    expect(tally.size).toBeGreaterThan(50);
  });

  it('adds up to the ledger, also where logging is off', async () => {
    const hour = Math.floor(NOW_MS / HOUR_MS) - 18;
    for (const [account, region] of [
      [SHOP, 'us-west-2'],
      [ENGINEERING, 'us-east-1'],
    ] as const) {
      const range: [number, number] = [(hour - 6) * HOUR_MS, (hour + 6) * HOUR_MS];
      const found = await discovered('AWS/Bedrock', account, region, range);
      const sum = (metric: string) =>
        [...found].reduce(
          (total, [key, value]) => total + (key.startsWith(`${metric} ModelId=`) ? value : 0),
          0,
        );
      const rows = simulator
        .ledger({ from: range[0] / 1000, to: range[1] / 1000 })
        .filter((row) => row.account === account && row.region === region);
      const of = (pick: (row: (typeof rows)[number]) => number) =>
        rows.reduce((total, row) => total + pick(row), 0);
      expect(sum('Invocations')).toBe(of((row) => row.invocations));
      expect(sum('InvocationThrottles') + sum('InvocationClientErrors') + sum('InvocationServerErrors')).toBe(
        of((row) => row.failedInvocations),
      );
      expect(sum('InputTokenCount')).toBe(of((row) => row.input));
      expect(sum('OutputTokenCount')).toBe(of((row) => row.output));
      expect(of((row) => row.invocations)).toBeGreaterThan(0);
      expect(new Set(rows.map(({ logged }) => logged))).toEqual(new Set([account === SHOP]));
    }
  });

  it('computes other statistics, over longer periods, in either order', async () => {
    const [metric] = await list({ Namespace: 'AWS/Bedrock', MetricName: 'InvocationLatency' });
    const stats = ['Average', 'SampleCount', 'Maximum', 'Minimum', 'Sum', 'p99', 'p50'];
    const { series } = await read({
      MetricDataQueries: stats.map((stat, i) => queryOf(metric ?? {}, i, stat, 3600)),
      ScanBy: 'TimestampAscending',
    });
    const at = (i: number) => (series.get(`q${i}`) ?? []).map(([, value]) => value);
    const [average = [], count = [], most = [], least = [], sum = [], p99 = [], p50 = []] = stats.map(
      (_, i) => at(i),
    );
    count.forEach((n, i) => {
      expect(average[i]).toBeCloseTo((sum[i] ?? 0) / n, 6);
      expect(p99[i]).toBeLessThanOrEqual(most[i] ?? 0);
      expect(p50[i]).toBeGreaterThanOrEqual(least[i] ?? 0);
    });
    const times = (series.get('q0') ?? []).map(([time]) => time);
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    expect(times.every((time) => time % HOUR_MS === 0)).toBe(true);
    const bad = client().send(
      new GetMetricDataCommand({
        MetricDataQueries: [queryOf(metric ?? {}, 0, 'Mode')],
        StartTime: new Date(NOW_MS - HOUR_MS),
        EndTime: new Date(NOW_MS),
      }),
    );
    expect((await failureOf(bad)).status).toBe(400);
  });

  it('takes 500 queries, not 501', async () => {
    const [metric = {}] = await list({ Namespace: 'AWS/Bedrock', MetricName: 'Invocations' });
    const queries = (count: number) => Array.from({ length: count }, (_, i) => queryOf(metric, i));
    const before = requested();
    expect((await read({ MetricDataQueries: queries(500) })).series.size).toBe(500);
    expect(requested() - before).toBe(500);
    const more = read({ MetricDataQueries: queries(501) });
    expect(await failureOf(more)).toEqual({ name: 'ValidationException', status: 400 });
    const same = read({ MetricDataQueries: [queryOf(metric, 1), queryOf(metric, 1)] });
    expect((await failureOf(same)).status).toBe(400);

    function requested() {
      return simulator.calls.list().reduce((sum, count) => sum + count.metricsRequested, 0);
    }
  });

  it('revises the last minutes as data arrive, later still on request', async () => {
    const Dimensions = [{ Name: 'ModelId', Value: 'us.amazon.nova-lite-v1:0' }];
    const metric = { Namespace: 'AWS/Bedrock', MetricName: 'Invocations', Dimensions };
    const hour = { MetricDataQueries: [queryOf(metric, 0)], StartTime: new Date(NOW_MS - HOUR_MS) };
    const total = async () => {
      const { series } = await read(hour);
      return (series.get('q0') ?? []).reduce((sum, [, value]) => sum + value, 0);
    };
    const soon = await total();
    simulator.clock.advance(HOUR_MS);
    const settled = await total();
    expect(settled).toBeGreaterThanOrEqual(soon);
    simulator.clock.set(NOW_MS);
    simulator.faults.add({ kind: 'late-metrics', probability: 0.6, seconds: 7200 });
    expect(await total()).toBeLessThan(soon);
    simulator.clock.advance(3 * HOUR_MS);
    expect(await total()).toBe(settled);
  });
});

describe('ListMetrics', () => {
  it('has 500 to a page and filters by dimension', async () => {
    const from = client(ENGINEERING, 'us-west-2');
    const all = await list({}, from);
    const one = await list({ Dimensions: [{ Name: 'Project', Value: 'evaluations' }] }, from);
    expect(one.length).toBeGreaterThan(0);
    expect(one.length).toBeLessThan(all.length);
    expect(one.every(({ Dimensions = [] }) => Dimensions.some(({ Value }) => Value === 'evaluations'))).toBe(
      true,
    );
    expect((await from.send(new ListMetricsCommand({}))).Metrics?.length).toBeLessThanOrEqual(500);
  });

  it('names models as the callers did, and the levels of other namespaces', async () => {
    const values = async (account: string, region: string) => {
      const metrics = await list(
        { Namespace: 'AWS/Bedrock', MetricName: 'Invocations' },
        client(account, region),
      );
      return metrics.map(({ Dimensions }) => Dimensions?.[0]?.Value);
    };
    expect(await values(SHOP, 'us-east-1')).toContain('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
    expect(await values(SHOP, 'us-west-2')).toContain(
      'arn:aws:bedrock:us-west-2:111122223333:provisioned-model/c4v8n2p6r0sj',
    );
    expect(await values(ENGINEERING, 'us-west-2')).toContain('x7k2m9q4w1zt');
    const images = await list({ Namespace: 'AWS/Bedrock', MetricName: 'OutputImageCount' });
    expect(images.map(({ Dimensions }) => Dimensions?.length).toSorted()).toEqual([1, 3]);
    const agents = await list({ Namespace: 'AWS/Bedrock/Agents', MetricName: 'outputTokenCount' });
    expect(agents.map(({ Dimensions }) => Dimensions?.length).toSorted()).toEqual([1, 2, 3]);
  });

  it('spells the cache metrics in one of two ways', async () => {
    const names = async (account: string, region: string, of = simulator) => {
      const metrics = await list({ Namespace: 'AWS/Bedrock' }, client(account, region, of));
      return [...new Set(metrics.map(({ MetricName = '' }) => MetricName))].filter((name) =>
        name.startsWith('Cache'),
      );
    };
    expect(await names(SHOP, 'us-east-1')).toEqual(['CacheReadInputTokens', 'CacheWriteInputTokens']);
    expect(await names(ENGINEERING, 'us-west-2')).toEqual([
      'CacheReadInputTokenCount',
      'CacheWriteInputTokenCount',
    ]);
    const other = await start({ days: 1, cacheMetricNames: { [SHOP]: 'CacheReadInputTokenCount' } });
    try {
      expect(await names(SHOP, 'us-east-1', other)).toEqual([
        'CacheReadInputTokenCount',
        'CacheWriteInputTokenCount',
      ]);
    } finally {
      await other.close();
    }
    const { series } = await read({
      MetricDataQueries: [
        queryOf(
          {
            Namespace: 'AWS/Bedrock',
            MetricName: 'CacheReadInputTokenCount',
            Dimensions: [{ Name: 'ModelId', Value: 'us.anthropic.claude-sonnet-5-5' }],
          },
          0,
        ),
      ],
    });
    expect(series.get('q0')).toEqual([]);
  });

  it('forgets series after two weeks, and on request after three hours', async () => {
    const all = await list({ Namespace: 'AWS/Bedrock' });
    const recent = await list({ Namespace: 'AWS/Bedrock', RecentlyActive: 'PT3H' });
    expect(recent.length).toBeLessThan(all.length);
    simulator.faults.add({ kind: 'empty-metrics', times: 1 });
    expect(await list({ Namespace: 'AWS/Bedrock' })).toEqual([]);
    expect(await list({ Namespace: 'AWS/Bedrock' })).toEqual(all);
    const nothing = await list({ Namespace: 'AWS/EC2' });
    expect(nothing).toEqual([]);
  });
});

it('counts deliveries of logs, and those that fail', async () => {
  const sum = (rows: readonly MetricMinute[], name: string) =>
    rows.reduce((total, { metric, sum: value }) => total + (metric === name ? value : 0), 0);
  const range = { from: NOW_MS / 1000 - 7200, to: NOW_MS / 1000 - 3600 };
  const own = () =>
    simulator
      .metricMinutes(range)
      .filter(({ account, region }) => account === SHOP && region === 'us-east-1');
  const before = own();
  expect(sum(before, 'ModelInvocationLogsCloudWatchDeliverySuccess')).toBeGreaterThan(0);
  expect(sum(before, 'ModelInvocationLogsS3DeliveryFailure')).toBe(0);
  simulator.faults.add({ kind: 'lost-records', probability: 0.5 });
  const after = own();
  expect(sum(after, 'ModelInvocationLogsS3DeliveryFailure')).toBeGreaterThan(0);
  expect(
    sum(after, 'ModelInvocationLogsS3DeliveryFailure') + sum(after, 'ModelInvocationLogsS3DeliverySuccess'),
  ).toBe(sum(before, 'ModelInvocationLogsS3DeliverySuccess'));
});

it('takes what is put, within its limits, compressed or not', async () => {
  const put = (Namespace: string, count: number, Timestamp = new Date(NOW_MS)) =>
    client().send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: Array.from({ length: count }, (_, i) => ({
          MetricName: `metric-${i}`,
          Value: i,
          Timestamp,
        })),
      }),
    );
  await put('bedrock-meter', 1);
  await put('bedrock-meter', 1000);
  expect((await failureOf(put('AWS/Bedrock', 1))).status).toBe(400);
  expect((await failureOf(put('bedrock-meter', 1, new Date(NOW_MS + 3 * HOUR_MS)))).status).toBe(400);
});
