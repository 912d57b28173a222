import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mantleBuckets } from '../../../../src/analysis/quota/mantle.ts';
import { urgency } from '../../../../src/analysis/quota/state.ts';
import type { DemandCounts } from '../../../../src/domain/demand.ts';
import { isoInstant } from '../../../../src/domain/time.ts';
import { at } from '../../../support.ts';
import {
  assess,
  CROSS_RPM,
  CROSS_TPM,
  FIRST,
  GLOBAL_TPM,
  listed,
  logs,
  metric,
  SHARED_TPD,
  SONNET45,
  timeOf,
} from './support.ts';

const US = `us.${SONNET45}`;
/** At minute 1,430 of the day: within its last hour. */
const LATE = 1430;

describe('reservations', () => {
  // Four calls of 5,000 input and 2,000 output tokens settle 4 x (5,000 + 5 x 2,000) = 60,000: 30 % of 200,000. With
  // max_tokens 64,000 they reserve 4 x 69,000 = 276,000 when they start: 138 %.
  const four = { calls: 4, input: 20_000, output: 8_000, maxTokens: 256_000 };

  it('make traffic critical that is at 30 % by settled tokens', () => {
    const [status] = assess(listed({ name: CROSS_TPM }), { demand: [logs(US, { [LATE]: four })] });
    expect(status).toMatchObject({
      state: 'critical',
      why: 'reservations peak at 138 % while settled tokens peak at 30 %',
      windows: { day: { utilization: { peak: 0.3 }, reserved: { peak: 1.38 }, minutesOver95: 1 } },
      hot: { minutes: [FIRST + LATE], by: 'reserved' },
      calledIds: [US],
      reservation: { perCall: 69_000, calls: 4, lowerBound: false },
    });
    // 200,000 / 69,000.
    expect(status?.reservation?.admittedPerMinute).toBeCloseTo(2.899, 3);
    expect(status?.since && isoInstant(status.since)).toBe(timeOf(LATE));
  });

  it('peak in a minute of their own', () => {
    // Two calls settle 2 x (30,000 + 5 x 5,000) = 110,000 (55 %) and reserve as much; later four reserve 138 %.
    const two = { calls: 2, input: 60_000, output: 10_000, maxTokens: 10_000 };
    const demand = [logs(US, { [LATE - 60]: two, [LATE]: four })];
    const [status] = assess(listed({ name: CROSS_TPM }), { demand });
    const day = status?.windows.day;
    expect(day).toMatchObject({ utilization: { peak: 0.55 }, reserved: { peak: 1.38 } });
    expect([day?.peakAt, day?.reservedPeakAt].map((one) => one != null && isoInstant(one))).toEqual([
      timeOf(LATE - 60),
      timeOf(LATE),
    ]);
  });

  it('are throttling once calls are refused, and the quota that was full is the one', () => {
    const demand = [logs(US, { [LATE]: { ...four, throttled: 2 } })];
    const quotas = listed({ name: CROSS_TPM }, { name: CROSS_RPM, applied: 10_000 });
    const [tpm, rpm] = assess(quotas, { demand });
    expect(tpm).toMatchObject({ state: 'throttling', likelyThrottle: true });
    expect(tpm?.why).toMatch(/^2 throttled calls in 1 minute/);
    expect(rpm).toMatchObject({ state: 'ok', likelyThrottle: false });
    expect(rpm?.notes.join(' ')).toMatch(/another quota of the same traffic is the likelier cause/);
  });

  it('do not hide a full request quota', () => {
    const demand = [logs(US, { [LATE]: { ...four, throttled: 2 } })];
    const quotas = listed({ name: CROSS_TPM, applied: 5e6 }, { name: CROSS_RPM, applied: 4 });
    const [tpm, rpm] = assess(quotas, { demand });
    expect(rpm).toMatchObject({ state: 'throttling', windows: { day: { utilization: { peak: 1.5 } } } });
    expect(tpm).toMatchObject({ state: 'ok', likelyThrottle: false });
  });

  it('are suspected where calls are refused and no known limit is half full', () => {
    const metrics = [
      metric('Invocations', US, { [LATE]: 2 }),
      metric('InvocationThrottles', US, { [LATE]: 9 }),
    ];
    const quotas = listed({ name: CROSS_RPM, applied: 10_000 }, { name: CROSS_TPM });
    const [rpm, tpm] = assess(quotas, { metrics });
    expect([rpm?.state, tpm?.state]).toEqual(['ok', 'throttling']);
    expect(tpm?.notes.join(' ')).toMatch(/No known limit was half full/);
  });

  it('are not to blame for a hold', () => {
    const demand = [logs(US, { [LATE]: { calls: 0, throttled: 5 } })];
    const quotas = listed({ name: CROSS_RPM, applied: 10_000 }, { name: CROSS_TPM, applied: 0 });
    const [rpm, tpm] = assess(quotas, { demand });
    expect([rpm?.state, tpm?.state]).toEqual(['ok', 'hold']);
  });

  it('are not judged where no record tells them', () => {
    const demand = [logs(US, { [LATE]: { calls: 4, input: 20_000, output: 8_000, maxTokensUnknown: 4 } })];
    const [status] = assess(listed({ name: CROSS_TPM }), { demand });
    expect(status).toMatchObject({ state: 'ok', reservation: null, windows: { day: { reserved: null } } });
  });
});

describe('states by share', () => {
  it.each([
    [99_999, 'ok'],
    [100_000, 'watch'],
    [159_999, 'watch'],
    [160_000, 'warn'],
    [189_999, 'warn'],
    [190_000, 'critical'],
    [900_000, 'critical'],
  ])('%d of 200,000 tokens in the fullest minute: %s', (input, state) => {
    const [status] = assess(listed({ name: CROSS_TPM }), {
      demand: [logs(US, { 700: { calls: 1, input } })],
    });
    expect(status?.state).toBe(state);
  });

  it('begin with their episode: an hour without ends it', () => {
    const hot = { calls: 1, input: 170_000 };
    const demand = [logs(US, { 100: hot, 600: hot, 640: hot, 700: hot })];
    const [status] = assess(listed({ name: CROSS_TPM }), { demand });
    expect(status?.since && isoInstant(status.since)).toBe(timeOf(600));
  });

  it('are critical, not throttling, when the throttling is over', () => {
    const demand = [logs(US, { 700: { calls: 1, throttled: 3 } })];
    const [status] = assess(listed({ name: CROSS_TPM }), { demand });
    expect(status).toMatchObject({ state: 'critical', likelyThrottle: true });
  });

  it('look at the window that is asked for', () => {
    const demand = [logs(US, { 700: { calls: 1, input: 500_000 } })];
    const [status] = assess(listed({ name: CROSS_TPM }), { demand }, { window: 'hour' });
    expect(status).toMatchObject({ state: 'ok', since: null });
  });

  it('never fall when demand grows', () => {
    const minute = fc.record({
      minute: fc.nat(1439),
      calls: fc.nat(300),
      input: fc.nat(300_000),
      output: fc.nat(20_000),
      maxTokens: fc.nat(200_000),
      throttled: fc.nat(3),
    });
    const quotas = listed(
      { name: CROSS_TPM },
      { name: CROSS_RPM, applied: 250 },
      { name: SHARED_TPD, applied: 2_000_000 },
    );
    const worst = (rows: readonly ({ minute: number } & Partial<DemandCounts>)[]) =>
      Math.max(
        ...assess(quotas, { demand: rows.map((row) => logs(US, { [row.minute]: row })) }).map(({ state }) =>
          urgency(state),
        ),
      );
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 8 }), fc.array(minute, { maxLength: 3 }), (some, more) => {
        expect(worst([...some, ...more])).toBeGreaterThanOrEqual(worst(some));
      }),
      { numRuns: 60 },
    );
  });
});

describe('what is no share', () => {
  it('is a hold where the applied value is zero, with or without data', () => {
    const since = at('2026-11-01T00:00:00Z');
    const quotas = listed({ name: CROSS_TPM, applied: 0, default: 5e6, appliedSince: since });
    for (const coverage of [{ from: 0, end: 1440 }, null]) {
      const [status] = assess(quotas, {}, { coverage });
      expect(status).toMatchObject({
        state: 'hold',
        since,
        why: expect.stringContaining('default is 5,000,000'),
      });
      expect(status?.notes.join(' ')).toMatch(/AWS Support/);
    }
  });

  it('is unmapped with its reason', () => {
    const [status] = assess(listed({ name: CROSS_TPM.replace('4.5', '9.9') }), {});
    expect(status).toMatchObject({ state: 'unmapped', why: expect.stringContaining('exactly') });
  });

  it('cannot be computed from tokens for all models together, nor for requests at the same time', () => {
    const quotas = listed(
      { name: 'Cross-Model Max Tokens Per Day' },
      { name: 'On-demand InvokeModel concurrent requests for Amazon Nova Lite' },
      { name: GLOBAL_TPM, applied: null, default: null },
    );
    const found = assess(quotas, { demand: [logs(US, { 1: { calls: 1, input: 9 } })] });
    expect(found.map(({ state, why }) => [state, why])).toEqual([
      ['unmapped', 'cannot be computed from tokens: AWS accounts for this quota by price'],
      ['unmapped', 'requests at the same time are in neither metrics nor logs'],
      ['unmapped', 'AWS lists no value for it'],
    ]);
  });

  it('is stale without data, or without new ones: nothing reads as zero', () => {
    const quotas = listed({ name: CROSS_TPM });
    const [never] = assess(quotas, {}, { coverage: null, fresh: false });
    expect(never).toMatchObject({ state: 'stale', windows: { hour: null, day: null, week: null } });
    const demand = [logs(US, { 1: { calls: 1, input: 199_999 } })];
    const [old] = assess(quotas, { demand }, { coverage: { from: 0, end: 100 }, fresh: false });
    expect(old).toMatchObject({ state: 'stale', windows: { day: { minutes: 100 } } });
    expect(old?.since && isoInstant(old.since)).toBe(timeOf(100));
  });

  it('is measured against the default, and says so, where AWS does not say the applied value', () => {
    const demand = [logs(US, { 1: { calls: 1, input: 90 } })];
    const [status] = assess(listed({ name: CROSS_TPM, applied: null, default: 100 }), { demand });
    expect(status).toMatchObject({ limit: { value: 100, of: 'default' }, state: 'warn' });
    expect(status?.notes.join(' ')).toMatch(/did not say the applied value/);
  });

  it('never mixes scopes: global calls do not fill a cross-Region quota', () => {
    const demand = [logs(`global.${SONNET45}`, { 1: { calls: 1, input: 190_000 } })];
    const [cross, global] = assess(listed({ name: CROSS_TPM }, { name: GLOBAL_TPM }), { demand });
    expect([cross?.state, global?.state]).toEqual(['ok', 'critical']);
    expect([cross?.used, global?.used]).toEqual([false, true]);
  });

  it('takes coarse points as at least that much', () => {
    const metrics = [metric('EstimatedTPMQuotaUsage', US, { 0: 900_000 }, { period: 300 })];
    const [status] = assess(listed({ name: CROSS_TPM }), { metrics });
    // 900,000 in five minutes are 180,000 a minute on average.
    expect(status).toMatchObject({ state: 'warn', lowerBound: { share: 0.9, periodSeconds: 300 } });
    expect(status?.windows.day?.utilization.peak).toBe(0);
  });
});

describe('daily quotas', () => {
  it('use a day of tokens, by both rules of reset', () => {
    // The day began at midnight UTC: both rules see the same 1,000,000.
    const demand = [logs(SONNET45, { 10: { calls: 1, input: 1_000_000 } })];
    const [status] = assess(listed({ name: SHARED_TPD, applied: 4_000_000 }), { demand });
    expect(status).toMatchObject({
      state: 'ok',
      daily: { rolling: { used: 1_000_000, utilization: 0.25, exhaustedIn: null }, exhausts: false },
      windows: { day: { utilization: { peak: 0.25 } } },
    });
  });

  it('give cross-Region calls twice the listed value', () => {
    const demand = [logs(US, { 10: { calls: 1, input: 6_000_000 } })];
    const [status] = assess(listed({ name: SHARED_TPD, applied: 4_000_000 }), { demand });
    expect(status).toMatchObject({ state: 'watch', daily: { rolling: { utilization: 0.75 } } });
    expect(status?.notes.join(' ')).toMatch(/twice the listed value/);
  });
});

describe('the mantle endpoint', () => {
  it('has quotas of its own on each side, without burndown', () => {
    const name = '[bedrock-mantle endpoint] Output tokens per minute for Amazon Nova Lite';
    const mantle = mantleBuckets(
      ['TotalInputTokens', 'TotalOutputTokens'].map((each, i) =>
        metric(
          each,
          '',
          { 5: 100 + 50 * i },
          {
            namespace: 'AWS/BedrockMantle',
            dimensions: { Model: 'amazon.nova-lite-v1:0' },
          },
        ),
      ),
      FIRST,
      1440,
    );
    const [status] = assess(listed({ name, applied: 200 }), {}, { mantle });
    expect(status).toMatchObject({ state: 'watch', windows: { day: { utilization: { peak: 0.75 } } } });
  });
});
