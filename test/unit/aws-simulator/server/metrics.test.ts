import { describe, expect, it } from 'vitest';
import { asDocumented, asPublished } from '../../../aws-simulator/server/cloudwatch/cache-names.ts';
import { roundedStart } from '../../../aws-simulator/server/cloudwatch/series-values.ts';
import { statisticOf } from '../../../aws-simulator/server/cloudwatch/statistics.ts';
import { FaultPlan } from '../../../aws-simulator/server/faults/plan.ts';
import { ingestedAt, measuredAt } from '../../../aws-simulator/server/truth/arrival.ts';
import { burndownRate } from '../../../aws-simulator/server/truth/metrics/burndown.ts';
import { baseModelOf, metricModelId, scopeOf } from '../../../aws-simulator/server/truth/metrics/model-id.ts';
import { emitRuntime, failureMetric } from '../../../aws-simulator/server/truth/metrics/runtime.ts';
import { SeriesSet, seriesKey } from '../../../aws-simulator/server/truth/metrics/series.ts';
import { createWorld, SOURCES } from '../../../aws-simulator/world/index.ts';

const NOW = Date.parse('2026-11-20T12:34:56Z') / 1000;
const DAY = 86_400;
const world = createWorld({ seed: 2, now: NOW, days: 2 });
const calls = world.hours().flatMap((hour) => [...world.callsOf(hour, SOURCES.shopEast)]);

it.each([
  ['Sum', 10],
  ['Average', 2.5],
  ['SampleCount', 4],
  ['Minimum', 1],
  ['Maximum', 4],
  ['p50', 2],
  ['p99', 4],
  ['p0', 1],
  ['p100', 4],
])('%s of 1, 2, 3, 4 is %d', (name, expected) => expect(statisticOf(name)([4, 2, 3, 1])).toBe(expected));

it('other statistics are refused', () => {
  for (const name of ['Mode', 'p101', 'p', 'tm99']) expect(() => statisticOf(name)).toThrow('not supported');
});

it('starts are rounded to minutes, then five, then hours, and to the period', () => {
  const iso = (at: number) => new Date(at * 1000).toISOString();
  const rounded = (age: number, period: number) => iso(roundedStart(NOW - age, period, NOW));
  expect(rounded(DAY, 60)).toBe('2026-11-19T12:34:00.000Z');
  expect(rounded(20 * DAY, 60)).toBe('2026-10-31T12:30:00.000Z');
  expect(rounded(70 * DAY, 60)).toBe('2026-09-11T12:00:00.000Z');
  expect(rounded(DAY, 3600)).toBe('2026-11-19T12:00:00.000Z');
});

it.each([
  ['anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-haiku-20240307-v1:0', 'in-region'],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
    'amazon.titan-embed-text-v2:0',
    'in-region',
  ],
  ['us.amazon.nova-lite-v1:0', 'us.amazon.nova-lite-v1:0', 'geo'],
  [
    'arn:aws:bedrock:us-east-1:1:inference-profile/global.amazon.nova-2-lite-v1:0',
    'global.amazon.nova-2-lite-v1:0',
    'global',
  ],
  ['arn:aws:bedrock:us-west-2:1:application-inference-profile/x7k2m9q4w1zt', 'x7k2m9q4w1zt', 'geo'],
  [
    'arn:aws:bedrock:us-west-2:1:provisioned-model/c4v8n2p6r0sj',
    'arn:aws:bedrock:us-west-2:1:provisioned-model/c4v8n2p6r0sj',
    'provisioned',
  ],
])('%s is %s in CloudWatch', (called, expected, scope) => {
  expect(metricModelId(called)).toBe(expected);
  expect(scopeOf(called)).toBe(scope);
  expect(baseModelOf(called)).toMatch(/^(amazon|anthropic)\./);
});

it.each([
  ['anthropic.claude-opus-4-8', 15],
  ['anthropic.claude-sonnet-5-5', 10],
  ['anthropic.claude-opus-5', 10],
  ['anthropic.claude-sonnet-4-5-20250929-v1:0', 5],
  ['openai.gpt-oss-120b-1:0', 1],
  ['amazon.nova-pro-v1:0', 1],
])('an output token of %s takes %d of quota', (model, rate) => expect(burndownRate(model)).toBe(rate));

describe('a call', () => {
  it('is counted as success, throttle, client’s or server’s error', () => {
    expect(failureMetric('ThrottlingException')).toBe('InvocationThrottles');
    expect(failureMetric('ValidationException')).toBe('InvocationClientErrors');
    expect(failureMetric('ServiceUnavailableException')).toBe('InvocationServerErrors');
    for (const call of calls) {
      const { series, emit } = new SeriesSet();
      emitRuntime(call, 0, emit);
      const names = [...series.values()].map(({ id }) => id.metric);
      expect(names.includes('Invocations')).toBe(call.outcome.kind !== 'failed');
      if (call.outcome.kind === 'failed') expect(names.length).toBe(1);
      expect(names.includes('TimeToFirstToken')).toBe(
        call.outcome.kind !== 'failed' && call.operation === 'ConverseStream',
      );
      expect(names.includes('LegacyModelInvocations')).toBe(
        call.outcome.kind !== 'failed' && call.workload === 'invoice-extractor',
      );
    }
  });

  it('takes quota by input, cache writes and weighted output, not by cache reads', () => {
    const cached = calls.find(({ tokens, outcome }) => tokens.cacheRead > 0 && outcome.kind === 'answered');
    if (!cached) throw new Error('no cached call');
    const { series, emit } = new SeriesSet();
    emitRuntime(cached, 0, emit);
    const usage = [...series.values()].find(({ id }) => id.metric === 'EstimatedTPMQuotaUsage');
    const { input, cacheWrite, output } = cached.tokens;
    expect(usage?.data[0]?.value).toBe(input + cacheWrite + 10 * output);
  });

  it('arrives in logs after 2.1 to 13.3 s, half of them within 9', () => {
    const plan = new FaultPlan('x');
    const delays = calls.map((call) => ingestedAt(call, plan) - call.at * 1000).sort((x, y) => x - y);
    expect(delays[0]).toBeGreaterThanOrEqual(2100);
    expect(delays.at(-1)).toBeLessThanOrEqual(13_300);
    expect(delays[Math.floor(delays.length / 2)]).toBeGreaterThan(8500);
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(9500);
    const measured = calls.map((call) => measuredAt(call, plan) - call.at * 1000);
    expect(measured.filter((delay) => delay > 110_000).length / measured.length).toBeLessThan(0.05);
    expect(Math.max(...measured)).toBeLessThanOrEqual(710_000);
  });
});

it('cache metrics have one of two names, never both', () => {
  const id = { namespace: 'AWS/Bedrock', metric: 'CacheReadInputTokens', dimensions: [] };
  expect(asPublished(id, 'CacheReadInputTokenCount').metric).toBe('CacheReadInputTokenCount');
  expect(asPublished(id, 'CacheReadInputTokens')).toEqual(id);
  expect(asDocumented({ ...id, metric: 'CacheReadInputTokenCount' }, 'CacheReadInputTokenCount')).toEqual(id);
  expect(asDocumented(id, 'CacheReadInputTokenCount')).toBeUndefined();
  const other = { ...id, metric: 'InputTokenCount' };
  expect(asDocumented(other, 'CacheReadInputTokenCount')).toEqual(other);
});

it('a series is the same in whatever order its dimensions stand', () => {
  const of = (dimensions: readonly (readonly [string, string])[]) =>
    seriesKey({ namespace: 'n', metric: 'm', dimensions });
  expect(
    of([
      ['b', '1'],
      ['a', '2'],
    ]),
  ).toBe(
    of([
      ['a', '2'],
      ['b', '1'],
    ]),
  );
  expect(of([['a', '1']])).not.toBe(of([]));
});
