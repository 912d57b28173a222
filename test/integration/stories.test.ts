/**
 * The demo's stories are each found where they claim to be, and announced once. What is expected comes from the world's
 * calls and from the price list by hand, never from the product.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCapacityRequest } from '../../src/analysis/capacity/request.ts';
import { agentsAnswer } from '../../src/answers/agents.ts';
import { anomalies } from '../../src/answers/anomalies.ts';
import { capacity } from '../../src/answers/capacity.ts';
import { coverage } from '../../src/answers/coverage.ts';
import { type QuotaRow, quotaAnswer } from '../../src/answers/quota.ts';
import { type SavingsAnswer, savingsAnswer } from '../../src/answers/savings.ts';
import { unpricedUsage } from '../../src/answers/unpriced.ts';
import type { Dimension } from '../../src/domain/dimension.ts';
import { pricedCost, type StoreDimension, type UsageRow } from '../../src/domain/measures.ts';
import { epochSeconds, type TimeRange } from '../../src/domain/time.ts';
import { type Call, type Range, SOURCES, STORIES } from '../aws-simulator/world/index.ts';
import { COMMITMENT_LEFT, PRIVATE_RATE } from '../aws-simulator/world/stories.ts';
import { END, NOW, openStoryWorld, type StoryWorld } from './stories/story-world.ts';
import { type Told, type Watched, watch } from './stories/watch.ts';

const HOUR = 3600;
const DAY = 86_400;
const SONNET45 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const SUPPORT_TPM = 'L-7C1E55A0';

let world: StoryWorld;
let seen: Watched;
let savings: SavingsAnswer;
let quotas: readonly QuotaRow[];

beforeAll(async () => {
  world = await openStoryWorld();
  seen = await watch(world);
  const context = world.context();
  savings = await savingsAnswer(context, { range: last(14), where: [] });
  quotas = (await quotaAnswer(context, { window: 'week' })).rows;
}, 240_000);
afterAll(() => world?.close());

const last = (days: number): TimeRange => ({ from: epochSeconds(END - days * DAY), to: END });

function storyOf(name: string) {
  const story = STORIES.find((one) => one.name === name);
  if (story === undefined) throw new Error(`no story ${name}`);
  const { from, to } = story.when(END);
  return { ...story, source: SOURCES[story.source], range: { from, to } };
}

/** Calls of the story's workload within a range, as the world made them. */
function callsOf(name: string, range: Range): Call[] {
  const { source, workload } = storyOf(name);
  return world.world
    .hours(range)
    .flatMap((hour) => world.world.callsOf(hour, source))
    .filter((call) => call.workload === workload && call.at >= range.from && call.at < range.to);
}

/** The one principal of calls. */
function principalOf(calls: readonly Call[]): string {
  const names = [...new Set(calls.map(({ identity }) => identity.principal))];
  expect(names).toHaveLength(1);
  return names[0] ?? '';
}

const sum = (calls: readonly Call[], of: (call: Call) => number): number =>
  calls.reduce((total, call) => total + of(call), 0);

function usage(
  range: Range,
  by: readonly StoreDimension[],
  where: Readonly<Partial<Record<Dimension, string | null>>>,
): Promise<UsageRow[]> {
  const filters = Object.entries(where).map(([dimension, value]) => ({
    dimension: dimension as StoreDimension,
    values: [value ?? null],
  }));
  const whole = { from: epochSeconds(range.from), to: epochSeconds(range.to) };
  return world.context().store.usage({ range: whole, by, where: filters });
}

const quotaOf = (code: string, name: string): QuotaRow => {
  const { account, region } = storyOf(name).source;
  const row = quotas.find(
    (one) => one.quota.code === code && one.account === account && one.region === region,
  );
  if (row === undefined) throw new Error(`no quota ${code} in ${account} ${region}`);
  return row;
};

const findings = (rule: string) => savings.findings.filter((one) => one.rule === rule);

/** How each story is found. */
const FOUND: Readonly<Record<string, () => Promise<void> | void>> = {
  'agent-loop': async () => {
    const { range, source } = storyOf('agent-loop');
    const sessions = Map.groupBy(callsOf('agent-loop', range), ({ identity }) => identity.arn);
    const [loop = []] = [...sessions.values()].toSorted((a, b) => b.length - a.length);
    const answer = await agentsAnswer(world.context(), { range: last(1), where: [], limit: 3 });
    // A call each 25 seconds for five hours; Sonnet 4.5 by a geographic profile: $3.30 and $16.50 a million.
    const [input, output] = [
      sum(loop, ({ tokens }) => tokens.input),
      sum(loop, ({ tokens }) => tokens.output),
    ];
    expect(loop).toHaveLength(720);
    expect(answer.sessions[0]).toMatchObject({
      ...{ agent: 'K7Q2M9X4BD', account: source.account, region: source.region },
      ...{ calls: 720, tokens: input + output, cost: BigInt(input * 3300 + output * 16_500) },
      detail: { firstAt: range.from },
      over: expect.arrayContaining([expect.anything()]),
    });
  },

  'monday-throttle': () => {
    const { range } = storyOf('monday-throttle');
    const week = callsOf('monday-throttle', { from: NOW - 7 * DAY, to: NOW });
    const throttled = week.filter(
      ({ outcome }) => outcome.kind === 'failed' && outcome.errorCode === 'ThrottlingException',
    );
    const row = quotaOf(SUPPORT_TPM, 'monday-throttle');
    expect(throttled.filter(({ at }) => at >= range.from && at < range.to).length).toBeGreaterThan(300);
    expect(row).toMatchObject({ state: 'critical', limit: { value: 120_000 } });
    expect(row.windows.week?.throttledCalls).toBe(throttled.length);
    // Not by what was used, but by what was reserved.
    expect(row.windows.week?.utilization.peak).toBeLessThan(1);
    expect(row.windows.week?.reserved?.peak).toBeGreaterThan(1);
    expect(row.callers?.[0]).toMatchObject({ principal: principalOf(throttled), share: 1 });
  },

  'cache-regression': async () => {
    const { range } = storyOf('cache-regression');
    const byHour = (of: Range) =>
      [...Map.groupBy(callsOf('cache-regression', of), ({ at }) => Math.floor(at / HOUR))].map(
        ([hour, calls]) => ({
          hour,
          input: sum(calls, ({ tokens }) => tokens.input),
          read: sum(calls, ({ tokens }) => tokens.cacheRead),
          write: sum(calls, ({ tokens }) => tokens.cacheWrite),
        }),
      );
    const judged = byHour(range).filter(({ input, read, write }) => input + read + write >= 20_000);
    const start = (judged[0]?.hour ?? 0) * HOUR;
    const shares = byHour({ from: start - 7 * DAY, to: start })
      .filter(({ input, read, write }) => input + read + write >= 20_000)
      .map(({ input, read, write }) => read / (input + read + write))
      .sort();
    const usual = ((shares[(shares.length - 1) >> 1] ?? 0) + (shares[shares.length >> 1] ?? 0)) / 2;
    const fallen = judged.map(({ input, read, write }) => read / (input + read + write));
    expect(Math.max(...fallen)).toBeLessThan(usual / 4);
    expect(fallen.reduce((all, share) => all + share) / fallen.length).toBeLessThan(usual / 10);
    // Sonnet 5.5 by a geographic profile: $2.20 sent, $2.75 written, and since 7 October $0.11 read.
    const lost = judged.reduce((dollars, { input, read, write }) => {
      const sent = (input * 2.2 + write * 2.75) / (input + write);
      return dollars + ((usual * (input + read + write) - read) * (sent - 0.11)) / 1e6;
    }, 0);
    const { incidents } = await anomalies(world.context(), { range: last(7), where: [], band: null });
    const [found, ...more] = incidents.filter(({ kind }) => kind === 'cache-regression');
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      scope: { dimension: 'principal', value: principalOf(callsOf('cache-regression', range)) },
      ...{ from: judged[0]?.hour, to: (judged.at(-1)?.hour ?? 0) + 1, ongoing: false },
    });
    expect(Number(found?.impact) / 1e9 / lost).toBeCloseTo(1, 3);
  },

  'guardrail-wave': async () => {
    const { range } = storyOf('guardrail-wave');
    const perCall = async (of: Range) => {
      const calls = callsOf('guardrail-wave', of);
      const [row] = await usage(of, ['principal'], { principal: principalOf(calls) });
      const output = sum(calls, ({ tokens }) => tokens.output);
      expect(row).toMatchObject({ invocations: calls.length, output });
      return { calls: calls.length, output: output / calls.length };
    };
    const during = await perCall(range);
    const before = await perCall({ from: range.from - DAY, to: range.to - DAY });
    expect(during.calls / before.calls).toBeGreaterThan(1.6);
    expect(during.output / before.output).toBeLessThan(0.85);
  },

  'new-model': async () => {
    const { range, source } = storyOf('new-model');
    const calls = callsOf('new-model', { from: range.from, to: END });
    const { rows } = await unpricedUsage(world.context(), { from: epochSeconds(range.from), to: END });
    const found = rows.filter(({ model }) => model === 'amazon.nova-3-pro-preview-v1:0');
    expect(found).toMatchObject([{ region: source.region, invocations: calls.length }]);
    expect(found[0]?.tokens).toBe(sum(calls, ({ tokens }) => tokens.input + tokens.output));
  },

  'denied-retries': () => {
    const { range, source } = storyOf('denied-retries');
    const calls = callsOf('denied-retries', { from: range.from, to: END });
    expect(calls.every(({ outcome }) => outcome.kind === 'failed')).toBe(true);
    expect(findings('refused')).toMatchObject([
      {
        where: { account: source.account, region: source.region, modelId: calls[0]?.modelId },
        evidence: [expect.stringContaining(`${calls.length} calls ended in a client error`)],
      },
    ]);
  },

  'unread-cache': () => {
    const { range, source } = { ...storyOf('unread-cache'), range: last(14) };
    const calls = callsOf('unread-cache', range);
    expect(source).toBe(SOURCES.engineeringWest);
    expect(findings('unread-cache').map(({ where }) => where.principal)).toContain(principalOf(calls));
    // The same tokens as plain input: $2.75 less $2.20 for each million written, and none read.
    const written = sum(calls, ({ tokens }) => tokens.cacheWrite);
    const found = findings('unread-cache').find(({ where }) => where.principal === principalOf(calls));
    expect(Number(found?.saving) / 1e9).toBeCloseTo((written * 0.55) / 1e6, 1);
  },

  'repeated-prompts': () => {
    const calls = callsOf('repeated-prompts', last(14));
    const found = findings('repeated-prompts').find(({ where }) => where.principal === principalOf(calls));
    const repeats = Number(/^([\d,]+) calls repeat/.exec(found?.evidence[0] ?? '')?.[1]?.replace(',', ''));
    expect(repeats / calls.length).toBeGreaterThan(0.25);
    expect(repeats / calls.length).toBeLessThan(0.4);
  },

  'legacy-model': () => {
    const calls = callsOf('legacy-model', last(14)).filter(({ outcome }) => outcome.kind !== 'failed');
    const found = findings('legacy-models').find(({ where }) => where.model?.includes('claude-3-haiku'));
    expect(found?.title).toContain('2027-01-15');
    expect(found?.evidence.join()).toContain(`${calls.length.toLocaleString('en')} calls`);
    expect(found?.evidence.join()).toContain('invoice-extractor-role');
  },

  'long-context': async () => {
    const range = last(7);
    const calls = callsOf('long-context', range).filter(({ outcome }) => outcome.kind !== 'failed');
    // Sonnet 4.5: $3.30 and $16.50; past 200,000 tokens of input $6.60 and $24.75, for the whole call.
    const nano = sum(calls, ({ tokens: { input, output } }) =>
      input > 200_000 ? input * 6600 + output * 24_750 : input * 3300 + output * 16_500,
    );
    const [row] = await usage(range, ['model'], { model: SONNET45, region: 'us-west-2' });
    expect(row).toMatchObject({ invocations: calls.length });
    expect(row && pricedCost(row)).toBe(BigInt(nano));
    // A handful of calls a day, and a quarter of what the account pays.
    const all = await usage(range, ['account'], { account: storyOf('long-context').source.account });
    expect(calls.length / 7).toBeLessThan(30);
    expect(nano / Number(all.map(pricedCost).reduce((a, b) => (a + b) as typeof a))).toBeGreaterThan(0.25);
  },

  'untagged-application': async () => {
    const calls = callsOf('untagged-application', last(7));
    const rows = await usage(last(7), ['tag:app'], { principal: principalOf(calls) });
    const made = rows.reduce((all, row) => all + row.invocations + row.failedInvocations, 0);
    expect(rows.map(({ key }) => key)).toEqual([[null]]);
    expect(made).toBe(calls.length);
  },

  'idle-capacity': async () => {
    const { range, source } = storyOf('idle-capacity');
    const request = parseCapacityRequest({ since: '7d' }, NOW, (key) => key);
    const { existing } = await capacity(world.context(), request);
    const unit = existing.find(({ owned }) => owned.name === 'recommendations');
    const calls = callsOf('idle-capacity', { from: Math.max(range.from, NOW - 7 * DAY), to: NOW });
    expect(unit).toMatchObject({
      owned: { account: source.account, region: source.region, commitmentEnds: NOW + COMMITMENT_LEFT },
      calls: calls.filter(({ outcome }) => outcome.kind !== 'failed').length,
    });
    expect(unit?.utilization?.mean).toBeLessThan(0.01);
  },

  'steady-load': async () => {
    const model = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
    const request = parseCapacityRequest({ model, region: 'us-east-1', since: '7d' }, NOW, (key) => key);
    const { plan } = await capacity(world.context(), request);
    const calls = callsOf('steady-load', { from: NOW - 7 * DAY, to: NOW });
    const input = sum(calls, ({ tokens }) => tokens.input);
    // A call in every minute of the week.
    expect([plan?.minutes, plan?.busyMinutes]).toEqual([10_080, 10_080]);
    expect(plan?.spread.input.mean).toBeCloseTo(input / 10_080, 6);
    expect((plan?.spread.input.p50 ?? 0) / (plan?.spread.input.mean ?? 1)).toBeCloseTo(1, 2);
    expect((plan?.spread.input.p99 ?? 0) / (plan?.spread.input.mean ?? 1)).toBeLessThan(1.1);
    for (const { reservedCost, onDemandCost } of plan?.reserved ?? [])
      expect(Number(reservedCost) / Number(onDemandCost)).toBeGreaterThan(100);
    expect(plan?.reserved.length).toBeGreaterThan(0);
  },

  'growing-application': () => {
    const row = quotaOf('L-C0326783', 'growing-application');
    expect(row).toMatchObject({ state: 'watch', limit: { value: 18_000 } });
    // The weekly 99th percentile of its minutes, of the first and the last three weeks.
    const level = (week: number) => {
      const minutes = new Float64Array(10_080);
      const from = END - week * 7 * DAY;
      for (const { at, tokens } of callsOf('growing-application', { from, to: from + 7 * DAY })) {
        const minute = Math.floor((at - from) / 60);
        minutes[minute] = (minutes[minute] ?? 0) + tokens.input + tokens.output;
      }
      return minutes.sort()[Math.ceil(0.99 * 10_080) - 1] ?? 0;
    };
    const mean = (weeks: number[]) => weeks.map(level).reduce((a, b) => a + b) / weeks.length;
    const growth = (mean([1, 2, 3]) / mean([7, 8, 9])) ** (1 / 6) - 1;
    const found = row.timeToThrottle;
    if (found === null || typeof found === 'string') throw new Error(`no estimate: ${found}`);
    expect(Math.abs(found.weeklyGrowth - growth)).toBeLessThan(0.02);
    expect(found.days).toBeLessThan(365);
    expect(found.high).toBeLessThan(2 * 365);
  },

  'quota-on-hold': () => {
    const row = quotaOf('L-F4DDD3EB', 'quota-on-hold');
    expect(row).toMatchObject({ state: 'hold', limit: { value: 0 }, quota: { default: 5_000_000 } });
  },

  'price-change': async () => {
    const from = PRIVATE_RATE.from(END);
    // $1.10 and $5.50 a million by the list, $0.935 and $4.675 from that day on.
    for (const [range, input, output] of [
      [{ from: from - 7 * DAY, to: from }, 1100, 5500],
      [{ from, to: from + 7 * DAY }, 935, 4675],
    ] as const) {
      const calls = callsOf('price-change', range);
      const [row] = await usage(range, ['principal'], { principal: principalOf(calls) });
      const nano = sum(calls, ({ tokens }) => tokens.input * input + tokens.output * output);
      expect(row && pricedCost(row)).toBe(BigInt(nano));
    }
  },

  'batch-job': async () => {
    const { source } = storyOf('batch-job');
    const { rows } = await coverage(world.context(), { range: last(2), account: null, region: null });
    const found = rows.filter(({ reason }) => reason === 'batch');
    expect(found).toMatchObject([
      { account: source.account, region: source.region, modelId: 'amazon.nova-lite-v1:0' },
    ]);
    expect(found[0]?.dark.input).toBe(found[0]?.metrics.input);
    expect(found[0]?.dark.input).toBeGreaterThan(1_000_000);
  },

  'dark-region': async () => {
    const { source } = storyOf('dark-region');
    const range = last(2);
    const { rows } = await coverage(world.context(), {
      range,
      account: source.account,
      region: source.region,
    });
    const calls = callsOf('dark-region', range).filter(({ outcome }) => outcome.kind !== 'failed');
    const dark = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    expect(rows.every(({ reason, coverage: share }) => reason === 'logging-off' && share === 0)).toBe(true);
    expect(dark((row) => row.dark.invocations)).toBe(calls.length);
    expect(dark((row) => row.dark.input)).toBe(sum(calls, ({ tokens }) => tokens.input));
    expect(dark((row) => row.dark.output)).toBe(sum(calls, ({ tokens }) => tokens.output));
  },
};

describe('each story is found', () => {
  it.each(STORIES.map(({ name, finding }) => [name, finding.by, finding.says]))(
    '%s: %s, %s',
    async (name) => {
      const check = FOUND[name];
      if (check === undefined) throw new Error(`nothing looks for the story ${name}`);
      await check();
    },
  );
});

const ofTitle = (title: RegExp, news: string): readonly Told[] =>
  seen.told.filter((one) => title.test(one.title) && one.news === news);

/** Stories that somebody has to hear of: title, what the message names, and when, as seconds before the end. */
const ANNOUNCED: readonly (readonly [
  story: string,
  title: RegExp,
  names: string,
  between: readonly [number, number],
  ends: boolean,
])[] = [
  [
    'quota-on-hold',
    /^Account hold: Cross-region .*tokens per minute/,
    'Sonnet 4.5',
    [12 * DAY, 11 * DAY],
    false,
  ],
  ['new-model', /^No price for us\.amazon\.nova-3-pro-preview/, 'nova-3-pro', [11 * DAY, 10 * DAY], false],
  ['new-model', /^A new model is used/, 'nova-3-pro', [11 * DAY, 10 * DAY], true],
  [
    'idle-capacity',
    /^Provisioned throughput recommendations is idle/,
    'recommendations',
    [12 * DAY, 11 * DAY],
    false,
  ],
  [
    'idle-capacity',
    /^Commitment of recommendations ends on 2026-11-25/,
    'recommendations',
    [9 * DAY, 4 * DAY],
    false,
  ],
  ['dark-region', /^No invocation logs in us-east-1/, 'us-east-1', [3.4 * DAY, 2.7 * DAY], false],
  ['cache-regression', /^The prompt cache is hardly read/, 'support-assistant', [76 * HOUR, 60 * HOUR], true],
  [
    'monday-throttle',
    /^Throttling of us\.anthropic\.claude-sonnet-5-5/,
    'support-assistant',
    [68 * HOUR, 67 * HOUR],
    true,
  ],
  [
    'monday-throttle',
    /^Throttling: Cross-region .*Sonnet 5\.5/,
    'support-assistant',
    [68 * HOUR, 67 * HOUR],
    true,
  ],
  ['agent-loop', /^A session of agent order-agent past the budget/, '$', [9 * HOUR, 7 * HOUR], true],
  ['agent-loop', /^Spend is unusually high: agent K7Q2M9X4BD/, 'K7Q2M9X4BD', [9 * HOUR, 6 * HOUR], true],
];

describe('each is announced in Slack', () => {
  it.each(ANNOUNCED)('%s, once: %s', (_story, title, names, [earliest, latest], ends) => {
    const fired = ofTitle(title, 'FIRING');
    expect(fired).toHaveLength(1);
    const [first] = fired;
    expect(first?.message).toContain(names);
    expect(END - (first?.at ?? 0)).toBeLessThanOrEqual(earliest);
    expect(END - (first?.at ?? 0)).toBeGreaterThanOrEqual(latest);
    expect(ofTitle(title, 'RESOLVED')).toHaveLength(ends ? 1 : 0);
  });

  it('by rules that all answered, in messages that Slack takes, and no alarm fires twice', () => {
    expect([seen.errors, seen.refusals]).toEqual([[], []]);
    const fired = seen.told.filter(({ news }) => news === 'FIRING').map(({ title }) => title);
    expect(fired.length).toBeGreaterThan(ANNOUNCED.length);
    expect(fired.toSorted()).toEqual([...new Set(fired)].sort());
  });
});
