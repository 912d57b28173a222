/**
 * Peaks, percentiles, minutes above a share and states again, from the raw minutes in the plainest way: an object a
 * minute, a list, a sort.
 */
import { describe, expect, it } from 'vitest';
import { identifier } from '../../../../src/analysis/quota/identity.ts';
import type { WindowName } from '../../../../src/analysis/quota/status.ts';
import type { DemandCounts, DemandSeries } from '../../../../src/domain/demand.ts';
import { isoInstant } from '../../../../src/domain/time.ts';
import { Random } from '../../../aws-simulator/world/random.ts';
import {
  ACCOUNT,
  assess,
  CROSS_RPM,
  CROSS_TPM,
  FIRST,
  listed,
  logs,
  type MetricText,
  metric,
  SHARED_TPD,
  SONNET45,
  timeOf,
} from './support.ts';

const US = `us.${SONNET45}`;
const ARN = `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${US}`;
const APP = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/abc123def456`;
const LENGTH = 8 * 1440;
const RATE = 5;
const OMITTED = 64_000;
const identify = identifier(
  [
    {
      id: 'abc123def456',
      arn: APP,
      type: 'APPLICATION',
      models: ['us-east-1', 'us-east-2', 'us-west-2'].map(
        (region) => `arn:aws:bedrock:${region}::foundation-model/${SONNET45}`,
      ),
    },
  ],
  'us-east-1',
);

type Minute = Partial<DemandCounts>;
type Points = Record<string, Record<number, number>>;

interface World {
  /** Logged calls by id, then by minute. */
  readonly logged: Record<string, Record<number, Minute>>;
  /** Metrics by CloudWatch's id, then by name and minute. */
  readonly metrics: Record<string, Points>;
}

function makeWorld(random: Random): World {
  const busy = random.pick([0.001, 0.02, 0.3]);
  const own = (): Record<number, Minute> => {
    const minutes: Record<number, Minute> = {};
    for (let i = 0; i < LENGTH; i += 1) {
      if (!random.chance(busy)) continue;
      const calls = 1 + random.int(4);
      minutes[i] = {
        ...{ calls, serverErrors: random.int(2), input: random.int(40_000), output: random.int(4_000) },
        ...{ cacheRead: random.int(20_000), cacheWrite: random.int(3_000) },
        ...{ maxTokens: random.int(3) * 8_000, maxTokensOmitted: random.chance(0.1) ? 1 : 0 },
      };
    }
    return minutes;
  };
  const logged = {
    [US]: own(),
    [ARN]: own(),
    [APP]: own(),
    [SONNET45]: own(),
    [`global.${SONNET45}`]: own(),
  };
  const points: Points = {
    Invocations: {},
    InputTokenCount: {},
    OutputTokenCount: {},
    EstimatedTPMQuotaUsage: {},
  };
  const told = random.chance(0.7) ? 0.05 : 0;
  for (let i = 0; i < LENGTH; i += 1) {
    if (!random.chance(told)) continue;
    for (const [name, of] of Object.entries(points)) {
      if (random.chance(0.7)) of[i] = name === 'Invocations' ? 1 + random.int(9) : random.int(60_000);
    }
  }
  return { logged, metrics: { [US]: points } };
}

/** What one minute of the quota's ids comes to; ids that CloudWatch calls by one name are one. */
function naiveMinute({ logged, metrics }: World, i: number) {
  const sum = { settled: 0, reserved: 0, requests: 0 };
  for (const group of [[US, ARN], [APP]]) {
    const of = (name: keyof DemandCounts) =>
      group.reduce((all, id) => all + (logged[id]?.[i]?.[name] ?? 0), 0);
    const points = metrics[group[0] ?? ''];
    const at = (name: string) => points?.[name]?.[i];
    const told = at('InputTokenCount') !== undefined || at('OutputTokenCount') !== undefined;
    const byMetrics = (at('InputTokenCount') ?? 0) + RATE * (at('OutputTokenCount') ?? 0);
    const byLogs = of('input') + of('cacheWrite') + RATE * of('output');
    sum.settled += at('EstimatedTPMQuotaUsage') ?? (told ? byMetrics : byLogs);
    sum.requests += at('Invocations') ?? of('calls') + of('serverErrors');
    sum.reserved += of('input') + of('cacheRead') + of('cacheWrite') + of('maxTokens');
    sum.reserved += OMITTED * of('maxTokensOmitted');
  }
  return sum;
}

function naiveWindow(shares: readonly number[]) {
  const sorted = shares.toSorted((a, b) => a - b);
  // Nearest rank: the smallest value that at least that many per cent of the minutes do not exceed.
  const at = (percent: number) => sorted.find((_, i) => 100 * (i + 1) >= percent * sorted.length) ?? 0;
  return { peak: at(100), p99: at(99), p95: at(95) };
}

const stateOf = (share: number) =>
  share >= 0.95 ? 'critical' : share >= 0.8 ? 'warn' : share >= 0.5 ? 'watch' : 'ok';

describe('quotas against a count by hand', () => {
  it.each(Array.from({ length: 12 }, (_, seed) => seed))('seed %i', (seed) => {
    const random = new Random(`quota brute force ${seed}`);
    const world = makeWorld(random);
    const byMinute = Array.from({ length: LENGTH }, (_, i) => naiveMinute(world, i));
    const highest = Math.max(1, ...byMinute.map(({ settled, reserved }) => Math.max(settled, reserved)));
    const tpm = Math.round(highest / (0.3 + random.unit()));
    const rpm = Math.round(3 + random.int(20));
    const tpd = Math.round((highest * 200) / (0.3 + random.unit()));
    // The last minutes are not covered: what is in them is not judged.
    const end = LENGTH - random.int(50);
    const window = random.pick<WindowName>(['hour', 'day', 'week']);
    const demand: DemandSeries[] = Object.entries(world.logged).map(([id, minutes]) => logs(id, minutes));
    const metrics = Object.entries(world.metrics).flatMap(([id, points]) =>
      Object.entries(points).flatMap(([name, minutes]) => {
        // The same calls again, at levels that must not be added.
        const again: MetricText = { dimensions: { ModelId: id, ContextWindow: '200k' } };
        return [metric(name, id, minutes), metric(name, id, minutes, again)];
      }),
    );
    const found = assess(
      listed(
        { name: CROSS_TPM, applied: tpm },
        { name: CROSS_RPM, applied: rpm },
        { name: SHARED_TPD, applied: tpd },
      ),
      { demand, metrics, identify, length: LENGTH, outputLimit: () => OMITTED, rate: () => RATE },
      { coverage: { from: 0, end }, window },
    );
    const [tokens, requests, daily] = found;

    for (const [name, minutes] of [
      ['hour', 60],
      ['day', 1440],
      ['week', 10_080],
    ] as const) {
      const part = byMinute.slice(end - minutes, end);
      const settled = naiveWindow(part.map((minute) => minute.settled / tpm));
      const reserved = naiveWindow(part.map((minute) => minute.reserved / tpm));
      const governing = part.map((minute) => Math.max(minute.settled, minute.reserved) / tpm);
      const own = tokens?.windows[name];
      expect(own?.minutes).toBe(minutes);
      expect(own?.utilization).toEqual(closeTo(settled));
      expect(own?.reserved).toEqual(closeTo(reserved));
      expect(own?.minutesOver80).toBe(governing.filter((share) => share >= 0.8).length);
      expect(own?.minutesOver95).toBe(governing.filter((share) => share >= 0.95).length);
      const hottest = part.findIndex((minute) => minute.settled / tpm === settled.peak);
      const peakAt = own?.peakAt == null ? null : isoInstant(own.peakAt);
      expect(peakAt).toBe(settled.peak === 0 ? null : timeOf(end - minutes + hottest));
      expect(requests?.windows[name]?.utilization).toEqual(
        closeTo(naiveWindow(part.map((minute) => minute.requests / rpm))),
      );
      expect(requests?.windows[name]?.requests).toBe(part.reduce((sum, minute) => sum + minute.requests, 0));
      if (name === window) {
        expect(tokens?.state).toBe(stateOf(Math.max(settled.peak, reserved.peak)));
        expect(requests?.state).toBe(stateOf(Math.max(...part.map((minute) => minute.requests / rpm))));
      }
    }

    // Cross-Region calls have twice the listed value; on-demand ones once. The fuller of both is shown.
    const day = (at: number, of: (i: number) => number) => {
      let sum = 0;
      for (let i = Math.max(0, at - 1439); i <= at; i += 1) sum += of(i);
      return sum;
    };
    const cross = (i: number) => byMinute[i]?.settled ?? 0;
    const alone = (i: number) => {
      const { input = 0, cacheWrite = 0, output = 0 } = world.logged[SONNET45]?.[i] ?? {};
      return input + cacheWrite + RATE * output;
    };
    const fullest = (of: (i: number) => number, limit: number) =>
      Math.max(...Array.from({ length: 8 }, (_, k) => day(end - 1 - 1440 * k, of) / limit));
    const peak = daily?.windows.week?.utilization.peak ?? 0;
    expect(peak).toBeGreaterThanOrEqual(Math.max(fullest(cross, 2 * tpd), fullest(alone, tpd)) - 1e-9);
    const midnight = Math.floor((FIRST + end) / 1440) * 1440 - FIRST;
    const sides = [
      { of: cross, limit: 2 * tpd },
      { of: alone, limit: tpd },
    ].map(({ of, limit }) => {
      let sinceMidnight = 0;
      for (let i = midnight; i < end; i += 1) sinceMidnight += of(i);
      return { rolling: day(end - 1, of) / limit, midnight: sinceMidnight / limit };
    });
    expect(sides).toContainEqual({
      rolling: expect.closeTo(daily?.daily?.rolling.utilization ?? -1, 9),
      midnight: expect.closeTo(daily?.daily?.midnight.utilization ?? -1, 9),
    });
  });
});

function closeTo(of: Record<string, number>) {
  return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, expect.closeTo(value, 9)]));
}
