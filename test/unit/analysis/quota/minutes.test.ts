import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifier } from '../../../../src/analysis/quota/identity.ts';
import { FIRST, logs, metric, minutes, REGION, SONNET45 } from './support.ts';

const US = `us.${SONNET45}`;
const ARN = `arn:aws:bedrock:us-east-1:111122223333:inference-profile/${US}`;

describe('minutesOf', () => {
  it('adds up all ids that share a quota, and keeps scopes apart', () => {
    const { buckets } = minutes({
      demand: [
        logs(US, { 5: { calls: 1, input: 100, output: 10 } }),
        logs(ARN, { 5: { calls: 2, input: 200, output: 20 } }),
        logs(`eu.${SONNET45}`, { 5: { calls: 4, input: 400 } }),
        logs(`global.${SONNET45}`, { 5: { calls: 8, input: 800 } }),
        logs(SONNET45, { 5: { calls: 16, input: 1600 } }),
      ],
    });
    const at5 = Object.fromEntries(buckets.map((b) => [b.scope, [b.requests[5], b.settled[5]]]));
    // geo: 700 input + 5 x 30 output.
    expect(at5).toEqual({ geo: [7, 850], global: [8, 800], 'in-region': [16, 1600] });
    expect(buckets.find((b) => b.scope === 'geo')?.calledIds).toHaveLength(3);
  });

  it("counts settled tokens as AWS's own metric does, and by formula where there is none", () => {
    const { buckets } = minutes({
      metrics: [
        metric('EstimatedTPMQuotaUsage', US, { 1: 1_511 }),
        metric('InputTokenCount', US, { 1: 611, 2: 1_000 }),
        metric('OutputTokenCount', US, { 1: 180, 2: 100 }),
        metric('CacheWriteInputTokens', US, { 2: 50 }),
        // The other spelling of the same metric.
        metric('CacheWriteInputTokenCount', US, { 2: 50 }),
        metric('CacheReadInputTokens', US, { 2: 1_000_000 }),
      ],
      demand: [logs(US, { 3: { calls: 1, input: 10, cacheWrite: 20, cacheRead: 999, output: 2 } })],
    });
    const [bucket] = buckets;
    // 1,000 + 50 + 5 x 100; 10 + 20 + 5 x 2.
    expect([1, 2, 3, 4].map((i) => bucket?.settled[i])).toEqual([1_511, 1_550, 40, 0]);
    expect(bucket?.settledBy).toEqual({ native: 1, metrics: 1, logs: 1 });
  });

  it('reads only sums by ModelId: every other level holds the same calls again', () => {
    const { buckets, seen } = minutes({
      metrics: [
        metric('Invocations', US, { 1: 7 }),
        metric('Invocations', US, { 1: 90 }, { dimensions: {} }),
        metric('Invocations', US, { 1: 90 }, { dimensions: { ModelId: US, ContextWindow: '200k' } }),
        metric('Invocations', US, { 1: 90 }, { statistic: 'SampleCount' }),
        metric('Invocations', US, { 1: 90 }, { namespace: 'AWS/Bedrock/Guardrails' }),
      ],
    });
    expect(buckets.map(({ requests }) => requests[1])).toEqual([7]);
    expect(seen).toEqual({ first: FIRST + 1, last: FIRST + 1 });
  });

  it('counts accepted and throttled requests, whoever saw them', () => {
    const { buckets } = minutes({
      metrics: [metric('Invocations', US, { 1: 10 }), metric('InvocationThrottles', US, { 1: 3, 2: 4 })],
      demand: [
        logs(US, { 1: { calls: 9, throttled: 5 }, 3: { calls: 2, serverErrors: 1, clientErrors: 9 } }),
      ],
    });
    const [bucket] = buckets;
    expect([1, 2, 3].map((i) => bucket?.requests[i])).toEqual([15, 4, 3]);
    expect([1, 2, 3].map((i) => bucket?.throttled[i])).toEqual([5, 4, 0]);
  });

  it('reserves input, cached input and the output limit, and says what is not known', () => {
    const one = { calls: 3, input: 100, cacheRead: 1_000, cacheWrite: 10, output: 7 };
    const demand = [logs(US, { 1: { ...one, maxTokens: 8_192, maxTokensOmitted: 1, maxTokensUnknown: 1 } })];
    const known = minutes({ demand, outputLimit: () => 64_000 }).buckets[0];
    expect(known?.reserved?.[1]).toBe(100 + 1_000 + 10 + 8_192 + 64_000);
    expect(known?.reservedCalls).toEqual({ calls: 3, omitted: 1, unknown: 1 });
    const unknown = minutes({ demand }).buckets[0];
    expect(unknown?.reserved?.[1]).toBe(9_302);
    expect(unknown?.limitKnown).toBe(false);
  });

  it('has no reservation where no record tells one: metrics never do, metadata does not', () => {
    expect(minutes({ metrics: [metric('Invocations', US, { 1: 7 })] }).buckets[0]?.reserved).toBeNull();
    const metadata = logs(US, { 1: { calls: 3, input: 9, maxTokensUnknown: 3 } });
    expect(minutes({ demand: [metadata] }).buckets[0]?.reserved).toBeNull();
  });

  it('resolves application profiles by the inventory, under their ARN and their bare id', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x7k2m9q4w1zt';
    const models = ['us-east-1', 'us-west-2'].map(
      (region) => `arn:aws:bedrock:${region}::foundation-model/${SONNET45}`,
    );
    const identify = identifier(
      [
        { id: US, arn: ARN, type: 'SYSTEM_DEFINED', models },
        { id: 'x7k2m9q4w1zt', arn, type: 'APPLICATION', models },
        { id: 'single', arn: `${arn}2`, type: 'APPLICATION', models: models.slice(0, 1) },
        { id: 'mixed', arn: `${arn}3`, type: 'APPLICATION', models: [...models, 'arn:x'] },
      ],
      REGION,
    );
    const { buckets, unidentified } = minutes({
      identify,
      metrics: [
        metric('Invocations', 'x7k2m9q4w1zt', { 1: 1 }),
        metric('Invocations', US, { 1: 2 }),
        metric('Invocations', 'single', { 1: 4 }),
        metric('Invocations', 'mixed', { 1: 8 }),
      ],
    });
    expect(Object.fromEntries(buckets.map((b) => [b.scope, b.requests[1]]))).toEqual({
      geo: 3,
      'in-region': 4,
    });
    expect(unidentified).toEqual(['mixed']);
  });

  it('gives an application profile the scope of the system profile that it copies', () => {
    const models = ['us-east-1', 'us-west-2'].map(
      (region) => `arn:aws:bedrock:${region}::foundation-model/${SONNET45}`,
    );
    const identify = identifier(
      [
        { id: `global.${SONNET45}`, arn: 'a', type: 'SYSTEM_DEFINED', models },
        { id: 'copy', arn: 'b', type: 'APPLICATION', models: models.toReversed() },
      ],
      REGION,
    );
    expect(identify('copy')).toEqual({ model: SONNET45, scope: 'global' });
    expect(identify('not there')).toBeNull();
  });

  it('takes coarse points for a lower bound and never for minutes', () => {
    const { buckets } = minutes({
      metrics: [
        metric('EstimatedTPMQuotaUsage', US, { 0: 500_000, 5: 1_000_000 }, { period: 300 }),
        // The formula is another count of the same tokens, not more of them.
        metric('InputTokenCount', US, { 0: 400_000, 5: 900_000 }, { period: 300 }),
        metric('Invocations', US, { 0: 500, 5: 100 }, { period: 300 }),
      ],
    });
    expect(buckets[0]?.settled.every((value) => value === 0)).toBe(true);
    expect(buckets[0]?.coarse).toEqual({ settled: 200_000, requests: 100, period: 300 });
  });

  it('leaves out what is no number', () => {
    const { buckets } = minutes({
      metrics: [metric('Invocations', US, { 1: Number.NaN, 2: Number.POSITIVE_INFINITY, 3: 4 })],
    });
    expect([...(buckets[0]?.requests.subarray(0, 5) ?? [])]).toEqual([0, 0, 0, 4, 0]);
  });

  it('does not care how demand is split over ids', () => {
    const demand = fc.array(
      fc.record({
        minute: fc.nat(30),
        id: fc.constantFrom(US, ARN, `eu.${SONNET45}`, `jp.${SONNET45}`),
        calls: fc.nat(50),
        throttled: fc.nat(5),
        input: fc.nat(1e6),
        output: fc.nat(1e5),
        maxTokens: fc.nat(1e5),
      }),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(demand, (rows) => {
        const series = (id: (row: (typeof rows)[number]) => string) =>
          rows.map((row) => logs(id(row), { [row.minute]: row }));
        const split = minutes({ demand: series(({ id }) => id), length: 31 }).buckets;
        const whole = minutes({ demand: series(() => US), length: 31 }).buckets;
        const columns = (all: typeof split) =>
          all.map(({ requests, throttled, settled, reserved }) => ({
            requests,
            throttled,
            settled,
            reserved,
          }));
        expect(columns(split)).toEqual(columns(whole));
      }),
    );
  });
});
