import { describe, expect, it, onTestFinished } from 'vitest';
import { createRater, loadPriceBook } from '../../../pricing/index.ts';
import type { AnswerContext } from '../../../src/answers/context.ts';
import { quotaDetail } from '../../../src/answers/quota/detail.ts';
import { explainJson, explainNames } from '../../../src/answers/quota/explain.ts';
import { parseQuotaRequest, type QuotaParts, quotaAnswer, quotaJson } from '../../../src/answers/quota.ts';
import { configSchema } from '../../../src/config/schema.ts';
import { accountId, regionId } from '../../../src/domain/ids.ts';
import { type EpochSeconds, epochSeconds, isoInstant } from '../../../src/domain/time.ts';
import type { InvocationFact } from '../../../src/domain/usage.ts';
import { openSqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { at, fact } from '../../support.ts';

const book = loadPriceBook();
const rater = createRater(book);
const NOW = at('2026-11-20T12:00:00Z');
const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const US = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const TPM = {
  code: 'L-F4DDD3EB',
  name: 'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
};
const RPM = {
  code: 'L-4A6BFAB1',
  name: 'Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5 V1',
};
const GLOBAL = {
  code: 'L-27C57EE8',
  name: 'Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
};

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly value?: number;
}

async function world(facts: readonly InvocationFact[] = [], config: object = {}) {
  const store = openSqliteStore(':memory:');
  onTestFinished(() => store.close());
  const source = { collector: 'file', account: null, region: null };
  if (facts.length > 0) await store.ingest({ source, facts, now: NOW }, rater);
  const context: AnswerContext = { store, book, rater, config: configSchema.parse(config), now: NOW };
  /** Lists quotas as applied and default; the last listing holds. */
  const list = async (quotas: readonly Listed[], when: EpochSeconds = NOW, region = REGION) => {
    for (const kind of ['quota-applied', 'quota-default']) {
      const items = quotas.map(({ code, name, value = 200_000 }) => ({
        id: code,
        body: { code, name, value: kind === 'quota-applied' ? value : 5e6, adjustable: true },
      }));
      await store.putSnapshot({ account: ACCOUNT, region, kind, at: when, items });
    }
  };
  const collected = (collector: string, when: EpochSeconds, region = REGION) =>
    store.noteAttempt({ source: { collector, account: ACCOUNT, region }, at: when, error: null, hint: null });
  const ask = (text = {}, parts: QuotaParts = {}) =>
    quotaAnswer(
      context,
      parseQuotaRequest(text, (key) => key),
      parts,
    );
  return { store, context, list, collected, ask };
}

/** Calls of one minute, each with 5,000 input and 2,000 output tokens. */
function calls(count: number, when: string, more: Parameters<typeof fact>[0] = {}): InvocationFact[] {
  return Array.from({ length: count }, () =>
    fact({ at: when, modelId: US, tokens: { input: 5_000, output: 2_000 }, maxTokens: 64_000, ...more }),
  );
}

const claims = 'arn:aws:sts::111122223333:assumed-role/claims-triage/agent-7';
const other = 'arn:aws:sts::111122223333:assumed-role/support/web';

describe('quotaAnswer', () => {
  it('finds traffic at 30 % by settled tokens that throttles by reservation, and names the caller', async () => {
    // 4 x (5,000 + 5 x 2,000) = 60,000 settled; 4 x 69,000 = 276,000 reserved; of 200,000.
    const { list, ask } = await world([
      ...calls(3, '2026-11-20T11:30:10Z', { arn: claims }),
      ...calls(1, '2026-11-20T11:30:20Z', { arn: other }),
    ]);
    await list([TPM, RPM]);
    const json = quotaJson(await ask());
    const row = json.quotas[0];
    expect(row).toMatchObject({
      account: ACCOUNT,
      region: REGION,
      quotaCode: 'L-F4DDD3EB',
      quotaName: TPM.name,
      scope: 'cross-region',
      metric: 'tpm',
      models: ['anthropic.claude-sonnet-4-5-20250929-v1:0'],
      status: 'mapped',
      applied: 200_000,
      default: 5_000_000,
      adjustable: true,
      state: 'critical',
      since: '2026-11-20T11:30:00Z',
      utilization: { peak: 0.3 },
      reservedUtilization: 1.38,
    });
    expect(row?.callers).toEqual([
      expect.objectContaining({ principal: expect.stringContaining('claims-triage'), share: 0.75, calls: 3 }),
      expect.objectContaining({ principal: expect.stringContaining('support'), share: 0.25, calls: 1 }),
    ]);
  });

  it('is throttling once calls are refused', async () => {
    const { list, ask } = await world([
      ...calls(4, '2026-11-20T11:30:10Z', { arn: claims }),
      ...calls(2, '2026-11-20T11:30:30Z', { arn: claims, errorCode: 'ThrottlingException', tokens: {} }),
    ]);
    await list([TPM, RPM]);
    const { rows } = await ask();
    expect(rows.map(({ quota, state }) => [quota.code, state])).toEqual([
      [TPM.code, 'throttling'],
      [RPM.code, 'ok'],
    ]);
  });

  it('does not read missing data as zero', async () => {
    const { list, ask, collected } = await world(calls(1, '2026-11-20T06:00:00Z'));
    await list([TPM]);
    await list([TPM], NOW, 'eu-west-1');
    const states = async () =>
      Object.fromEntries((await ask()).rows.map(({ region, state }) => [region, state]));
    // Files given by hand say nothing of what came after them.
    expect(await states()).toEqual({ 'us-east-1': 'stale', 'eu-west-1': 'stale' });
    await collected('metrics', at('2026-11-20T11:50:00Z'));
    const { rows } = await ask();
    const fresh = rows.find(({ region }) => region === REGION);
    expect(fresh?.state).toBe('ok');
    // From the first call until five minutes before the last reading.
    expect(fresh?.windows.week?.minutes).toBe(5 * 60 + 45);
    // A collector of another Region says nothing of this one; nothing was ever seen there.
    expect(rows.find(({ region }) => region === 'eu-west-1')?.windows.day).toBeNull();
  });

  it('works from metrics alone, without callers', async () => {
    const { store, list, ask } = await world();
    await list([TPM]);
    const series = (metric: string) => ({
      account: accountId(ACCOUNT),
      region: regionId(REGION),
      namespace: 'AWS/Bedrock',
      metric,
      dimensions: { ModelId: US },
      statistic: 'Sum',
    });
    const minute = at('2026-11-20T11:50:00Z');
    const point = (value: number) => [{ at: minute, period: 60, value }];
    await store.putMetrics({
      data: [
        { series: series('EstimatedTPMQuotaUsage'), points: point(150_000) },
        { series: series('Invocations'), points: point(10) },
        { series: series('InputTokenCount'), points: point(50_000) },
        { series: series('OutputTokenCount'), points: point(20_000) },
      ],
    });
    const [row] = quotaJson(await ask()).quotas;
    expect(row).toMatchObject({
      state: 'watch',
      utilization: { peak: 0.75 },
      settledBy: { native: 1, metrics: 0, logs: 0 },
      callers: [],
    });
    expect(row).not.toHaveProperty('reservedUtilization');
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    const detail = await quotaDetail((await world()).context, key, 'day');
    expect(detail).toBeNull();
  });

  it('takes application profiles for what the inventory says they are', async () => {
    const arn = `arn:aws:bedrock:us-east-1:${ACCOUNT}:application-inference-profile/x7k2m9q4w1zt`;
    const { store, list, ask } = await world(calls(4, '2026-11-20T11:30:10Z', { modelId: arn }));
    await list([TPM]);
    expect((await ask()).unidentified).toEqual([
      { account: ACCOUNT, region: REGION, modelId: 'x7k2m9q4w1zt' },
    ]);
    const models = ['us-east-1', 'us-west-2'].map(
      (region) => `arn:aws:bedrock:${region}::foundation-model/${US.slice(3)}`,
    );
    const profile = (id: string, type: string) => ({ id, body: { id, arn: id, type, models } });
    await store.putSnapshot({
      ...{ account: ACCOUNT, region: REGION, kind: 'inference-profile', at: NOW },
      items: [profile(US, 'SYSTEM_DEFINED'), profile('x7k2m9q4w1zt', 'APPLICATION'), { id: 'odd', body: 7 }],
    });
    const answer = await ask();
    expect(answer.unidentified).toEqual([]);
    expect(answer.rows[0]?.windows.day?.reserved?.peak).toBe(1.38);
  });

  it('points out a global quota that several Regions draw on', async () => {
    const modelId = US.replace('us.', 'global.');
    const { list, ask } = await world([
      ...calls(1, '2026-11-20T11:30:10Z', { modelId }),
      ...calls(1, '2026-11-20T11:30:10Z', { modelId, region: regionId('us-west-2') }),
    ]);
    await list([GLOBAL]);
    await list([GLOBAL], NOW, 'us-west-2');
    for (const row of (await ask()).rows) expect(row.notes.join(' ')).toMatch(/Used from 2 Regions/);
  });

  it('forgets a quota that vanishes, and goes on', async () => {
    const { list, ask, context } = await world(calls(1, '2026-11-20T11:30:10Z'));
    await list([TPM, RPM], at('2026-11-19T12:00:00Z'));
    await list([RPM]);
    expect((await ask()).rows.map(({ quota }) => quota.code)).toEqual([RPM.code]);
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    expect(await quotaDetail(context, key, 'day')).toBeNull();
  });

  it('estimates when growth reaches the limit, from weeks of logs', async () => {
    // Every minute of an hour each day; the weekly 99th percentile grows by a fifth a week to 72 % of the limit.
    const facts: InvocationFact[] = [];
    for (let week = 6; week >= 1; week -= 1) {
      for (let day = 0; day < 7; day += 1) {
        for (let minute = 0; minute < 60; minute += 1) {
          const when = epochSeconds(NOW - week * 604_800 + day * 86_400 + 43_200 + minute * 60);
          const input = Math.round((144_000 / 1.2 ** 5) * 1.2 ** (6 - week));
          facts.push(fact({ at: isoInstant(when), modelId: US, tokens: { input }, maxTokens: 0 }));
        }
      }
    }
    const { list, ask, collected } = await world(facts);
    await list([TPM]);
    await collected('invocation-logs/s3', NOW);
    const [row] = (await ask()).rows;
    const estimate = row?.timeToThrottle;
    if (typeof estimate !== 'object' || estimate === null) throw new Error(`no estimate: ${estimate}`);
    // The oldest week is only covered from its first call on, at noon: five whole weeks are left.
    expect(estimate.weeks).toBe(5);
    expect(estimate.days).toBeCloseTo((7 * Math.log(1 / 0.72)) / Math.log(1.2), 2);
    // 72 % and a fifth more each week: 86 % at the end of the next one. Not within the day, hardly within the week.
    const { hour, day, week } = row?.probability ?? {};
    expect([hour, day].map((p) => p !== null && p !== undefined && p < 0.1)).toEqual([true, true]);
    expect(week).toBeGreaterThan(day ?? 1);
    const json = quotaJson(await ask()).quotas[0];
    expect(json?.probability?.week).toBe(Number((week ?? 0).toFixed(2)));
    const bare = (await ask({}, { growth: false })).rows[0];
    // The next hour is told wherever states are judged, and the same.
    expect([bare?.timeToThrottle, bare?.probability]).toEqual([null, { hour, day: null, week: null }]);
  });

  it('takes probabilities from what all witnesses saw, where logs miss traffic', async () => {
    // Logs: a tenth of the limit each noon, for six weeks. CloudWatch: 99 % of it, for eight days.
    const facts = Array.from({ length: 42 }, (_, day) =>
      fact({
        ...{ at: isoInstant(epochSeconds(NOW - (day + 1) * 86_400 + 60)), modelId: US },
        ...{ tokens: { input: 21_000 }, maxTokens: 0 },
      }),
    );
    const { store, list, ask, collected } = await world(facts);
    await list([TPM], at('2026-10-01'));
    await collected('metrics', NOW);
    const without = (await ask()).rows[0]?.probability?.day;
    expect(without).toBeLessThan(0.01);
    const series = {
      ...{ account: accountId(ACCOUNT), region: regionId(REGION), namespace: 'AWS/Bedrock' },
      ...{ metric: 'EstimatedTPMQuotaUsage', dimensions: { ModelId: US }, statistic: 'Sum' },
    };
    const points = Array.from({ length: 8 }, (_, day) => ({
      ...{ at: epochSeconds(NOW - (day + 1) * 86_400 + 120), period: 60, value: 198_000 },
    }));
    await store.putMetrics({ data: [{ series, points }] });
    expect((await ask()).rows[0]?.probability?.day).toBeGreaterThan(0.2);
  });

  it('tells quotas of the mantle endpoint ahead from metrics, which are all there is', async () => {
    const name = '[bedrock-mantle endpoint] Input tokens per minute for Anthropic Claude Sonnet 4.5';
    const { store, list, ask, collected } = await world();
    await list([{ code: 'L-MANTLE', name }], at('2026-10-01'));
    await collected('metrics', NOW);
    const series = {
      ...{ account: accountId(ACCOUNT), region: regionId(REGION), namespace: 'AWS/BedrockMantle' },
      ...{ metric: 'TotalInputTokens', dimensions: { Model: US.slice(3) }, statistic: 'Sum' },
    };
    // Each hour of fifteen days 120 % of the limit.
    const points = Array.from({ length: 15 * 24 }, (_, hour) => ({
      ...{ at: epochSeconds(NOW - (hour + 1) * 3600), period: 60, value: 240_000 },
    }));
    await store.putMetrics({ data: [{ series, points }] });
    const [row] = (await ask()).rows;
    expect(row).toMatchObject({ state: 'critical', timeToThrottle: 'too-few-weeks', settledBy: null });
    for (const horizon of ['hour', 'day', 'week'] as const)
      expect(row?.probability?.[horizon]).toBeGreaterThan(0.7);
    expect(row?.notes.join(' ')).toMatch(/AWS also checks max_tokens/);
  });

  it('follows the configuration', async () => {
    const name = 'Cross-region model inference tokens per minute for Mystery Model';
    const config = {
      quotas: {
        models: [{ quota: 'L-MYSTERY', models: [US] }],
        burndown: [{ model: US.slice(3), rate: 1 }],
      },
    };
    const { list, ask } = await world(calls(4, '2026-11-20T11:30:10Z', { maxTokens: null }), config);
    await list([{ code: 'L-MYSTERY', name }]);
    const [row] = quotaJson(await ask()).quotas;
    // 4 x (5,000 + 2,000) of 200,000.
    expect(row).toMatchObject({ status: 'mapped', mappedBy: 'override', utilization: { peak: 0.14 } });
  });

  it('lets names be anything', async () => {
    const hostile = ['<script>alert(1)</script>', '__proto__', 'x'.repeat(10_000), ''];
    const { list, ask } = await world();
    await list(hostile.map((name, i) => ({ code: `L-${i}`, name })));
    const answer = await ask();
    expect(answer.rows).toEqual([]);
    expect(answer.others).toBe(4);
  });
});

describe('what is likely within the hour', () => {
  // 23 hours of the day a tenth of the limit, at noon 120 %: for eight days, up to now, noon.
  const jobs = Array.from({ length: 8 * 24 }, (_, hour) =>
    fact({
      ...{ at: isoInstant(epochSeconds(NOW - hour * 3600 - 1800)), modelId: US, maxTokens: 0 },
      ...{ arn: claims, tokens: { input: hour % 24 === 23 ? 240_000 : 20_000 } },
    }),
  );

  it('makes a quiet quota critical, alike with and without growth, callers and one quota alone', async () => {
    const { context, list, collected } = await world(jobs);
    await list([TPM], at('2026-10-01'));
    await collected('invocation-logs/s3', epochSeconds(NOW + 300));
    const key = { code: TPM.code, account: ACCOUNT, region: REGION };
    const later = { ...context, now: epochSeconds(NOW + 300) };
    const request = parseQuotaRequest({ window: '1h' }, (name) => name);
    const answers = await Promise.all([
      quotaAnswer(later, request, { growth: false, callers: false }),
      quotaAnswer(later, request),
    ]);
    const detail = await quotaDetail(later, key, 'hour');
    const rows = [...answers.map(({ rows: [row] }) => row), detail?.row];
    const hour = rows[0]?.withinHour ?? 0;
    expect(hour).toBeGreaterThan(0.5);
    for (const row of rows) {
      expect(row).toMatchObject({ state: 'critical', withinHour: hour, probability: { hour } });
      expect(row?.windows.hour?.utilization.peak).toBe(0.1);
      expect(row?.why).toBe(
        `likely to throttle within the hour (${Math.round(100 * hour)} %); settled tokens peak at 10 %`,
      );
      expect(row?.since).toBe(NOW);
    }
    expect(answers[1]?.rows[0]?.callers).toMatchObject([
      { principal: expect.stringContaining('claims-triage'), share: 1 },
    ]);
    // Six hours before, nothing is near.
    const morning = { ...context, now: epochSeconds(NOW - 6 * 3600) };
    const [quiet] = (await quotaAnswer(morning, request)).rows;
    expect([quiet?.state, (quiet?.withinHour ?? 1) < 0.1]).toEqual(['ok', true]);
  });
});

describe('the question', () => {
  it('is refused with what would be right', () => {
    expect(() => parseQuotaRequest({ window: '5m' }, (key) => `--${key}`)).toThrow(
      '--window 5m: not 1h, 24h or 7d',
    );
    expect(() => parseQuotaRequest({ window: 'constructor' }, (key) => key)).toThrow(/not 1h/);
    expect(parseQuotaRequest({ window: '1h' }, (key) => key)).toEqual({ window: 'hour' });
  });
});

describe('quotaDetail', () => {
  it('has minutes, week, callers, values over time, requests and the text of one', async () => {
    const { store, context, list } = await world(calls(4, '2026-11-20T11:30:10Z', { arn: claims }));
    await list([{ ...TPM, value: 100_000 }], at('2026-11-01T00:00:00Z'));
    await list([TPM, RPM], at('2026-11-10T00:00:00Z'));
    const request = { code: TPM.code, desired: 9e6, status: 'PENDING', created: NOW - 60, updated: null };
    await store.putSnapshot({
      ...{ account: ACCOUNT, region: REGION, kind: 'quota-request', at: NOW },
      items: [
        { id: 'r1', body: request },
        { id: 'r2', body: { ...request, code: 'L-OTHER' } },
      ],
    });
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    const detail = await quotaDetail(context, key, 'day');
    expect(detail?.minutes).toMatchObject({ limit: 200_000 });
    const hot = detail?.minutes?.used.findIndex((value) => (value ?? 0) > 0) ?? -1;
    expect(isoInstant(epochSeconds(((detail?.minutes?.first ?? 0) + hot) * 60))).toBe('2026-11-20T11:30:00Z');
    expect([detail?.minutes?.used[hot], detail?.minutes?.reserved?.[hot]]).toEqual([60_000, 276_000]);
    // What comes after the newest data is unknown.
    expect(detail?.minutes?.used.at(-1)).toBeNull();
    // Friday, 11:00.
    expect(detail?.week[4 * 24 + 11]).toBe(1.38);
    expect(detail?.values.map(({ kind, value }) => [kind, value])).toEqual([
      ['applied', 200_000],
      ['applied', 100_000],
      ['default', 5_000_000],
    ]);
    expect(detail?.requests).toEqual([{ desired: 9e6, status: 'PENDING', created: NOW - 60, updated: null }]);
    expect(detail?.increase?.split('\n')).toEqual([
      `Quota: ${TPM.name} (L-F4DDD3EB)`,
      'Limit type: geographic cross-Region inference (CRIS), bedrock-runtime endpoint',
      'Account and Region: 111122223333, us-east-1',
      'Models: anthropic.claude-sonnet-4-5-20250929-v1:0',
      'Called as: us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      'Applied value: 200,000; default: 5,000,000; adjustable in Service Quotas',
      'Requested value: 5,100,000 (measured peak with 50 % headroom, above the default; adjust as needed)',
      'Tokens per minute: steady state (p50) 60,000, peak (p90) 60,000, highest 60,000',
      'Highest minute including max_tokens reservations: 276,000 tokens',
      'Requests per minute: steady state (p50) 4, peak (p90) 4, highest 4',
      'Average request: 5,000 input tokens, 2,000 output tokens',
      'Prompt cache: 0 % of input tokens are read from it, 0 % written to it',
      'Throttled requests in 7 days: 0 in 0 minutes',
      'Highest minute: 2026-11-20T11:30:00Z',
      'Basis: minutes with traffic of the last 7 days, from CloudWatch metrics and invocation logs.',
      'Use case, expected growth, share of requests above 25,000 input tokens: (to be filled in)',
    ]);
  });

  it('writes the request of a hold, and of a model that has no quota on requests', async () => {
    const { context, list } = await world(
      calls(3, '2026-11-20T11:30:10Z', { tokens: {}, errorCode: 'ThrottlingException' }),
    );
    await list([{ ...TPM, value: 0 }]);
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    const text = (await quotaDetail(context, key, 'day'))?.increase?.split('\n');
    expect(text).toContainEqual(
      expect.stringMatching(/^Requested value: the default of 5,000,000 .*needs a case/),
    );
    expect(text).toContain('Requests per minute: steady state (p50) 3, peak (p90) 3, highest 3');
    expect(text).toContain('Throttled requests in 7 days: 3 in 1 minute');
  });

  it('measures medians and shares of cache by hand', async () => {
    // Ten minutes: requests 1 to 10; each call has 1,000 input, 3,000 read, 1,000 written, 100 output.
    const tokens = { input: 1_000, cacheRead: 3_000, cacheWrite5m: 1_000, output: 100 };
    const facts = Array.from({ length: 10 }, (_, i) =>
      calls(i + 1, `2026-11-20T11:3${i}:10Z`, { tokens }),
    ).flat();
    const { context, list } = await world(facts);
    await list([TPM]);
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    const text = (await quotaDetail(context, key, 'day'))?.increase?.split('\n');
    // 1,000 + 1,000 + 5 x 100 = 2,500 a call.
    expect(text).toContain('Tokens per minute: steady state (p50) 12,500, peak (p90) 22,500, highest 25,000');
    expect(text).toContain('Requests per minute: steady state (p50) 5, peak (p90) 9, highest 10');
    expect(text).toContain('Average request: 1,000 input tokens, 100 output tokens');
    expect(text).toContain('Prompt cache: 60 % of input tokens are read from it, 20 % written to it');
  });

  it('knows no listing that is dated after now', async () => {
    const { context, list, ask } = await world(calls(1, '2026-11-20T11:30:10Z'));
    await list([{ ...TPM, value: 100_000 }], at('2026-11-20T11:00:00Z'));
    await list([{ ...TPM, value: 900_000 }, RPM], at('2026-11-20T13:00:00Z'));
    const { rows } = await ask();
    expect(rows.map(({ quota }) => [quota.code, quota.applied])).toEqual([[TPM.code, 100_000]]);
    const key = { account: ACCOUNT, region: REGION, code: TPM.code };
    expect((await quotaDetail(context, key, 'day'))?.values).toEqual([
      { kind: 'applied', value: 100_000, from: at('2026-11-20T11:00:00Z'), to: null },
      { kind: 'default', value: 5_000_000, from: at('2026-11-20T11:00:00Z'), to: null },
    ]);
  });
});

describe('explainNames', () => {
  it('answers in the order of the names, against the catalogue and what accounts list', async () => {
    const { store, context } = await world();
    await store.putSnapshot({
      ...{ account: ACCOUNT, region: REGION, kind: 'foundation-model', at: NOW },
      items: [{ id: 'x', body: { id: 'amazon.nova-9-v1:0', name: 'Nova 9' } }],
    });
    const names = [
      'On-demand model inference tokens per minute for Amazon Nova 9',
      'Imported models per account',
      TPM.name,
    ];
    const alone = explainJson(await explainNames(names, { ...context, store: null }));
    expect(alone.map(({ status }) => status)).toEqual(['unmapped', 'unmapped', 'mapped']);
    const found = explainJson(await explainNames(names, context));
    expect(found[0]).toEqual({
      name: names[0],
      parsed: { scope: 'on-demand', metric: 'tpm', modelLabel: 'Amazon Nova 9' },
      model: 'amazon.nova-9-v1:0',
      status: 'mapped',
      by: 'inventory',
    });
    expect(found[1]).toMatchObject({ status: 'unmapped', reason: expect.any(String) });
    expect(found[2]).toMatchObject({ model: US.slice(3), by: 'catalogue' });
  });
});
